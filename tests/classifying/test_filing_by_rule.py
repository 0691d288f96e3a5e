"""Section feed, kicker, tag and address: what needs no reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.classifying import Classifier, build_classifier
from digest.classifying.rules import folders_of, kicker_parts
from digest.errors import NewsroomError
from digest.model.article import Article
from digest.newsroom import Kind, Newsroom, Region, Source

REGIONS = (
    Region(key="africa", title="Africa", tags=("Sahel",), sections=("africa",)),
    Region(key="europe", title="Europe", sections=("world/europe",), kickers=("The Continent",)),
    Region(key="middle-east", title="Middle East", tags=("Mideast",), sections=("/middle-east/",)),
)
SOURCES = (
    Source(name="everything", url="https://news.example.org/feed"),
    Source(name="from Africa", url="https://news.example.org/africa", region="africa", kind="Reporting"),
    Source(name="from Europe", url="https://news.example.org/europe", region="europe"),
)
NEWSROOM = Newsroom(
    regions=REGIONS,
    sources=SOURCES,
    kinds=(Kind(name="Analysis", tags=("analyses",)), Kind(name="Opinion", sections=("opinion",))),
    series=(Kind(name="Letters from the border", tags=("border letters",)),),
)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return build_classifier(NEWSROOM)


def article(**fields: object) -> Article:
    given = {"identity": "a", "url": "https://news.example.org/2026/a", "title": "A quiet week", **fields}
    return Article(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "sources", "region", "evidence"),
    [
        pytest.param({}, ["from Africa"], "africa", 'section feed "from Africa"', id="section feed"),
        pytest.param(
            {"kicker": "Analysis | Middle East"},
            [],
            "middle-east",
            'kicker "Analysis | Middle East"',
            id="kicker",
        ),
        pytest.param(
            {"kicker": "the continent"}, [], "europe", 'kicker "the continent"', id="kicker's other name"
        ),
        pytest.param(
            {"kicker": "MIDDLE-EAST: Blog"}, [], "middle-east", 'kicker "MIDDLE-EAST: Blog"', id="key"
        ),
        pytest.param({"categories": ("News", "mideast")}, [], "middle-east", 'tag "mideast"', id="tag"),
        pytest.param({"categories": (" Africa ",)}, [], "africa", 'tag "Africa"', id="tag is the title"),
        pytest.param(
            {"url": "https://news.example.org/Africa/2026/a"}, [], "africa", "address /africa/", id="address"
        ),
        pytest.param(
            {"url": "https://news.example.org/en/world/europe/a?x=1"},
            [],
            "europe",
            "address /world/europe/",
            id="two folders",
        ),
    ],
)
def test_a_rule_files_outright(
    classifier: Classifier, fields: dict[str, object], sources: list[str], region: str, evidence: str
) -> None:
    filing = classifier.file(article(**fields), sources)
    assert (filing.region, filing.confidence, filing.evidence) == (region, 1.0, (evidence,))


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://news.example.org/africa", id="the article's own name"),
        pytest.param("https://africa.example.org/news/a", id="host"),
        pytest.param("https://news.example.org/south-africa/a", id="part of a folder"),
        pytest.param("https://news.example.org/a/b/c/africa/d", id="too deep"),
        pytest.param("https://news.example.org/world/a?section=/africa/x", id="query"),
        pytest.param("https://[broken/africa/a", id="no address"),
        pytest.param("", id="empty"),
    ],
)
def test_only_the_first_folders_of_an_address_count(classifier: Classifier, url: str) -> None:
    assert classifier.file(article(url=url)).region is None


def test_the_surest_rule_wins_and_the_next_region_is_second(classifier: Classifier) -> None:
    fields = {"kicker": "Analysis | Europe", "categories": ("Mideast",), "title": "Kenya votes"}
    filing = classifier.file(article(**fields), ["from Africa"])
    assert (filing.region, filing.second) == ("africa", "europe")
    assert filing.evidence == ('section feed "from Africa"', 'also kicker "Analysis | Europe"')


def test_all_rules_that_agree_are_told(classifier: Classifier) -> None:
    filing = classifier.file(article(categories=("Sahel",)), ["from Africa"])
    assert filing.evidence == ('section feed "from Africa"', 'tag "Sahel"')


def test_of_two_section_feeds_the_newsrooms_first_region_wins(classifier: Classifier) -> None:
    filing = classifier.file(article(), ["from Europe", "from Africa"])
    assert (filing.region, filing.second) == ("africa", "europe")


def test_a_feed_without_a_region_leaves_it_to_the_words(classifier: Classifier) -> None:
    filing = classifier.file(article(title="Rain in Nairobi"), ["everything"])
    assert (filing.region, filing.evidence) == ("africa", ("title: Nairobi (Kenya)",))


@given(st.permutations(["everything", "from Africa", "from Europe", "a feed no longer there"]))
def test_the_order_of_sources_does_not_matter(sources: list[str]) -> None:
    classifier = build_classifier(NEWSROOM)
    assert classifier.file(article(), sources) == classifier.file(article(), sorted(sources))
    assert classifier.kind(article(), sources) == classifier.kind(article(), sorted(sources))


@pytest.mark.parametrize(
    ("fields", "sources", "kind"),
    [
        pytest.param({}, [], "", id="nothing says"),
        pytest.param({"kicker": "Analysis | Africa"}, ["from Africa"], "Reporting", id="source first"),
        pytest.param({"categories": ("Analyses",)}, [], "Analysis", id="tag"),
        pytest.param({"categories": ("opinion",)}, [], "Opinion", id="the name as a tag"),
        pytest.param({"url": "https://news.example.org/opinion/a"}, [], "Opinion", id="address"),
        pytest.param(
            {"categories": ("analyses", "Border Letters")}, [], "Letters from the border", id="series"
        ),
        pytest.param({"kicker": "ANALYSIS | Middle East"}, [], "Analysis", id="kicker, our spelling"),
        pytest.param(
            {"kicker": "Photo Essay | Middle East"}, [], "Photo Essay", id="kicker, a kind of its own"
        ),
        pytest.param({"kicker": "Middle East"}, [], "", id="kicker of a region only"),
        pytest.param({"kind": "opinion"}, [], "Opinion", id="as the page says"),
    ],
)
def test_the_kind_is_what_the_newsroom_calls_it(
    classifier: Classifier, fields: dict[str, object], sources: list[str], kind: str
) -> None:
    assert classifier.kind(article(**fields), sources) == kind


def test_a_kicker_is_cut_at_bars_and_spaced_dashes_but_not_at_hyphens() -> None:
    assert kicker_parts("Analysis | Asia-Pacific") == ["Analysis", "Asia-Pacific"]
    assert kicker_parts("Analysis – Asia-Pacific") == ["Analysis", "Asia-Pacific"]
    assert kicker_parts("  ") == []


def test_the_folders_of_an_address_are_few_and_without_the_slug() -> None:
    assert folders_of("https://news.example.org/World/Africa/2026/11/a-slug/") == ("world", "africa", "2026")


INDO_PACIFIC = Newsroom(
    regions=(
        Region(key="asia-pacific", title="Asia"),
        Region(key="indo-pacific", title="Indo-Pacific", countries=("in", "AU", "JP")),
        Region(key="africa", title="Africa"),
    )
)


@pytest.mark.parametrize(
    ("title", "region"),
    [
        pytest.param("India and Japan sign", "indo-pacific", id="the newsroom's own table wins"),
        pytest.param("Mongolia votes", "asia-pacific", id="the shipped table fills the rest"),
        pytest.param("Kenya votes", "africa", id="another shipped one"),
        pytest.param("Brazil votes", None, id="no region of this newsroom"),
    ],
)
def test_a_newsroom_may_draw_its_own_map(title: str, region: str | None) -> None:
    assert build_classifier(INDO_PACIFIC).file_words(title).region == region


def test_an_article_about_elsewhere_says_so() -> None:
    filing = build_classifier(INDO_PACIFIC).file_words("Brazil votes as Kenya watches from Rio de Janeiro")
    assert (filing.region, filing.second) == (None, "africa")
    assert filing.evidence == ("elsewhere", "title: Brazil, Rio de Janeiro (Brazil)")


def test_a_region_without_countries_is_filed_by_rule_only() -> None:
    newsroom = Newsroom(regions=(Region(key="global-south", title="Global South"),))
    classifier = build_classifier(newsroom)
    assert classifier.file_words("Kenya votes").region is None
    assert classifier.file(article(categories=("Global South",))).region == "global-south"


@pytest.mark.parametrize(
    ("code", "hint"),
    [pytest.param("UK", "write GB", id="UK"), pytest.param("QQ", "two letters", id="not given out")],
)
def test_a_country_that_is_no_code_is_refused_with_its_place(code: str, hint: str) -> None:
    newsroom = Newsroom(regions=(Region(key="north", title="North", countries=(code,)),))
    with pytest.raises(NewsroomError, match=f'"north", key countries: "{code}".*{hint}'):
        build_classifier(newsroom)
