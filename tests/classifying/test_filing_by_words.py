"""What the words of a title and a dek say: names, traps, evidence, confidence."""

import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest

from digest.classifying import Classifier, build_classifier
from digest.model.article import Article
from digest.newsroom import Newsroom, Selection


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return build_classifier(Newsroom(selection=Selection(unsure_below=0.5)))  # every guess


@pytest.mark.parametrize(
    ("title", "region"),
    [
        pytest.param("Kenya votes", "africa", id="country"),
        pytest.param("Kenyans go to the polls", "africa", id="demonym, plural"),
        pytest.param("Floods reach Nairobi", "africa", id="capital"),
        pytest.param("Floods reach Mombasa", "africa", id="city"),
        pytest.param("Kremlin denies the report", "europe", id="seat of power"),
        pytest.param("Knesset is dissolved", "middle-east", id="parliament"),
        pytest.param("Boko Haram attacks a convoy", "africa", id="armed group"),
        pytest.param("ASEAN ministers meet", "asia-pacific", id="bloc"),
        pytest.param("Ships avoid the Red Sea", "middle-east", id="sea, most of its shores"),
        pytest.param("Sheinbaum names a cabinet", "americas", id="leader by surname"),
        pytest.param("Wildfire spreads in Oregon", "americas", id="US state"),
        pytest.param("Oil spill in the Niger Delta", "africa", id="longer than Niger"),
        pytest.param("Wildfire spreads in New Mexico", "americas", id="New Mexico"),
        pytest.param("Landslide in Papua New Guinea", "asia-pacific", id="Papua New Guinea, not Guinea"),
        pytest.param("New Guinea frogs", "asia-pacific", id="New Guinea, not Guinea"),
        pytest.param("Guinea signs a mining deal", "africa", id="Guinea itself"),
        pytest.param("South Sudan talks stall", "africa", id="South Sudan"),
        pytest.param("South Korea and North Korea exchange fire", "asia-pacific", id="the Koreas"),
        pytest.param("Dominica rebuilds", "americas", id="Dominica"),
        pytest.param("Islands of the Indian Ocean fear the sea", "asia-pacific", id="Indian Ocean"),
        pytest.param(
            "Indian farmers march", "asia-pacific", id="Indian is India's, not an ocean territory's"
        ),
        pytest.param("Cairo hosts the talks", "middle-east", id="Egypt is the Middle East"),
        pytest.param("Tripoli militias clash", "africa", id="Libya is Africa"),
        pytest.param("Ankara raises rates", "europe", id="Turkey is Europe"),
        pytest.param("Kabul falls silent", "asia-pacific", id="Afghanistan is Asia-Pacific"),
        pytest.param("Yerevan and Baku sign", "europe", id="the Caucasus is Europe"),
        pytest.param("Jordan says no", "middle-east", id="Jordan itself"),
        pytest.param("Talks Move to Paris Conference Hall", "europe", id="what stands in a place"),
        pytest.param("KENYA AND TANZANIA SIGN PACT", "africa", id="in capitals"),
        pytest.param("US-NATO", "americas", id="names that are written in capitals"),
        pytest.param("U.S. SAYS MORE TALKS NEEDED", "americas", id="dotted in capitals"),
        pytest.param("Sao Paulo counts votes", "americas", id="without accents"),
        pytest.param(unicodedata.normalize("NFD", "São Paulo counts votes"), "americas", id="accents apart"),
        pytest.param("Côte d’Ivoire votes", "africa", id="typographic apostrophe"),
    ],
)
def test_a_name_files_its_region(classifier: Classifier, title: str, region: str) -> None:
    assert classifier.file_words(title).region == region


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Tell us about it", id="us in lower case"),
        pytest.param("TELL US WHAT YOU THINK", id="us in capitals"),
        pytest.param("Chad Smith joins the tour", id="given name"),
        pytest.param("Jordan Miller retires", id="given name of a country"),
        pytest.param("Sarah Jordan retires", id="surname of a country"),
        pytest.param("Thanksgiving turkey prices soar", id="the bird"),
        pytest.param("Guinea pigs make good pets", id="the rodent"),
        pytest.param("What the Panama Papers showed", id="papers"),
        pytest.param("Will states keep to the Paris Agreement?", id="treaty named after a city"),
        pytest.param("Nice weather ahead", id="adjective"),
        pytest.param("UN Security Council meets", id="the world's own"),
        pytest.param("Мы не знаем этого", id="Cyrillic"),
        pytest.param("日本の首相が辞任", id="Japanese"),
        pytest.param("رئيس الوزراء يستقيل", id="Arabic"),
        pytest.param("🔥🔥🔥", id="no words"),
        pytest.param("", id="empty"),
    ],
)
def test_a_text_that_names_no_place_has_no_region(classifier: Classifier, title: str) -> None:
    filing = classifier.file_words(title)
    assert (filing.region, filing.confidence, filing.evidence) == (None, 0.0, ())


@pytest.mark.parametrize(
    ("title", "region"),
    [
        pytest.param("Georgia counts its votes", "americas", id="alone it is the state"),
        pytest.param("Georgia counts its votes as Tbilisi waits", "europe", id="with its capital"),
        pytest.param("Russia and Georgia reopen a border", "europe", id="with its neighbour"),
        pytest.param("Georgia recounts after Atlanta hearing", "americas", id="with the state's capital"),
        pytest.param("Birmingham council votes", "europe", id="Birmingham in England"),
        pytest.param("Birmingham, Alabama, remembers", "americas", id="Birmingham in Alabama"),
        pytest.param("Moscow, Idaho, mourns", "americas", id="Moscow in Idaho"),
    ],
)
def test_a_name_of_two_places_means_the_one_that_the_rest_speaks_for(
    classifier: Classifier, title: str, region: str
) -> None:
    assert classifier.file_words(title).region == region


