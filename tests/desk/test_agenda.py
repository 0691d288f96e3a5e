"""What is due when: decided from the database and the clock, and from nothing else."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.desk.agenda import Due, Moments, Step, due, moments, next_thing
from digest.desk.approving import hash_of
from digest.desk.desk import Desk
from digest.desk.looks import look_of
from digest.model.edition import State, canonical_json
from digest.model.window import Weekly, publication_of
from digest.newsroom import Cadence, Source
from digest.settings import Settings
from digest.store import articles, editions
from digest.store.database import Store
from digest.store.editions import EditionRow
from digest.store.tables import edition
from tests.builders.candidates import a_newsroom
from tests.builders.sends import the_draft
from tests.builders.stores import empty

ZONE = "America/New_York"
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
FRIDAY = Weekly.parse("friday 09:00")
W48 = "2026-W48"


def at(text: str) -> datetime:
    """A local time of the newsroom as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


DRAFT = at("2026-11-26T10:00")
PUBLISH = at("2026-11-27T09:00")
VERIFY = PUBLISH - 15 * MINUTE
STALE = PUBLISH + 12 * HOUR


@pytest.fixture(scope="module")
def one_store() -> Iterator[Store]:
    made = Store("sqlite:///:memory:")
    yield made
    made.close()


@pytest.fixture
def desk(one_store: Store) -> Desk:
    return a_desk(one_store)


def a_desk(store: Store, **over: Any) -> Desk:
    """An empty database and a newsroom in New York that publishes on Friday, with no source."""
    with store.begin() as connection:
        empty(connection)
    return Desk(a_newsroom(zone=ZONE, **over), Settings(_env_file=None), Path()).on(store)


def with_cadence(desk: Desk, **over: Any) -> Desk:
    """The same newsroom after somebody edited newsroom.toml."""
    cadence = Cadence(**{**desk.newsroom.cadence.model_dump(), **over})
    return changed(desk, cadence=cadence)


def changed(desk: Desk, **over: Any) -> Desk:
    return replace(desk, newsroom=desk.newsroom.model_copy(update=over)).on(desk.store)


def there_is(
    desk: Desk,
    state: State,
    name: str = W48,
    *,
    publish_at: datetime | None = None,
    verified: datetime | None = None,
) -> EditionRow:
    """An edition of that name in that state."""
    made = the_draft(name)
    when = publish_at or publication_of(name, FRIDAY, ZONE)
    made = replace(made, edition=replace(made.edition, publish_at=when))
    with desk.store.begin() as connection:
        key = editions.create(connection, desk.publication, made, DRAFT)
        assert key is not None
        connection.execute(edition.update().where(edition.c.id == key).values(state=state.value))
        if verified:
            editions.note(connection, key, verified, "keepreading", "verified")
        row = editions.get(connection, key)
    assert row is not None
    return row


def steps(desk: Desk, now: datetime) -> list[tuple[str, str]]:
    return [(d.step.value, d.edition) for d in due(desk, now)]


# -- the moments of an edition ------------------------------------------------


def test_the_moments_of_an_edition(desk: Desk) -> None:
    assert moments(desk, PUBLISH) == Moments(W48, DRAFT, VERIFY, PUBLISH, PUBLISH + 15 * MINUTE, STALE)


def test_a_draft_on_the_weekday_of_publication_is_of_the_same_morning_or_the_week_before(desk: Desk) -> None:
    assert moments(with_cadence(desk, draft="friday 06:00"), PUBLISH).draft == PUBLISH - 3 * HOUR
    assert moments(with_cadence(desk, draft="friday 10:00"), PUBLISH).draft == PUBLISH - 167 * HOUR


def test_moments_across_a_clock_change_are_local_times(desk: Desk) -> None:
    """Sunday 8 March 2026 had 23 hours in New York."""
    times = moments(
        with_cadence(desk, publish="monday 09:00", draft="saturday 09:00"), at("2026-03-09T09:00")
    )
    assert times.draft == at("2026-03-07T09:00")
    assert times.publish - times.draft == 47 * HOUR


