"""The steps of an edition's life, the editors' acts, and two who do the same at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from digest.model.edition import MOVES, Draft, Reason, State, Verdict
from digest.store import changes, editions
from digest.store.database import Connection, Store, StoreConflict
from digest.store.editions import EditionRow
from digest.store.tables import edition
from tests.builders.at_once import at_once
from tests.builders.sends import NOW, PUBLICATION, an_approved_edition, the_draft
from tests.builders.stores import empty

WEEK = timedelta(days=7)


@pytest.fixture
def store(emptied: Store) -> Store:
    return emptied


def a_drafted(connection: Connection, name: str = "2026-W48", weeks: int = 0) -> int:
    """A draft, published so many weeks after the others."""
    made = the_draft(name)
    moved = replace(made.edition, publish_at=made.edition.publish_at + weeks * WEEK)
    edition_id = editions.create(connection, PUBLICATION, replace(made, edition=moved), NOW)
    assert edition_id is not None
    return edition_id


def put_in(connection: Connection, edition_id: int, state: State) -> None:
    here = edition.c.id == edition_id
    connection.execute(edition.update().where(here).values(state=state.value))


def the_row(connection: Connection, edition_id: int) -> EditionRow:
    row = editions.get(connection, edition_id)
    assert row is not None
    return row


def both(store: Store, does: Callable[[Connection, int], Any], count: int = 2) -> list[Any]:
    """The same transaction by several at once; a conflict is given back as such."""

    def one(own: Store, number: int) -> Any:
        try:
            with own.begin() as connection:
                return does(connection, number)
        except StoreConflict as conflict:
            return conflict

    return at_once(store, one, count)


# -- creating -----------------------------------------------------------------


def test_a_draft_is_read_back_as_it_was_stored(store: Store) -> None:
    with store.begin() as connection:
        row = the_row(connection, a_drafted(connection))
    made = the_draft().edition
    assert row.draft() == the_draft()
    assert (row.publication, row.name, row.state) == (PUBLICATION, "2026-W48", State.DRAFT)
    assert (row.publish_at, row.window_start, row.window_end) == (
        made.publish_at,
        made.window.start,
        made.window.end,
    )
    assert (row.frozen, row.hash, row.approved_at, row.candidates, row.started_at) == (
        None,
        "",
        None,
        None,
        None,
    )
    assert row.excluded_reasons() == {}


def test_an_edition_is_made_once_and_the_second_maker_is_told(store: Store) -> None:
    with store.begin() as connection:
        first = a_drafted(connection)
        assert editions.create(connection, PUBLICATION, the_draft(), NOW + WEEK) is None
        assert editions.create(connection, "Another publication", the_draft(), NOW) not in (None, first)
        assert the_row(connection, first).created_at == NOW


def test_two_who_make_the_same_edition_at_once_make_one(store: Store) -> None:
    made = both(store, lambda c, _: editions.create(c, PUBLICATION, the_draft(), NOW), 3)
    assert sorted(key is None for key in made) == [False, True, True]
    with store.read() as connection:
        assert [e.name for e in editions.every(connection, PUBLICATION)] == ["2026-W48"]


# -- which one is meant -------------------------------------------------------


def test_editions_come_newest_first_and_only_those_of_the_publication(store: Store) -> None:
    with store.begin() as connection:
        a_drafted(connection, "2026-W47", -1)
        a_drafted(connection, "2026-W49", 1)
        a_drafted(connection, "2026-W48", 0)
        editions.create(connection, "Another publication", the_draft("2026-W50"), NOW)
        assert [e.name for e in editions.every(connection, PUBLICATION)] == [
            "2026-W49",
            "2026-W48",
            "2026-W47",
        ]


@pytest.mark.parametrize(
    ("states", "meant"),
    [
        pytest.param({}, None, id="none yet"),
        pytest.param({"2026-W47": State.SENT, "2026-W48": State.DRAFT}, "2026-W48", id="the unfinished"),
        pytest.param({"2026-W47": State.ATTENTION, "2026-W48": State.SENT}, "2026-W47", id="an older one"),
        pytest.param({"2026-W47": State.PAUSED, "2026-W48": State.DRAFT}, "2026-W48", id="newest unfinished"),
        pytest.param({"2026-W47": State.SENT, "2026-W48": State.CANCELLED}, "2026-W48", id="else the newest"),
        pytest.param({"2026-W47": State.SENT, "2026-W48": State.SKIPPED}, "2026-W48", id="skipped is done"),
    ],
)
def test_the_edition_in_hand_is_the_newest_unfinished_else_the_newest(
    store: Store, states: dict[str, State], meant: str | None
) -> None:
    with store.begin() as connection:
        for weeks, (name, state) in enumerate(states.items()):
            put_in(connection, a_drafted(connection, name, weeks), state)
        row = editions.in_hand(connection, PUBLICATION)
    assert (row.name if row else None) == meant


def drafted_at(connection: Connection, name: str, weeks: int, now: datetime) -> int:
    """An edition due so many weeks after NOW, drafted at ``now``."""
    made = the_draft(name)
    made = replace(made, edition=replace(made.edition, publish_at=NOW + weeks * WEEK))
    key = editions.create(connection, PUBLICATION, made, now)
    assert key is not None
    return key


@pytest.mark.parametrize(
    ("first", "second_drafted", "second", "meant"),
    [
        pytest.param(State.DRAFT, -1, State.DRAFT, "2026-W47", id="next week's does not hide this week's"),
        pytest.param(State.DRAFT, 6, State.DRAFT, "2026-W48", id="one whose time is over is left behind"),
        pytest.param(State.APPROVED, 6, State.DRAFT, "2026-W48", id="also if it was approved"),
        pytest.param(State.DRAFT, 6, State.SENT, "2026-W48", id="for ever"),
        pytest.param(State.SENDING, 6, State.DRAFT, "2026-W47", id="one that is being sent comes first"),
        pytest.param(State.ATTENTION, 6, State.APPROVED, "2026-W48", id="one in attention does not"),
    ],
)
def test_of_two_unfinished_editions_the_one_in_hand_is_that_which_may_go_out_next(
    store: Store, first: State, second_drafted: int, second: State, meant: str
) -> None:
    with store.begin() as connection:
        put_in(connection, drafted_at(connection, "2026-W47", 0, NOW - timedelta(days=1)), first)
        put_in(
            connection, drafted_at(connection, "2026-W48", 1, NOW + timedelta(days=second_drafted)), second
        )
        row = editions.in_hand(connection, PUBLICATION)
    assert row is not None
    assert row.name == meant


def test_the_newest_begun_is_that_whose_send_has_begun_whatever_became_of_it(store: Store) -> None:
    with store.begin() as connection:
        assert editions.newest_begun(connection, PUBLICATION) is None
        for weeks, name in enumerate(("2026-W46", "2026-W47")):
            begun = a_drafted(connection, name, weeks)
            put_in(connection, begun, State.APPROVED)
            editions.move(connection, begun, State.APPROVED, State.SENDING, started_at=NOW + weeks * WEEK)
        editions.move(connection, begun, State.SENDING, State.CANCELLED)
        a_drafted(connection, "2026-W48", 2)
        row = editions.newest_begun(connection, PUBLICATION)
    assert row is not None
    assert row.name == "2026-W47"


def test_what_is_not_there_is_none(store: Store) -> None:
    with store.read() as connection:
        assert editions.find(connection, PUBLICATION, "2026-W48") is None
        assert editions.get(connection, 7) is None


# -- moving -------------------------------------------------------------------


@pytest.mark.parametrize("leave", State)
def test_an_edition_goes_where_its_life_leads_and_only_once(store: Store, leave: State) -> None:
    for enter in MOVES[leave]:
        with store.begin() as connection:
            empty(connection)
            edition_id = a_drafted(connection)
            put_in(connection, edition_id, leave)
            assert editions.move(connection, edition_id, leave, enter, detail="why")
            row = the_row(connection, edition_id)
            assert (row.state, row.detail) == (enter, "why")
            assert not editions.move(connection, edition_id, leave, enter)


@pytest.mark.parametrize("leave", State)
def test_a_step_that_leads_nowhere_is_a_bug(store: Store, leave: State) -> None:
    with store.begin() as connection:
        edition_id = a_drafted(connection)
        put_in(connection, edition_id, leave)
        for enter in set(State) - MOVES[leave]:
            with pytest.raises(ValueError, match=f"does not go from {leave} to {enter}"):
                editions.move(connection, edition_id, leave, enter)
        assert the_row(connection, edition_id).state is leave


def test_what_is_sent_or_cancelled_goes_nowhere() -> None:
    assert {s for s in State if not MOVES[s]} == {State.SENT, State.CANCELLED}


def test_of_two_who_make_the_same_step_at_once_one_is_told_that_it_did(store: Store) -> None:
    with store.begin() as connection:
        edition_id = an_approved_edition(connection)
    done = both(store, lambda c, _: editions.move(c, edition_id, State.APPROVED, State.SENDING), 3)
    assert sorted(done) == [False, False, True]


def test_of_an_approval_and_a_skip_at_once_one_stands(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_drafted(connection)
        row = the_row(connection, edition_id)

    def act(connection: Connection, number: int) -> bool:
        if number:
            return editions.move(connection, edition_id, State.DRAFT, State.SKIPPED)
        return editions.approve(connection, row, frozen=b"{}", digest="d", by="Ida", now=NOW)

    approved, skipped = both(store, act)
    with store.read() as connection:
        row = the_row(connection, edition_id)
    assert approved != skipped
    assert row.state is (State.APPROVED if approved else State.SKIPPED)


# -- drafting anew, approving, voiding ----------------------------------------


def another_draft() -> Draft:
    made = the_draft()
    return replace(made, edition=replace(made.edition, subject="Another subject"))


def test_a_draft_is_replaced_by_whoever_saw_the_newest(store: Store) -> None:
    with store.begin() as connection:
        row = the_row(connection, a_drafted(connection))
        assert editions.redraft(connection, row, another_draft())
        again = the_row(connection, row.id)
        assert again.draft().edition.subject == "Another subject"
        assert again.revision == row.revision + 1
        assert not editions.redraft(connection, row, the_draft())


@pytest.mark.parametrize("state", [s for s in State if s is not State.DRAFT])
def test_what_is_no_draft_any_more_is_not_drafted_anew(store: Store, state: State) -> None:
    with store.begin() as connection:
        row = the_row(connection, a_drafted(connection))
        put_in(connection, row.id, state)
        assert not editions.redraft(connection, row, another_draft())
        assert the_row(connection, row.id).draft() == the_draft()


def test_an_approval_freezes_what_was_looked_at(store: Store) -> None:
    with store.begin() as connection:
        row = the_row(connection, a_drafted(connection))
        assert editions.approve(connection, row, frozen=b"{}", digest="abc", by="Ida Holm", now=NOW)
        row = the_row(connection, row.id)
    assert row.state is State.APPROVED
    assert (row.frozen, row.hash, row.approved_by, row.approved_at) == (b"{}", "abc", "Ida Holm", NOW)


def change_of(connection: Connection, edition_id: int) -> None:
    changes.add(connection, edition_id, '{"do":"drop"}')


def undo_of(connection: Connection, edition_id: int) -> None:
    changes.undo(connection, edition_id)


def redraft_of(connection: Connection, edition_id: int) -> None:
    editions.redraft(connection, the_row(connection, edition_id), another_draft())


@pytest.mark.parametrize("act", [change_of, undo_of, redraft_of])
def test_what_changed_since_the_look_cannot_be_approved(
    store: Store, act: Callable[[Connection, int], None]
) -> None:
    with store.begin() as connection:
        edition_id = a_drafted(connection)
        changes.add(connection, edition_id, "{}")
        seen = the_row(connection, edition_id)
        act(connection, edition_id)
        assert not editions.approve(connection, seen, frozen=b"{}", digest="d", by="Ida", now=NOW)
        assert the_row(connection, edition_id).state is State.DRAFT


def test_a_void_approval_leaves_no_trace_of_it(store: Store) -> None:
    with store.begin() as connection:
        edition_id = an_approved_edition(connection)
        approved = the_row(connection, edition_id)
        assert editions.void(connection, approved)
        row = the_row(connection, edition_id)
        assert row.state is State.DRAFT
        assert (row.frozen, row.hash, row.approved_by, row.approved_at) == (None, "", "", None)
        assert not editions.void(connection, approved)


def test_an_approval_given_anew_is_neither_voided_nor_sent_under_the_old_one(store: Store) -> None:
    with store.begin() as connection:
        edition_id = an_approved_edition(connection)
        old = the_row(connection, edition_id)
        editions.void(connection, old)
        draft = the_row(connection, edition_id)
        assert editions.approve(connection, draft, frozen=b"{}", digest="another", by="Ida", now=NOW)
        assert not editions.void(connection, old)
        by = {"carrier": "outbox /srv/outbox", "templates": "t" * 64}
        assert not editions.begin_sending(connection, old, NOW, **by)
        assert the_row(connection, edition_id).state is State.APPROVED
        assert editions.begin_sending(connection, the_row(connection, edition_id), NOW, **by)
        begun = the_row(connection, edition_id)
        assert (begun.carrier, begun.templates) == ("outbox /srv/outbox", "t" * 64)


# -- changes ------------------------------------------------------------------


def test_changes_come_in_the_order_in_which_they_were_made(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_drafted(connection)
        for name in "abc":
            changes.add(connection, edition_id, name)
        assert changes.in_force(connection, edition_id) == ["a", "b", "c"]
        assert the_row(connection, edition_id).revision == 3


def test_undo_takes_back_the_last_and_then_the_one_before(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_drafted(connection)
        for name in "abc":
            changes.add(connection, edition_id, name)
        assert [changes.undo(connection, edition_id) for _ in range(2)] == ["c", "b"]
        assert changes.in_force(connection, edition_id) == ["a"]
        changes.add(connection, edition_id, "d")
        assert changes.in_force(connection, edition_id) == ["a", "d"]
        assert [changes.undo(connection, edition_id) for _ in range(3)] == ["d", "a", None]


@pytest.mark.parametrize("state", [s for s in State if s is not State.DRAFT])
def test_a_change_that_comes_after_the_approval_is_refused_not_lost(store: Store, state: State) -> None:
    """The editor is told; stored quietly, the act would not be in what is mailed."""
    with store.begin() as connection:
        edition_id = a_drafted(connection)
        changes.add(connection, edition_id, "a")
        put_in(connection, edition_id, state)
    with pytest.raises(StoreConflict, match="no draft any more"), store.begin() as connection:
        changes.add(connection, edition_id, "b")
    with pytest.raises(StoreConflict, match="no draft any more"), store.begin() as connection:
        changes.undo(connection, edition_id)
    with store.read() as connection:
        assert changes.in_force(connection, edition_id) == ["a"]


def test_of_a_change_and_an_approval_at_once_only_one_comes_through(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_drafted(connection)
        row = the_row(connection, edition_id)

    def act(connection: Connection, number: int) -> bool:
        if number:
            changes.add(connection, edition_id, "a")
            return True
        return editions.approve(connection, row, frozen=b"{}", digest="d", by="Ida", now=NOW)

    both(store, act)
    with store.read() as connection:
        approved = the_row(connection, edition_id).state is State.APPROVED
        assert changes.in_force(connection, edition_id) == ([] if approved else ["a"])


def test_the_changes_of_all_editions_come_with_their_names(store: Store) -> None:
    with store.begin() as connection:
        first, second = a_drafted(connection, "2026-W47", -1), a_drafted(connection, "2026-W48")
        changes.add(connection, first, "a")
        changes.add(connection, second, "b")
        changes.add(connection, first, "c")
        changes.undo(connection, second)
        assert changes.of_every_edition(connection, PUBLICATION) == [("2026-W47", "a"), ("2026-W47", "c")]
        assert changes.of_every_edition(connection, "Another publication") == []


# -- verdicts and acts --------------------------------------------------------


def a_verdict(article_id: str, reason: Reason) -> Verdict:
    return Verdict(article_id, reason, f"it is {reason.value}", "europe", None)


@pytest.mark.parametrize(
    ("reasons", "newest"),
    [
        pytest.param([Reason.REGION_CAP, Reason.OUT_OF_WINDOW], 1, id="the newest word"),
        pytest.param([Reason.IN, Reason.ALREADY_MAILED], 0, id="in wins over what follows"),
        pytest.param([Reason.REGION_CAP, Reason.IN], 1, id="in wins over what went before"),
    ],
)
def test_what_was_decided_last_on_an_article(store: Store, reasons: list[Reason], newest: int) -> None:
    names = ["2026-W47", "2026-W48"]
    with store.begin() as connection:
        for weeks, (name, reason) in enumerate(zip(names, reasons, strict=True)):
            editions.record_verdicts(
                connection,
                a_drafted(connection, name, weeks),
                [a_verdict("a", reason), a_verdict(name, reason)],
            )
        found = editions.judged(connection, PUBLICATION)
        assert found["a"] == (names[newest], reasons[newest].value)
        assert set(found) == {"a", *names}
        assert editions.judged(connection, "Another publication") == {}
        assert [v[:2] for v in editions.verdicts(connection, "a")] == [
            (name, reason.value) for name, reason in zip(names, reasons, strict=True)
        ]


def test_no_verdicts_are_recorded_without_ado(store: Store) -> None:
    with store.begin() as connection:
        editions.record_verdicts(connection, a_drafted(connection), [])
        assert editions.judged(connection, PUBLICATION) == {}


def test_acts_are_kept_in_order_with_who_and_when(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_drafted(connection)
        editions.note(connection, edition_id, NOW, "keepreading", "drafted")
        editions.note(connection, edition_id, NOW, "Ida Holm", "approved", "sha256 0")
        kept = editions.acts(connection, edition_id)
    assert [(a.at, a.by, a.what, a.detail) for a in kept] == [
        (NOW, "keepreading", "drafted", ""),
        (NOW, "Ida Holm", "approved", "sha256 0"),
    ]


def test_a_detail_can_be_told_without_a_step(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_drafted(connection)
        editions.set_detail(connection, edition_id, "thin week")
        assert the_row(connection, edition_id).detail == "thin week"
