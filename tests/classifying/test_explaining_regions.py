"""How a headline's region is told to an editor."""

from digest.classifying import build_classifier
from digest.classifying.explaining import Explained, explain
from digest.newsroom import Newsroom, Selection


def explained(title: str, dek: str = "", *, newsroom: Newsroom | None = None) -> Explained:
    newsroom = newsroom or Newsroom()
    return explain(build_classifier(newsroom), newsroom, title, dek)


def test_each_name_is_told_with_its_country_region_and_weight() -> None:
    found = explained("Floods in Nairobi", "Kenyan refugees ask Peru for help")
    told = [(n.part, n.name, n.countries, n.regions, n.bearing) for n in found.names]
    assert told == [
        ("title", "Nairobi", ("Kenya",), ("Africa",), "place of the news"),
        ("dek", "Kenyan", ("Kenya",), ("Africa",), "an origin, counts less"),
        ("dek", "Peru", ("Peru",), ("Americas",), ""),
    ]
    assert found.names[0].weight > found.names[2].weight > found.names[1].weight


def test_shares_add_up_and_the_best_comes_first() -> None:
    found = explained("Kenya and Brazil sign a pact", "Kenyan ministers travel home")
    assert [title for title, _ in found.shares] == ["Africa", "Americas"]
    assert round(sum(share for _, share in found.shares), 2) == 1.0


def test_a_sure_answer_needs_no_advice() -> None:
    assert explained("Kenya votes").advice == ""


def test_a_text_without_names_is_told_what_would_help() -> None:
    found = explained("A quiet week")
    assert found.names == ()
    assert found.advice.startswith("no name of a place")


def test_an_unsure_answer_says_against_what() -> None:
    strict = Newsroom(selection=Selection(unsure_below=0.7))
    assert "for Africa, beside Americas" in explained("Kenya and Brazil sign a pact", newsroom=strict).advice


def test_a_country_of_no_region_is_elsewhere() -> None:
    newsroom = Newsroom(regions=Newsroom().regions[:1])
    assert explained("Brazil votes", newsroom=newsroom).shares == (("elsewhere", 1.0),)