# -- one edition, step by step ------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(DRAFT - SECOND, [], id="before the draft's time nothing"),
        pytest.param(DRAFT, ["draft"], id="at the draft's time"),
        pytest.param(VERIFY, ["draft"], id="a missed draft is caught up"),
        pytest.param(PUBLISH, ["draft"], id="at the time of publication too"),
        pytest.param(PUBLISH + SECOND, ["draft"], id="and after it"),
        pytest.param(STALE, ["draft"], id="as long as it is not stale"),
        pytest.param(STALE + SECOND, [], id="then no more"),
    ],
)
def test_a_missing_edition_is_drafted_while_it_makes_sense(
    desk: Desk, now: datetime, expected: list[str]
) -> None:
    assert steps(desk, now) == [(step, W48) for step in expected]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(VERIFY - SECOND, [], id="before the time of verifying nothing"),
        pytest.param(VERIFY, ["verify"], id="it is verified first"),
        pytest.param(PUBLISH - SECOND, ["verify"], id="it is not sent a second early"),
        pytest.param(PUBLISH, ["verify", "send"], id="verified late, then sent on time"),
        pytest.param(PUBLISH + HOUR, ["verify", "send"], id="a late approval is sent at once"),
        pytest.param(STALE, ["verify", "send"], id="as long as it is not stale"),
        pytest.param(STALE + SECOND, ["alarm"], id="a stale one wants an editor's word"),
        pytest.param(PUBLISH + timedelta(days=6), ["alarm"], id="also days later"),
    ],
)
def test_an_approved_edition_is_verified_and_sent_on_time(
    desk: Desk, now: datetime, expected: list[str]
) -> None:
    there_is(desk, State.APPROVED)
    found = [step for step in steps(desk, now) if step[1] == W48]
    assert found == [(step, W48) for step in expected]


@pytest.mark.parametrize(
    ("verified", "now", "expected"),
    [
        pytest.param(VERIFY, VERIFY + MINUTE, [], id="once is enough"),
        pytest.param(VERIFY + MINUTE, PUBLISH, ["send"], id="then it is sent"),
        pytest.param(VERIFY - SECOND, VERIFY, ["verify"], id="a verify of the day before does not count"),
    ],
)
def test_an_edition_is_verified_once(
    desk: Desk, verified: datetime, now: datetime, expected: list[str]
) -> None:
    there_is(desk, State.APPROVED, verified=verified)
    assert steps(desk, now) == [(step, W48) for step in expected]


def test_an_edition_approved_again_after_its_verify_is_verified_again(desk: Desk) -> None:
    row = there_is(desk, State.DRAFT, verified=VERIFY + MINUTE)
    with desk.store.begin() as connection:
        editions.approve(connection, row, frozen=b"{}", digest="0", by="Ida Holm", now=VERIFY + 5 * MINUTE)
    assert steps(desk, VERIFY + 6 * MINUTE) == [("verify", W48)]


@pytest.mark.parametrize(
    "now",
    [
        DRAFT,
        VERIFY,
        PUBLISH,
        STALE,
        STALE + SECOND,
        PUBLISH + timedelta(days=6),
        PUBLISH + timedelta(days=30),
    ],
)
def test_a_send_that_has_begun_goes_on_even_when_stale(desk: Desk, now: datetime) -> None:
    """Half the readers have it: the other half is not to be left out."""
    there_is(desk, State.SENDING)
    assert ("send", W48) in steps(desk, now)


@pytest.mark.parametrize("now", [DRAFT, VERIFY, PUBLISH, STALE, STALE + SECOND])
@pytest.mark.parametrize("state", sorted(set(State) - {State.APPROVED, State.SENDING}))
def test_what_waits_for_an_editor_or_is_done_is_left_alone(desk: Desk, state: State, now: datetime) -> None:
    there_is(desk, state)
    is_missed = state is State.DRAFT and now >= PUBLISH
    assert steps(desk, now) == ([("alarm", W48)] if is_missed else [])


@pytest.mark.parametrize(
    ("state", "since"),
    [
        pytest.param(State.DRAFT, PUBLISH, id="never approved, at its time"),
        pytest.param(State.APPROVED, STALE + SECOND, id="approved, once it is stale"),
    ],
)
def test_that_an_edition_did_not_go_out_is_told_once(desk: Desk, state: State, since: datetime) -> None:
    row = there_is(desk, state, verified=VERIFY)
    assert ("alarm", W48) not in steps(desk, since - SECOND)
    assert ("alarm", W48) in steps(desk, since)
    with desk.store.begin() as connection:
        editions.note(connection, row.id, since, "keepreading", "not sent")
    assert steps(desk, since + MINUTE) == []


def test_a_look_cut_short_is_not_repeated_at_every_beat_and_nothing_is_sent_meanwhile(desk: Desk) -> None:
    row = there_is(desk, State.APPROVED)
    with desk.store.begin() as connection:
        editions.note(connection, row.id, PUBLISH, "keepreading", "verify incomplete")
    assert steps(desk, PUBLISH + 4 * MINUTE) == []
    assert steps(desk, PUBLISH + 5 * MINUTE) == [("verify", W48), ("send", W48)]


