"""Which article an editor means by what they type: an id, an address, a part of a title."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from digest.errors import BadInput, NotFound
from digest.model.article import Article
from digest.model.wording import counted, straight
from digest.sourcing.identity import canonical_address

START_OF_ID = re.compile(r"[0-9a-f]{4,16}")
ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?/\S*", re.IGNORECASE)
NEAR_ENOUGH = 60.0
SUGGESTED = 3


def find_one(pool: Sequence[Article], text: str, where: str) -> Article:
    """The one article that is meant. ``where`` names what was looked at, for the message.

    Raises BadInput for no text; NotFound when none or several are meant, naming
    those it could be.
    """
    if not text.strip():
        raise BadInput(
            "which article? Give an id, an address or a part of the title; digest list shows them all"
        )
    found = meant(pool, text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f'no article {where} is meant by "{text}"{did_you_mean(pool, text)}')
    some = "; ".join(f"{a.id[:6]} {a.title[:50]}" for a in found[:4])
    raise NotFound(f'"{text}" means {counted(len(found), "article")}: {some}. Give the id.')


def meant(pool: Sequence[Article], text: str) -> list[Article]:
    """Those meant by an id, its start, an address in any of its forms, or a part of title or address."""
    wanted = text.strip()
    if not wanted:
        return []
    folded, address = fold(wanted), whole_address(wanted)
    start = folded if START_OF_ID.fullmatch(folded) else wanted
    tests = (
        lambda a: wanted in (a.id, a.url),
        lambda a: a.id.startswith(start),
        lambda a: bool(address) and canonical_address(a.url) == address,
        lambda a: folded in fold(a.title) or wanted in a.url,
    )
    return next((found for test in tests if (found := [a for a in pool if test(a)])), [])


def is_named_wholly(article: Article, text: str) -> bool:
    """Whether the text is its id or its address, and not just a part of something."""
    wanted, address = text.strip(), whole_address(text)
    return wanted in (article.id, article.url) or (
        bool(address) and canonical_address(article.url) == address
    )


def did_you_mean(pool: Sequence[Article], text: str) -> str:
    """The nearest titles with their ids, as the end of a sentence."""
    titles = {a.id: fold(a.title) for a in pool}
    near = process.extract(
        fold(_last_words(text)), titles, scorer=fuzz.WRatio, limit=SUGGESTED, score_cutoff=NEAR_ENOUGH
    )
    called = {a.id: a.title for a in pool}
    if not near:
        return "; digest list shows them all"
    return "; the nearest: " + "; ".join(f"{id_[:6]} {called[id_][:60]}" for _, _, id_ in near)


def whole_address(text: str) -> str:
    """The canonical form of a web address as a browser shows it, with or without https://; "" if it is none."""
    if not ADDRESS.fullmatch(text.strip()):
        return ""
    typed = text.strip()
    return canonical_address(typed if "://" in typed else f"https://{typed}")


def fold(text: str) -> str:
    """For comparing titles: typographic marks and cases count as the same."""
    return straight(text).casefold()


def _last_words(text: str) -> str:
    """Of an address the words at its end, which are often those of the title."""
    if not whole_address(text):
        return text
    return re.sub(r"[-_/.]+", " ", whole_address(text).rpartition("/")[2])
