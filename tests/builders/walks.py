"""The real ledger and the model of it, side by side: each step is made in both and compared."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select, update

from digest.model.delivery import (
    BatchState,
    CarrierEvent,
    Halt,
    Outcome,
    Refused,
    Retry,
    Submitted,
    Uncertain,
)
from digest.model.edition import State
from digest.store import accounts, editions, erasing, events, ledger
from digest.store.database import Store
from digest.store.tables import batch
from subscribers import readers, suppression
from subscribers.tables import subscriber
from tests.builders.sends import (
    LEASE_SECONDS,
    MARGIN_SECONDS,
    NOW,
    add_readers,
    an_approved_edition,
    begin_to_send,
)
from tests.builders.stores import empty
from tests.builders.worlds import UNSETTLED, WAITS, Held, Planned, World, batches_as_planned

REGIONS = ("", "africa", "africa;europe")
HALTS = 28  # as ``how``: rare, for it pauses the edition
Thing = TypeVar("Thing")


class Walk:
    """One edition being sent by several imaginary processes, which work in ``slots``."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.world = World()
        self.slots: dict[int, Held] = {}
        self.starts = 0
        self.dead: set[str] = set()
        self.log: list[Held] = []
        self.keys: dict[int, str] = {}

    def plan(self, groups: list[int], max_batch: int) -> None:
        with self.store.begin() as connection:
            empty(connection)
            for count, regions in zip(groups, REGIONS, strict=False):
                add_readers(connection, count, regions)
            add_readers(connection, 2, state="unconfirmed")
            self.edition_id = an_approved_edition(connection)
            assert begin_to_send(connection, self.edition_id, max_batch=max_batch)
            assert not begin_to_send(connection, self.edition_id, max_batch=max_batch)
            self.world.batches = batches_as_planned(connection, self.edition_id)
            who = connection.execute(select(subscriber.c.id, subscriber.c.email_key))
            self.keys = {row.id: row.email_key for row in who}
        self.due = sum(groups)
        assert sum(len(b.readers) for b in self.world.batches.values()) == self.due
        assert all(len(b.readers) <= max_batch for b in self.world.batches.values())

    # -- processes ---------------------------------------------------------

    def work(self, slot: int, *, taken: bool, how: int) -> None:
        """What comes next for that process: claim, hand over or write down."""
        if slot not in self.slots:
            self.claim(slot)
        elif not self.slots[slot].handed:
            self.hand_over(slot, taken=taken)
        else:
            self.record(slot, how)

    def claim(self, slot: int) -> None:
        self.starts += 1
        owner = f"process {self.starts}"
        expected = self.world.next_planned()
        with self.store.begin() as connection:
            held = ledger.claim(
                connection, self.edition_id, lease_seconds=LEASE_SECONDS, owner=owner, now=NOW
            )
        assert (held.no if held else None) == expected
        if held is not None:
            self._claimed(slot, Held(held, owner))

    def _claimed(self, slot: int, held: Held) -> None:
        here = self.world.batches[held.claim.no]
        before = self.world.open_readers(held.claim.no)
        gone = [r for r in before if r in self.world.left]
        self.world.fate.update(dict.fromkeys(gone, "withdrawn"))
        assert [r.id for r in held.claim.readers] == [r for r in before if r not in gone]
        assert held.claim.withdrawn == len(gone)
        here.newest, here.ran_out = held, False
        here.state = BatchState.HANDING_OVER if held.claim.readers else BatchState.REFUSED
        if held.claim.readers:
            self.slots[slot] = held

    def hand_over(self, slot: int, *, taken: bool) -> None:
        held = self.slots[slot]
        with self.store.read() as connection:
            mine = ledger.owns(connection, held.claim, MARGIN_SECONDS)
        here = self.world.batches[held.claim.no]
        in_force = here.newest is held and here.state is BatchState.HANDING_OVER and not here.ran_out
        assert mine == in_force
        if mine:
            self._into_the_carriers_log(held, taken)
        else:
            self._write_down(slot, Retry("the claim ran out"))

    def _into_the_carriers_log(self, held: Held, taken: bool) -> None:
        held.handed, held.taken = True, taken
        self.log.append(held)
        for reader in held.claim.readers:
            assert reader.id not in self.world.fate
            assert not self.world.standing[reader.id], "handed over twice without a word"
            self.world.standing[reader.id].add(held.claim.attempt)
            self.world.reached[reader.id] += taken

    def record(self, slot: int, how: int) -> None:
        """One of the outcomes that the truth allows."""
        held = self.slots[slot]
        places = tuple((p, "no such mailbox") for p in range(len(held.claim.readers)) if how >> p & 1)
        refused: list[Outcome] = [Refused(places)] if places else []
        not_taken = [Halt("the key was revoked")] if how == HALTS else [Retry("429"), *refused]
        possible = [Submitted(f"m{how}")] if held.taken else not_taken
        self._write_down(slot, [*possible, Uncertain("timeout")][how % (len(possible) + 1)])

    def _write_down(self, slot: int, outcome: Outcome) -> None:
        held = self.slots.pop(slot)
        here = self.world.batches[held.claim.no]
        waits = UNSETTLED if isinstance(outcome, Submitted) else WAITS
        with self.store.begin() as connection:
            kept = ledger.record(connection, held.claim, outcome, NOW)
        assert kept == (here.newest is held and here.state in waits)
        if isinstance(outcome, Retry | Halt | Refused):
            self.world.not_taken(held)
        if not kept:
            return
        if isinstance(outcome, Refused):
            self.world.fate.update({held.claim.readers[p].id: "refused" for p, _ in outcome.readers})
        here.state = self._after(held, outcome)
        if isinstance(outcome, Halt):
            self.move(State.SENDING, State.PAUSED)

    def _after(self, held: Held, outcome: Outcome) -> BatchState:
        match outcome:
            case Submitted():
                return BatchState.SUBMITTED
            case Uncertain():
                return BatchState.UNCERTAIN
            case _:
                left = self.world.open_readers(held.claim.no)
                return BatchState.PLANNED if left else BatchState.REFUSED

    def die(self, slot: int) -> None:
        """With kill -9: whatever it knew is lost, also whether the carrier took the batch."""
        self.dead.add(self.slots.pop(slot).owner)

    def freeze(self, slot: int) -> None:
        """The process sleeps until its lease has run out; it may wake up again."""
        held = self.slots[slot]
        held.claim = replace(held.claim, lease_until=0.0)
        here = self.world.batches[held.claim.no]
        here.ran_out = here.ran_out or here.newest is held
        mine = (batch.c.id == held.claim.batch_id) & (batch.c.attempt == held.claim.attempt)
        with self.store.begin() as connection:
            claims = mine & batch.c.lease_until.is_not(None)
            connection.execute(update(batch).where(claims).values(lease_until=0.0))

    def lapse(self) -> None:
        over = [
            b for b in self.world.batches.values() if b.state is BatchState.HANDING_OVER and self._over(b)
        ]
        with self.store.begin() as connection:
            assert ledger.lapse(connection, self.edition_id, self.dead.__contains__) == len(over)
        for one in over:
            one.state = BatchState.UNCERTAIN

    def _over(self, one: Planned) -> bool:
        return one.ran_out or (one.newest is not None and one.newest.owner in self.dead)

    # -- what settles ------------------------------------------------------

    def carrier_reports(self, which: int) -> None:
        """An event of any attempt that was truly taken, however old."""
        taken = [held for held in self.log if held.taken]
        if not taken:
            return
        held = _one_of(taken, which)
        kind = _one_of(sorted(events.PROOF_OF_SUBMISSION), which)
        with self.store.begin() as connection:
            events.record(connection, [CarrierEvent(kind, held.claim.attempt, f"r{which}", NOW)])
        here = self.world.batches[held.claim.no]
        if here.state in UNSETTLED:
            here.state = BatchState.SUBMITTED

    def carrier_is_asked(self, which: int) -> None:
        for here in self._uncertain(which):
            assert here.newest is not None
            self._settle(here, taken=here.newest.taken)

    def editor_decides(self, which: int, *, taken: bool) -> None:
        """The editor may be wrong: then, and only then, may a reader get it twice or never."""
        for here in self._uncertain(which):
            assert here.newest is not None
            people = [r.id for r in here.newest.claim.readers]
            if taken:
                self.world.accepted.update(people)
            else:
                self.world.released.update(people)
            self._settle(here, taken=taken)

    def a_word_comes_too_late(self, which: int) -> None:
        """What is not, or no longer, uncertain is settled by nobody's word."""
        keys = {held.claim.attempt for held in (*self.log, *self.slots.values())}
        uncertain = {b.newest.claim.attempt for b in self._uncertain() if b.newest}
        with self.store.begin() as connection:
            for key in keys - uncertain:
                assert not accounts.settle(connection, key, taken=which % 2 == 0, detail="too late")

    def _settle(self, here: Planned, *, taken: bool) -> None:
        assert here.newest is not None
        with self.store.begin() as connection:
            assert accounts.settle(connection, here.newest.claim.attempt, taken=taken, detail="said so")
        here.state = BatchState.SUBMITTED if taken else BatchState.PLANNED
        if not taken:
            self.world.not_taken(here.newest)

    def _uncertain(self, which: int | None = None) -> list[Planned]:
        """All uncertain batches, or the one that is meant, if there is any."""
        found = [b for b in self.world.batches.values() if b.state is BatchState.UNCERTAIN]
        return found if which is None or not found else [_one_of(found, which)]

    # -- readers and editors -----------------------------------------------

    def reader_leaves(self, which: int, way: str) -> None:
        reader = _one_of([r for b in self.world.batches.values() for r in b.readers], which)
        if reader in self.world.left:
            return
        self.world.left.add(reader)
        with self.store.begin() as connection:
            if way == "unsubscribe":
                readers.unsubscribe(connection, reader, source="a link", now=NOW)
            elif way == "complain":
                suppression.suppress(connection, self.keys[reader], "complained", source="a hook", now=NOW)
            elif way == "pause":
                readers.pause(connection, reader, NOW + timedelta(days=9), source="a page", now=NOW)
            else:
                readers.forget(connection, reader, source="a mail", now=NOW)
                erasing.blank(connection, reader)

    def reader_comes_back(self, which: int) -> None:
        """Whoever was set apart stays so in this edition; whoever was not yet is due again."""
        if not self.world.left:
            return
        reader = _one_of(sorted(self.world.left), which)
        with self.store.begin() as connection:
            back = update(subscriber).where(subscriber.c.id == reader)
            found = connection.execute(back.values(state="confirmed", paused_until=None)).rowcount
            suppression.lift(connection, self.keys[reader], suppression.Reason)
        if found:
            self.world.left.discard(reader)

    def move(self, leave: State, enter: State) -> None:
        with self.store.begin() as connection:
            done = editions.move(connection, self.edition_id, leave, enter)
        assert done == (self.world.edition is leave)
        if done:
            self.world.edition = enter

    def close(self) -> None:
        states = {b.state for b in self.world.batches.values()}
        is_open = bool(states & {BatchState.PLANNED, BatchState.HANDING_OVER})
        if not is_open and self.world.edition in (State.SENDING, State.ATTENTION):
            self.world.edition = State.ATTENTION if BatchState.UNCERTAIN in states else State.SENT
        with self.store.begin() as connection:
            said = accounts.close(connection, self.edition_id, NOW)
        assert said == (None if is_open else self.world.edition)
        if said is None:
            self.move(State.ATTENTION, State.SENDING)

    # -- what is always true -----------------------------------------------

    def every_reader_is_in_one_place(self) -> None:
        with self.store.read() as connection:
            sums = accounts.accounts(connection, self.edition_id)
            states = accounts.states(connection, self.edition_id)
        expected = self.world.parts()
        assert sums.add_up
        assert (sums.due, sums.candidates, sums.excluded) == (self.due, self.due + 2, {"unconfirmed": 2})
        for part in ("submitted", "withdrawn", "refused", "uncertain", "pending"):
            assert getattr(sums, part) == expected[part], part
        assert states == Counter(b.state.value for b in self.world.batches.values())

    def nobody_gets_it_twice_without_an_editors_word(self) -> None:
        for reader, times in self.world.reached.items():
            assert times <= 1 + self.world.released[reader]

    def come_to_an_end(self) -> None:
        """Whatever happened, the send can be brought to an end, and then all is known."""
        if not self.world.batches or self.world.edition is State.CANCELLED:
            return
        while self.slots:
            self.die(min(self.slots))
        self.lapse()
        self.close()
        for here in self._uncertain():
            assert here.newest is not None
            self._settle(here, taken=here.newest.taken)
        self.close()
        self.move(State.PAUSED, State.SENDING)
        self.close()
        while self.world.next_planned() is not None:
            self.claim(0)
            if self.slots:  # else nobody was left in that batch
                self.hand_over(0, taken=True)
                self.record(0, how=0)
        self.close()
        self.every_reader_is_in_one_place()
        self._all_is_known()

    def _all_is_known(self) -> None:
        assert self.world.edition is State.SENT
        assert not {"pending", "uncertain"} & set(+self.world.parts())
        for no in self.world.batches:
            for reader in self.world.open_readers(no):
                assert self.world.reached[reader] or reader in self.world.accepted


def _one_of(things: Sequence[Thing], which: int) -> Thing:
    return things[which % len(things)]