@pytest.mark.parametrize("state", [State.SENT, State.SENDING, State.PAUSED, State.ATTENTION, State.DRAFT])
def test_a_proof_is_due_once_where_somebody_is_to_get_it(desk: Desk, state: State) -> None:
    row, proof = there_is(desk, state), PUBLISH + 15 * MINUTE
    assert "proof" not in [step for step, _ in steps(desk, proof)]
    told = with_cadence(desk, proof_to=("desk@example.org",))
    assert ("proof", W48) not in steps(told, proof - SECOND)
    assert ("proof", W48) in steps(told, proof)
    assert ("proof", W48) not in steps(told, STALE + SECOND)
    with desk.store.begin() as connection:
        editions.note(connection, row.id, proof, "keepreading", "proof")
    assert ("proof", W48) not in steps(told, proof + MINUTE)


def test_an_edition_goes_out_when_its_approval_says_not_when_the_newsroom_changed_its_mind(
    desk: Desk,
) -> None:
    """newsroom.toml now says 07:00; what was drafted, shown and approved says 09:00."""
    there_is(desk, State.APPROVED, verified=VERIFY)
    sooner = with_cadence(desk, publish="friday 07:00")
    assert steps(sooner, PUBLISH - SECOND) == []
    assert steps(sooner, PUBLISH) == [("send", W48)]
    later = with_cadence(desk, publish="friday 12:00")
    assert steps(later, PUBLISH) == [("send", W48)]


# -- two publications around --------------------------------------------------


def test_last_weeks_send_and_this_weeks_draft_are_due_together_and_the_send_first(desk: Desk) -> None:
    there_is(desk, State.SENDING)
    assert steps(desk, DRAFT + timedelta(days=7)) == [("send", W48), ("draft", "2026-W49")]


def test_a_publication_that_was_missed_does_not_hold_up_the_next(desk: Desk) -> None:
    there_is(desk, State.APPROVED)
    there_is(desk, State.APPROVED, "2026-W49")
    now = PUBLISH + timedelta(days=7)
    assert steps(desk, now) == [("verify", "2026-W49"), ("send", "2026-W49"), ("alarm", W48)]


def test_each_publication_has_its_own_editions(one_store: Store) -> None:
    desk = a_desk(one_store)
    there_is(desk, State.APPROVED)
    other = changed(desk, name="Another paper")
    assert steps(other, PUBLISH) == [("draft", W48)]


def test_the_last_week_of_a_long_year_is_drafted_under_its_name(desk: Desk) -> None:
    assert steps(desk, at("2026-12-31T10:00")) == [("draft", "2026-W53")]


# -- gathering ----------------------------------------------------------------


def test_sources_are_gathered_when_any_was_not_tried_for_the_pause(one_store: Store) -> None:
    sources = tuple(Source(name=name, url=f"https://{name}.example.org") for name in ("world", "asia"))
    desk = a_desk(one_store, sources=sources)
    now = DRAFT - 5 * HOUR
    assert steps(desk, now) == [("gather", "")]
    with desk.store.begin() as connection:
        articles.record_try(connection, "world", now)
    assert steps(desk, now) == [("gather", "")]
    with desk.store.begin() as connection:
        articles.record_try(connection, "asia", now + MINUTE, error="404")
    assert steps(desk, now + 59 * MINUTE) == []
    assert steps(desk, now + 60 * MINUTE) == [("gather", "")]


def test_a_send_never_waits_for_sources_and_a_draft_waits_for_what_is_new(one_store: Store) -> None:
    desk = a_desk(one_store, sources=(Source(name="world", url="https://world.example.org"),))
    there_is(desk, State.SENDING)
    assert [step for step, _ in steps(desk, DRAFT + timedelta(days=7))] == ["send", "gather", "draft"]


def test_a_newsroom_without_sources_gathers_nothing(desk: Desk) -> None:
    assert due(desk, DRAFT - HOUR) == ()


# -- the next thing to do -----------------------------------------------------


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.SENDING, "digest report"),
        (State.PAUSED, "digest resume, then digest send"),
        (State.ATTENTION, "digest reconcile"),
        (State.SENT, "2026-W48 is sent. 2026-W49 is drafted Thu 03 Dec 2026 10:00 EST; digest draft"),
        (State.SKIPPED, "2026-W48 is skipped. 2026-W49"),
        (State.CANCELLED, "2026-W48 is cancelled. 2026-W49"),
    ],
)
def test_the_next_thing_is_a_sentence_with_a_command(desk: Desk, state: State, said: str) -> None:
    row = there_is(desk, state)
    told = next_thing(desk, row, PUBLISH + HOUR)
    assert said in told
    assert "digest " in told


