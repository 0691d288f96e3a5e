"""Erased readers: no address is kept anywhere, and none of them ever comes back by a list."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from subscribers import consent, erasure, joining, readers, suppression
from subscribers.errors import NoErasingKey, SuppressedReader, UnknownReader
from subscribers.suppression import Reason, Suppression
from subscribers.tables import consent as consent_table
from subscribers.tables import subscriber
from subscribers.tables import suppression as suppression_table
from tests.builders.subscribers import NOW, a_list, a_reader, exported, taken_in
from tests.databases import ERASING_KEYS

ADA = "Ada.Invented@example.org"


def under(connection: Connection, *secrets: bytes) -> Connection:
    """The same connection with these secrets, the newest first."""
    return connection.execution_options(**{erasure.KEYS: secrets})


def forgotten(connection: Connection, address: str = ADA) -> int:
    number = a_reader(connection, address, name="Ada Invented")
    assert readers.forget(connection, number, source="a letter", now=NOW) == number
    return number


def everything(connection: Connection) -> str:
    return repr([connection.execute(select(t)).all() for t in (subscriber, suppression_table, consent_table)])


def test_nothing_of_an_erased_reader_is_kept(connection: Connection) -> None:
    number = forgotten(connection)
    kept = everything(connection).lower()
    assert "ada" not in kept
    assert "example.org" not in kept
    assert "erased:" in kept
    assert readers.find(connection, number) is None
    assert consent.history(connection, number) == ()


def test_the_address_stays_suppressed_in_any_case(connection: Connection) -> None:
    forgotten(connection)
    for key in ("ada.invented@example.org",):
        assert suppression.reason_for(connection, key) == "unsubscribed"
        assert suppression.suppressed_among(connection, [key, "ben@example.org"]) == {key}
    assert suppression.reasons(connection) == {"unsubscribed": 1}


def test_no_list_brings_an_erased_reader_back(connection: Connection) -> None:
    forgotten(connection)
    content = a_list((ADA.upper(),), ("ben@example.org",))
    for dry_run in (True, False):
        report = taken_in(connection, content, dry_run=dry_run)
        assert (report.suppressed, report.mailable) == (1, 1)
    assert readers.find(connection, ADA) is None
    with pytest.raises(SuppressedReader):
        a_reader(connection, ADA)


def test_a_list_that_says_they_left_does_not_write_the_address_down_again(connection: Connection) -> None:
    forgotten(connection)
    for status, reason in (("unsubscribed", "unsubscribed"), ("complained", "complained")):
        taken_in(connection, a_list((ADA, status), header=("email", "status")))
        assert suppression.reason_for(connection, ADA.lower()) == reason
        assert "ada" not in everything(connection).lower()
    assert suppression.reasons(connection) == {"complained": 1}


def test_who_says_so_again_by_hand_does_not_write_the_address_down_again(connection: Connection) -> None:
    forgotten(connection)
    assert not readers.unsubscribe(connection, ADA, source="a letter", now=NOW)
    suppression.suppress(connection, ADA.lower(), "bounced", source="x", now=NOW, detail=f"of {ADA}")
    assert "ada" not in everything(connection).lower()


@pytest.mark.parametrize(("standing", "kept"), [("complained", "complained"), ("manual", "unsubscribed")])
def test_the_stricter_reason_stays_and_so_does_its_day(
    connection: Connection, standing: str, kept: str
) -> None:
    number = a_reader(connection, ADA)
    earlier = NOW - timedelta(days=9)
    suppression.suppress(connection, ADA.lower(), standing, source="x", now=earlier, detail=f"of {ADA}")
    readers.forget(connection, number, source="a letter", now=NOW)
    (row,) = connection.execute(select(suppression_table)).all()
    assert row.reason == kept
    assert row.since == (earlier if kept == standing else NOW)
    assert "ada" not in repr(row).lower()


def test_an_address_without_a_reader_can_be_erased_too(connection: Connection) -> None:
    suppression.suppress_all(
        connection, [Suppression(ADA.lower(), Reason.IMPORTED, NOW, "an old list", f"{ADA} left")]
    )
    assert readers.forget(connection, ADA, source="a letter", now=NOW) is None
    assert "ada" not in everything(connection).lower()
    assert suppression.is_suppressed(connection, ADA.lower())
    assert readers.forget(connection, ADA, source="another letter", now=NOW) is None


def test_nobody_can_be_erased_who_is_not_known(connection: Connection) -> None:
    for who in (ADA, 7, 2**40):
        with pytest.raises(UnknownReader):
            readers.forget(connection, who, source="a letter", now=NOW)


def test_only_the_reader_comes_back_and_is_then_written_down_again(connection: Connection) -> None:
    forgotten(connection)
    signed = joining.sign_up(connection, address=ADA, source="the page", wording="yes", now=NOW)
    assert signed.wants_confirmation
    assert signed.reader_id is not None
    assert suppression.is_suppressed(connection, ADA.lower())
    assert joining.confirm(connection, signed.reader_id, source="the page", wording="yes", now=NOW)
    assert not suppression.is_suppressed(connection, ADA.lower())
    assert suppression.reasons(connection) == {}


def test_who_complained_and_was_erased_stays_out(connection: Connection) -> None:
    number = a_reader(connection, ADA)
    suppression.suppress(connection, ADA.lower(), "complained", source="x", now=NOW)
    readers.forget(connection, number, source="a letter", now=NOW)
    signed = joining.sign_up(connection, address=ADA, source="the page", wording="yes", now=NOW)
    assert (signed.reader_id, signed.wants_confirmation) == (None, False)


# -- the secret ------------------------------------------------------------------


def test_a_new_secret_in_front_of_the_old_one_knows_them_again(connection: Connection) -> None:
    forgotten(under(connection, b"old"))
    assert suppression.is_suppressed(under(connection, b"new", b"old"), ADA.lower())
    forgotten(under(connection, b"new", b"old"), "ben@example.org")
    assert suppression.is_suppressed(under(connection, b"new"), "ben@example.org")
    for strangers in ((b"new",), (b"another",), ()):
        assert not suppression.is_suppressed(under(connection, *strangers), ADA.lower())


def test_without_a_secret_nothing_is_erased(connection: Connection) -> None:
    number = a_reader(connection, ADA)
    with pytest.raises(NoErasingKey, match="set DIGEST_SECRET"):
        readers.forget(under(connection), number, source="a letter", now=NOW)
    assert readers.show(connection, number).email == ADA
    assert not suppression.is_suppressed(connection, ADA.lower())


def test_a_veil_hangs_on_the_secret_and_tells_neither_address_nor_secret(connection: Connection) -> None:
    veils = {
        erasure.veiled(under(connection, secret), key)
        for secret in (b"one", b"k" * 500)
        for key in ("ada@example.org", "ben@example.org")
    }
    assert len(veils) == 4
    assert all(erasure.is_veiled(veil) and "@" not in veil for veil in veils)
    assert not erasure.is_veiled("ada@example.org")


# -- lists of our own ------------------------------------------------------------


def test_an_export_takes_the_erased_along_without_their_address(connection: Connection) -> None:
    forgotten(connection)
    a_reader(connection, "ben@example.org")
    content = exported(connection)
    assert "ada" not in content.lower()
    with connection.begin_nested() as savepoint:
        for table in (consent_table, subscriber, suppression_table):
            connection.execute(table.delete())
        report = taken_in(connection, content)
        assert (report.mailable, report.suppressed, report.rejected) == (1, 1, ())
        assert suppression.reason_for(connection, ADA.lower()) == "unsubscribed"
        assert exported(connection) == content
        savepoint.rollback()


def test_an_erased_reader_cannot_stand_in_a_list_as_mailable(connection: Connection) -> None:
    veil = erasure.veiled(under(connection, *ERASING_KEYS), ADA.lower())
    report = taken_in(connection, a_list((veil, "confirmed"), header=("email", "status")))
    assert [r.reason for r in report.rejected] == [
        "an erased reader can only stand in a list as one who has left"
    ]
    assert veil not in report.rejected[0].reason
