"""Two hundred invented readers, and two rows that no import should take.

No chance is involved: names come from a table, everything else from the row's
number. Addresses lie in domains reserved for examples and tests (RFC 2606).
"""

import csv
import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from digest.demo.articles import demo_text

COLUMNS = ("email", "name", "regions", "status", "confirmed_at", "source", "consent")
GOOD_READERS = 200
WORDING = "Yes, send me the weekly edition of Harbor & Hinterland by email. I can leave at any time."
DOMAINS = (
    "example.org",
    "example.com",
    "example.net",
    "mail.test",
    "post.example.org",
    "reader.test",
    "kiosk.example.net",
)
SOURCES = (
    "website",
    "website",
    "confirmation link",
    "website",
    "event sign-up sheet",
    "print subscriber card",
)
CHOICES = (
    "", "", "europe", "", "middle-east;africa", "", "asia-pacific", "", "americas;europe", "",
    "africa", "", "africa;asia-pacific;middle-east", "", "americas", "europe;middle-east", "", "middle-east",
)  # fmt: skip
BAD_ROWS = (
    (
        "lindqvist.example.org",
        "Harper Lindqvist",
        "",
        "confirmed",
        "2026-03-02T15:00:00Z",
        "website",
        WORDING,
    ),
    (
        "zoë.sablière@example.org",
        "Zoë Sablière",
        "europe",
        "confirmed",
        "2026-04-11T09:30:00Z",
        "website",
        WORDING,
    ),
)
"""No address at all, and a local part beyond ASCII, which few mail systems take."""

_FIRST = datetime(2025, 1, 6, 13, 7, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reader:
    """One good row, before it is written."""

    email: str
    name: str
    regions: str
    status: str
    confirmed_at: str


def readers() -> tuple[Reader, ...]:
    """The good ones, the scripts taking turns."""
    scripts = tomllib.loads(demo_text("names.toml"))["scripts"]
    return tuple(_reader(number, scripts) for number in range(GOOD_READERS))


def readers_csv() -> str:
    """The readers as the project's own CSV, UTF-8 text with a header; bad rows among the good."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(_rows())
    return written.getvalue()


def _rows() -> Iterator[tuple[str, ...]]:
    for number, reader in enumerate(readers()):
        if number in (57, 143):
            yield BAD_ROWS[number // 100]
        source = SOURCES[number * 5 % len(SOURCES)]
        yield (reader.email, reader.name, reader.regions, reader.status, reader.confirmed_at, source, WORDING)


def _reader(number: int, scripts: list[dict[str, Any]]) -> Reader:
    script, turn = scripts[number % len(scripts)], number // len(scripts)
    given = script["given"][turn % 5]
    family = script["family"][(turn * 2 + turn // 5) % 5]  # each pair once in ten turns
    status = _status(number)
    return Reader(
        email=f"{given[1]}.{family[1]}@{DOMAINS[number * 3 % len(DOMAINS)]}",
        name=_full_name(script, given[0], family[0]),
        regions=CHOICES[number * 7 % len(CHOICES)],
        status=status,
        confirmed_at=""
        if status == "unconfirmed"
        else f"{_FIRST + timedelta(hours=79.5 * number):%Y-%m-%dT%H:%M:%SZ}",
    )


def _full_name(script: dict[str, Any], given: str, family: str) -> str:
    parts = (family, given) if script.get("order") == "family" else (given, family)
    joint: str = script.get("joint", " ")
    return joint.join(parts)


def _status(number: int) -> str:
    if number % 16 == 5:
        return "unconfirmed"
    return "unsubscribed" if number % 25 == 12 else "confirmed"
