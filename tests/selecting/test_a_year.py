"""A year of editions in a row: nothing is mailed twice, nothing falls between two windows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model.edition import Reason, Verdict
from digest.model.window import Weekly, Window, edition_name, window_before
from digest.selecting.select import Candidate, Past, Selection, select
from tests.builders.candidates import a_candidate, a_newsroom, a_title

PUBLISH = Weekly.parse("friday 09:00")
NEWSROOM = a_newsroom(selection={"latest_max": 2, "author_limit": 2})
LATE = timedelta(days=NEWSROOM.selection.late_days)


@dataclass
class Year:
    """What a desk would keep from week to week."""

    mailed: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict)

    def close(self, name: str, later: str, chosen: Selection, chance: Random) -> None:
        """Mail the edition, after an editor held some of it for ``later``."""
        for verdict in chosen.verdicts:
            self.verdicts.setdefault(verdict.article_id, []).append(verdict)
            if verdict.reason is not Reason.IN:
                continue
            if chance.random() < 0.05:
                self.held[verdict.article_id] = later
            else:
                assert verdict.article_id not in self.mailed
                self.mailed[verdict.article_id] = name
                self.held.pop(verdict.article_id, None)


def windows(zone: str) -> list[Window]:
    """Fifty-two weeks from March 2026 on: both clock changes are among them."""
    start = PUBLISH.at_or_after(datetime.fromisoformat("2026-03-01T00:00+00:00"), zone)
    found = [window_before(start, PUBLISH, zone)]
    while len(found) < 52:
        found.append(
            window_before(PUBLISH.at_or_after(found[-1].end + timedelta(hours=1), zone), PUBLISH, zone)
        )
    return found


def articles(weeks: list[Window], chance: Random) -> list[Candidate]:
    """About nine a week, some exactly on an edge, a third seen hours or weeks after publication."""
    made = []
    span = weeks[-1].end - weeks[0].start
    for number in range(470):
        published = weeks[0].start + span * chance.random()
        if chance.random() < 0.1:
            published = chance.choice(weeks).end - timedelta(microseconds=chance.randint(0, 1))
        delay = timedelta(days=chance.choice([0, 0, 0, 0.2, 2, 9, 25]))
        made.append(
            a_candidate(
                f"n{number}",
                title=a_title(number),
                when=published,
                first_seen=published + delay,
                region=chance.choice(["africa", "asia", "europe", None]),
                authors=(f"Author {chance.randint(1, 12)}",),
            )
        )
    return made


def live_through(zone: str, seed: int) -> tuple[Year, list[Window], list[Candidate]]:
    chance, year, weeks = Random(seed), Year(), windows(zone)
    everything = articles(weeks, chance)
    for week in weeks:
        drafted_at = week.end - timedelta(hours=chance.choice([0, 0, 23]))
        past = Past(year.mailed, frozenset(year.verdicts), year.held)
        recent = week.start - timedelta(days=60)
        seen = [c for c in everything if c.seen.first_seen < drafted_at and c.seen.when > recent]
        name = edition_name(week.end, zone)
        chosen = select(seen, edition=name, window=week, newsroom=NEWSROOM, past=past)
        assert len(chosen.verdicts) == len(seen)
        year.close(name, edition_name(week.end + timedelta(days=14), zone), chosen, chance)
    return year, weeks, everything


def was_in_the_running(verdicts: list[Verdict]) -> bool:
    return any(v.reason not in (Reason.OUT_OF_WINDOW, Reason.ALREADY_MAILED) for v in verdicts)


def check_nothing_is_lost(year: Year, weeks: list[Window], everything: list[Candidate]) -> None:
    """Whatever was seen in time for one of the editions was in the running in one of them."""
    for candidate in everything:
        drafts = [w for w in weeks[:-2] if candidate.seen.first_seen < w.end - timedelta(hours=23)]
        in_time = any(w.start - LATE <= candidate.seen.when < w.end for w in weeks[:-2] if w in drafts)
        if in_time:
            assert was_in_the_running(year.verdicts[candidate.id]), candidate
        for verdict in year.verdicts.get(candidate.id, []):
            assert verdict.detail


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London"])
def test_the_weeks_of_a_year_hold_both_clock_changes_and_meet(zone: str) -> None:
    weeks = windows(zone)
    hours = {(w.end - w.start) / timedelta(hours=1) for w in weeks}
    assert hours == {167, 168, 169}
    assert all(a.end == b.start for a, b in pairwise(weeks))


@settings(max_examples=5)
@given(st.sampled_from(["America/New_York", "Europe/London"]), st.integers(0, 10**6))
def test_in_a_year_no_article_is_mailed_twice_and_none_is_lost(zone: str, seed: int) -> None:
    year, weeks, everything = live_through(zone, seed)
    check_nothing_is_lost(year, weeks, everything)
    assert len(year.mailed) > 200


def test_what_was_held_is_mailed_in_the_edition_it_was_held_for() -> None:
    year, _, _ = live_through("Europe/London", 11)
    held = [(i, v) for i, v in year.verdicts.items() if any(x.reason is Reason.HELD for x in v)]
    assert held
    for article_id, verdicts in held:
        after = [v.reason for v in verdicts[[v.reason for v in verdicts].index(Reason.HELD) :]]
        came_back = next((r for r in after if r is not Reason.HELD), None)
        assert came_back in (Reason.IN, Reason.AUTHOR_LIMIT, None)
        assert came_back is not Reason.IN or article_id in year.mailed or article_id in year.held
