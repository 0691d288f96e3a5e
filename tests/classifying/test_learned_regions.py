"""Learning from filed articles: what it answers, what it refuses to answer, how it is kept."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.classifying import build_classifier
from digest.classifying.fitting import Example, fit, learn
from digest.classifying.learned import Learned, read, softmax, terms_of, written
from digest.errors import NewsroomError
from digest.model.article import Article
from digest.newsroom import Newsroom, Region, Selection

BEATS = {"africa": ("baobab", "weaver"), "europe": ("tram", "steeple"), "americas": ("prairie", "banjo")}
FILLERS = ("council", "morning", "report", "letters", "plan", "people", "winter")


def an_example(number: int, region: str, *, is_open: bool = True, noise: bool = False) -> Example:
    words = FILLERS[number % 7 : number % 7 + 2] if noise else BEATS[region]
    return Example(f"a{number}", [*words, FILLERS[number % 7]], region, is_open)


def a_year(*, noise: bool = False) -> list[Example]:
    regions = sorted(BEATS)
    return [an_example(n, regions[n * 7 // 3 % 3], noise=noise) for n in range(90)]


@cache
def a_model() -> Learned:
    return learn(a_year())[0]


def article(title: str, **fields: Any) -> Article:
    given = {"identity": "a", "url": "https://news.example.org/a", "title": title, **fields}
    return Article(**given)


def test_words_that_always_meant_a_region_are_learned() -> None:
    learned, trial = learn(a_year())
    assert learned.best(["tram", "winter"])[0] == "europe"
    assert (trial.answered, trial.right) == (90, 90)


def test_nothing_is_answered_where_nothing_proved_right() -> None:
    learned, trial = learn(a_year(noise=True))
    assert not trial.is_worth_it
    assert learned.answer(["council", "morning"]) is None


def test_articles_that_the_names_place_are_not_counted_as_answered() -> None:
    sure = [replace(e, is_open=False, guess=e.region) for e in a_year()]
    _, trial = learn(sure)
    assert (trial.open, trial.answered, trial.all_right) == (0, 0, (90, 90))


def test_the_same_articles_teach_the_same_in_any_order() -> None:
    year = a_year()
    assert written(learn(year)[0]) == written(learn(year[::-1])[0])


def test_what_was_learned_is_the_same_after_storing() -> None:
    assert read(written(a_model())) == a_model()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="no object"),
        pytest.param('{"version": 1}', id="no model"),
        pytest.param(json.dumps({**json.loads(written(a_model())), "bias": {}}), id="no regions"),
        pytest.param(json.dumps({**json.loads(written(a_model())), "least": "x"}), id="no number"),
        pytest.param(
            json.dumps({**json.loads(written(a_model())), "weights": {"a": {"x": 1}}}), id="strange region"
        ),
        pytest.param(json.dumps({**json.loads(written(a_model())), "version": 99}), id="of another version"),
    ],
)
def test_a_stored_file_that_is_none_is_told_with_what_to_do(text: str) -> None:
    with pytest.raises(NewsroomError, match=r"regions-learned\.json .*digest regions learn"):
        read(text)


def test_it_speaks_only_where_the_names_are_silent() -> None:
    helped = build_classifier(Newsroom(), learned=written(a_model()))
    filing = helped.file(article("Tram under the steeple"))
    assert (filing.region, filing.confidence) == ("europe", 1.0)
    assert filing.evidence == ("learned from your own articles: steeple, tram",)
    assert helped.file(article("Kenya votes under the steeple, by tram")).region == "africa"
    assert build_classifier(Newsroom()).file(article("Tram under the steeple")).region is None


def test_where_the_names_are_unsure_their_guess_is_kept_as_the_second() -> None:
    newsroom = Newsroom(selection=Selection(unsure_below=0.7))
    helped = build_classifier(newsroom, learned=written(a_model()))
    filing = helped.file(article("Kenya and Brazil share a tram and a steeple"))
    assert (filing.region, filing.second) == ("europe", "africa")
    assert filing.evidence[1].startswith("unsure: Africa")


def test_a_region_that_the_newsroom_gave_up_is_never_answered() -> None:
    newsroom = Newsroom(regions=(Region(key="africa", title="Africa"),))
    helped = build_classifier(newsroom, learned=written(a_model()))
    assert helped.file(article("Tram under the steeple")).region is None


def test_it_files_nothing_below_the_newsrooms_own_bound() -> None:
    doubtful = replace(a_model(), right=0.8)
    strict = Newsroom(selection=Selection(unsure_below=0.9))
    assert (
        build_classifier(strict, learned=written(doubtful)).file(article("Tram under the steeple")).region
        is None
    )


def test_the_regions_own_tags_teach_nothing() -> None:
    terms = terms_of(
        article("Rain", categories=("Africa", "Weather"), authors=("Ana Example",)), None, {"africa"}
    )
    assert terms == ["rain", "by ana example", "tag weather"]


@given(st.dictionaries(st.text(max_size=3), st.floats(-500, 500), min_size=1))
def test_probabilities_add_up_to_one(scores: dict[str, float]) -> None:
    assert sum(softmax(scores).values()) == pytest.approx(1.0)


@given(st.lists(st.sampled_from([*FILLERS, "tram", "banjo", "unheard of"]), max_size=12))
def test_an_answer_quotes_words_of_the_text(terms: list[str]) -> None:
    answer = a_model().answer(terms)
    assert answer is None or set(answer.words) <= set(terms)


def test_a_word_of_one_article_only_is_not_kept() -> None:
    examples = [*a_year(), Example("z", ["tram", "hapax"], "europe", is_open=True)]
    assert "hapax" not in fit(examples).rarity
