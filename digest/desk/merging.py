"""What one reading of a source changes in what is stored.

An article belongs to the source that showed it first. No other source
overrules it, or dates it back: a guid is only a text that anyone can copy.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b

from digest.model.article import Article
from digest.model.edition import canonical_json
from digest.sourcing.identity import canonical_address, host_of, of_sane_length
from digest.store.articles import Known, Sighting


def strangers(source: str, read: Iterable[Article], known: Mapping[str, Known]) -> set[str]:
    """Ids under which this source shows an article of another site than the one stored."""
    return {
        one.id
        for one in read
        if (before := known.get(one.id)) is not None
        and before.owner != source
        and not is_same_place(one.url, before.article.url)
    }


def apart(article: Article) -> Article:
    """The article under an identity of its own address, for one whose guid another site uses too."""
    return replace(article, identity=of_sane_length(f"{canonical_address(article.url)}#{article.identity}"))


def decide(
    source: str, read: Iterable[Article], known: Mapping[str, Known], sources: Collection[str] = ()
) -> list[Sighting]:
    """What one reading changes. A source overrules only what is its own.

    Another one that shows the article at the same site fills what is missing;
    so two feeds with different words for one article do not take turns. It
    takes the article over when its owner is no longer among ``sources``.
    """
    sightings: dict[str, Sighting] = {}
    for one in read:
        before = known.get(one.id)
        print_now = fingerprint(one)
        if before is None:
            sightings.setdefault(one.id, Sighting(one.id, print_now, one, is_new=True))
            continue
        is_left = bool(sources) and before.owner not in sources
        takes_over = is_left and before.owner != source and is_same_place(one.url, before.article.url)
        if before.fingerprints.get(source) != print_now or takes_over:
            merged = merge(before.article, one, overrule=takes_over or before.owner == source)
            changed = None if merged == before.article else merged
            sightings.setdefault(
                one.id, Sighting(one.id, print_now, changed, is_new=False, takes_over=takes_over)
            )
    return list(sightings.values())


def merge(old: Article, new: Article, *, overrule: bool) -> Article:
    """One article from two sightings: the newest words if ``overrule``, else the old ones filled up.

    Every category stays, and so does the date; only the owner may give an earlier one.
    """
    first, second = (new, old) if overrule else (old, new)
    dates = [d for d in (old.published, new.published) if d is not None]
    return replace(
        first,
        identity=old.identity,
        dek=first.dek or second.dek,
        summary=first.summary or second.summary,
        kicker=first.kicker or second.kicker,
        kind=first.kind or second.kind,
        authors=first.authors or second.authors,
        image=first.image or second.image,
        language=first.language or second.language,
        categories=tuple(dict.fromkeys((*old.categories, *new.categories))),
        published=min(dates, default=None) if overrule else old.published or new.published,
    )


def is_same_place(url: str, other: str) -> bool:
    """Whether two addresses are of one host, or lead to the same article."""
    return host_of(url) == host_of(other) != "" or canonical_address(url) == canonical_address(other)


def fingerprint(article: Article) -> str:
    """Says whether a source shows the same as last time."""
    return blake2b(canonical_json(article), digest_size=16).hexdigest()
