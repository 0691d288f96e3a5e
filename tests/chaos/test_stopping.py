"""SIGTERM ends a send in good order; SIGSTOP and a wake-up after the lease make nobody get it twice."""

import signal
import subprocess
import time

import pytest

from digest.model.delivery import Retry
from digest.store import accounts, editions, ledger
from digest.store.database import Store
from tests.builders.newsrooms import Newsroom
from tests.chaos.books import everyone_was_mailed_once, report, settle_by_truth, the_books_agree
from tests.chaos.rooms import (
    LEASE_SECONDS,
    PUBLISH,
    READERS,
    Chance,
    running,
    through,
    url_of,
    wait_for_batches,
    wait_until,
)
from tests.standins.sendgrid import SendGridStandIn

pytestmark = pytest.mark.slow

STOPS = 3
FREEZES = 2


def test_sigterm_ends_a_send_in_good_order(room: Newsroom, chance: Chance) -> None:
    with SendGridStandIn(keeps_payloads=False, latency_seconds=0.05) as api:
        room = through(room, api)
        for _ in range(STOPS):
            until = len(api.accepted) + chance.random.randint(1, 8)
            with running(room, "send", "--yes") as process:
                assert wait_for_batches(api, until, process)
                chance.sleep(0.1)
                process.terminate()
                asked = time.monotonic()
                _, said = process.communicate(timeout=30)
                took = time.monotonic() - asked
            told = report(room)
            print(f"ended {took:.2f} s after SIGTERM: {said.strip()}")
            assert process.returncode == 6, said
            assert "Traceback" not in said
            assert (told["state"], told["uncertain"]) == ("sending", 0)
            assert told["submitted"] == len(api.emails) < READERS
        room.done("send", "--yes")
        everyone_was_mailed_once(room, api)


def test_a_sender_that_slept_past_its_lease_gives_nobody_a_second_mail(
    room: Newsroom, chance: Chance
) -> None:
    with SendGridStandIn(keeps_payloads=False, latency_seconds=0.05) as api:
        room = through(room, api)
        for _ in range(FREEZES):
            with running(room, "send", "--yes") as sleeper, running(room, "send", "--yes") as other:
                _freeze(sleeper, api, chance)
                _let_work(other, api, chance)
                chance.sleep(1.0)
                sleeper.send_signal(signal.SIGCONT)
                sleeper.terminate()
                said = [p.communicate(timeout=60)[1].strip() for p in (sleeper, other)]
            print(sleeper.returncode, other.returncode, said)
            for process, text in zip((sleeper, other), said, strict=True):
                was_locked_out = process.returncode == 1 and "the database is locked" in text
                assert process.returncode in (0, 6) or was_locked_out, text
        room.digest("send", "--yes")
        open_questions = the_books_agree(room, api)
        print(open_questions)
        settle_by_truth(room, open_questions, api)
        everyone_was_mailed_once(room, api)


def _freeze(sleeper: subprocess.Popen[str], api: SendGridStandIn, chance: Chance) -> None:
    until = len(api.accepted) + chance.random.randint(2, 8)
    assert wait_for_batches(api, until, sleeper)
    chance.sleep(0.15)
    sleeper.send_signal(signal.SIGSTOP)


def _let_work(other: subprocess.Popen[str], api: SendGridStandIn, chance: Chance) -> None:
    """Some batches further on, and at any rate until the sleeper's lease is over."""
    over = time.monotonic() + LEASE_SECONDS + 0.5
    until = len(api.accepted) + chance.random.randint(2, 10)
    wait_until(lambda: len(api.accepted) >= until or time.monotonic() > over, other)
    other.terminate()
    time.sleep(max(0.0, over - time.monotonic()))


def test_an_edition_goes_on_when_a_sleeper_says_that_it_handed_nothing_over(room: Newsroom) -> None:
    """It woke up when all the rest was done and the edition stood at attention for its batch."""
    with SendGridStandIn(keeps_payloads=False) as api:
        room = through(room, api)
        with running(room, "send", "--yes") as process:
            assert wait_for_batches(api, 1, process)
            process.terminate()
            process.communicate()
        store = Store(url_of(room))
        with store.begin() as connection:
            row = editions.in_hand(connection, "The Lantern")
            assert row is not None
            held = ledger.claim(connection, row.id, owner="a sleeper", now=PUBLISH, lease_seconds=0.0)
            assert held is not None
        assert room.json("send", "--yes", codes=(6,))["state"] == "attention"
        with store.begin() as connection:
            assert ledger.record(connection, held, Retry("the claim ran out"), PUBLISH)
            assert accounts.accounts(connection, row.id).pending == len(held.readers)
        store.close()
        room.done("send", "--yes")
        everyone_was_mailed_once(room, api)
