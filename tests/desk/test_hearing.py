"""What a carrier reports is recorded and acted on, on both databases, whatever it looks like."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digest.desk.desk import Desk
from digest.desk.hearing import hear
from digest.newsroom import Newsroom
from digest.settings import Settings
from digest.store.database import Store
from subscribers import readers
from tests.builders.sends import a_send, claimed

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(Newsroom(), Settings(_env_file=None), tmp_path).on(store)  # type: ignore[call-arg]


def body(*events: Any) -> bytes:
    return json.dumps(events).encode() + b"\r\n"


def test_strange_ids_and_times_break_no_database(desk: Desk) -> None:
    with desk.store.begin() as connection:
        held = claimed(connection, a_send(connection))
    good = {"event": "spamreport", "attempt_id": held.attempt, "reader": str(held.readers[0].id)}
    strange = [
        good | {"reader": "x" * 5000},
        good | {"attempt_id": "y" * 5000},
        good | {"reader": "9" * 32},
        good | {"reader": str(2**31)},
        good | {"reader": "\u0661", "timestamp": -1e11},
        good | {"timestamp": 253402300799, "url": "z" * 5000},
        {"event": "click", "url": "\ud800\0"},
    ]
    heard = hear(desk, body(*strange, good), NOW)
    assert (heard.new, heard.problems) == (8, ())
    again = hear(desk, body(*strange, good), NOW)
    assert (again.new, again.set_aside) == (0, 0)
    with desk.store.read() as connection:
        assert readers.show(connection, held.readers[0].id).suppressed == "complained"
        assert readers.show(connection, held.readers[1].id).suppressed is None


def test_an_erased_reader_is_left_in_peace(desk: Desk) -> None:
    with desk.store.begin() as connection:
        held = claimed(connection, a_send(connection))
        readers.forget(connection, held.readers[0].id, source="a letter", now=NOW)
    one = {"event": "bounce", "attempt_id": held.attempt, "reader": str(held.readers[0].id)}
    assert hear(desk, body(one), NOW).set_aside == 0
