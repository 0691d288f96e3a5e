"""Test mails: to anybody who may be mailed, with links that act for nobody, and in no account."""

import re
from datetime import datetime

import pytest

from digest.desk import reading_room
from digest.desk.previewing import SAMPLE_TOKEN, send_test
from digest.errors import BadInput
from digest.model.delivery import Submitted
from digest.store import accounts, editions
from subscribers import readers, suppression
from tests.builders.desks import THURSDAY, Room, a_piece
from tests.builders.readers_kept import everything
from tests.desk.test_sending_use_case import mail, text_of

LINK = re.compile(r"/(?:unsubscribe|preferences)/([\w-]+)")


def test_a_test_mail_leaves_no_trace_in_the_books(approved: Room) -> None:
    before = approved.desk.edition(None)
    with approved.store.read() as connection:
        noted = editions.acts(connection, before.id)
    done = send_test(approved.desk, THURSDAY, ("desk@example.org", "Copy@example.net"))
    assert [(to, type(outcome)) for to, outcome in done] == [
        ("desk@example.org", Submitted),
        ("Copy@example.net", Submitted),
    ]
    assert approved.desk.edition(None) == before
    with approved.store.read() as connection:
        assert editions.acts(connection, before.id) == noted
        assert accounts.accounts(connection, before.id).due == 0
    found = [mail(path) for path in approved.mails("2026-W47-test")]
    assert {str(m["To"]) for m in found} == {"desk@example.org", "Copy@example.net"}
    assert {str(m["Subject"])[:7] for m in found} == {"[TEST] "}
    approved.send()
    assert len(approved.mails()) == 3


def test_a_test_mail_shows_a_draft_as_it_stands(room: Room) -> None:
    room.feed(a_piece(1))
    room.draft()
    send_test(room.desk, THURSDAY, ("desk@example.org",))
    assert len(room.mails("2026-W47-test")) == 1


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("not an address", "address 2 of the test: "),
        ("reader1@example.org", "address 2 of the test must not be mailed: unsubscribed"),
        ("READER2@example.org", "address 2 of the test must not be mailed: complained"),
        ("jörg@example.org", "address 2 of the test: the part before the @ holds characters beyond ASCII"),
    ],
)
def test_one_that_cannot_or_must_not_be_mailed_keeps_all_from_it(approved: Room, bad: str, why: str) -> None:
    with approved.store.begin() as connection:
        readers.unsubscribe(connection, 1, source="a link", now=THURSDAY)
        suppression.suppress(connection, "reader2@example.org", "complained", source="x", now=THURSDAY)
    with pytest.raises(BadInput, match=why) as raised:
        send_test(approved.desk, THURSDAY, ("desk@example.org", bad, "copy@example.net"))
    assert "nothing was mailed" in str(raised.value)
    assert "@example" not in str(raised.value)
    assert approved.mails("2026-W47-test") == []


def test_who_was_erased_is_not_mailed_a_test_either(approved: Room) -> None:
    with approved.store.begin() as connection:
        readers.forget(connection, 1, source="a letter", now=THURSDAY)
    with pytest.raises(BadInput, match="must not be mailed"):
        send_test(approved.desk, THURSDAY, ("reader1@example.org",))


def test_an_address_given_twice_gets_one(approved: Room) -> None:
    assert len(send_test(approved.desk, THURSDAY, ("desk@example.org", "Desk@Example.org"))) == 1
    assert len(approved.mails("2026-W47-test")) == 1


def test_the_links_of_a_test_mail_act_for_nobody(approved: Room) -> None:
    """Also in the mail of somebody who is a reader: it is a sample of everybody's mail."""
    send_test(approved.desk, THURSDAY, ("reader1@example.org",))
    (sent,) = (mail(path) for path in approved.mails("2026-W47-test"))
    html = sent.get_body(("html",))
    assert html is not None
    found = LINK.findall(str(sent["List-Unsubscribe"]) + text_of(sent) + str(html.get_content()))
    assert set(found) == {SAMPLE_TOKEN}
    assert all(
        approved.desk.signer.reader_of(SAMPLE_TOKEN, p) is None for p in ("unsubscribe", "preferences")
    )
    before = everything(approved.app)
    _press_everything(approved, SAMPLE_TOKEN, THURSDAY)
    assert everything(approved.app) == before


def _press_everything(room: Room, token: str, now: datetime) -> None:
    reading_room.leave(room.desk, token, now)
    assert not reading_room.come_back(room.desk, token, now, wording="Undo")
    assert reading_room.choose(room.desk, token, now, regions=("africa",), pause_weeks=2) is None
