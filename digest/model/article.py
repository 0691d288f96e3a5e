"""An article, as read from a source and as placed in an edition."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

ID_BYTES = 8  # 16 hex digits; two of a million articles collide once in 10^7 newsrooms


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with what must travel with it. ``url`` is absolute http(s)."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One published piece. All texts are plain text: no markup, no entities.

    ``identity`` is what makes it the same article when its title or address
    change: the guid, else the canonical address. ``published`` is aware UTC,
    or None when the source gives no usable date.
    """

    identity: str
    url: str
    title: str
    guid: str = ""
    dek: str = ""
    summary: str = ""
    kicker: str = ""
    kind: str = ""
    authors: tuple[str, ...] = ()
    image: Image | None = None
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    language: str = ""

    @property
    def id(self) -> str:
        """Sixteen hex digits, the same for the same identity everywhere and always."""
        return blake2b(self.identity.encode(errors="surrogatepass"), digest_size=ID_BYTES).hexdigest()


@dataclass(frozen=True, slots=True)
class Filing:
    """Where an article was filed, and on what evidence.

    ``region`` is a region key of the newsroom or None (Global, or unsure).
    ``confidence`` runs from 0 to 1; exact rules (section feed, kicker, tag,
    URL section) give 1. ``second`` is another region the article is about.
    """

    region: str | None
    confidence: float
    evidence: tuple[str, ...] = ()
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """An article with its history here: when and in which sources it was seen."""

    article: Article
    first_seen: datetime
    sources: tuple[str, ...]

    @property
    def when(self) -> datetime:
        """The date it counts under: published, or first seen if undated."""
        return self.article.published or self.first_seen
