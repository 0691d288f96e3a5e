"""Drafting: the same in, the same out; every article with a reason; what an editor did stays."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.desk.approving import hash_of, skip
from digest.desk.changing import change
from digest.desk.drafting import current, draft
from digest.desk.refreshing import refresh
from digest.desk.why import why, why_all
from digest.editing.changes import SetIntro
from digest.errors import BadInput, NotApproved, NotFound
from digest.model.edition import State, canonical_json
from digest.store import editions
from tests import databases
from tests.builders.desks import (
    MONDAY,
    PUBLISH,
    THURSDAY,
    Room,
    a_piece,
    a_room,
    address,
    closing,
    newsroom_toml,
)

LATER = THURSDAY + timedelta(hours=5)
MANY = newsroom_toml(
    sources=("africa", "europe", "world"),
    more='\n[[kinds]]\nname = "Quiz"\ntags = ["Quiz"]\n',
).replace("minimum = 1", 'minimum = 1\nexclude_kinds = ["Quiz"]\nlatest_max = 2')


def a_full_week(room: Room) -> None:
    """Articles of every fate."""
    when = [MONDAY + timedelta(hours=7 * n) for n in range(12)]
    room.feed(*(a_piece(n, published=when[n]) for n in range(1, 8)), name="africa")
    room.feed(
        *(a_piece(n, published=when[n - 10]) for n in range(10, 15)),
        a_piece(15, published=MONDAY - timedelta(days=40)),
        a_piece(16, published=PUBLISH + timedelta(hours=2)),
        a_piece(17, category="Quiz"),
        name="europe",
    )
    room.feed(
        *(a_piece(n, published=when[n - 20], title=f"A matter of taste, part {n}") for n in range(20, 25)),
        name="world",
    )


def test_the_reasons_add_up_to_the_articles_seen(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=MANY)) as room:
        a_full_week(room)
        made = room.draft().draft
        assert sum(made.reasons().values()) == len(made.verdicts) == 20
        assert len({v.article_id for v in made.verdicts}) == 20
        assert made.reasons()["in"] == len(made.edition.placed())
        assert {"in", "over region cap", "out of window", "excluded"} <= set(made.reasons())
        _, said = why_all(room.desk)
        assert len(said) == 20
        assert all(one.detail for one in said)


def test_the_same_articles_and_rules_give_the_same_bytes_again(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=MANY)) as room:
        a_full_week(room)
        first = room.draft()
        again = draft(room.desk, LATER)
        assert again.row.automatic == first.row.automatic
        assert again.row.revision == first.row.revision
        with room.store.read() as connection:
            assert [a.what for a in editions.acts(connection, first.row.id)] == ["drafted"]


def test_both_databases_and_any_order_of_arrival_give_the_same_hash(tmp_path: Path) -> None:
    found = set()
    for kind in databases.KINDS:
        for order in (("africa", "europe", "world"), ("world", "africa", "europe")):
            url = databases.fresh_url(kind, tmp_path)
            with closing(a_room(tmp_path / f"{kind}-{order[0]}", toml=MANY, database_url=url)) as room:
                a_full_week(room)
                for name in order:
                    room.gather(THURSDAY, name)
                hand = draft(room.desk, THURSDAY)
                found.add((hand.row.automatic, hash_of(room.desk, hand.draft.edition)))
            databases.drop(url)
    assert len(found) == 1


def test_a_late_article_is_picked_up_once(room: Room) -> None:
    room.feed(a_piece(1, published=MONDAY - timedelta(days=5)))
    (verdict,) = room.draft().draft.verdicts
    assert verdict.reason == "in"
    assert "late" in verdict.detail


@pytest.mark.parametrize("days", [13, 16])
def test_an_article_is_late_for_so_many_days_and_then_old(room: Room, days: int) -> None:
    start = PUBLISH - timedelta(days=7)
    room.feed(a_piece(1, published=start - timedelta(days=days)))
    (verdict,) = room.draft().draft.verdicts
    assert verdict.reason == ("in" if days < 14 else "out of window")


def test_the_window_is_half_open(room: Room) -> None:
    start = PUBLISH - timedelta(days=7)
    on_the_edges = (start, PUBLISH - timedelta(seconds=1), PUBLISH)
    room.feed(*(a_piece(n, published=when) for n, when in enumerate(on_the_edges, start=1)))
    hand = room.draft()
    said = {w.url: w.reason for w in why_all(room.desk)[1]}
    assert [said[address(n)] for n in (1, 2, 3)] == ["in", "in", "out of window"]
    assert (hand.row.window_start, hand.row.window_end) == (start, PUBLISH)


@pytest.mark.parametrize(
    ("zone", "name", "start", "end", "hours"),
    [
        pytest.param("Europe/London", "2026-W13", "2026-03-20T09:00Z", "2026-03-27T09:00Z", 168, id="before"),
        pytest.param("Europe/London", "2026-W14", "2026-03-27T09:00Z", "2026-04-03T08:00Z", 167, id="spring"),
        pytest.param("Europe/London", "2026-W44", "2026-10-23T08:00Z", "2026-10-30T09:00Z", 169, id="autumn"),
        pytest.param(
            "America/New_York", "2026-W45", "2026-10-30T13:00Z", "2026-11-06T14:00Z", 169, id="New York"
        ),
    ],
)
def test_the_weeks_of_a_clock_change_are_cut_at_local_times(
    tmp_path: Path, zone: str, name: str, start: str, end: str, hours: int
) -> None:
    toml = newsroom_toml().replace("Europe/London", zone)
    with closing(a_room(tmp_path / "room", toml=toml)) as room:
        first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
        edges = (first, last - timedelta(seconds=1), last)
        room.feed(*(a_piece(n, published=when.astimezone(UTC)) for n, when in enumerate(edges, start=1)))
        hand = room.draft(last - timedelta(hours=20), name)
        assert (hand.row.window_start, hand.row.window_end) == (first, last)
        assert last - first == timedelta(hours=hours)
        said = {w.url: w.reason for w in why_all(room.desk)[1]}
        assert [said[address(n)] for n in (1, 2, 3)] == ["in", "in", "out of window"]


# -- which edition -----------------------------------------------------------


def test_the_next_publication_is_drafted_and_the_same_one_until_it_is_out(room: Room) -> None:
    assert room.draft(MONDAY).row.name == "2026-W47"
    assert draft(room.desk, PUBLISH - timedelta(minutes=1)).row.name == "2026-W47"
    assert draft(room.desk, PUBLISH + timedelta(hours=1)).row.name == "2026-W47"
    assert draft(room.desk, PUBLISH + timedelta(days=3)).row.name == "2026-W48"


def test_an_edition_may_be_named_in_any_case(room: Room) -> None:
    room.draft(THURSDAY, "2026-W47")
    assert draft(room.desk, THURSDAY, name=" 2026-w47 ").row.name == "2026-W47"
    assert current(room.desk, "2026-w47").row.name == "2026-W47"
    with room.store.read() as connection:
        assert len(editions.every(connection, room.desk.publication)) == 1


def test_a_name_with_spaces_drafts_that_edition_anew(room: Room) -> None:
    room.draft(THURSDAY, "2026-W47")
    room.feed(a_piece(1))
    room.gather(LATER)
    assert len(draft(room.desk, LATER, name=" 2026-W47 ").draft.verdicts) == 1


@pytest.mark.parametrize("name", ["2026-W54", "2026-48", "next", "2026-W00", "W47", ""])
def test_a_name_that_is_no_week_is_refused(room: Room, name: str) -> None:
    with pytest.raises(BadInput):
        draft(room.desk, THURSDAY, name=name)


def test_an_edition_that_is_not_there_is_told_with_those_that_are(room: Room) -> None:
    with pytest.raises(NotFound, match="no edition yet; run digest gather, then digest draft"):
        current(room.desk)
    room.draft()
    with pytest.raises(NotFound, match='no edition "2026-W01"; there are 2026-W47'):
        current(room.desk, "2026-W01")


def test_after_a_skip_the_week_after_is_drafted(room: Room) -> None:
    room.feed(a_piece(1))
    room.draft()
    skip(room.desk, THURSDAY, "Mara Lindqvist", "a thin week")
    hand = draft(room.desk, LATER)
    assert (hand.row.name, hand.row.state) == ("2026-W48", State.DRAFT)


def test_an_edition_approved_is_not_drafted_anew(approved: Room) -> None:
    with pytest.raises(NotApproved, match="digest refresh shows what would change, and asks"):
        draft(approved.desk, LATER)
    assert current(approved.desk).row.state is State.APPROVED


# -- since -------------------------------------------------------------------


def test_since_widens_the_window_and_it_stays_wide(room: Room) -> None:
    old = a_piece(1, published=PUBLISH - timedelta(days=30))
    room.feed(old, a_piece(2))
    assert room.draft().draft.reasons() == {"in": 1, "out of window": 1}
    since = PUBLISH - timedelta(days=31)
    wide = draft(room.desk, LATER, since=since)
    assert wide.draft.reasons() == {"in": 2}
    assert wide.row.window_start == since
    assert draft(room.desk, LATER).row.window_start == since
    assert refresh(room.desk, LATER).draft.reasons() == {"in": 2}


@pytest.mark.parametrize("since", [PUBLISH, PUBLISH + timedelta(days=40)], ids=["at its end", "after it"])
def test_a_window_that_would_start_after_its_end_is_refused(room: Room, since: datetime) -> None:
    room.feed(a_piece(1))
    room.draft()
    with pytest.raises(BadInput, match="ends"):
        draft(room.desk, LATER, since=since)
    assert current(room.desk).draft.reasons() == {"in": 1}


# -- refresh -----------------------------------------------------------------


def test_a_refresh_takes_in_what_is_new_and_keeps_the_changes(room: Room) -> None:
    room.feed(a_piece(1))
    room.draft()
    change(room.desk, THURSDAY, SetIntro(text="Good morning.", by="Mara Lindqvist", at=THURSDAY))
    room.feed(a_piece(1), a_piece(2))
    room.gather(LATER)
    hand = refresh(room.desk, LATER)
    assert len(hand.draft.edition.placed()) == 2
    assert hand.draft.edition.intro == "Good morning."
    assert hand.conflicts == ()


def test_an_edition_that_is_out_is_drafted_no_more(approved: Room) -> None:
    approved.send()
    before = canonical_json(current(approved.desk, "2026-W47").draft)
    with pytest.raises(NotApproved, match="is sent; it is no longer drafted"):
        refresh(approved.desk, PUBLISH, "2026-W47")
    assert canonical_json(current(approved.desk, "2026-W47").draft) == before


# -- why ---------------------------------------------------------------------


def test_why_tells_one_article_by_address_id_or_title(room: Room) -> None:
    room.feed(a_piece(1), a_piece(2))
    room.draft()
    (by_address,) = why(room.desk, address(1))[1]
    assert why(room.desk, by_address.article_id[:6])[1] == (by_address,)
    assert why(room.desk, by_address.title.upper())[1] == (by_address,)


def test_why_knows_an_article_that_came_after_the_draft(room: Room) -> None:
    room.feed(a_piece(1))
    room.draft()
    room.feed(a_piece(1), a_piece(2))
    room.gather(LATER)
    (one,) = why(room.desk, address(2))[1]
    assert one.reason == "not considered"
    assert "not there yet when 2026-W47 was drafted; digest refresh looks at it" in one.detail
    with pytest.raises(NotFound, match="was never seen: no title"):
        why(room.desk, address(99))


def test_why_tells_of_the_very_address_before_those_that_begin_like_it(approved: Room) -> None:
    approved.send()
    next_week = THURSDAY + timedelta(days=7)
    approved.feed(*(a_piece(n, published=MONDAY + timedelta(days=7)) for n in (10, 11)))
    approved.draft(next_week, "2026-W48")
    (one,) = why(approved.desk, address(1), "2026-W48")[1]
    assert (one.url, one.reason) == (address(1), "not considered")
    assert "outside what 2026-W48 looks at" in one.detail
    assert [name for name, *_ in one.earlier] == ["2026-W47"]
