"""Names that mean a place only in the right company: shy names, towns with their state, surnames."""

import pytest

from digest.classifying import Classifier, build_classifier
from digest.newsroom import Newsroom, Selection


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return build_classifier(Newsroom(selection=Selection(unsure_below=0.5)))  # every guess


@pytest.mark.parametrize(
    ("title", "region"),
    [
        pytest.param("Shooting in Orange, California, kills two", "americas", id="state behind a comma"),
        pytest.param(
            "Trucks block Ipswich, Australia, for a day", "asia-pacific", id="country behind a comma"
        ),
        pytest.param("Paris, Texas, votes on a bypass", "americas", id="capital and state"),
        pytest.param("Moscow, Iran sign a pact", "europe", id="capital and country are two"),
        pytest.param("Flights from Noro resume", "asia-pacific", id="shy, behind a preposition"),
        pytest.param("Siwa and Cairo share a power line", "middle-east", id="shy, beside its country"),
    ],
)
def test_company_makes_the_place(classifier: Classifier, title: str, region: str) -> None:
    assert classifier.file_words(title).region == region


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("JoJo Siwa releases a song", id="a singer, not an oasis"),
        pytest.param("Hema joins the choir", id="a given name, not a people"),
        pytest.param("A letter to Howard students", id="a surname is no place to go to"),
        pytest.param("Store opens early for shoppers", id="a shop, not a prime minister"),
        pytest.param("Camila Cabello sings again", id="a singer, not a party boss"),
        pytest.param("Nuclear Arsenal Grows in Secret", id="weapons, not a club"),
        pytest.param("Fatima paints the kitchen", id="a given name, not a shrine"),
        pytest.param("Actor Paul Rudd turns fifty", id="an actor, not a prime minister"),
    ],
)
def test_a_common_word_or_surname_alone_says_nothing(classifier: Classifier, title: str) -> None:
    filing = classifier.file_words(title)
    assert (filing.region, filing.evidence) == (None, ())


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Chapter 11 for a maker of sofas", id="bankruptcy law"),
        pytest.param("Eagle Scouts build a footbridge", id="youth"),
        pytest.param("Senate passes the budget at last", id="chamber"),
        pytest.param("FBI searches a warehouse", id="agency"),
        pytest.param("Supreme Court hears a case on Title IX", id="court and law"),
    ],
)
def test_american_public_life_needs_no_place(classifier: Classifier, title: str) -> None:
    assert classifier.file_words(title).region == "americas"


def test_a_court_elsewhere_stays_elsewhere(classifier: Classifier) -> None:
    assert classifier.file_words("Supreme Court of Kenya hears a case").region == "africa"
