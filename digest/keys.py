"""What the keys of newsroom.toml may hold, as types for its tables. An optional text may be empty."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from digest.model import written
from digest.model.links import web_address

_ORDINARY = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@([A-Za-z0-9]+(-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,24}")


def _link(text: str) -> str:
    return web_address(text) if text else ""


def _email(text: str) -> str:
    """A bare address, or ""."""
    if not text or _ORDINARY.fullmatch(text):
        return text
    from subscribers.address import parse_address  # a tenth of a second that few newsrooms need

    try:
        parse_address(text)
    except ValueError:
        raise ValueError(f'"{text}" is no address; write it bare, such as "weekly@example.org"') from None
    return text


Colour = Annotated[str, AfterValidator(written.colour)]
Country = Annotated[str, AfterValidator(written.country)]
Email = Annotated[str, AfterValidator(_email)]
Key = Annotated[str, AfterValidator(written.key)]
Language = Annotated[str, AfterValidator(written.language)]
Link = Annotated[str, AfterValidator(_link)]
ListId = Annotated[str, AfterValidator(written.list_id)]
Text = Annotated[str, Field(min_length=1)]
WeeklyText = Annotated[str, AfterValidator(written.weekly)]
ZoneName = Annotated[str, AfterValidator(written.zone)]
