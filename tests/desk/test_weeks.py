"""Week after week: nothing is mailed twice, nothing falls between two editions, what is held comes back."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from digest.desk.approving import approve, check, skip
from digest.desk.changing import change
from digest.desk.drafting import current, draft
from digest.desk.reconciling import cancel
from digest.desk.refreshing import refresh
from digest.desk.sending import send
from digest.desk.why import why, why_all
from digest.editing.changes import Drop, Hold, Pin
from digest.errors import CheckFailed, NotApproved
from digest.model.edition import State
from digest.store import articles
from tests.builders.desks import (
    MONDAY,
    PUBLISH,
    THURSDAY,
    WEEK,
    Room,
    a_piece,
    a_room,
    address,
    closing,
    newsroom_toml,
)

BY = "Mara Lindqvist"
ROOMY = newsroom_toml(more='\n[[regions]]\nkey = "europe"\ntitle = "Europe"\nmax = 50\n', sources=("europe",))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Europe takes up to fifty articles; one reader."""
    with closing(a_room(tmp_path / "room", toml=ROOMY)) as made:
        made.add_readers()
        yield made


def name_of(week: int) -> str:
    return f"2026-W{47 + week}"


def thursday(week: int) -> datetime:
    return THURSDAY + week * WEEK


def friday(week: int) -> datetime:
    return PUBLISH + week * WEEK


def a_week(room: Room, week: int) -> list[str]:
    """Draft, approve and send it; the addresses that were mailed."""
    room.draft(thursday(week), name_of(week))
    room.approve(thursday(week), name=name_of(week))
    room.send(friday(week), name_of(week))
    return mailed(room, week)


def mailed(room: Room, week: int) -> list[str]:
    return [p.article.url for p in current(room.desk, name_of(week)).draft.edition.placed()]


def the_id(room: Room, number: int) -> str:
    with room.store.read() as connection:
        (seen,) = (
            s for s in articles.by_address(connection, address(number)) if s.article.url == address(number)
        )
    return seen.article.id


def reason(room: Room, number: int) -> str:
    """Of the edition in hand."""
    return next((w.reason for w in why_all(room.desk)[1] if w.url == address(number)), "not considered")


# -- late, twice, between ----------------------------------------------------


def test_a_late_article_goes_into_one_edition_only(room: Room) -> None:
    room.feed(a_piece(1))
    assert a_week(room, 0) == [address(1)]
    room.feed(
        a_piece(1), a_piece(2), a_piece(3, published=MONDAY + WEEK)
    )  # 2 is of last week, and was not seen
    assert set(a_week(room, 1)) == {address(2), address(3)}
    room.feed(
        a_piece(1), a_piece(2), a_piece(3, published=MONDAY + WEEK), a_piece(4, published=MONDAY + 2 * WEEK)
    )
    assert a_week(room, 2) == [address(4)]


def test_an_article_is_mailed_once_though_its_source_changes_its_words_and_its_date(room: Room) -> None:
    room.feed(a_piece(1))
    a_week(room, 0)
    room.feed(
        a_piece(1, published=MONDAY + WEEK, title="An update to the first of all"),
        a_piece(2, published=MONDAY + WEEK),
    )
    assert a_week(room, 1) == [address(2)]
    assert reason(room, 1) in ("already mailed", "not considered")


def test_what_was_dropped_in_an_edition_that_went_out_does_not_come_back_by_itself(room: Room) -> None:
    room.feed(a_piece(1), a_piece(2))
    room.draft()
    change(room.desk, THURSDAY, Drop(article=the_id(room, 1), by=BY, at=THURSDAY))
    a_week(room, 0)
    room.feed(a_piece(1), a_piece(3, published=MONDAY + WEEK))
    assert a_week(room, 1) == [address(3)]


def test_the_articles_of_a_skipped_week_are_in_the_next(room: Room) -> None:
    room.feed(a_piece(1))
    room.draft()
    skip(room.desk, THURSDAY, BY, "a thin week")
    assert a_week(room, 1) == [address(1)]


def test_an_article_of_after_the_window_is_not_lost_when_its_own_week_is_skipped(room: Room) -> None:
    """It was seen by an edition that was drafted late, and belonged to the next one."""
    saturday = PUBLISH + timedelta(hours=5)
    room.feed(a_piece(1), a_piece(2, published=PUBLISH + timedelta(hours=2)))
    room.draft(saturday, name_of(0))
    assert reason(room, 2) == "out of window"
    room.approve(saturday, name=name_of(0))
    room.send(saturday, name_of(0))
    room.draft(thursday(1), name_of(1))
    skip(room.desk, thursday(1), BY, "a thin week")
    assert a_week(room, 2) == [address(2)]


def test_an_undated_article_first_seen_after_the_window_is_not_lost_either(room: Room) -> None:
    late = PUBLISH + timedelta(hours=5)
    room.feed(a_piece(1), {k: v for k, v in a_piece(2).items() if k != "pubDate"})
    room.draft(late, name_of(0))
    room.approve(late, name=name_of(0))
    room.send(late, name_of(0))
    room.draft(thursday(1), name_of(1))
    skip(room.desk, thursday(1), BY, "a thin week")
    assert a_week(room, 2) == [address(2)]


