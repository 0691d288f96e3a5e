"""What tells the same goes out once, and what only looks alike is left alone."""

import time
from datetime import timedelta
from random import Random

import pytest

from digest.model.article import Seen
from digest.model.edition import Reason, Verdict
from digest.selecting.address import bare_address
from digest.selecting.likeness import Telling, likeness, near_pairs
from digest.selecting.select import NO_PAST, Candidate, Past, select
from tests.builders.candidates import EDITION, a_candidate, a_newsroom, a_past, a_picture
from tests.builders.editions import WINDOW

DEK = "Fishing crews return to the quay after nine weeks of dredging."


def judged(*given: Candidate, past: Past = NO_PAST) -> dict[str, Verdict]:
    chosen = select(given, edition=EDITION, window=WINDOW, newsroom=a_newsroom(), past=past)
    slugs = {c.id: c.article.identity.rpartition("/")[2] for c in given}
    return {slugs[v.article_id]: v for v in chosen.verdicts}


@pytest.mark.parametrize(
    "other",
    [
        "http://www.news.example.org/2026/harbour",
        "https://news.example.org/2026/harbour/",
        "https://news.example.org/2026/harbour/amp/",
        "https://NEWS.example.org/2026/harbour?utm_source=rss&utm_medium=feed#top",
        "https://news.example.org/2026/harbour?at_medium=RSS&fbclid=1",
    ],
)
def test_addresses_that_lead_to_the_same_article_are_the_same(other: str) -> None:
    assert bare_address(other) == bare_address("https://news.example.org/2026/harbour")


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example.org/2026/harbour?id=2",
        "https://news.example.org/2026/Harbour",
        "https://other.example.org/2026/harbour",
        "http://[bad",
    ],
)
def test_other_addresses_are_not(other: str) -> None:
    assert bare_address(other) != bare_address("https://news.example.org/2026/harbour")


def test_of_two_with_one_address_the_newer_stays_and_the_other_names_it() -> None:
    url = "https://news.example.org/2026/harbour"
    verdicts = judged(
        a_candidate("old", url=url, title="Harbour shut", hours=30),
        a_candidate("new", url=url + "?utm_source=x", title="Harbour open", hours=3),
    )
    assert verdicts["new"].reason is Reason.IN
    assert (verdicts["old"].reason, verdicts["old"].detail) == (
        Reason.DUPLICATE,
        'same address as "Harbour open"',
    )


def test_of_two_that_tell_the_same_the_one_with_region_and_picture_stays() -> None:
    told = {"title": "The old harbour reopens to ships", "dek": DEK}
    verdicts = judged(
        a_candidate("no-region", region=None, hours=1, image=a_picture(), **told),
        a_candidate("no-picture", hours=2, **told),
        a_candidate("whole", hours=3, image=a_picture(), **told),
    )
    assert {slug: v.reason for slug, v in verdicts.items()} == {
        "no-region": Reason.DUPLICATE,
        "no-picture": Reason.DUPLICATE,
        "whole": Reason.IN,
    }
    assert verdicts["no-picture"].detail == 'near the same as "The old harbour reopens to ships": 100 of 100'


@pytest.mark.parametrize(
    ("past", "says"),
    [
        pytest.param(lambda i: a_past(mailed={i: "2026-W47"}), "already in 2026-W47", id="mailed"),
        pytest.param(lambda i: a_past(held={i: "2026-W50"}), "held until 2026-W50", id="held"),
    ],
)
def test_what_was_mailed_or_is_held_does_not_come_in_under_another_address(past, says: str) -> None:
    told = {"title": "The old harbour reopens to ships", "dek": DEK}
    first = a_candidate("first", hours=100, **told)
    again = a_candidate("again", hours=2, image=a_picture(), **told)
    verdict = judged(first, again, past=past(first.id))["again"]
    assert verdict.reason is Reason.DUPLICATE
    assert says in verdict.detail


def a_telling(title: str, dek: str = "", days: float = 0, slug: str = "x") -> Telling:
    return Telling(slug, title, dek, WINDOW.start + timedelta(days=days))


NOTE = (
    "Editor's note: this column is part of our weekly letter on trade, which follows the goods of the world "
    "from field and mine to port and shop; sign up here to have it in your mailbox on Mondays before breakfast."
)


