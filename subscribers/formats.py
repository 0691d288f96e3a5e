"""A record of somebody's export, read as what it means for mailing.

Whoever left, bounced or complained there is a suppression here. Where two
columns disagree the stricter one counts. A status nobody knows is no yes.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from subscribers.address import Address, parse_address
from subscribers.erasure import is_veiled
from subscribers.errors import SubscribersError
from subscribers.headings import OWN, Layout
from subscribers.plain import one_line
from subscribers.suppression import Reason, strictness

BY_THE_NEWSROOM = "imported by the newsroom"

_MAILABLE = frozenset(
    {
        "active",
        "subscribed",
        "confirmed",
        "enabled",
        "regular",
        "premium",
        "free",
        "paid",
        "gifted",
        "trialed",
    }
    | {
        "comped",
        "comp",
        "churning",
        "churned",
        "past due",
        "opted in",
        "explicit",
        "express",
        "member",
        "yes",
    }
    | {"true", "1"}
)
_UNCONFIRMED = frozenset(
    {"unconfirmed", "pending", "unactivated", "inactive", "not confirmed", "awaiting confirmation", "paused"}
    | {"pending confirmation", "unverified", "validating", "needs attention", "invited", "unpaid", "not set"}
    | {"nonsubscribed", "non subscribed", "not subscribed", "never subscribed", "transactional", "upcoming"}
    | {"implicit", "implied", "no consent", "unknown", "waiting"}
)
_LEFT = {
    **dict.fromkeys(
        ("unsubscribed", "unsubscribe", "unsub", "opted out", "opt out", "optout"), Reason.UNSUBSCRIBED
    ),
    **dict.fromkeys(("cancelled", "canceled", "left", "no", "false", "0", "off"), Reason.UNSUBSCRIBED),
    **dict.fromkeys(("bounced", "bounce", "hard bounced", "hard bounce", "soft bounced"), Reason.BOUNCED),
    **dict.fromkeys(("cleaned", "undeliverable", "unreachable", "invalid", "undelivered"), Reason.BOUNCED),
    **dict.fromkeys(("complained", "complaint", "complaints", "spam", "spammy", "junk"), Reason.COMPLAINED),
    **dict.fromkeys(("spam complaint", "marked as spam", "reported spam", "abuse"), Reason.COMPLAINED),
    **dict.fromkeys(
        ("disabled", "deleted", "removed", "blocked", "blocklisted", "blacklisted"), Reason.IMPORTED
    ),
    **dict.fromkeys(("suppressed", "archived", "banned", "deactivated", "imported"), Reason.IMPORTED),
    "manual": Reason.MANUAL,
}
_NO = frozenset(
    {"", "false", "0", "no", "n", "f", "off", "null", "none", "nan", "nil", "-", "0000-00-00 00:00:00"}
)
_FORMULA = re.compile(r"'+[=+\-@\t\r]")


class BadRow(SubscribersError):
    """A row that is not taken; the text says why."""


class Reading(NamedTuple):
    """One row as it is meant. (A tuple, for a list may hold a million of them.)

    ``left`` says why its reader is not mailed any more, and wins over
    ``is_confirmed``. ``at`` is when that, or else consent, is said to have
    happened. ``detail`` is what evidence the file gives besides. The last three
    are choices of the reader's own.
    """

    address: Address
    name: str
    regions: str
    is_confirmed: bool
    left: Reason | None
    at: datetime | None
    source: str
    wording: str
    detail: str
    paused_until: datetime | None = None
    text_only: bool = False
    language: str = ""


def undone(cell: str) -> str:
    """A cell without the mark that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def read_row(cells: list[str], layout: Layout, known_regions: Mapping[str, str]) -> Reading:
    """What a row means. Raises BadRow or BadAddress."""
    _check_width(cells, layout)
    left = _why_left(cells, layout)
    address = _address(undone(_cell(cells, layout.email)), left)
    return Reading(
        address=address,
        name=_name(cells, layout),
        regions=_regions(_cell(cells, layout.regions), known_regions),
        is_confirmed=left is None and _is_confirmed(cells, layout),
        left=left,
        at=_since(cells, layout, left),
        source=_line(cells, layout.source, 200),
        wording=_line(cells, layout.wording, 2000) or BY_THE_NEWSROOM,
        detail=_evidence(cells, layout),
        paused_until=_pause(cells, layout),
        text_only=layout.text_only is not None and _is_yes(cells, layout.text_only),
        language=_line(cells, layout.language, 16),
    )


def _address(cell: str, left: Reason | None) -> Address:
    """The address, or what an export of ours says in place of one that was erased."""
    if not is_veiled(cell):
        return parse_address(cell)
    if left is None:
        raise BadRow("an erased reader can only stand in a list as one who has left")
    return Address(cell, cell)


