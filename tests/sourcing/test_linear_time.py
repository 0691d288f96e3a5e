"""No text costs more than time in proportion to its length, whatever it was made to hurt.

The strings are made from the regular expressions themselves: what a part of
one matches, over and over, then something that does not fit.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as syntax  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

from digest.errors import SourceError
from digest.model import address
from digest.sourcing import (
    authors,
    boilerplate,
    characters,
    dates,
    discovery,
    identity,
    images,
    markup,
    openings,
    text,
    xmlfeed,
)
from digest.sourcing.articles import reading_of
from digest.sourcing.entry import Channel, Entry, Markup, Media
from tests.builders.feeds import FEED_URL

LENGTH = 10_000
ENTRIES_LENGTH = 200_000
MOST_SECONDS = 0.35  # the square of the length takes seconds; what is linear takes thousandths


def patterns(*modules: ModuleType) -> Iterator[re.Pattern[Any]]:
    """Every compiled expression of these modules."""
    for module in modules:
        for value in vars(module).values():
            for part in value if isinstance(value, tuple) else (value,):
                one = part[0] if isinstance(part, tuple) and part else part
                if isinstance(one, re.Pattern):
                    yield one


def sample(tree: Any) -> str:
    """A text that a parsed expression matches, or nearly."""
    return "".join(map(_sampled, tree))


def _sampled(node: tuple[Any, Any]) -> str:
    code, about = node
    match code:
        case codes.LITERAL:
            return chr(about)
        case codes.NOT_LITERAL | codes.ANY:
            return "a"
        case codes.IN:
            return _member(about)
        case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
            return sample(about[2]) * max(1, min(int(about[0]), 20))
        case codes.SUBPATTERN:
            return sample(about[3])
        case codes.ATOMIC_GROUP:
            return sample(about)
        case codes.BRANCH:
            return sample(about[1][0])
    return ""


def _member(of: list[tuple[Any, Any]]) -> str:
    for code, about in of:
        match code:
            case codes.LITERAL:
                return chr(about)
            case codes.RANGE:
                return chr(about[0])
            case codes.CATEGORY:
                return str({codes.CATEGORY_SPACE: " ", codes.CATEGORY_DIGIT: "1"}.get(about, "a"))
    return "a"


def pieces(tree: Any) -> Iterator[str]:
    """Samples of an expression and of its repeats and alternatives."""
    yield sample(tree)[:60]
    for code, about in tree:
        match code:
            case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
                yield from pieces(about[2])
            case codes.SUBPATTERN:
                yield from pieces(about[3])
            case codes.ATOMIC_GROUP:
                yield from pieces(about)
            case codes.BRANCH:
                yield from (sample(branch)[:60] for branch in about[1])


def attacks(*modules: ModuleType) -> list[str]:
    found: set[str] = {
        "a@",
        "©",
        "&a",
        "<a ",
        "<!--",
        "<![CDATA[",
        "<script>",
        "</style>",
        "\x9b",
        "a.",
        "1:",
    }
    for pattern in patterns(*modules):
        of_bytes = isinstance(pattern.pattern, bytes)
        source = pattern.pattern.decode("latin-1") if of_bytes else pattern.pattern
        found.update(pieces(syntax.parse(source, pattern.flags & ~(re.UNICODE if of_bytes else 0))))
    return sorted(filter(None, found))


Read = Callable[[str], object]
READERS: dict[str, tuple[Read, ModuleType]] = {
    "plain": (text.plain, text),
    "tidy": (text.tidy, text),
    "drop_tags": (text.drop_tags, text),
    "disarm": (text.disarm, text),
    "unescape": (text.unescape, text),
    "bylines": (lambda said: authors.bylines([said]), authors),
    "caption_and_credit": (lambda said: images.caption_and_credit(text.plain(said), ""), images),
    "a credit": (lambda said: images.caption_and_credit("A caption", text.plain(said)), images),
    "absolute": (lambda said: images.absolute(said, FEED_URL), images),
    "read_fragment": (markup.read_fragment, markup),
    "figures_with": (lambda said: list(markup.figures_with(said, said[:3])), markup),
    "pixels": (markup.pixels, markup),
    "read_date": (dates.read_date, dates),
    "identity_of": (lambda said: identity.identity_of(said, FEED_URL), identity),
    "canonical_address": (
        lambda said: identity.canonical_address("https://a.example/" + said[:4000]),
        address,
    ),
    "tag": (xmlfeed.tag, text),
    "text_of": (
        lambda said: characters.text_of(said.encode("utf-8", "ignore"), {"content-type": said[:300]}),
        characters,
    ),
    "feeds_named": (lambda said: discovery.feeds_named(said, FEED_URL), discovery),
}


@pytest.mark.parametrize("reader", READERS)
def test_no_text_costs_the_square_of_its_length(reader: str) -> None:
    read, module = READERS[reader]
    for piece in attacks(module):
        many = piece * (LENGTH // len(piece))
        for said in (many, f"<{many}", f"A {many}\x01/@"):
            assert _seconds(read, said) < MOST_SECONDS, repr(said[:60])


def test_what_opens_and_closes_a_text_is_found_in_time_too() -> None:
    """Patterns of other people's phrases grow with every newsroom."""
    for piece in attacks(boilerplate, openings):
        said = (piece * (LENGTH // len(piece)))[:LENGTH]
        assert _seconds(boilerplate.without_boilerplate, said) < MOST_SECONDS, repr(said[:60])


def _seconds(read: Read, said: str) -> float:
    """The least of a few tries: a busy machine is no attack."""
    best = 9.9
    for _ in range(3):
        began = time.process_time()
        with suppress(SourceError):
            read(said)
        best = min(best, time.process_time() - began)
        if best < MOST_SECONDS:
            break
    return best


DOTS = " ©" * 60 + "." * ENTRIES_LENGTH + "x"
MISUSED = {
    "a caption of dots": Entry(
        link=FEED_URL, media=(Media("https://a.example/a.jpg", "picture", caption=DOTS[:9_900]),)
    ),
    "a caption in a body": Entry(
        link=FEED_URL,
        content=Markup(
            f'<figure><img src="https://a.example/a.jpg"><figcaption>{DOTS}</figcaption></figure>'
        ),
    ),
    "a name": Entry(link=FEED_URL, authors=("a" * ENTRIES_LENGTH + "/",)),
    "a name of spaces": Entry(link=FEED_URL, authors=("<" + " " * ENTRIES_LENGTH,)),
    "an opened tag": Entry(link=FEED_URL, description=Markup("<" + "a" * ENTRIES_LENGTH)),
    "spaces after a bracket": Entry(link=FEED_URL, description=Markup("<" + " " * ENTRIES_LENGTH)),
    "digits for an alt text": Entry(
        link=FEED_URL, description=Markup(f'<img src="https://a.example/a.jpg" alt="{"6" * 7_000}">')
    ),
    "a date": Entry(link=FEED_URL, dates=("1 " * ENTRIES_LENGTH,)),
    "a category": Entry(link=FEED_URL, categories=("<script>" * (ENTRIES_LENGTH // 8),)),
}


@pytest.mark.parametrize("name", MISUSED)
def test_an_entry_made_to_hurt_costs_hundredths_of_a_second(name: str) -> None:
    channel = Channel(entries=(MISUSED[name],) * 5, count=5)
    assert _seconds(lambda _: reading_of(channel, FEED_URL, summary_characters=300), "") < 5 * 0.15


def test_a_feed_that_takes_too_long_is_read_in_part_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(0, 1000, 7))
    monkeypatch.setattr("digest.sourcing.articles.time.thread_time", lambda: float(next(seconds)))
    entries = tuple(Entry(link=f"https://a.example/{n}", title=Markup("T")) for n in range(9))
    found = reading_of(Channel(entries=entries, count=9), FEED_URL, summary_characters=300)
    assert len(found.articles) == 3
    assert found.warnings[0] == "the feed takes too long to read: only the first 3 of 9 articles are read"
