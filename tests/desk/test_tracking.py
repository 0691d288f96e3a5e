"""Whether opens and clicks are counted: off in words unless the newsroom asked, and part of what is approved."""

import json
from pathlib import Path
from typing import Any

import pytest

from digest.delivering.sendgrid_payload import request_body
from digest.desk.drafting import current
from digest.desk.personal import sender_of
from digest.errors import NotApproved
from digest.model.delivery import Handover, Mail, Recipient
from tests.builders.desks import Room, a_piece, a_room, closing, newsroom_toml


def settings_of(room: Room) -> dict[str, Any]:
    """The tracking settings that SendGrid is given for the edition in hand."""
    handover = Handover(
        edition="2026-W47",
        batch="1",
        attempt="a",
        sender=sender_of(current(room.desk).draft.edition.look),
        mail=Mail("Subject", "", "<p>Body</p>", "Body"),
        recipients=(Recipient("1", "reader@example.org", "", {}, {}),),
    )
    told: dict[str, Any] = json.loads(request_body(handover))["tracking_settings"]
    return told


@pytest.mark.parametrize("wanted", [False, True])
def test_the_policy_reaches_the_carrier_in_words(tmp_path: Path, wanted: bool) -> None:
    toml = newsroom_toml(more=f"\n[policy]\ntracking = {str(wanted).lower()}\n")
    with closing(a_room(tmp_path / "room", toml=toml)) as room:
        room.feed(a_piece(1))
        room.draft()
        told = settings_of(room)
    assert told["open_tracking"] == {"enable": wanted}
    assert told["click_tracking"] == {"enable": wanted, "enable_text": False}
    assert told["subscription_tracking"] == told["ganalytics"] == {"enable": False}


def test_tracking_switched_on_after_the_approval_voids_it(approved: Room) -> None:
    toml = newsroom_toml(more="\n[policy]\ntracking = true\n")
    with closing(approved.under(toml)) as other, pytest.raises(NotApproved, match="newsroom's tracking"):
        other.send()
