"""Adding a source: find the feed behind an address, and write it into newsroom.toml."""

import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from digest.desk.desk import Desk
from digest.errors import BadInput, SourceError
from digest.model.article import Article
from digest.newsroom import Newsroom, parse_newsroom
from digest.sourcing.articles import Reading
from digest.sourcing.characters import text_of
from digest.sourcing.discovery import Candidate, common_places, feeds_named
from digest.sourcing.feed import read_feed
from digest.sourcing.fetch import Fetched
from digest.sourcing.identity import canonical_address

MOST_TRIED = 12
MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was read. ``how`` says how it was found."""

    url: str
    title: str
    how: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a feed's articles have what a digest wants."""

    articles: int
    usable: int
    dated: int
    with_image: int
    with_author: int
    with_dek: int
    filed: int
    newest: datetime | None


def find(desk: Desk, url: str, now: datetime, *, allow_private: bool = False) -> tuple[Found, ...]:
    """The feeds behind an address: itself if it is one, else those its page names, else the usual places.

    Each was fetched and read. Raises SourceError: the address cannot be read,
    or no feed was found there.
    """
    fetched = desk.fetcher.get(url, allow_private=allow_private)
    own = _read(fetched, now)
    if isinstance(own, Reading):
        return (Found(fetched.url, own.title, "the address itself", own),)
    named = feeds_named(_page(fetched), fetched.url)
    found = tuple(_tried(desk, named, now, allow_private=allow_private, most=MOST_SHOWN))
    if not found:
        found = tuple(_tried(desk, common_places(fetched.url), now, allow_private=allow_private, most=1))
    if not found:
        raise SourceError(
            f"no feed was found behind {url}: its page names none, and the usual places hold none; "
            "look for a link called RSS or Feed there and give its address"
        )
    return found


def share_of(desk: Desk, reading: Reading) -> Share:
    """What the articles of a feed have."""
    told = reading.articles
    return Share(
        articles=len(told),
        usable=len(reading.usable),
        dated=sum(a.published is not None for a in told),
        with_image=sum(a.image is not None for a in told),
        with_author=sum(bool(a.authors) for a in told),
        with_dek=sum(bool(a.dek) for a in told),
        filed=sum(_is_filed(desk, a) for a in told),
        newest=max((a.published for a in told if a.published), default=None),
    )


def table_text(
    name: str, url: str, *, region: str | None = None, kind: str | None = None, private: bool = False
) -> str:
    """The ``[[sources]]`` table to be written."""
    keys = {"name": name, "url": url, "region": region, "kind": kind}
    lines = [f"{key} = {_quoted(value)}" for key, value in keys.items() if value]
    return "\n".join(["[[sources]]", *lines, *(["allow_private = true"] if private else [])]) + "\n"


def append(path: Path, table: str) -> Newsroom:
    """Put a table at the end of newsroom.toml; every byte that is there stays.

    Written beside and moved into place, so that nobody ever sees half a file.
    Raises NewsroomError when the file with the table would not be valid (the
    name is taken, say), BadInput when it cannot be written or was changed meanwhile.
    """
    try:
        before = path.read_bytes()
        text = before.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} cannot be read: {error}") from error
    ends = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text.strip() else ends if text.endswith("\n") else 2 * ends
    after = text + gap + table.replace("\n", ends)
    newsroom = parse_newsroom(after.removeprefix("\ufeff"), path.name)
    _replace(path.resolve(), before, after.encode("utf-8"))
    return newsroom


def name_for(newsroom: Newsroom, title: str, url: str) -> str:
    """A name no other source has: the feed's own title, else its host."""
    host = (urlsplit(url).hostname or "source").removeprefix("www.")
    wanted = " ".join(re.sub(r"[^\w &.,'’|:/()-]", " ", title).split())[:60] or host
    taken = {s.name.casefold() for s in newsroom.sources}
    names = (wanted, *(f"{wanted} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)


def already_there(newsroom: Newsroom, url: str) -> str:
    """The name of the source that reads this address already, or ""."""
    wanted = canonical_address(url)
    return next((s.name for s in newsroom.sources if s.url and canonical_address(s.url) == wanted), "")


def _tried(
    desk: Desk, candidates: Iterable[Candidate], now: datetime, *, allow_private: bool, most: int
) -> Iterator[Found]:
    seen: set[str] = set()
    for number, candidate in enumerate(candidates):
        if len(seen) == most or number == MOST_TRIED:
            return
        with suppress(SourceError):
            fetched = desk.fetcher.get(candidate.url, allow_private=allow_private)
            reading = _read(fetched, now)
            if isinstance(reading, Reading) and fetched.url not in seen:
                seen.add(fetched.url)
                yield Found(fetched.url, reading.title or candidate.title, candidate.how, reading)


def _read(fetched: Fetched, now: datetime) -> Reading | SourceError:
    try:
        return read_feed(fetched.body, url=fetched.url, headers=fetched.headers, now=now)
    except SourceError as error:
        return error


def _page(fetched: Fetched) -> str:
    try:
        return text_of(fetched.body, fetched.headers)
    except SourceError:
        return ""


def _is_filed(desk: Desk, article: Article) -> bool:
    return desk.classifier.file(article).region is not None


def _quoted(text: str) -> str:
    """A basic string of TOML 1.0, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _replace(path: Path, before: bytes, after: bytes) -> None:
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        beside = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            beside.chmod(path.stat().st_mode & 0o7777)
            if path.read_bytes() != before:
                raise BadInput(f"{path.name} was changed by somebody else just now; try again")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(f"{path.name} cannot be written: {(error.strerror or 'it failed').lower()}") from error
