"""Where articles come from: feeds on the net, files and folders of them.

One source is read at a time and knows nothing of the others, so that one that
fails leaves the rest alone.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from digest.errors import SourceError
from digest.newsroom import Source
from digest.sourcing.articles import Reading
from digest.sourcing.feed import SUMMARY_CHARACTERS, read_feed
from digest.sourcing.fetch import Fetcher, Validators
from digest.sourcing.paging import is_further, not_all_pages, page_address, together
from digest.sourcing.text import tidy
from digest.sourcing.unpack import GZIP_START, bounded, size_of, unpacked

MAX_FILE_BYTES = 10_000_000
FEED_ENDINGS = (".xml", ".rss", ".atom", ".json")
MOST_FILES = 500
_STEP = 262_144


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What one source gave. ``reading`` is None when nothing has changed since last time.

    ``validators`` and ``body_hash`` are for the next time, also when nothing changed.
    Of a source with several ``pages`` the first one is meant.
    """

    source: Source
    reading: Reading | None
    validators: Validators
    body_hash: str


def read_source(
    source: Source,
    fetcher: Fetcher,
    *,
    base: Path,
    validators: Validators | None = None,
    known_hash: str = "",
    summary_characters: int = SUMMARY_CHARACTERS,
    now: datetime | None = None,
) -> SourceReading:
    """Read a feed at ``source.url``, or the file or folder ``source.path`` under ``base``.

    Not parsed again when the server says "unchanged" or the bytes are those
    of ``known_hash``. A folder gives the articles of every feed in it, by
    name; a file in it that cannot be read becomes a warning.

    Raises SourceError: nothing could be read; the text names the source.
    """
    try:
        if source.url is not None:
            return _from_net(source, fetcher, validators, known_hash, summary_characters, now)
        return _from_disk(source, base, known_hash, summary_characters, now)
    except SourceError as error:
        raise SourceError(f'source "{source.name}": {tidy(str(error))}') from error


def read_file(
    path: Path | str,
    *,
    fetcher: Fetcher | None = None,
    allow_private: bool = False,
    summary_characters: int = SUMMARY_CHARACTERS,
    now: datetime | None = None,
) -> Reading:
    """One feed from a file (gzip too) or, with a fetcher, from an http(s) address.

    Raises SourceError.
    """
    address = str(path)
    if not re.match(r"https?:", address, re.IGNORECASE):
        return read_feed(file_bytes(Path(path)), url="", summary_characters=summary_characters, now=now)
    if fetcher is None:
        raise SourceError("addresses are not fetched here; give a file")
    fetched = fetcher.get(address, allow_private=allow_private)
    body = _unzipped(fetched.body)
    return read_feed(
        body, url=fetched.url, headers=fetched.headers, summary_characters=summary_characters, now=now
    )


def file_bytes(path: Path, *, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """The bytes of a file, unpacked if it is gzip. Raises SourceError, also beyond ``max_bytes``."""
    try:
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path.name}: {_why(error)}; check the path") from error
    if len(body) > max_bytes:
        raise SourceError(f"{path.name}: larger than {size_of(max_bytes)}; it is not read")
    return _unzipped(body, max_bytes=max_bytes)


def feed_files(folder: Path) -> list[Path]:
    """The feeds in a folder, by name; gzip ones too. Not those in folders below."""
    try:
        files = sorted(
            p for p in folder.iterdir() if p.name.lower().removesuffix(".gz").endswith(FEED_ENDINGS)
        )
    except OSError as error:
        raise SourceError(f"{folder.name}: {_why(error)}; check the path") from error
    return [p for p in files if p.is_file() and not p.name.startswith(".")][:MOST_FILES]