@pytest.mark.parametrize(
    ("title", "region"),
    [
        pytest.param("US strikes targets in Yemen", "middle-east", id="US abroad"),
        pytest.param("Why Washington should leave Niger alone", "africa", id="Washington abroad"),
        pytest.param("Trump's Iran gamble: Congress must act", "middle-east", id="president and Congress"),
        pytest.param("EU and Kenya sign a trade deal", "africa", id="bloc abroad"),
        pytest.param("UK deports migrants to Rwanda", "africa", id="UK abroad"),
        pytest.param("US passes a budget", "americas", id="US at home"),
    ],
)
def test_a_power_counts_less_beside_another_place(classifier: Classifier, title: str, region: str) -> None:
    assert classifier.file_words(title).region == region


def test_evidence_says_which_words_in_which_part(classifier: Classifier) -> None:
    filing = classifier.file_words("Floods in Nairobi", "Kenyan officials call for help from Moscow.")
    assert filing.evidence == ("title: Nairobi (Kenya), dek: Kenyan (Kenya)",)
    assert filing.region == "africa"


def test_evidence_shows_a_name_as_it_was_written(classifier: Classifier) -> None:
    filing = classifier.file_words("El-Sisi goes to the U.S.", "")
    assert filing.evidence == ("title: El-Sisi (Egypt)", "also Americas: title: U.S. (United States)")


def test_of_two_equal_regions_the_first_named_is_best_and_the_other_second(classifier: Classifier) -> None:
    first = classifier.file_words("Brazil and Kenya sign a pact")
    other = classifier.file_words("Kenya and Brazil sign a pact")
    assert (first.region, first.second) == ("americas", "africa")
    assert (other.region, other.second) == ("africa", "americas")


def test_the_second_region_is_told_with_its_evidence(classifier: Classifier) -> None:
    filing = classifier.file_words("Brazil and Kenya sign a pact")
    assert filing.evidence == ("title: Brazil", "also Africa: title: Kenya")


def test_the_title_outweighs_the_dek(classifier: Classifier) -> None:
    filing = classifier.file_words("Peru waits", "Ministers met in Spain.")
    assert (filing.region, filing.second) == ("americas", "europe")


def test_more_of_the_evidence_means_more_confidence(classifier: Classifier) -> None:
    alone = classifier.file_words("Kenya votes")
    beside = classifier.file_words("Kenya votes", "Brazil watches.")
    shared = classifier.file_words("Kenya votes and Brazil watches")
    assert 1.0 > alone.confidence > beside.confidence > shared.confidence > 0.0


def test_an_unsure_filing_names_its_guess_and_has_no_region() -> None:
    strict = build_classifier(Newsroom(selection=Selection(unsure_below=0.7)))
    filing = strict.file_words("Kenya and Brazil sign a pact")
    assert (filing.region, filing.second) == (None, "africa")
    assert filing.evidence == (f"unsure: Africa {filing.confidence:.2f}", "title: Kenya")


def article(title: str = "A quiet week", **fields: Any) -> Article:
    given = {"identity": "a", "url": "https://news.example.org/a", "title": title, **fields}
    return Article(**given)


@pytest.mark.parametrize(
    ("fields", "evidence"),
    [
        pytest.param({"dek": "Rain in Nairobi"}, "dek: Nairobi (Kenya)", id="dek"),
        pytest.param({"categories": ("Weather", "Kenya")}, "tags: Kenya", id="tags that are no region"),
        pytest.param({"kicker": "Dispatch | Kenya"}, "tags: Kenya", id="kicker that is no region"),
        pytest.param({"summary": "Rain fell in Nairobi."}, "lede: Nairobi (Kenya)", id="lede"),
    ],
)
def test_every_part_of_an_article_may_tell(
    classifier: Classifier, fields: dict[str, Any], evidence: str
) -> None:
    filing = classifier.file(article(**fields))
    assert (filing.region, filing.evidence) == ("africa", (evidence,))


def test_a_summary_that_repeats_the_dek_counts_once(classifier: Classifier) -> None:
    filing = classifier.file(article(dek="Rain in Nairobi", summary="Rain in Nairobi"))
    assert filing.evidence == ("dek: Nairobi (Kenya)",)


@pytest.mark.parametrize(
    ("year", "region"),
    [
        pytest.param(2017, None, id="long before office"),
        pytest.param(2021, "americas", id="in office"),
        pytest.param(2028, "americas", id="soon after"),
        pytest.param(2040, None, id="long after"),
    ],
)
def test_a_surname_alone_means_its_politician_only_near_the_years_in_office(
    year: int, region: str | None
) -> None:
    leaders = (
        '[PE]\nleaders = [{ name = "Ana Quispe Example", short = "Example", from = 2020, until = 2024 }]'
    )
    classifier = build_classifier(Newsroom(), leaders)
    filing = classifier.file(article("Example resigns", published=datetime(year, 6, 1, tzinfo=UTC)))
    assert filing.region == region


def test_a_newsroom_may_bring_its_own_leaders() -> None:
    leaders = '[FR]\nleaders = [{ name = "Jeanne Modèle", from = 2027 }]'
    assert build_classifier(Newsroom(), leaders).file_words("Jeanne Modele resigns").region == "europe"
    assert build_classifier(Newsroom()).file_words("Jeanne Modele resigns").region is None