def _cell(cells: list[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


def _line(cells: list[str], column: int | None, longest: int) -> str:
    return one_line(undone(_cell(cells, column)), longest) if column is not None else ""


def _word(cells: list[str], column: int) -> str:
    return " ".join(_cell(cells, column).casefold().replace("_", " ").replace("-", " ").split())


def _check_width(cells: list[str], layout: Layout) -> None:
    """A row of another width has its cells in the wrong columns, or lacks the one that decides."""
    is_short = len(cells) <= max(layout.deciding, layout.email)
    is_long = len(cells) > layout.columns and any(cell.strip() for cell in cells[layout.columns :])
    if is_short or is_long:
        raise BadRow(f"has {len(cells)} cells where the header has {layout.columns}")


def _why_left(cells: list[str], layout: Layout) -> Reason | None:
    if layout.deciding < 0 and layout.all_left is None:
        return None
    found = [layout.all_left] if layout.all_left else []
    words = [_word(cells, column) for column in (*layout.statuses, *layout.soft_statuses)]
    found += [_LEFT[word] for word in words if word in _LEFT]
    found += [reason for column, reason in layout.left if _is_yes(cells, column)]
    found += [Reason.UNSUBSCRIBED for column in layout.wants if not _is_yes(cells, column)]
    found += [Reason.UNSUBSCRIBED for column in layout.soft_wants if _is_plain_no(cells, column)]
    return max(found, key=strictness, default=None)


def _is_yes(cells: list[str], column: int) -> bool:
    return _cell(cells, column).strip().casefold() not in _NO


def _is_plain_no(cells: list[str], column: int) -> bool:
    return bool(_cell(cells, column).strip()) and not _is_yes(cells, column)


def _is_confirmed(cells: list[str], layout: Layout) -> bool:
    """Only what every column agrees on. Raises BadRow for a status nobody knows."""
    if layout.deciding < 0:
        return layout.has_consent
    words = [_word(cells, column) for column in layout.statuses]
    for word in words:
        if word and word not in _MAILABLE and word not in _UNCONFIRMED:
            raise BadRow(
                f'the status "{one_line(word, 20)}" is not known; '
                "write confirmed, unconfirmed or unsubscribed"
            )
    said = [word for word in words if word]
    soft = {_word(cells, column) for column in layout.soft_statuses}
    is_vouched = all(word in _MAILABLE for word in said) and (bool(said) or not layout.statuses)
    has_proof = all(_is_yes(cells, column) for column in layout.proof)
    return is_vouched and has_proof and not soft & _UNCONFIRMED and layout.has_consent


def _name(cells: list[str], layout: Layout) -> str:
    name = " ".join([undone(_cell(cells, column)) for column in layout.name])
    if "@" in name and "\n" in name:
        raise BadRow("its name spans lines and holds an address: a quotation mark is missing")
    return one_line(name)


def _regions(cell: str, known: Mapping[str, str]) -> str:
    wanted = [part.strip() for part in undone(cell).split(";") if part.strip()] if cell else []
    if not wanted:
        return ""
    unknown = next((part for part in wanted if part.casefold() not in known), None)
    if unknown is not None:
        names = ", ".join(dict.fromkeys(known.values())) or "none"
        raise BadRow(f'no region "{one_line(unknown, 40)}"; there are: {names}')
    return ";".join(sorted({known[part.casefold()] for part in wanted}))


def _since(cells: list[str], layout: Layout, left: Reason | None) -> datetime | None:
    if left is not None:
        times = (_time(_cell(cells, column)) for column, _ in layout.left)
        return min((time for time in times if time is not None), default=None)
    for column in layout.since:
        cell = _cell(cells, column)
        time = _time(cell)
        if time is not None:
            return time
        if cell.strip() and layout.format == OWN:
            raise BadRow("the time of confirmation cannot be read; write it as 2026-11-20T09:00:00Z")
    return None


def _pause(cells: list[str], layout: Layout) -> datetime | None:
    cell = _cell(cells, layout.paused_until)
    end = _time(cell)
    if end is None and cell.strip():
        raise BadRow("the end of the pause cannot be read; write it as 2026-11-20T09:00:00Z")
    return end


def _time(cell: str) -> datetime | None:
    """An ISO time or date; without a zone it is taken as UTC. None for anything else."""
    text = cell.strip().removesuffix(" UTC")
    if len(text) < 8 or not text[:1].isdigit():
        return None
    try:
        time = datetime.fromisoformat(text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _evidence(cells: list[str], layout: Layout) -> str:
    if not layout.evidence:
        return ""
    given = ((name, _cell(cells, column).strip()) for column, name in layout.evidence)
    return one_line("; ".join(f"{name} {value}" for name, value in given if value), 2000)
