"""Near pairs of a big week are found without comparing each with each. benchmarks/likeness.py has the seconds."""

from datetime import timedelta
from random import Random

from digest.selecting.near import _within_reach, _worth_comparing, near_pairs
from digest.selecting.weighing import Telling, weigh
from tests.builders.editions import WINDOW


def a_telling(title: str, dek: str, days: float = 0, slug: str = "x") -> Telling:
    return Telling(slug, title, dek, WINDOW.start + timedelta(days=days))


def two_thousand() -> list[Telling]:
    """Made-up articles of 25 words from 4,000, and every twentieth again under a slightly other title."""
    chance = Random(7)
    words = [f"{a}{b}" for a in "bcdfghjklmnprstvwz" for b in "aeiou"]
    vocabulary = ["".join(chance.choices(words, k=3)) for _ in range(4000)]
    texts = [" ".join(chance.choices(vocabulary, k=25)) for _ in range(1900)]
    made = [a_telling(t[:60], t[60:], chance.random() * 6, str(n)) for n, t in enumerate(texts)]
    again = [a_telling(f"{t.title} - News", t.dek, 3, f"again {t.id}") for t in made[::19]]
    return made + again


def compared(tellings: list[Telling]) -> int:
    """How many pairs are looked at in full."""
    week = weigh(tellings)
    return sum(1 for _ in _within_reach(week, _worth_comparing(week)))


def test_of_two_thousand_articles_few_are_compared_and_every_twin_is_found() -> None:
    tellings = two_thousand()
    assert compared(tellings) < 3 * len(tellings)  # each with each would be 2,000,000
    found = {(tellings[n.low].id, tellings[n.high].id) for n in near_pairs(tellings) if n.likeness.is_sure}
    assert found == {(t.id.removeprefix("again "), t.id) for t in tellings[1900:]}


def test_two_thousand_articles_of_the_same_few_words_are_not_compared_each_with_each() -> None:
    chance = Random(7)
    tellings = [
        a_telling(" ".join(chance.choices("abcdefghijklmnopqrst", k=14)), "x y z") for _ in range(2000)
    ]
    assert compared(tellings) < 100 * len(tellings)
