"""What templates are given: one ``Context``, plain values, ready to print.

``templates/README.md`` lists every name here; a test holds the two together.
"""

from dataclasses import dataclass

from digest.rendering.palette import Palette


@dataclass(frozen=True, slots=True)
class Picture:
    """``width`` and ``height`` are those to show it at, in pixels.

    Where the source gave no size, ``height`` is a guess and ``is_measured`` false.
    """

    url: str
    alt: str
    caption: str
    credit: str
    width: int
    height: int
    is_measured: bool


@dataclass(frozen=True, slots=True)
class Teaser:
    """An article as a reader meets it. Empty texts are absent ones.

    ``url`` is "" for an address that is neither http nor https. ``label`` is
    the accessible name of its link. ``dek`` is "" when it only says again what
    ``summary`` says. ``language`` is "" when it is the edition's.
    """

    url: str
    kicker: str
    title: str
    is_long: bool
    label: str
    byline: str
    dek: str
    summary: str
    picture: Picture | None
    language: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """``first`` is set large, ``teasers`` compact, ``headlines`` as titles only.

    ``count`` is all of them; ``more_line`` is "" unless the region had more.
    ``page`` is where all of the region's articles stand, or "".
    """

    region: str
    title: str
    count: int
    first: Teaser
    teasers: tuple[Teaser, ...]
    headlines: tuple[Teaser, ...]
    more_line: str
    page: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A named series, set apart from the regions; ``teasers`` is never empty."""

    name: str
    teasers: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True)
class LatestView:
    """Headlines from everywhere; ``more_line`` is "" unless there is no room for some."""

    title: str
    teasers: tuple[Teaser, ...]
    more_line: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """``url`` is "" for an article that has no address."""

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, and below it the titles it stands for; those of a long mail are left out."""

    name: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookView:
    """The newsroom's look. ``masthead`` is "text", "band" or "logo".

    ``logo`` is None unless the masthead is to show one and can.
    """

    publication: str
    title: str
    tagline: str
    postal_address: str
    masthead: str
    logo: Picture | None
    read_more: str
    sans: bool


@dataclass(frozen=True, slots=True)
class EditionLine:
    """``date`` is the publication day in the newsroom's zone, in words; ``week`` "Week 48"."""

    name: str
    date: str
    week: str


@dataclass(frozen=True, slots=True)
class Link:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Links:
    """``preferences`` and ``unsubscribe`` hold the marks of a personal tail; no other does.

    ``site`` is None unless the newsroom gave its address.
    """

    browser: str
    share: str
    sign_up: str
    preferences: str
    unsubscribe: str
    site: Link | None
    socials: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """``start`` and ``end`` are "left" and "right", the other way round for ``direction`` "rtl"."""

    subject: str
    preheader: str
    edition: EditionLine
    look: LookView
    palette: Palette
    language: str
    direction: str
    start: str
    end: str
    intro: tuple[str, ...]
    corrections: tuple[CorrectionView, ...]
    links: Links
    why_line: str
    contents: tuple[Entry, ...]
    lead: Teaser | None
    sections: tuple[SectionView, ...]
    series: tuple[SeriesView, ...]
    latest: LatestView | None
    regions_line: str


OF_A_VARIANT = frozenset({"contents", "lead", "sections", "series", "latest", "regions_line"})
"""What a part is not given: it is the same in every variant, and rendered once."""
