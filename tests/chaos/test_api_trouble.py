"""The API fails in the middle of a send, in every way at once: the accounts stay right, every doubt is named."""

import time

import pytest

from tests.builders.newsrooms import Newsroom
from tests.chaos.books import adding_up, everyone_was_mailed_once, report, settle_by_truth, the_books_agree
from tests.chaos.rooms import BATCHES, READERS, running, through, wait_for_batches
from tests.standins import sendgrid_faults as faults
from tests.standins.sendgrid import Request, SendGridStandIn
from tests.standins.sendgrid_faults import Fault

pytestmark = pytest.mark.slow

DOUBTFUL_AND_TAKEN = {
    5: faults.hang(took=True),
    9: faults.reset(took=True),
    14: faults.html(500, took=True),
    20: faults.hang(took=True),
}
DOUBTFUL_AND_NOT_TAKEN = {
    11: faults.html(503),
    17: faults.close(),
    26: faults.garbage(),
    31: faults.html(500),
}
SURELY_NOT_TAKEN = {
    2: faults.rate_limited(1795000001, date="Wed, 18 Nov 2026 12:26:40 GMT"),  # 1795000000: a second before
    23: faults.errors(408, ("timeout", None)),
}
SURELY_TAKEN = {29: faults.cut("status"), 33: faults.cut("headers"), 35: faults.cut("body")}


def test_every_doubt_is_named_and_nothing_else_is_doubted(room: Newsroom) -> None:
    planned = DOUBTFUL_AND_TAKEN | DOUBTFUL_AND_NOT_TAKEN | SURELY_NOT_TAKEN | SURELY_TAKEN

    def plan(request: Request) -> Fault | None:
        return planned.get(request.number)

    with SendGridStandIn(keeps_payloads=False, faults=plan) as api:
        room = through(room, api)
        ended = room.digest("send", "--yes")
        assert (ended.returncode, report(room)["state"]) == (6, "attention"), ended.stderr
        assert api.requests == BATCHES + len(SURELY_NOT_TAKEN)
        doubts = the_books_agree(room, api)
        print(doubts)
        assert len(doubts.taken) == len(DOUBTFUL_AND_TAKEN)
        assert len(doubts.batches) == len(DOUBTFUL_AND_TAKEN) + len(DOUBTFUL_AND_NOT_TAKEN)
        assert all(batch["detail"] for batch in doubts.batches)

        again = room.digest("send", "--yes")
        assert again.returncode == 6, "a send alone must settle no doubt"
        assert api.requests == BATCHES + len(SURELY_NOT_TAKEN)
        settle_by_truth(room, doubts, api)
        everyone_was_mailed_once(room, api)


def test_a_send_outlasts_an_api_that_is_gone_for_a_while(room: Newsroom) -> None:
    with SendGridStandIn(keeps_payloads=False, latency_seconds=0.02) as before:
        room = through(room, before)
        with running(room, "send", "--yes") as process:
            assert wait_for_batches(before, 10, process)
            before.__exit__(None, None, None)
            time.sleep(2.0)
            with SendGridStandIn(keeps_payloads=False, port=before.port) as after:
                _, said = process.communicate(timeout=60)
                doubts = the_books_agree(room, before, after)
                print(process.returncode, said.strip(), doubts)
                assert process.returncode == (6 if doubts.batches else 0), said
                assert len(doubts.batches) <= 1  # the one that was under way when the API went
                settle_by_truth(room, doubts, before, after)
                everyone_was_mailed_once(room, before, after)


def test_a_send_to_an_api_that_stays_away_gives_up_and_has_lost_nothing(room: Newsroom) -> None:
    with SendGridStandIn(keeps_payloads=False, faults=lambda _: faults.rate_limited()) as api:
        ended = through(room, api).digest("send", "--yes")
        told = report(room)
        assert (ended.returncode, told["state"], told["pending"]) == (6, "sending", READERS)
        assert "429" in ended.stderr
    with SendGridStandIn(keeps_payloads=False, port=api.port) as api:
        adding_up(through(room, api).json("send", "--yes"))
        everyone_was_mailed_once(room, api)
