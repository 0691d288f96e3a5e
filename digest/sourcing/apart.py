"""One article for each identity: items that share a guid or a link are told apart, or are one."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from digest.model.article import Article
from digest.sourcing.identity import canonical_address, of_sane_length


def told_apart(articles: Sequence[Article], warnings: list[str]) -> tuple[Article, ...]:
    """One article for each identity, which is of a length a database can index.

    Items that share a guid but not the link fall back to their links; those
    that share a link without a path (a front page) are told apart by title.
    Both are told in ``warnings``.
    """
    if len({a.identity for a in articles}) < len(articles):
        articles = _by_title(_by_address(articles, warnings), warnings)
    return _once([_of_sane_length(a) for a in articles], warnings)


def named(article: Article) -> str:
    """What a person would call it."""
    return article.title[:80] or article.url[:120] or article.guid[:80] or "an article without a title"


def _by_address(articles: Sequence[Article], warnings: list[str]) -> list[Article]:
    shared = _shared(
        articles, lambda a: canonical_address(a.url), warnings, "their addresses tell them apart"
    )
    return [
        replace(a, identity=canonical_address(a.url)) if a.identity in shared and a.url else a
        for a in articles
    ]


def _by_title(articles: Sequence[Article], warnings: list[str]) -> list[Article]:
    fronts = [a for a in articles if _is_front(a)]
    shared = _shared(fronts, lambda a: a.title.casefold(), warnings, "their titles tell them apart")
    return [
        replace(a, identity=f"{a.identity}#{a.title.casefold()}")
        if a.identity in shared and _is_front(a)
        else a
        for a in articles
    ]


def _is_front(article: Article) -> bool:
    return urlsplit(article.url).path in ("", "/")


def _shared(
    articles: Iterable[Article], mark: Callable[[Article], str], warnings: list[str], so: str
) -> set[str]:
    """Identities that stand for more than one mark, each told."""
    articles = list(articles)
    many = Counter(a.identity for a in articles)
    marks: dict[str, set[str]] = {}
    for article in articles:
        if many[article.identity] > 1:
            marks.setdefault(article.identity, set()).add(mark(article))
    shared = {identity: found - {""} for identity, found in marks.items() if len(found - {""}) > 1}
    warnings.extend(
        f'{len(found)} articles share the guid or link "{identity[:80]}"; {so}'
        for identity, found in shared.items()
    )
    return set(shared)


def _of_sane_length(article: Article) -> Article:
    identity = of_sane_length(article.identity)
    return article if identity == article.identity else replace(article, identity=identity)


def _once(articles: Sequence[Article], warnings: list[str]) -> tuple[Article, ...]:
    """The newest of each identity, at the place of the first. What has neither guid nor link stays."""
    kept: dict[str, Article] = {}
    twice: dict[str, None] = {}
    for place, article in enumerate(articles):
        key = article.identity if article.guid or article.url else f"{place}"
        before = kept.get(key)
        if before is not None:
            twice[key] = None
        if before is None or _is_newer(article, before):
            kept[key] = article
    warnings.extend(f'"{named(kept[i])}" stands in the feed more than once; the newest counts' for i in twice)
    return tuple(kept.values())


def _is_newer(article: Article, other: Article) -> bool:
    return bool(article.published and other.published and article.published > other.published)
