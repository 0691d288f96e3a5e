"""Readers who leave while the edition is going out get no mail that was not under way already."""

import time

import pytest

from tests.builders.newsrooms import Newsroom
from tests.chaos.books import report
from tests.chaos.rooms import (
    ADDRESSES,
    OF_EVERYTHING,
    READERS,
    Chance,
    address_of,
    running,
    through,
    wait_for_batches,
)
from tests.standins import sendgrid_faults as faults
from tests.standins.sendgrid import Request, SendGridStandIn

pytestmark = pytest.mark.slow

LEAVERS = 4
IN_THE_LAST_BATCH = OF_EVERYTHING + 31  # who wants the last region only


def test_who_left_is_not_handed_over_by_any_later_batch(room: Newsroom, chance: Chance) -> None:
    came: list[float] = []

    def note_the_time(_: Request) -> None:
        came.append(time.monotonic())

    others = chance.random.sample([n for n in range(READERS) if n != IN_THE_LAST_BATCH], LEAVERS - 1)
    leavers = [address_of(n) for n in (IN_THE_LAST_BATCH, *others)]
    left_at: dict[str, float] = {}
    with SendGridStandIn(keeps_payloads=False, latency_seconds=0.4, faults=note_the_time) as api:
        room = through(room, api)
        with running(room, "send", "--yes") as process:
            assert wait_for_batches(api, 1, process)
            for email in leavers:
                room.done("subscribers", "unsubscribe", email)
                left_at[email] = time.monotonic()
            under_way = process.poll() is None
            _, said = process.communicate(timeout=120)
        assert under_way, "the send was over before everybody had left"
        assert process.returncode == 0, said

    batch_of = {email: no for no, batch in enumerate(api.accepted) for email in batch.emails}
    for email, moment in left_at.items():
        # A sender works on one batch at a time: the first that comes afterwards may have been claimed before.
        in_hand = next((no for no, at in enumerate(came) if at > moment), len(came))
        assert batch_of.get(email, -1) <= in_hand
    told = report(room)
    assert leavers[0] not in batch_of
    withdrawn = [email for email in leavers if email not in batch_of]
    print(f"{len(withdrawn)} of {LEAVERS} left in time, {len(api.accepted)} batches")
    assert (told["withdrawn"], told["submitted"]) == (len(withdrawn), READERS - len(withdrawn))
    assert set(batch_of) == ADDRESSES - set(withdrawn)
    assert set(api.emails.values()) == {1}


def test_who_left_before_a_resend_is_not_mailed_by_it(room: Newsroom) -> None:
    with SendGridStandIn(keeps_payloads=False, faults=[faults.html(503)]) as api:
        room = through(room, api)
        room.digest("send", "--yes")
        leaver = next(iter(sorted(ADDRESSES - set(api.emails))))
        room.done("subscribers", "unsubscribe", leaver)
        room.json("reconcile", "--resend", "--yes", codes=(6,))
        sent = room.json("send", "--yes")
    assert (sent["state"], sent["withdrawn"], sent["submitted"]) == ("sent", 1, READERS - 1)
    assert set(api.emails) == ADDRESSES - {leaver}
    assert set(api.emails.values()) == {1}