def test_an_edition_cancelled_before_anyone_got_it_gives_its_articles_back(room: Room) -> None:
    room.feed(a_piece(1))
    room.draft()
    room.approve()
    room.plan(max_batch=100)
    cancel(room.desk, PUBLISH, BY, "the lead was withdrawn", name_of(0))
    assert a_week(room, 1) == [address(1)]


def test_two_editions_in_hand_at_once_never_mail_the_same_article(room: Room) -> None:
    """Last week's was forgotten, this week's took its articles; then last week's is sent after all."""
    room.feed(a_piece(1), a_piece(2))
    room.draft(thursday(0), name_of(0))
    room.approve(thursday(0), name=name_of(0))
    room.feed(a_piece(1), a_piece(2), a_piece(3, published=MONDAY + WEEK))
    room.draft(thursday(1), name_of(1))
    room.approve(thursday(1), name=name_of(1))
    assert len(mailed(room, 1)) == 3
    room.send(thursday(1), name_of(0), late=True)
    with pytest.raises(NotApproved, match="is already in 2026-W47"):
        room.send(friday(1), name_of(1))
    assert room.desk.edition(name_of(1)).state is State.DRAFT
    with pytest.raises(CheckFailed, match="already in 2026-W47: digest refresh"):
        approve(room.desk, friday(1), BY, name_of(1))
    assert [f.check for f in check(room.desk, friday(1), name_of(1))[1] if f.severity == "error"] == [
        "mailed before"
    ] * 2
    refresh(room.desk, friday(1), name_of(1))
    room.approve(friday(1), name=name_of(1))
    room.send(friday(1), name_of(1))
    assert mailed(room, 1) == [address(3)]


# -- held --------------------------------------------------------------------


def test_an_article_held_comes_back_by_itself(room: Room) -> None:
    room.feed(a_piece(1), a_piece(2))
    room.draft()
    change(room.desk, THURSDAY, Hold(article=the_id(room, 1), until=name_of(2), by=BY, at=THURSDAY))
    assert a_week(room, 0) == [address(2)]
    room.feed(a_piece(3, published=MONDAY + WEEK))
    assert a_week(room, 1) == [address(3)]
    assert reason(room, 1) == "held"
    room.feed(a_piece(4, published=MONDAY + 2 * WEEK))
    assert set(a_week(room, 2)) == {address(1), address(4)}
    room.feed(a_piece(5, published=MONDAY + 3 * WEEK))
    assert a_week(room, 3) == [address(5)]


@pytest.mark.parametrize("skipped", [{0}, {1}, {0, 1}, {1, 2}], ids=["its own", "the next", "both", "two"])
def test_an_article_held_comes_back_also_over_a_skipped_week(room: Room, skipped: set[int]) -> None:
    room.feed(a_piece(1), a_piece(2))
    room.draft()
    change(room.desk, THURSDAY, Hold(article=the_id(room, 1), until=name_of(1), by=BY, at=THURSDAY))
    found: list[str] = []
    for week in range(4):
        room.feed(
            a_piece(1), a_piece(2), *(a_piece(10 + n, published=MONDAY + n * WEEK) for n in range(week + 1))
        )
        if week in skipped:
            room.draft(thursday(week), name_of(week))
            skip(room.desk, thursday(week), BY, "a holiday")
        else:
            found += a_week(room, week)
    assert Counter(found)[address(1)] == 1


def test_a_hold_taken_back_by_a_pin_leaves_nothing_behind(room: Room) -> None:
    room.feed(a_piece(1), a_piece(2))
    room.draft()
    change(room.desk, THURSDAY, Hold(article=the_id(room, 1), until=name_of(2), by=BY, at=THURSDAY))
    change(room.desk, THURSDAY, Pin(article=the_id(room, 1), by=BY, at=THURSDAY))
    assert set(a_week(room, 0)) == {address(1), address(2)}
    for week in (1, 2, 3):
        room.feed(a_piece(10 + week, published=MONDAY + week * WEEK))
        assert address(1) not in a_week(room, week)


def test_a_pin_does_not_bring_back_what_was_mailed(room: Room) -> None:
    room.feed(a_piece(1))
    a_week(room, 0)
    since = friday(0) - WEEK
    room.feed(a_piece(2, published=MONDAY + WEEK))
    room.gather(thursday(1))
    draft(room.desk, thursday(1), since=since)
    hand = change(room.desk, thursday(1), Pin(article=the_id(room, 1), by=BY, at=thursday(1)))
    assert "mailed before" in hand.conflicts[0].text
    assert [p.article.url for p in hand.draft.edition.placed()] == [address(2)]


def test_why_tells_what_earlier_editions_decided(room: Room) -> None:
    room.feed(a_piece(1))
    a_week(room, 0)
    draft(room.desk, thursday(1), since=friday(0) - WEEK)
    (one,) = why(room.desk, address(1))[1]
    assert (one.reason, one.detail) == ("already mailed", "already in 2026-W47")
    assert [(name, said) for name, said, _ in one.earlier] == [("2026-W47", "in")]


