"""What a feed says before any of it is judged: the shape all feed readers share.

The strict XML reader, the lenient one and the JSON Feed reader each fill these
values; ``articles`` turns them into articles. Nothing here is clean or safe.
"""

from dataclasses import dataclass, field
from typing import Literal

MOST_ENTRIES = 3000
"""Of one feed. Real ones hold 10 to 300; an archive of all time is not a week's news."""

Role = Literal["picture", "attachment", "thumbnail", "cover"]


@dataclass(frozen=True, slots=True)
class Markup:
    """Text as the feed has it. ``base`` is where its relative addresses start from.

    Publishers put HTML into fields that are said to be plain, so ``is_html``
    only tells what the feed claims.
    """

    text: str = ""
    is_html: bool = True
    base: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, sound or film attached to an entry. ``address`` is as the feed has it.

    ``role`` says how it came: a media:content ("picture"), an enclosure
    ("attachment"), a media:thumbnail, or a cover of podcast kind. ``type`` is
    a MIME type or a medium such as "image"; empty when the feed is silent.
    """

    address: str
    role: Role
    type: str = ""
    width: int | None = None
    height: int | None = None
    title: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, raw. ``dates`` stand in order of preference, published first.

    ``kinds`` are what the feed says of its type or genre.
    """

    guid: str = ""
    guid_is_link: bool = False
    link: str = ""
    title: Markup = field(default_factory=Markup)
    description: Markup = field(default_factory=Markup)
    content: Markup = field(default_factory=Markup)
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    kicker: str = ""
    kinds: tuple[str, ...] = ()
    language: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed as a whole, raw. ``authors`` are those an Atom feed gives for all its entries.

    A channel's managingEditor and webMaster are nobody's byline and are not kept.
    ``entries`` are at most MOST_ENTRIES; ``count`` is how many there are.
    ``damage`` says what is wrong with the feed as a whole, if anything.
    """

    title: Markup = field(default_factory=Markup)
    link: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    count: int = 0
    damage: str = ""
