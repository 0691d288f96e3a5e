"""What says outright where an article belongs: its feed, kicker, tags, address."""

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from digest.model.article import Article
from digest.newsroom import Kind, Newsroom, Region

FOLDERS = 3  # deeper ones are dates and slugs

_SEPARATOR = re.compile(r"\s*[|·•:>/]\s*|\s+[–—-]\s+")


def exact_regions(newsroom: Newsroom, article: Article, sources: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Region keys with the evidence for each, the surest rule first.

    Within a rule the newsroom's order of regions decides.
    """
    yield from _by_feed(newsroom, sources)
    for part in kicker_parts(article.kicker):
        yield from _where(newsroom, _has_kicker(part), f'kicker "{article.kicker}"')
    for region in newsroom.regions:
        tag = next((tag for tag in article.categories if _has_tag(region, tag)), None)
        if tag is not None:
            yield region.key, f'tag "{tag.strip()}"'
    folders = folders_of(article.url)
    for region in newsroom.regions:
        section = section_among(region.sections, folders)
        if section:
            yield region.key, f"address /{section}/"


def _by_feed(newsroom: Newsroom, sources: Sequence[str]) -> Iterator[tuple[str, str]]:
    names = set(sources)
    for region in newsroom.regions:
        for source in newsroom.sources:
            if source.region == region.key and source.name in names:
                yield region.key, f'section feed "{source.name}"'


def _where(newsroom: Newsroom, fits: Callable[[Region], bool], evidence: str) -> Iterator[tuple[str, str]]:
    return ((region.key, evidence) for region in newsroom.regions if fits(region))


def _has_kicker(part: str) -> Callable[[Region], bool]:
    return lambda region: _same(part, (region.title, region.key, *region.kickers))


def _has_tag(region: Region, tag: str) -> bool:
    return _same(tag, (region.title, region.key, *region.tags))


def _same(text: str, names: Sequence[str]) -> bool:
    wanted = text.strip().casefold()
    return any(wanted == name.strip().casefold() for name in names)


def kicker_parts(kicker: str) -> list[str]:
    """ "Analysis | Middle East" as its parts."""
    return [part for part in _SEPARATOR.split(kicker.strip()) if part]


def folders_of(url: str) -> tuple[str, ...]:
    """The first folders of an address in lower case, without the article's own name."""
    try:
        path = urlsplit(url).path
    except ValueError:  # such as a broken IPv6 host
        return ()
    return tuple(part.lower() for part in path.split("/") if part)[:-1][:FOLDERS]


def section_among(sections: Sequence[str], folders: Sequence[str]) -> str:
    """The first of the sections ("africa", "world/africa") that the folders hold, or ""."""
    path = f"/{'/'.join(folders)}/"
    wanted = (section.strip("/ ").lower() for section in sections)
    return next((section for section in wanted if section and f"/{section}/" in path), "")


def exact_kind(newsroom: Newsroom, article: Article, sources: Sequence[str]) -> str:
    """The kind as its source, tags, address or kicker give it; "" if none does."""
    by_source = (s.kind for s in newsroom.sources if s.kind and s.name in set(sources))
    kinds = (*newsroom.series, *newsroom.kinds)
    folders = folders_of(article.url)
    by_rule = (kind.name for kind in kinds if _is_of(kind, article, folders))
    by_kicker = (_called(kinds, part) for part in _kind_parts(newsroom, article.kicker))
    return next(iter((*by_source, *by_rule, *by_kicker)), "") or _called(kinds, article.kind)


def _is_of(kind: Kind, article: Article, folders: Sequence[str]) -> bool:
    tagged = any(_same(tag, (kind.name, *kind.tags)) for tag in article.categories)
    return tagged or bool(section_among(kind.sections, folders))


def _kind_parts(newsroom: Newsroom, kicker: str) -> list[str]:
    """The parts of a kicker that are no region."""
    return [p for p in kicker_parts(kicker) if not any(_has_kicker(p)(r) for r in newsroom.regions)]


def _called(kinds: Sequence[Kind], text: str) -> str:
    """The kind in the newsroom's own spelling, or the text as it is."""
    return next((kind.name for kind in kinds if _same(text, (kind.name,))), text.strip())