# -- a thin week -------------------------------------------------------------


def test_a_thin_week_is_held_until_an_editor_takes_it_upon_themselves(tmp_path: Path) -> None:
    with closing(
        a_room(tmp_path / "room", toml=newsroom_toml().replace("minimum = 1", "minimum = 3"))
    ) as room:
        room.add_readers()
        room.feed(a_piece(1), a_piece(2))
        room.draft()
        with pytest.raises(CheckFailed, match="2 of the 3 articles"):
            room.approve()
        done = approve(room.desk, THURSDAY, BY, accept=("volume",))
        assert (done.row.state, done.articles) == (State.APPROVED, 2)
        room.send()
        assert len(room.mails()) == 1


# -- the same address --------------------------------------------------------


@pytest.mark.parametrize("published", [MONDAY, MONDAY + WEEK], ids=["only the guid", "the date as well"])
def test_an_article_mailed_is_known_by_its_address_when_its_guid_changes(
    room: Room, published: datetime
) -> None:
    old = a_piece(1, guid="https://lantern.example.org/?p=1")
    room.feed(old)
    assert a_week(room, 0) == [address(1)]
    new = a_piece(1, guid="urn:uuid:0b5c6a3e-0000-4000-8000-000000000001", published=published)
    room.feed(new | {"link": address(1) + "?utm_source=rss"}, a_piece(2, published=MONDAY + WEEK))
    assert a_week(room, 1) == [address(2)]
    assert {w.reason for w in why_all(room.desk, name_of(1))[1] if address(1) in w.url} == {"already mailed"}


def test_what_was_dropped_does_not_come_back_under_another_guid(room: Room) -> None:
    room.feed(a_piece(1), a_piece(2))
    room.draft()
    change(room.desk, THURSDAY, Drop(article=the_id(room, 1), by=BY, at=THURSDAY))
    a_week(room, 0)
    room.feed(
        a_piece(1, guid="urn:uuid:0b5c6a3e-0000-4000-8000-000000000001"),
        a_piece(2),
        a_piece(3, published=MONDAY + WEEK),
    )
    assert a_week(room, 1) == [address(3)]


def test_an_article_that_another_edition_mailed_under_another_guid_stops_the_approval(room: Room) -> None:
    """Both were drafted before either went out."""
    room.feed(a_piece(1), a_piece(2))
    room.draft(THURSDAY, name_of(0))
    twin = a_piece(1, guid="urn:uuid:0b5c6a3e-0000-4000-8000-000000000001", published=MONDAY + WEEK)
    room.feed(a_piece(1), a_piece(2), twin)
    room.draft(THURSDAY, name_of(1))
    room.approve(name=name_of(0))
    room.send(name=name_of(0))
    with pytest.raises(CheckFailed, match="already in 2026-W47"):
        room.approve(thursday(1), name=name_of(1))


# -- law ---------------------------------------------------------------------

AROUND_PUBLICATION = st.builds(
    lambda week, hour: 97 + 168 * week + hour, st.integers(0, 3), st.integers(-2, 9)
)
events = st.lists(
    st.tuples(
        st.integers(-6, 7 * 24 * 4) | AROUND_PUBLICATION,  # hours after the first Monday when it is published
        st.integers(0, 2),  # how many weeks later it is first seen
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=8, phases=[Phase.explicit, Phase.generate], database=None)
@example(pieces=[(99, 0)], skipped={1}, hours=[5, 0, 0, 0, 0])
@given(
    pieces=events,
    skipped=st.sets(st.integers(0, 4), max_size=3),
    hours=st.lists(st.integers(-20, 10), min_size=5, max_size=5),
)
def test_whatever_happens_every_article_is_mailed_once_or_has_a_final_reason(
    tmp_path_factory: pytest.TempPathFactory,
    pieces: list[tuple[int, int]],
    skipped: set[int],
    hours: list[int],
) -> None:
    """Late finds, skipped weeks, sends before and after their hour; in the end nothing is missing."""
    with closing(a_room(tmp_path_factory.mktemp("law") / "room", toml=ROOMY)) as room:
        room.add_readers()
        dates = [MONDAY + timedelta(hours=published) for published, _ in pieces]
        found: list[str] = []
        for week in range(7):
            moment = friday(week) + timedelta(hours=hours[week] if week < 5 else 0)
            there = [n for n, (_, delay) in enumerate(pieces) if dates[n] + delay * WEEK <= moment]
            room.feed(
                *(a_piece(100 + w, published=thursday(w)) for w in range(week + 1)),
                *(a_piece(n, published=dates[n]) for n in there),
            )
            room.draft(moment, name_of(week))
            if week in skipped:
                skip(room.desk, moment, BY, "so it goes")
                continue
            approve(room.desk, moment, BY, name_of(week))
            send(room.desk, lambda at=moment: at, name=name_of(week))
            found += mailed(room, week)
        assert max(Counter(found).values()) == 1
        for number in range(len(pieces)):
            if address(number) not in found:
                (one,) = (w for w in why(room.desk, address(number))[1] if w.url == address(number))
                assert "more than 14 days before" in one.detail + "".join(d for *_, d in one.earlier)
