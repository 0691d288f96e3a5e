"""Two senders, two schedulers, one database: one edition, one send, every reader once."""

import subprocess
from pathlib import Path

import pytest

from digest.store import editions
from digest.store.database import Store
from digest.store.editions import EditionRow
from tests import databases
from tests.builders.newsrooms import Newsroom, a_newsroom
from tests.chaos.books import everyone_was_mailed_once
from tests.chaos.rooms import (
    a_room_with_readers,
    address_of,
    an_empty_url,
    running,
    scheduling,
    through,
    url_of,
    wait_until,
)
from tests.standins.sendgrid import SendGridStandIn

pytestmark = pytest.mark.slow

AUTOMATIC = '\n[policy]\nauto_approve = "clean"\n'


def test_two_sends_at_once_are_one_send(room: Newsroom) -> None:
    with SendGridStandIn(keeps_payloads=False, latency_seconds=0.02) as api:
        room = through(room, api)
        with running(room, "send", "--yes", "--json") as one, running(room, "send", "--yes", "--json") as two:
            said = [process.communicate(timeout=120)[1] for process in (one, two)]
        print(f"{api.connections} connections, {len(api.accepted)} batches")
        assert (one.returncode, two.returncode) == (0, 0), said
        everyone_was_mailed_once(room, api)
        assert _acts(room).count("send begun") == 1


def test_two_schedulers_send_what_is_approved_once(room: Newsroom) -> None:
    with SendGridStandIn(keeps_payloads=False, latency_seconds=0.02) as api:
        room = through(room, api)
        with scheduling(room) as one, scheduling(room) as two:
            _wait_until_sent(room, one, two)
            _end(one, two)
        everyone_was_mailed_once(room, api)
        assert _acts(room).count("send begun") == 1


@pytest.mark.parametrize("kind", databases.KINDS)
def test_two_schedulers_gather_draft_and_send_one_edition(kind: str, tmp_path: Path) -> None:
    url = "sqlite:///news.db" if kind == "sqlite" else databases.fresh_url(kind, tmp_path)
    with SendGridStandIn(keeps_payloads=False, latency_seconds=0.02) as api:
        room = through(a_room_with_readers(tmp_path / "room", url, extra_toml=AUTOMATIC), api)
        with scheduling(room) as one, scheduling(room) as two:
            _wait_until_sent(room, one, two)
            _end(one, two)
        everyone_was_mailed_once(room, api)
        acts = _acts(room)
        assert (acts.count("drafted"), acts.count("approved"), acts.count("send begun")) == (1, 1, 1)
        assert len(_editions(room)) == 1
        for log in room.folder.glob("scheduler*.log"):
            assert "Traceback" not in log.read_text()
    databases.drop(url)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_first_commands_at_once_make_one_database(kind: str, tmp_path: Path) -> None:
    url = "sqlite:///news.db" if kind == "sqlite" else an_empty_url()
    room = a_newsroom(tmp_path / "room", DIGEST_DATABASE_URL=url)
    started = [room.start("subscribers", "add", address_of(number)) for number in range(5)]
    said = [process.communicate(timeout=60)[1] for process in started]
    assert [process.returncode for process in started] == [0] * len(started), said
    assert room.json("subscribers", "stats")["readers"] == len(started)
    databases.drop(url)


def _wait_until_sent(room: Newsroom, *processes: subprocess.Popen[str]) -> None:
    store = Store(url_of(room))

    def is_sent() -> bool:
        assert all(process.poll() is None for process in processes), "a scheduler ended by itself"
        with store.read() as connection:
            row = editions.in_hand(connection, "The Lantern")
            return row is not None and row.state.value == "sent"

    try:
        wait_until(is_sent, what="the send")
    finally:
        store.close()


def _end(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        process.terminate()
    assert [process.wait(timeout=30) for process in processes] == [0] * len(processes)


def _editions(room: Newsroom) -> list[EditionRow]:
    store = Store(url_of(room))
    try:
        with store.read() as connection:
            return editions.every(connection, "The Lantern")
    finally:
        store.close()


def _acts(room: Newsroom) -> list[str]:
    store = Store(url_of(room))
    try:
        with store.read() as connection:
            row = editions.in_hand(connection, "The Lantern")
            assert row is not None
            return [act.what for act in editions.acts(connection, row.id)]
    finally:
        store.close()
