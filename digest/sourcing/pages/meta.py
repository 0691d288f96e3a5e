"""What the head of a page says in <meta>: OpenGraph, Twitter, Dublin Core, Parse.ly, Sailthru and others."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from digest.sourcing.pages.claims import Claim, PictureClaim, Writer, claims
from digest.sourcing.pages.tree import Tree

MOST_METAS = 600

TITLES = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "citation_title",
)
DESCRIPTIONS = (
    "og:description",
    "description",
    "twitter:description",
    "sailthru.description",
    "dc.description",
)
DATES = (
    "article:published_time", "og:article:published_time", "article:published", "parsely-pub-date", "sailthru.date",
    "datepublished", "date.published", "publication_date", "publishdate", "pubdate", "publish-date", "published_at",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dcterms.date", "dc.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "article.published", "article_date_original", "citation_publication_date",
    "citation_date", "og:pubdate", "og:published_time", "og:publish_date", "originalpublicationdate", "rnews:datepublished",
    "bt:pubdate", "last-published", "date", "timestamp", "displaydate", "article:post_date", "created",
)  # fmt: skip
AUTHORS = (
    "parsely-author", "sailthru.author", "cxenseparse:author", "author", "article:author", "article:author_name",
    "article.author", "byl", "dc.creator", "dcterms.creator", "citation_author", "og:article:author", "authors",
    "news:author", "dc.contributor", "twitter:data1", "twitter:data2", "rnews:author", "article:authors",
)  # fmt: skip
SECTIONS = ("article:section", "parsely-section", "cxenseparse:section", "section", "category")
_WRITTEN_BY = re.compile(
    r"written|author|geschrieben|verfasst|autor|auteur|écrit|escrito|scritto|door|by\b|von\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Metas:
    """All <meta> of a page by lower-case name, in order."""

    told: Mapping[str, tuple[str, ...]]

    def first(self, *keys: str) -> str:
        return next((text for key in keys for text in self.told.get(key, ())), "")

    def claimed(self, keys: tuple[str, ...]) -> tuple[Claim, ...]:
        return claims(*((text, _called(key)) for key in keys for text in self.told.get(key, ())))

    def writers(self) -> tuple[tuple[Writer, ...], ...]:
        """One group for each name that lists any, in the order of AUTHORS."""
        groups = ((key, self.told.get(key, ())) for key in AUTHORS if self._is_about_writers(key))
        return tuple(tuple(Writer(text, _called(key)) for text in found) for key, found in groups if found)

    def pictures(self) -> tuple[PictureClaim, ...]:
        alts = self.told.get("og:image:alt", ())
        sizes = [
            (_number(w), _number(h))
            for w, h in zip(*(self._all(f"og:image:{k}") for k in ("width", "height")), strict=False)
        ]
        found = []
        for place, address in enumerate(self._all("og:image", "og:image:url", "og:image:secure_url")):
            width, height = sizes[place] if place < len(sizes) else (None, None)
            alt = alts[place] if place < len(alts) else ""
            found.append(PictureClaim(address, "og:image", alt=alt, width=width, height=height))
        others = ("twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full", "image")
        alt = self.first("twitter:image:alt")
        found += [PictureClaim(a, _called(key), alt=alt) for key in others for a in self.told.get(key, ())]
        return tuple(found)

    def _all(self, *keys: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for key in keys for text in self.told.get(key, ())))

    def _is_about_writers(self, key: str) -> bool:
        """twitter:data1 is a writer's name where twitter:label1 says so (Yoast and others)."""
        if not key.startswith("twitter:data"):
            return True
        return bool(_WRITTEN_BY.search(self.first(f"twitter:label{key[-1]}")))


def read_metas(tree: Tree) -> Metas:
    """Names of property, name and itemprop alike: publishers mix them up."""
    told: dict[str, list[str]] = {}
    metas = [e for e in tree.elements if e.tag == "meta"][:MOST_METAS]
    for element in metas:
        content = " ".join((element.get("content") or "").split())
        for kind in ("property", "name"):
            key = (element.get(kind) or "").strip().lower()
            if key and content and len(key) < 80:
                told.setdefault(key, []).append(content[:4000])
    return Metas({key: tuple(dict.fromkeys(found)) for key, found in told.items()})


def _called(key: str) -> str:
    return key if ":" in key or "." in key else f"meta {key}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
