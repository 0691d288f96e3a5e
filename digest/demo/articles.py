"""The invented newsroom's articles and pictures, and the demo's fixed clock.

Harbor & Hinterland, its people, its bodies and its events do not exist; only
the places do. Texts live in data/*.toml, so that they can be edited like copy.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

NAME = "Harbor & Hinterland"
HOST = "harborhinterland.example.org"
SITE = f"https://{HOST}"
ZONE = "America/New_York"
DEMO_NOW = datetime(2026, 11, 19, 14, 0, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
"""Thursday afternoon: the edition 2026-W47 is due on Friday at 09:00 local time."""

REGIONS = {
    "africa": "Africa",
    "americas": "Americas",
    "asia-pacific": "Asia-Pacific",
    "europe": "Europe",
    "middle-east": "Middle East",
}
PICTURE_SIZE = (1200, 675)
_FILES = ("africa", "americas", "asia-pacific", "europe", "middle-east", "global")


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture; the caption belongs to the article that uses it."""

    key: str
    alt: str
    credit: str

    @property
    def file(self) -> str:
        return f"{self.key}.jpg"

    @property
    def url(self) -> str:
        return f"{SITE}/images/{self.file}"


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as the newsroom's own system would hold it. Instants are UTC.

    ``section`` is the first folder of its address and the feed it stands in;
    ``also`` names further section feeds. ``region`` is what a careful editor
    would file it under, also where no feed says so. ``appeared`` is when the
    feeds first showed it. ``quirk`` names what is wrong with it on purpose.
    """

    slug: str
    title: str
    kind: str
    section: str
    published: datetime
    appeared: datetime
    lede: tuple[str, ...]
    dek: str = ""
    region: str = ""
    also: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    picture: Picture | None = None
    caption: str = ""
    front: bool = False
    quirk: str = ""

    @property
    def path(self) -> str:
        return f"/{self.section}/{self.slug}/"

    @property
    def url(self) -> str:
        return SITE + self.path

    @property
    def guid(self) -> str:
        return f"tag:{HOST},2026:{self.slug}"

    @property
    def kicker(self) -> str:
        return " | ".join(filter(None, (self.kind, REGIONS.get(self.region, ""))))

    @property
    def categories(self) -> tuple[str, ...]:
        """What the feeds call it: the blog and the dispatches name no region."""
        told = REGIONS.get(self.region, "") if self.section not in ("blog", "dispatches") else ""
        return tuple(filter(None, (self.kind, told, *self.tags)))


@cache
def pictures() -> dict[str, Picture]:
    return {key: Picture(key, **table) for key, table in _toml("pictures").items()}


@cache
def pieces() -> tuple[Piece, ...]:
    """Every article, newest first."""
    found = (_piece(table) for name in _FILES for table in _toml(name)["articles"])
    return tuple(sorted(found, key=lambda p: (p.published, p.slug), reverse=True))


def shown(as_of: datetime) -> tuple[Piece, ...]:
    """What the site shows at an instant, newest first."""
    return tuple(p for p in pieces() if p.appeared <= as_of)


def demo_text(name: str) -> str:
    """The text of a file in data/."""
    return resources.files("digest.demo").joinpath("data", name).read_text(encoding="utf-8")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(demo_text(f"{name}.toml"))


def _piece(table: dict[str, Any]) -> Piece:
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list)}
    published: datetime = table["published"].astimezone(UTC)
    appeared: datetime = table.get("appeared", published).astimezone(UTC)
    picture = pictures()[table["picture"]] if "picture" in table else None
    return Piece(**(table | lists | {"published": published, "appeared": appeared, "picture": picture}))


def newest(found: Iterable[Piece]) -> datetime:
    """When the last of these appeared."""
    return max(piece.appeared for piece in found)
