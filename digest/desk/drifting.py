"""Whether an article still says at its source what it said when it was drafted.

Words are compared, not bytes: campaign parameters, white space, markup,
typographic quotes and the marks of advertisements are no change.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from digest.desk.desk import Desk
from digest.editing.draft import cut_at_word
from digest.model.article import Article, Image
from digest.model.edition import Edition
from digest.model.wording import straight
from digest.sourcing.identity import canonical_address
from digest.store import articles
from digest.store.editions import EditionRow

LONGEST_QUOTED = 90
TAG = re.compile(r"<[^<>]{1,500}>")
ADVERTISEMENT = re.compile(
    r"\b(?:advertisement|sponsored(?: content| link)?|story continues below|continue reading|read more)\b[.:…]*",
    re.IGNORECASE,
)
CORRECTION = re.compile(r"\b(?:correct(?:ion|ed)|clarif|retract|withdrawn|editor's note)", re.IGNORECASE)
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between what was approved and what the sources say now."""

    article_id: str
    title: str
    what: str


def drift_of(desk: Desk, row: EditionRow, edition: Edition) -> tuple[Drift, ...]:
    """What of an edition's articles is known to have changed at the source since it was drafted.

    Editors may have given an article other words for the mail, so the
    comparison is with the article as it was drafted. Of those in Latest only
    what readers see counts, the title and the address.
    """
    drafted = {p.article.id: p.article for p in row.draft().pool}
    headlines = {p.article.id for p in edition.latest}
    with desk.store.read() as connection:
        stored = articles.known(connection, [p.article.id for p in edition.placed()])
    found = []
    for placed in edition.placed():
        key, then, there = placed.article.id, drafted.get(placed.article.id), stored.get(placed.article.id)
        if then is not None and there is not None:
            said = changed(then, there.article, headline_only=key in headlines)
            found += [Drift(key, placed.article.title, said)] if said else []
    return tuple(found)


def changed(then: Article, now: Article, *, headline_only: bool = False) -> str:
    """What is different, for an editor; nothing if it says the same."""
    found = [*_headline(then, now), *([] if headline_only else _body(then, now))]
    return "; ".join(found)


def plain(text: str) -> str:
    """The words alone, for comparing."""
    words = ADVERTISEMENT.sub(" ", straight(TAG.sub(" ", unescape(text))))
    return " ".join(words.split()).rstrip(" .")


def _headline(then: Article, now: Article) -> Iterator[str]:
    if plain(then.title) != plain(now.title):
        yield f'retitled at the source: "{now.title}"'
    if canonical_address(then.url) != canonical_address(now.url):
        yield f"moved at the source to {now.url}"


def _body(then: Article, now: Article) -> Iterator[str]:
    told = set()
    for name, old, new in (("summary", then.summary, now.summary), ("dek", then.dek, now.dek)):
        is_filled_in = not old.strip() and not CORRECTION.search(plain(new))  # as by a second feed
        if plain(old) != plain(new) and not is_filled_in and plain(new) not in told:
            told.add(plain(new))  # a feed with one text for both
            yield f'another {name} at the source: "{cut_at_word(new, LONGEST_QUOTED)}"'
    if now.kicker and plain(then.kicker) != plain(now.kicker):
        yield f'another kicker at the source: "{cut_at_word(now.kicker, LONGEST_QUOTED)}"'
    if then.authors and [plain(a) for a in then.authors] != [plain(a) for a in now.authors]:
        yield f"other authors at the source: {', '.join(now.authors) or 'none'}"
    if then.image is not None:
        yield from _picture(then.image, now.image)


def _picture(then: Image, now: Image | None) -> Iterator[str]:
    """A picture that comes in where there was none leaves nothing wrong in the mail."""
    if now is None:
        yield "its picture is gone at the source"
    elif _file(then.url) != _file(now.url):
        yield "another picture at the source"
    else:
        for name, old, new in (("credit", then.credit, now.credit), ("caption", then.caption, now.caption)):
            if plain(old) != plain(new):
                yield f'another {name} of its picture at the source: "{cut_at_word(new, LONGEST_QUOTED)}"'


def _file(url: str) -> str:
    """Services that resize pictures put size and signature into the query, which is no other picture."""
    address = canonical_address(url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return parts.netloc + parts.path if PICTURE_FILE.search(parts.path) else address
