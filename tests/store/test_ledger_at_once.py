"""Several processes at the same ledger at the same moment, on both kinds of database."""

import subprocess
import sys
from pathlib import Path

import pytest

from digest.model.edition import State
from digest.store import accounts, editions
from digest.store.database import Store, StoreConflict
from subscribers import readers
from tests.builders.at_once import at_once
from tests.builders.sends import NOW, a_send, add_readers, an_approved_edition, begin_to_send, claim_next

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(emptied: Store) -> Store:
    return emptied


def test_two_who_claim_at_once_never_get_the_same_batch(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 24, max_batch=1)

    def claim_all(own: Store, number: int) -> list[int]:
        got: list[int] = []
        while True:
            with own.begin() as connection:
                held = claim_next(connection, edition_id, f"process {number}")
                if held is None and not accounts.states(connection, edition_id).get("planned"):
                    return got
            if held is not None:
                got.append(held.no)

    got = at_once(store, claim_all, 3)
    assert sorted(no for part in got for no in part) == list(range(1, 25))


def test_two_who_plan_at_once_make_one_plan(store: Store) -> None:
    with store.begin() as connection:
        add_readers(connection, 5)
        edition_id = an_approved_edition(connection)

    def plan(own: Store, number: int) -> bool:
        try:
            with own.begin(snapshot=True) as connection:
                return begin_to_send(connection, edition_id)
        except StoreConflict:
            return False

    assert sorted(at_once(store, plan)) == [False, True]
    with store.read() as connection:
        sums = accounts.accounts(connection, edition_id)
    assert sums.add_up
    assert (sums.due, sums.pending, sums.batches) == (5, 5, 3)


def test_who_unsubscribes_while_the_plan_is_made_is_in_exactly_one_sum(store: Store) -> None:
    """The counts and the deliveries come from one moment, or they would not add up."""
    with store.begin() as connection:
        people = add_readers(connection, 40)
        edition_id = an_approved_edition(connection)

    def act(own: Store, number: int) -> None:
        if number == 0:
            with own.begin(snapshot=True) as connection:
                begin_to_send(connection, edition_id)
            return
        for who in people[:15]:
            with own.begin() as connection:
                readers.unsubscribe(connection, who, source="a link", now=NOW)

    at_once(store, act)
    with store.read() as connection:
        sums = accounts.accounts(connection, edition_id)
    assert sums.add_up
    assert sums.candidates == 40


def test_a_pause_between_two_claims_holds_for_every_process(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 200, max_batch=1)

    def act(own: Store, number: int) -> int:
        if number == 0:
            with own.begin() as connection:
                editions.move(connection, edition_id, State.SENDING, State.PAUSED)
            with own.begin() as connection:
                return sum(v for k, v in accounts.states(connection, edition_id).items() if k != "planned")
        got = 0
        while True:
            with own.begin() as connection:
                if claim_next(connection, edition_id) is None:
                    return got
                got += 1

    at_pause, *_ = at_once(store, act, 3)
    with store.read() as connection:
        after = accounts.states(connection, edition_id).get("handing over", 0)
    # on PostgreSQL a claim may have been under way when the pause was committed: one for each process
    assert at_pause <= after <= at_pause + 2


CLAIM_ALL = """
import sys, time
from digest.store.database import Store
from tests.builders.sends import claim_next
url, edition_id, owner = sys.argv[1], int(sys.argv[2]), sys.argv[3]
store = Store(url)
with store.read():
    pass
print("ready", flush=True)
sys.stdin.readline()
while True:
    with store.begin() as connection:
        held = claim_next(connection, edition_id, owner)
    if held is None:
        break
    print(held.no, flush=True)
store.close()
"""


def test_two_processes_that_claim_at_once_never_get_the_same_batch(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 30, max_batch=1)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIM_ALL, store.url, str(edition_id), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for name in ("one", "two")
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    got = [worker.communicate(timeout=60)[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert sorted(int(no) for part in got for no in part) == list(range(1, 31))
