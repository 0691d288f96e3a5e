"""The kind of an article, where the feed itself says so: a category, a section of its address, a prefix.

Only names that mean one thing everywhere are taken. What a newsroom calls its
own kinds stands in newsroom.toml and goes before this (classifying).
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

_SAID = {
    "Analysis": "analysis analyses analyse análisis analisi analyst news-analysis news_analysis",
    "Opinion": "opinion opinions op-ed op-eds oped commentary comment commentisfree comment-is-free viewpoint viewpoints "
    "perspective perspectives opinión opinione meinung kommentar opinião tribune debate guest-essay",
    "Editorial": "editorial editorials leader leaders éditorial editoriale leitartikel",
    "Interview": "interview interviews entrevista intervista entretien q&a q-and-a",
    "Explainer": "explainer explainers explained",
    "Fact check": "fact-check fact-checks factcheck fact-checking",
    "Investigation": "investigation investigations investigative recherche",
    "Feature": "feature features long-read long-reads longread longreads reportage",
    "Reporting": "reporting dispatch dispatches",
    "Review": "review reviews book-review book-reviews rezension",
    "Blog": "blog blogs",
    "Podcast": "podcast podcasts",
    "Video": "video videos",
    "Obituary": "obituary obituaries nachruf",
    "Letters": "letters letters-to-the-editor leserbriefe",
    "Press release": "press-release press-releases pressemitteilung",
}
_KINDS: Mapping[str, str] = {name: kind for kind, names in _SAID.items() for name in names.split()}
_PREFIX = re.compile(r"([^\W\d_][\w& -]{2,24}?)\s?[|:•]\s")
_ONLY_AS_SECTION = frozenset(
    ("leader", "leaders", "explained", "debate", "recherche", "perspective", "tribune")
)
_FOLDERS = 3  # deeper ones are dates and the article's own name


def kind_of(categories: Iterable[str], url: str, title: str) -> str:
    """ "Analysis" for a category "News Analysis", an address /analysis/... or a title "Analysis | ..."; else ""."""
    by_category = (_called(c) for c in categories)
    return next(filter(None, by_category), "") or _of_address(url) or _of_title(title)


def _of_address(url: str) -> str:
    folders = url.partition("?")[0].split("/")[3:-1][:_FOLDERS]
    return next(filter(None, map(_called, folders)), "")


def _of_title(title: str) -> str:
    found = _PREFIX.match(title)
    return _called(found[1]) if found else ""


@lru_cache(maxsize=2000)
def _called(text: str) -> str:
    said = "-".join(text.casefold().replace("_", "-").split())
    return "" if said in _ONLY_AS_SECTION else _KINDS.get(said, "")
