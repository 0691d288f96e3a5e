"""Handovers with dull defaults."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from digest.model import marks
from digest.model.delivery import Handover, Mail, Recipient, Sender

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def clock() -> datetime:
    return NOW


SENDER = Sender(
    from_name="The Meridian Post",
    from_email="weekly@meridian.example.org",
    reply_to="editors@meridian.example.org",
    list_id="Meridian weekly <weekly.meridian.example.org>",
)
LINKS = (
    f"https://meridian.example.org/unsubscribe/{marks.UNSUBSCRIBE}",
    f"https://meridian.example.org/preferences/{marks.PREFERENCES}",
)
MAIL = Mail(
    subject="The week in five regions",
    preheader="Rivers, rails and a vote",
    html=f'<p>Rivers rise.</p>\n<a href="{LINKS[0]}">Leave</a>\n<a href="{LINKS[1]}">Choose</a>\n',
    text=f"Rivers rise.\n\nLeave: {LINKS[0]}\nChoose: {LINKS[1]}\n",
)


def mail(**changes: Any) -> Mail:
    return replace(MAIL, **changes)


def recipient(number: int = 1, **changes: Any) -> Recipient:
    """Reader ``number``, with links of their own."""
    token = f"token{number:06}"
    own = Recipient(
        reader=f"r{number:06}",
        email=f"reader{number:06}@example.org",
        name=f"Reader {number}",
        marks={marks.UNSUBSCRIBE: f"u-{token}", marks.PREFERENCES: f"p-{token}"},
        headers={
            "List-Unsubscribe": f"<https://meridian.example.org/unsubscribe/u-{token}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    return replace(own, **changes)


def readers(count: int, start: int = 1) -> list[Recipient]:
    return [recipient(number) for number in range(start, start + count)]


def handover(recipients: Sequence[Recipient] | int = 1, **changes: Any) -> Handover:
    """A number stands for so many dull readers."""
    people = readers(recipients) if isinstance(recipients, int) else recipients
    dull = Handover(
        edition="2026-W47",
        batch="b-17",
        attempt="a-17-1",
        sender=SENDER,
        mail=MAIL,
        recipients=people,
    )
    return replace(dull, **changes)
