"""Whether an article says at its source what it said when it was drafted: words count, noise does not."""

from dataclasses import replace
from typing import Any

import pytest

from digest.desk.drifting import changed
from digest.model.article import Article
from tests.builders.editions import an_article, an_image

SUMMARY = "The minister took a bribe of 2 million. He denies it."


def an(**over: Any) -> Article:
    return an_article(**{"title": "A minister’s house", "dek": "What he paid", "summary": SUMMARY, **over})


@pytest.mark.parametrize(
    ("over", "said"),
    [
        pytest.param(
            {"title": "A minister's flat"}, 'retitled at the source: "A minister\'s flat"', id="title"
        ),
        pytest.param({"url": "https://news.example.org/other"}, "moved at the source to", id="address"),
        pytest.param(
            {"summary": "CORRECTION: the minister took no bribe."},
            'another summary at the source: "CORRECTION: the minister took no bribe."',
            id="summary",
        ),
        pytest.param(
            {"summary": SUMMARY + " Correction: it was 1 million."}, "another summary", id="a note added"
        ),
        pytest.param({"dek": "What he did not pay"}, "another dek at the source", id="dek"),
        pytest.param({"kicker": "Opinion | Europe"}, "another kicker at the source", id="kicker"),
        pytest.param({"authors": ("Ben Cho",)}, "other authors at the source: Ben Cho", id="authors"),
        pytest.param({"authors": ()}, "other authors at the source: none", id="no author any more"),
        pytest.param(
            {"image": an_image(url="https://news.example.org/pictures/another.jpg")},
            "another picture at the source",
            id="picture",
        ),
        pytest.param({"image": None}, "its picture is gone at the source", id="no picture any more"),
        pytest.param(
            {"image": an_image(credit="Somebody else")}, "another credit of its picture", id="credit"
        ),
        pytest.param(
            {"image": an_image(caption="Another quay")}, "another caption of its picture", id="caption"
        ),
    ],
)
def test_what_readers_would_see_differently_is_told(over: dict[str, Any], said: str) -> None:
    assert said in changed(an(), an(**over))


@pytest.mark.parametrize(
    "over",
    [
        pytest.param({"title": " A minister's\n house "}, id="quotes and white space"),
        pytest.param({"title": "A minister&#8217;s house"}, id="entities"),
        pytest.param({"summary": f"<p>{SUMMARY}</p><img src='https://ads.example.net/pixel'>"}, id="markup"),
        pytest.param({"summary": f"Advertisement {SUMMARY} Continue reading…"}, id="an advertisement"),
        pytest.param({"summary": SUMMARY.replace("He", "\u200bHe").rstrip(".")}, id="invisible marks"),
        pytest.param(
            {"url": an().url.replace("https://", "http://www.") + "/?utm_source=rss&fbclid=1#top"},
            id="campaign parameters",
        ),
        pytest.param(
            {"image": an_image(url=an_image().url + "?w=1200&h=675&sig=abc")}, id="a picture of another size"
        ),
        pytest.param(
            {"categories": ("New",), "guid": "another", "language": "en"}, id="what readers do not see"
        ),
        pytest.param({"kicker": ""}, id="a kicker that was ours"),
    ],
)
def test_noise_is_no_change(over: dict[str, Any]) -> None:
    assert changed(an(), replace(an(), **over)) == ""


def test_a_picture_or_a_dek_that_comes_in_is_no_change_but_a_correction_is() -> None:
    """As when a second feed shows the article too."""
    bare = an(dek="", image=None)
    assert changed(bare, an(image=an_image())) == ""
    assert "another dek" in changed(bare, an(dek="Editor’s note: this article was corrected.", image=None))


def test_of_a_headline_only_title_and_address_count() -> None:
    assert changed(an(), an(summary="All new", authors=("Ben Cho",)), headline_only=True) == ""
    assert "retitled" in changed(an(), an(title="All new"), headline_only=True)


def test_all_that_changed_is_told_at_once() -> None:
    said = changed(an(), an(title="All new", authors=("Ben Cho",)))
    assert said == 'retitled at the source: "All new"; other authors at the source: Ben Cho'
