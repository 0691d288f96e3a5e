"""``kill -9`` at random moments: no reader twice, none lost, and every doubt is named.

``KEEPREADING_KILLS=200`` kills oftener, ``KEEPREADING_SEED`` plays one run again.
"""

import os
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest

from digest.store import accounts, editions
from digest.store.database import Store
from tests.builders.newsrooms import Newsroom
from tests.chaos.books import (
    adding_up,
    everyone_was_mailed_once,
    nobody_twice,
    report,
    settle_by_truth,
    the_books_agree,
)
from tests.chaos.conftest import Rooms
from tests.chaos.rooms import (
    ADDRESSES,
    BATCHES,
    READERS,
    Chance,
    is_writing,
    running,
    through,
    url_of,
    wait_for_batches,
    wait_until,
)
from tests.standins.sendgrid import SendGridStandIn

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KEEPREADING_KILLS", "20"))
LATENCY_SECONDS = 0.03
NOT_BEGUN, ENDED = ("approved",), ("sent", "attention")


def test_a_send_survives_kills_at_any_moment(another_room: Rooms, kind: str, chance: Chance) -> None:
    kills = sends = 0
    while kills < KILLS:
        with SendGridStandIn(keeps_payloads=False, latency_seconds=LATENCY_SECONDS) as api:
            room = through(another_room(kind), api)
            kills += _kill_until_ended(room, api, chance, KILLS - kills)
            room.digest("send", "--yes")
            sends += 1
            open_questions = the_books_agree(room, api)
            print(f"{kind}: {kills} kills in {sends} sends; {open_questions}")
            nobody_lost = len(api.emails) + open_questions.readers - open_questions.readers_taken
            assert nobody_lost == READERS
            settle_by_truth(room, open_questions, api)
            everyone_was_mailed_once(room, api)


def _kill_until_ended(room: Newsroom, api: SendGridStandIn, chance: Chance, most: int) -> int:
    """How often it was killed before the edition was finished, or the kills were enough."""
    for kills in range(most):
        if not _killed(room, api, chance):
            return kills
        nobody_twice(api)
        if _state(room) not in NOT_BEGUN:
            told = report(room)
            assert told["submitted"] <= len(api.emails) <= READERS - told["withdrawn"] - told["refused"]
            if told["state"] in ENDED:
                return kills + 1
    return most


def _killed(room: Newsroom, api: SendGridStandIn, chance: Chance) -> bool:
    """Kill a send: one time in six as it starts, else one or two batches further on; false if it ended first."""
    more = chance.random.choice((0, 1, 1, 1, 2, 2))
    until = len(api.accepted) + more
    with running(room, "send", "--yes") as process:
        wait_for_batches(api, until, process)
        chance.sleep(2.5 * LATENCY_SECONDS if more else 1.5)
        process.kill()
        process.communicate()
    return process.returncode < 0


def _state(room: Newsroom) -> str:
    store = Store(url_of(room))
    try:
        with store.read() as connection:
            row = editions.in_hand(connection, "The Lantern")
            assert row is not None
            return row.state.value
    finally:
        store.close()


def test_a_freeze_of_the_audience_stands_as_a_whole_or_not_at_all(
    another_room: Rooms, kind: str, chance: Chance
) -> None:
    found: Counter[str] = Counter()
    with SendGridStandIn(keeps_payloads=False, latency_seconds=1.0) as api:
        planning_seconds = _planning_seconds(through(another_room(kind), api), api)
        room = through(another_room(kind), api)
        for _ in range(max(5, KILLS // 4)):
            _kill_while_planning(room, chance, 1.2 * planning_seconds)
            outcome = _all_or_nothing(room)
            found[outcome] += 1
            if outcome == "all":
                room = through(another_room(kind), api)
    print(f"{kind}: killed while planning ({planning_seconds:.2f} s), found: {dict(found)}")


def _kill_while_planning(room: Newsroom, chance: Chance, most_seconds: float) -> None:
    with running(room, "send", "--yes") as process:
        wait_until(lambda: is_writing(url_of(room)), process, what="the planning")
        chance.sleep(most_seconds)
        process.kill()
        process.communicate()


def _planning_seconds(room: Newsroom, api: SendGridStandIn) -> float:
    """From the beginning of the planning transaction to the first hand-over."""
    with running(room, "send", "--yes") as process:
        wait_until(lambda: is_writing(url_of(room)), process, what="the planning")
        started = time.monotonic()
        assert wait_until(lambda: api.connections > 0, process)
        return time.monotonic() - started


def _all_or_nothing(room: Newsroom) -> str:
    store = Store(url_of(room))
    try:
        with store.read() as connection:
            row = editions.in_hand(connection, "The Lantern")
            assert row is not None
            sums = accounts.accounts(connection, row.id)
            acts = [act.what for act in editions.acts(connection, row.id)]
    finally:
        store.close()
    if row.state.value == "approved":
        assert (sums.due, sums.batches, sums.variants, sums.candidates) == (0, 0, 0, 0)
        assert row.started_at is None
        assert "send begun" not in acts
        return "nothing"
    assert row.state.value == "sending"
    assert (sums.due, sums.batches, sums.variants, sums.candidates) == (READERS, BATCHES, 63, READERS)
    assert sums.add_up
    assert acts.count("send begun") == 1
    return "all"


def test_the_outbox_holds_one_mail_for_each_reader_whatever_was_killed(
    another_room: Rooms, chance: Chance
) -> None:
    room = another_room("sqlite")
    outbox = room.folder / "outbox"
    kills = 0
    while kills < max(8, KILLS // 2) and _killed_on_the_way_to(
        len(_batches(outbox)) + 1, room, outbox, chance
    ):
        kills += 1
        if outbox.exists():
            report(room)
    done = adding_up(room.json("send", "--yes"))
    mails = Counter(_reader_of(path) for path in outbox.glob("2*/*/*.eml"))
    print(
        f"outbox: {kills} kills; {sum(mails.values())} mails for {len(mails)} readers, {len(_batches(outbox))} batches"
    )
    assert (done["state"], done["submitted"], done["uncertain"]) == ("sent", READERS, 0)
    assert set(mails.values()) == {1}
    assert set(mails) == ADDRESSES


def _killed_on_the_way_to(batches: int, room: Newsroom, outbox: Path, chance: Chance) -> bool:
    """Some batches further on; false when the send ended first."""
    batches += chance.random.randrange(5)
    with running(room, "send", "--yes") as process:
        wait_until(lambda: len(_batches(outbox)) >= batches, process, what="a batch")
        chance.sleep(0.3)
        process.kill()
        process.communicate()
    return process.returncode < 0


def _batches(outbox: Path) -> list[Path]:
    return list(outbox.glob("2*/*"))


def _reader_of(path: Path) -> str:
    head = path.read_bytes().partition(b"\r\n\r\n")[0]
    return str(message_from_bytes(head)["To"]).rpartition("<")[2].rstrip(">")
