"""An edition knows its carrier: no other is asked about it, and no other goes on with it."""

from pathlib import Path
from typing import Any

import pytest

from digest.desk.reconciling import reconcile
from digest.errors import SettingsError
from digest.model.edition import State
from tests.builders.desks import PUBLISH, Room, a_room, an_approved_room, closing, newsroom_toml
from tests.standins import sendgrid_faults as faults
from tests.standins.sendgrid import SendGridStandIn

BY = "Mara Lindqvist"
IN_TIME = {"http_timeout_seconds": "2", "lease_seconds": "6"}


def through_sendgrid(api: SendGridStandIn) -> dict[str, Any]:
    return {"carrier": "sendgrid", "SENDGRID_API_KEY": api.key, "SENDGRID_API_URL": api.url, **IN_TIME}


def elsewhere(room: Room, **settings: str) -> Room:
    """A process on the same database with other settings, as one without the .env of the first."""
    return room.under(newsroom_toml(), **settings)


def test_what_a_far_carrier_may_have_taken_is_not_settled_by_the_outbox(tmp_path: Path) -> None:
    with (
        SendGridStandIn(faults=[faults.close(took=True)]) as api,
        closing(an_approved_room(tmp_path / "room", **through_sendgrid(api))) as room,
    ):
        assert room.send().row.state is State.ATTENTION
        other = elsewhere(room, carrier="outbox")
        done = reconcile(other.desk, PUBLISH, by=BY)
        assert (done.settled, done.row.state, done.accounts.uncertain) == (0, State.ATTENTION, 3)
        assert "was handed to sendgrid http://127.0.0.1" in done.unasked
        assert "outbox" in done.unasked
        with pytest.raises(SettingsError, match="Set DIGEST_CARRIER=sendgrid back"):
            other.send()
        assert (api.requests, set(api.emails.values()), other.mails()) == (1, {1}, [])
        # an editor's word is an editor's word, wherever it is given
        assert reconcile(other.desk, PUBLISH, by=BY, verb="accept").row.state is State.SENT
        other.store.close()


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [
        ({}, {"outbox": "elsewhere"}, "Set DIGEST_OUTBOX back"),
        ({}, {"carrier": "smtp", "smtp_url": "smtp://127.0.0.1:9"}, "Set DIGEST_CARRIER=outbox back"),
        (
            {"carrier": "smtp", "smtp_url": "smtp://a:secret@127.0.0.1:9"},
            {"carrier": "smtp", "smtp_url": "smtp://a:secret@127.0.0.1:10"},
            "Set DIGEST_SMTP_URL back",
        ),
        (
            {"carrier": "sendgrid", "SENDGRID_API_KEY": "secret", "SENDGRID_API_URL": "http://127.0.0.1:9"},
            {"sendgrid_api_url": "http://127.0.0.1:10"},
            "Set SENDGRID_API_URL back",
        ),
    ],
    ids=["another folder", "another carrier", "another server", "another address"],
)
def test_a_send_that_was_begun_goes_on_only_where_it_was_begun(
    tmp_path: Path, first: dict[str, Any], then: dict[str, str], says: str
) -> None:
    with closing(an_approved_room(tmp_path / "room", **first)) as room:
        planned = room.plan(max_batch=1)
        other = elsewhere(room, **then)
        with pytest.raises(SettingsError, match=says) as raised:
            other.send()
        said = str(raised.value)
        assert planned.carrier in said
        assert "nothing was done" in said
        assert "secret" not in said
        assert other.desk.edition(None).state is State.SENDING
        assert other.mails() == []
        other.store.close()


def test_a_key_may_be_renewed_in_the_middle_of_a_send(tmp_path: Path) -> None:
    with (
        SendGridStandIn(key="new") as api,
        closing(
            an_approved_room(tmp_path / "room", **through_sendgrid(api) | {"SENDGRID_API_KEY": "old"})
        ) as room,
    ):
        room.plan()
        other = elsewhere(room, sendgrid_api_key="new")
        assert other.send().row.state is State.SENT
        other.store.close()


def test_what_was_sent_may_be_looked_at_under_any_carrier(tmp_path: Path) -> None:
    with closing(an_approved_room(tmp_path / "room")) as room:
        room.send()
        other = elsewhere(room, outbox="elsewhere")
        again = other.send(name="2026-W47")
        assert (again.was_sent, again.accounts.submitted, other.mails()) == (True, 3, room.mails())
        other.store.close()


def test_two_who_begin_at_once_with_different_carriers_send_through_one(tmp_path: Path) -> None:
    """The second saw the edition approved, and finds it planned by the first."""
    with closing(an_approved_room(tmp_path / "room")) as room:
        seen = room.desk.edition(None)
        room.plan()
        other = elsewhere(room, outbox="elsewhere")
        found = other.plan(row=seen)
        assert found.carrier == f"outbox {(room.folder / 'outbox').resolve()}"
        with pytest.raises(SettingsError):
            other.send()
        other.store.close()


def test_an_edition_that_is_not_planned_has_no_carrier_yet(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        room.add_readers()
        room.draft()
        assert room.desk.edition(None).carrier == ""
