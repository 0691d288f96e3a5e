"""Reading sources for ``sources try``: nothing is stored, and what goes wrong is part of the answer."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.app import App
from digest.errors import BadInput, SourceError
from digest.model.article import Article
from digest.sourcing.feed import read_feed
from digest.sourcing.fetch import Fetched
from digest.sourcing.pages.front import leads_of
from digest.sourcing.pages.reading import PageReading, read_page
from digest.sourcing.pages.telling import page_as_json
from digest.sourcing.pages.tree import looks_like_page
from digest.sourcing.report import as_json
from digest.sourcing.sources import file_bytes

FORMS = ("feed", "page")
_FAR = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A file or address to read. ``url`` is where a file was published, if that is known."""

    name: str
    url: str = ""

    @property
    def is_far(self) -> bool:
        return bool(_FAR.match(self.name))


def places_of(names: Iterable[str], *, is_list_allowed: bool) -> Iterator[Place]:
    """The places named, or those in a list of them: JSON Lines of {"file", "url"}.

    Raises BadInput for a line of such a list that cannot be read.
    """
    for name in names:
        lines = _listed(name) if is_list_allowed and not _FAR.match(name) else None
        if lines is None:
            yield Place(name)
        else:
            yield from lines


def tried(app: App, place: Place, form: str | None, *, allow_private: bool) -> dict[str, Any]:
    """What a feed or a page holds, each article filed as this newsroom would file it.

    ``form`` is "feed", "page", or None to find out.
    """
    try:
        fetched = _bytes_of(app, place, form, allow_private=allow_private)
        if form == "page":
            return _page(app, place, fetched)
        is_page = form is None and looks_like_page(fetched.body, fetched.headers)
        told = _page(app, place, fetched) if is_page else None
        return told if told and (told["is_article"] or told["links"]) else _feed(app, place, fetched)
    except SourceError as error:
        return as_json(place.name, error)


def _bytes_of(app: App, place: Place, form: str | None, *, allow_private: bool) -> Fetched:
    if not place.is_far:
        return Fetched(place.url, file_bytes(Path(place.name)))
    fetcher = app.desk.page_fetcher if form == "page" else app.desk.fetcher
    return fetcher.get(place.name, allow_private=allow_private)


def _feed(app: App, place: Place, fetched: Fetched) -> dict[str, Any]:
    reading = read_feed(fetched.body, url=fetched.url, headers=fetched.headers, now=None)
    told = as_json(place.name, reading)
    for article, answer in zip(reading.articles, told["articles"], strict=True):
        _file(app, article, answer)
    return told


def _page(app: App, place: Place, fetched: Fetched) -> dict[str, Any]:
    read: PageReading = read_page(fetched.body, fetched.url, headers=fetched.headers)
    leads = () if read.is_article else leads_of(fetched.body, fetched.url, fetched.headers)
    told = page_as_json(place.name, read, leads)
    _file(app, read.article, told["articles"][0])
    return told


def _file(app: App, article: Article, answer: dict[str, Any]) -> None:
    filing = app.desk.classifier.file(article)
    answer["region"] = app.newsroom.region_title(filing.region) if filing.region else None
    answer["region_key"] = filing.region
    answer["kind"] = app.desk.classifier.kind(article, ())


def _listed(name: str) -> list[Place] | None:
    """The places a list names; None when the file is no such list (or cannot be read: that is told later)."""
    import msgspec

    try:
        body = file_bytes(Path(name))
    except SourceError:
        return None
    if not _is_list(body):
        return None
    found: list[Place] = []
    for number, line in enumerate(body.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = msgspec.json.decode(line, type=dict[str, Any])
            found.append(_beside(Path(name), str(said["file"]), str(said.get("url") or "")))
        except (msgspec.DecodeError, KeyError) as error:
            raise BadInput(
                f'{name}, line {number}: no JSON object with "file" ({error}); mend that line'
            ) from error
    return found


def _is_list(body: bytes) -> bool:
    """Whether its first line is an object with "file"."""
    import msgspec

    try:
        first = msgspec.json.decode(body.lstrip().partition(b"\n")[0])
    except msgspec.DecodeError:
        return False
    return isinstance(first, dict) and "file" in first


def _beside(list_file: Path, file: str, url: str) -> Place:
    """A relative path counts from here, else from the list's own folder."""
    other = list_file.parent / file
    return Place(str(other) if not Path(file).exists() and other.exists() else file, url)
