"""An edition: what it holds, why, and how it is frozen.

The life of an edition is ``draft -> approved -> sending -> sent``, aside
``skipped``, ``paused``, ``cancelled`` and ``attention`` (uncertain batches
wait for an editor). ``MOVES`` lists every step there is; the store makes each
one a conditional UPDATE that names the state it leaves.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

import msgspec

from digest.model.article import Article, Filing
from digest.model.window import Window


class State(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    ATTENTION = "attention"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.APPROVED, State.SKIPPED}),
    State.APPROVED: frozenset({State.DRAFT, State.SENDING, State.SKIPPED}),
    State.SENDING: frozenset({State.SENT, State.PAUSED, State.CANCELLED, State.ATTENTION}),
    State.PAUSED: frozenset({State.SENDING, State.CANCELLED}),
    State.ATTENTION: frozenset({State.SENDING, State.SENT, State.CANCELLED}),
    State.SKIPPED: frozenset({State.DRAFT}),
    State.SENT: frozenset(),
    State.CANCELLED: frozenset(),
}
FINISHED = frozenset({State.SENT, State.SKIPPED, State.CANCELLED})


class Reason(StrEnum):
    """Why a considered article is in the edition or not: exactly one for each."""

    IN = "in"
    OUT_OF_WINDOW = "out of window"
    NO_REGION = "no region"
    REGION_CAP = "over region cap"
    AUTHOR_LIMIT = "author limit"
    LATEST_CAP = "over latest cap"
    ALREADY_MAILED = "already mailed"
    DUPLICATE = "duplicate"
    EXCLUDED = "excluded"
    DROPPED = "dropped"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided on one considered article.

    ``detail`` says it to an editor: "5th in Europe, cap 4; the last one in
    scored 0.61, this 0.48". ``rank`` and ``score`` are None where no ranking
    took place. ``place`` is "lead", "latest" or a region key when it is in.
    """

    article_id: str
    reason: Reason
    detail: str
    region: str | None = None
    place: str | None = None
    score: float | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An article in its place in an edition."""

    article: Article
    filing: Filing
    region_title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One region's articles, best first. Never empty in an edition.

    ``more`` counts the articles of the region that were cut by its cap.
    """

    region: str
    title: str
    articles: tuple[Placed, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """How the edition presents itself; frozen with it, so a change voids approval."""

    publication: str
    title: str
    tagline: str
    language: str
    site: str
    postal_address: str
    from_name: str
    from_email: str
    reply_to: str
    list_id: str
    public_url: str
    accent: str
    accent_dark: str
    paper: str
    ink: str
    serif: bool
    logo_url: str
    socials: tuple[tuple[str, str], ...]
    read_more: str
    latest_title: str
    masthead: str = "auto"
    """ "text", "band" or "logo"; "auto" is the logo if there is one, else the text."""
    series: tuple[str, ...] = ()
    """The kinds that are set apart in a band of their own, by name."""
    region_pages: tuple[tuple[str, str], ...] = ()
    """Region key and the address where all of its articles stand."""
    sign_up_url: str = ""
    tracking: bool = False
    """Whether the carrier may count opens and clicks: what readers are exposed to is approved too."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What an earlier edition got wrong. ``title`` and ``url`` are the article's, ``text`` what is right."""

    title: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """All that readers of any variant may get, and nothing else."""

    name: str
    publish_at: datetime
    window: Window
    look: Look
    subject: str
    preheader: str
    intro: str
    lead: Placed | None
    sections: tuple[Section, ...]
    latest: tuple[Placed, ...]
    corrections: tuple[Correction, ...] = ()

    def placed(self) -> tuple[Placed, ...]:
        """Every article in the order in which it is read."""
        front = (self.lead,) if self.lead else ()
        return (*front, *(p for s in self.sections for p in s.articles), *self.latest)

    @property
    def is_empty(self) -> bool:
        return not self.placed()


def canonical_json(value: Any) -> bytes:
    """The one byte form of a value: keys in field order, no spaces, UTF-8."""
    return msgspec.json.encode(value, order="deterministic")


def edition_from_json(data: bytes) -> Edition:
    """Raises msgspec.ValidationError for anything that is no edition."""
    return msgspec.json.decode(data, type=Edition)


def edition_hash(edition: Edition, templates: str) -> str:
    """SHA-256 over the edition's canonical JSON and the fingerprint of its templates."""
    return sha256(canonical_json(edition) + b"\0" + templates.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted edition with the verdict on every considered article.

    ``pool`` holds each considered article as it would be placed, so that an
    editor can pin one that was cut. ``verdicts`` has exactly one entry for each.
    """

    edition: Edition
    verdicts: tuple[Verdict, ...]
    pool: tuple[Placed, ...]

    def reasons(self) -> dict[str, int]:
        """How many articles for each reason; the sum is what was considered."""
        counts: dict[str, int] = {}
        for verdict in self.verdicts:
            counts[verdict.reason.value] = counts.get(verdict.reason.value, 0) + 1
        return dict(sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. ``severity`` is "error" (stops approval) or "warning"."""

    check: str
    severity: str
    text: str
    what_to_do: str
    article_id: str | None = None