@pytest.mark.parametrize(
    ("a", "b", "is_near"),
    [
        pytest.param(
            a_telling("Old harbour reopens to ships", DEK),
            a_telling("Old harbour reopens to ships: Example News", DEK, 1),
            True,
            id="a headline with a suffix",
        ),
        pytest.param(
            a_telling("Old harbour reopens to ships", DEK),
            a_telling("To ships, the old harbour reopens", DEK.upper()),
            True,
            id="other order and case",
        ),
        pytest.param(
            a_telling("Old harbour reopens to ships", DEK),
            a_telling("Old harbour reopens to ships at last", DEK, 8),
            False,
            id="more than a week apart",
        ),
        pytest.param(
            a_telling("The week in pictures", DEK),
            a_telling("The week in pictures", DEK, 7),
            False,
            id="a weekly column",
        ),
        pytest.param(
            a_telling("Steel tariffs and the river ports", NOTE),
            a_telling("Why vineyards fear a dry autumn", NOTE),
            False,
            id="columns under one note",
        ),
        pytest.param(
            a_telling("Jury begins second day of talks in the ferry trial", DEK),
            a_telling("Jury begins third day of talks in the ferry trial", DEK, 1),
            False,
            id="a follow-up that counts on",
        ),
        pytest.param(
            a_telling("Council adopts budget for 2025 after long night", DEK),
            a_telling("Council adopts budget for 2026 after long night", DEK),
            False,
            id="another year",
        ),
        pytest.param(
            a_telling("Morning briefing"),
            a_telling("Morning briefing: harbour, budget, glacier and more", DEK),
            False,
            id="too short to tell",
        ),
        pytest.param(
            a_telling("Minister freed after ruling overturned"),
            a_telling(
                "Crowds cheer minister", "The minister was freed after the ruling was overturned by judges."
            ),
            False,
            id="a title that another dek repeats",
        ),
    ],
)
def test_near_the_same_is_what_tells_the_same(a: Telling, b: Telling, is_near: bool) -> None:
    assert bool(likeness(a, b)) is is_near
    assert bool(list(near_pairs([a, b]))) is is_near


def two_thousand() -> list[Telling]:
    """Made-up articles of 25 words from 4,000, and every twentieth again under a slightly other title."""
    chance = Random(7)
    words = [f"{a}{b}" for a in "bcdfghjklmnprstvwz" for b in "aeiou"]
    vocabulary = ["".join(chance.choices(words, k=3)) for _ in range(4000)]
    texts = [" ".join(chance.choices(vocabulary, k=25)) for _ in range(1900)]
    made = [a_telling(t[:60], t[60:], chance.random() * 6, str(n)) for n, t in enumerate(texts)]
    again = [a_telling(f"{t.title} - News", t.dek, 3, f"again {t.id}") for t in made[::19]]
    return made + again


def test_two_thousand_articles_are_compared_within_a_second_and_every_twin_is_found() -> None:
    tellings = two_thousand()
    started = time.process_time()
    found = {(tellings[low].id, tellings[high].id) for low, high, _ in near_pairs(tellings)}
    assert time.process_time() - started < 1
    assert found == {(t.id.removeprefix("again "), t.id) for t in tellings[1900:]}


def test_two_thousand_articles_of_the_same_few_words_take_no_longer() -> None:
    chance = Random(7)
    tellings = [
        a_telling(" ".join(chance.choices("abcdefghijklmnopqrst", k=14)), "x y z") for _ in range(2000)
    ]
    started = time.process_time()
    list(near_pairs(tellings))
    assert time.process_time() - started < 1


def test_a_week_of_two_thousand_articles_is_selected_within_a_second() -> None:
    given = [
        Candidate(
            Seen(a_candidate(t.id, title=t.title, dek=t.dek, hours=n % 160).article, WINDOW.end, ("w",)),
            *rest,
        )
        for n, t in enumerate(two_thousand())
        for rest in [(a_candidate().filing, "Analysis")]
    ]
    started = time.process_time()
    verdicts = judged(*given)
    assert time.process_time() - started < 1
    assert len(verdicts) == 2000
