"""What a part of a page claims, and where: nothing is believed yet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A text and where it was found, in words for an editor: "JSON-LD headline"."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody named as the author. ``is_organisation``: the page says that it is no person."""

    name: str
    origin: str
    is_organisation: bool = False


@dataclass(frozen=True, slots=True)
class PictureClaim:
    """A picture as some part of the page names it. ``address`` as written."""

    address: str
    origin: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None


def claims(*found: tuple[str, str]) -> tuple[Claim, ...]:
    """(text, origin) pairs that say something."""
    return tuple(Claim(text, origin) for text, origin in found if text.strip())
