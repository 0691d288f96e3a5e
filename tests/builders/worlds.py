"""What must be true of a send, worked out in plain values and without the ledger."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from digest.model.delivery import BatchState
from digest.model.edition import State
from digest.store.ledger import Claim
from digest.store.tables import batch, delivery

WAITS = (BatchState.HANDING_OVER, BatchState.UNCERTAIN)
UNSETTLED = (*WAITS, BatchState.PLANNED)


@dataclass
class Held:
    """A claim in a process's memory, and what the carrier truly did with it."""

    claim: Claim
    owner: str
    handed: bool = False
    taken: bool = False


@dataclass
class Planned:
    """What must be true of a batch."""

    readers: list[int]
    state: BatchState = BatchState.PLANNED
    newest: Held | None = None
    ran_out: bool = False


@dataclass
class World:
    """What must be true, worked out without the ledger."""

    batches: dict[int, Planned] = field(default_factory=dict)
    fate: dict[int, str] = field(default_factory=dict)
    edition: State = State.SENDING
    left: set[int] = field(default_factory=set)
    # reader -> attempts that may have reached them, and of which nobody said they did not
    standing: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    released: Counter[int] = field(default_factory=Counter)
    reached: Counter[int] = field(default_factory=Counter)
    accepted: set[int] = field(default_factory=set)

    def open_readers(self, no: int) -> list[int]:
        return [r for r in self.batches[no].readers if r not in self.fate]

    def next_planned(self) -> int | None:
        if self.edition is not State.SENDING:
            return None
        return min((no for no, b in self.batches.items() if b.state is BatchState.PLANNED), default=None)

    def parts(self) -> Counter[str]:
        found: Counter[str] = Counter(self.fate.values())
        for no, one in self.batches.items():
            pending = one.state in (BatchState.PLANNED, BatchState.HANDING_OVER)
            found["pending" if pending else one.state.value] += len(self.open_readers(no))
        return found

    def not_taken(self, held: Held) -> None:
        """Somebody who may say so says that this attempt reached nobody."""
        for reader in held.claim.readers:
            self.standing[reader.id].discard(held.claim.attempt)


def batches_as_planned(connection: Connection, edition_id: int) -> dict[int, Planned]:
    """Number -> batch, right after the plan."""
    found: dict[int, Planned] = {}
    for row in connection.execute(select(batch).where(batch.c.edition_id == edition_id)):
        here = (delivery.c.edition_id == edition_id) & (delivery.c.batch_no == row.no)
        people = select(delivery.c.subscriber_id).where(here).order_by(delivery.c.subscriber_id)
        found[row.no] = Planned(list(connection.execute(people).scalars()))
        assert len(found[row.no].readers) == row.size
    return found
