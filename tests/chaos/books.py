"""What must be true of a send at any moment, told by the command line and by the carrier's own record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from digest.delivering.webhook import read_events
from digest.store import events
from digest.store.database import Store
from tests.builders.newsrooms import Newsroom
from tests.chaos.rooms import ADDRESSES, READERS, url_of
from tests.standins.sendgrid import Accepted, SendGridStandIn
from tests.standins.sendgrid_events import webhook_body

PARTS = ("submitted", "withdrawn", "refused", "uncertain", "pending")


def adding_up(report: dict[str, Any]) -> dict[str, Any]:
    """The report itself, once it is seen that every reader is in one place."""
    assert report["due"] == sum(report[part] for part in PARTS), report
    assert report["candidates"] == report["due"] + sum(report["excluded"].values()), report
    assert report["due"] == READERS
    return report


def report(room: Newsroom) -> dict[str, Any]:
    return adding_up(room.json("report"))


def nobody_twice(api: SendGridStandIn) -> None:
    twice = {email: times for email, times in api.emails.items() if times > 1}
    assert not twice, f"{len(twice)} readers were handed over more than once"


@dataclass(frozen=True)
class Uncertain:
    """What the desk does not know, beside what the carrier in truth did."""

    batches: tuple[dict[str, Any], ...]
    taken: tuple[Accepted, ...]

    @property
    def readers(self) -> int:
        return sum(batch["readers"] for batch in self.batches)

    @property
    def readers_taken(self) -> int:
        return sum(len(batch.readers) for batch in self.taken)

    def __str__(self) -> str:
        return f"{len(self.batches)} uncertain batches, {len(self.taken)} of them in truth taken"


def uncertain(room: Newsroom, apis: Iterable[SendGridStandIn]) -> Uncertain:
    """Every uncertain batch as ``digest reconcile`` names it."""
    said = room.json("reconcile", codes=(0, 6))
    adding_up(said)
    taken = {batch.attempt: batch for api in apis for batch in api.accepted}
    named = tuple(said["waiting"])
    assert sum(batch["readers"] for batch in named) == said["uncertain"]
    return Uncertain(named, tuple(taken[b["attempt"]] for b in named if b["attempt"] in taken))


def the_books_agree(room: Newsroom, *apis: SendGridStandIn) -> Uncertain:
    """At rest: what the desk counts is what the carrier took, and nobody got it twice."""
    emails: Counter[str] = sum((api.emails for api in apis), Counter())
    assert max(emails.values(), default=1) == 1, "a reader was handed over more than once"
    assert set(emails) <= ADDRESSES
    told = report(room)
    open_questions = uncertain(room, apis)
    assert told["uncertain"] == open_questions.readers
    assert told["submitted"] + open_questions.readers_taken == len(emails)
    return open_questions


def settle_by_truth(room: Newsroom, open_questions: Uncertain, *apis: SendGridStandIn) -> None:
    """As an editor does who has looked into the carrier's log; then the send can end.

    What was taken shows by the carrier's reports, or is accepted when that is
    all there is; the rest is resent.
    """
    if not open_questions.batches:
        return
    if len(open_questions.taken) == len(open_questions.batches):
        done = room.json("reconcile", "--accept", "--yes", "--by", "Mara Lindqvist")
    else:
        _prove(room, open_questions.taken)
        done = room.json("reconcile", "--resend", "--yes", "--by", "Mara Lindqvist", codes=(6,))
        assert done["pending"] == open_questions.readers - open_questions.readers_taken
        done = room.json("send", "--yes")
    assert adding_up(done)["state"] == "sent"


def _prove(room: Newsroom, taken: Iterable[Accepted]) -> None:
    """The carrier's reports on these batches come in."""
    store = Store(url_of(room))
    try:
        with store.begin() as connection:
            events.record(connection, read_events(webhook_body(taken))[0])
    finally:
        store.close()


def everyone_was_mailed_once(room: Newsroom, *apis: SendGridStandIn) -> None:
    emails: Counter[str] = sum((api.emails for api in apis), Counter())
    assert set(emails.values()) == {1}
    assert set(emails) == ADDRESSES
    told = report(room)
    assert (told["state"], told["submitted"]) == ("sent", READERS)