def _from_net(
    source: Source,
    fetcher: Fetcher,
    known: Validators | None,
    known_hash: str,
    limit: int,
    now: datetime | None,
) -> SourceReading:
    asked = known if known_hash else None  # without a reading of last time "unchanged" would lose articles
    fetched = fetcher.get(source.url or "", allow_private=source.allow_private, validators=asked)
    if fetched.is_unchanged:
        return SourceReading(source, None, fetched.validators, known_hash)
    body_hash = hash_of([fetched.body])
    if body_hash == known_hash:
        return SourceReading(source, None, fetched.validators, known_hash)
    body = _unzipped(fetched.body, max_bytes=fetcher.max_bytes)
    reading = read_feed(body, url=fetched.url, headers=fetched.headers, summary_characters=limit, now=now)
    if not known_hash and source.pages > 1:
        reading = _with_older_pages(reading, source, fetcher, limit, now)
    return SourceReading(source, reading, fetched.validators, body_hash)


def _with_older_pages(
    reading: Reading, source: Source, fetcher: Fetcher, limit: int, now: datetime | None
) -> Reading:
    """One request after the other, until a page brings nothing new or cannot be read."""
    for number in range(2, source.pages + 1):
        try:
            older = read_file(
                page_address(source.url or "", number),
                fetcher=fetcher,
                allow_private=source.allow_private,
                summary_characters=limit,
                now=now,
            )
        except SourceError as error:
            return not_all_pages(reading, number, error)
        if not is_further(older, reading):
            break
        reading = together(reading, older)
    return reading


def _from_disk(
    source: Source, base: Path, known_hash: str, limit: int, now: datetime | None
) -> SourceReading:
    place = base / (source.path or "")
    files = feed_files(place) if place.is_dir() else [place]
    if place.exists() and not place.is_dir() and not place.is_file():
        raise SourceError(f"{place.name} is neither a file nor a folder; it is not read")
    if not files:
        raise SourceError(
            f"the folder {place.name} holds no feed ({', '.join('*' + e for e in FEED_ENDINGS)})"
        )
    bodies = list(_bodies(files))
    body_hash = hash_of([part for name, body in bodies for part in (name.encode(), _as_bytes(body))])
    if body_hash == known_hash:
        return SourceReading(source, None, Validators(), known_hash)
    readings = [(name, _read(name, body, source.base_url or "", limit, now)) for name, body in bodies]
    return SourceReading(source, _together(readings), Validators(), body_hash)


def _bodies(files: list[Path]) -> Iterator[tuple[str, bytes | SourceError]]:
    for path in files:
        try:
            yield path.name, file_bytes(path)
        except SourceError as error:
            yield path.name, error


def _read(
    name: str, body: bytes | SourceError, url: str, limit: int, now: datetime | None
) -> Reading | SourceError:
    if isinstance(body, SourceError):
        return body
    try:
        return read_feed(body, url=url, summary_characters=limit, now=now)
    except SourceError as error:
        return SourceError(f"{name}: {error}")


def _together(results: list[tuple[str, Reading | SourceError]]) -> Reading:
    """One reading of several files; the first error is raised when none could be read."""
    readings = [(name, result) for name, result in results if isinstance(result, Reading)]
    errors = [result for _, result in results if isinstance(result, SourceError)]
    if not readings:
        raise errors[0]
    only = len(results) == 1
    told = [w if only else f"{name}: {w}" for name, reading in readings for w in reading.warnings]
    articles = {a.identity: a for _, reading in reversed(readings) for a in reversed(reading.articles)}
    title = next((reading.title for _, reading in readings if reading.title), "")
    return Reading(title, tuple(reversed(articles.values())), (*(str(e) for e in errors), *told))


def hash_of(parts: list[bytes]) -> str:
    """SHA-256 over the parts with their lengths, so that they cannot run into each other."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _unzipped(body: bytes, *, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    return bounded(unpacked([body]), max_bytes=max_bytes) if body.startswith(GZIP_START) else body


def _as_bytes(body: bytes | SourceError) -> bytes:
    return body if isinstance(body, bytes) else str(body).encode()


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or "it cannot be read").lower()