def test_the_next_thing_of_an_edition_that_may_still_go_out(desk: Desk) -> None:
    row = there_is(desk, State.DRAFT)
    assert "digest check and digest approve" in next_thing(desk, row, DRAFT)
    due_at = "2026-W48 was due Fri 27 Nov 2026 09:00 EST"
    missed = next_thing(desk, row, PUBLISH + HOUR)
    assert f"NOT SENT: {due_at}: it was never approved. digest approve, then it goes out at once" in missed
    assert "digest approve, then digest send --late" in next_thing(desk, row, STALE + HOUR)
    approved = approved_for_good(desk, row)
    assert "goes out Fri 27 Nov 2026 09:00 EST; digest send" in next_thing(desk, approved, PUBLISH)
    assert f"NOT SENT: {due_at} and is stale" in next_thing(desk, approved, STALE + HOUR)
    renamed = changed(desk, name="The Example Review, renamed", key="The Example Review")
    said = next_thing(renamed, approved, PUBLISH)
    assert "the approval of 2026-W48 is void: the newsroom's publication" in said
    assert "digest approve" in said


def approved_for_good(desk: Desk, row: EditionRow) -> EditionRow:
    """As an editor approves it: with today's look, bound to the templates."""
    edition = replace(row.draft().edition, look=look_of(desk))
    with desk.store.begin() as connection:
        editions.approve(
            connection,
            row,
            frozen=canonical_json(edition),
            digest=hash_of(desk, edition),
            by="Ida Holm",
            now=DRAFT,
        )
        made = editions.get(connection, row.id)
    assert made is not None
    return made


def test_the_next_thing_of_a_new_newsroom_is_its_first_draft(desk: Desk) -> None:
    assert (
        next_thing(desk, None, DRAFT)
        == "2026-W48 is drafted Thu 26 Nov 2026 10:00 EST; digest draft does it now"
    )


# -- a scheduler that beats when it can ---------------------------------------


@settings(max_examples=8)
@given(
    gaps=st.lists(
        st.sampled_from([MINUTE, 10 * MINUTE, HOUR, 7 * HOUR, timedelta(days=1)]), min_size=20, max_size=60
    ),
    approves=st.lists(st.booleans(), min_size=60, max_size=60),
)
def test_however_a_scheduler_beats_every_step_is_done_once_and_in_its_time(
    one_store: Store, gaps: list[timedelta], approves: list[bool]
) -> None:
    """Over the weeks of the spring change; an editor approves at some beats."""
    desk, now = a_desk(one_store), at("2026-02-26T00:00")
    done: defaultdict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for gap, approve in zip(gaps, approves, strict=False):
        for one in due(desk, now):
            _do(desk, one, now)
            done[one.edition].append((one.step.value, now))
            assert one not in due(desk, now)
        if approve:
            _approve_all(desk, now)
        now += gap
    for name, made in done.items():
        times = moments(desk, publication_of(name, FRIDAY, ZONE))
        opens = {"draft": times.draft, "verify": times.verify, "send": times.publish}
        alarms = [when for step, when in made if step == "alarm"]
        in_order = [(step, when) for step, when in made if step != "alarm"]
        assert [step for step, _ in in_order] == ["draft", "verify", "send"][: len(in_order)]
        assert all(opens[step] <= when <= times.stale for step, when in in_order)
        assert len(alarms) <= 1
        assert all(when >= times.publish for when in alarms)


def _do(desk: Desk, one: Due, now: datetime) -> None:
    if one.step is Step.DRAFT:
        there_is(desk, State.DRAFT, one.edition)
        return
    with desk.store.begin() as connection:
        row = editions.find(connection, desk.publication, one.edition)
        assert row is not None
        if one.step is Step.VERIFY:
            editions.note(connection, row.id, now, "keepreading", "verified")
        elif one.step is Step.ALARM:
            editions.note(connection, row.id, now, "keepreading", "not sent")
        else:
            assert editions.move(connection, row.id, State.APPROVED, State.SENDING)
            assert editions.move(connection, row.id, State.SENDING, State.SENT)


def _approve_all(desk: Desk, now: datetime) -> None:
    with desk.store.begin() as connection:
        for row in editions.every(connection, desk.publication):
            editions.approve(connection, row, frozen=b"{}", digest="0", by="Ida Holm", now=now)
