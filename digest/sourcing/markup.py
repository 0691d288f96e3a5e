"""HTML of a feed, read into blocks of clean text and the pictures between them.

nh3 (a full HTML5 parser) parses and normalises first: scripts, frames, styles
and handlers are gone and every tag and attribute is written one way. What is
left is small enough for a tokeniser of one regular expression.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import nh3

from digest.sourcing.text import drop_tags, looks_like_html, plain, tidy, unescape, without_surrogates

READ_CHARACTERS = 8000
"""As much of a body as is read: the lede and the first picture stand here, and
a whole one adds nothing."""
BEFORE, AFTER = 1200, 800  # of a picture's address stand its other addresses, and its caption
MOST_DEPTH = 150  # html5ever's time grows with the square of the depth: 1,600 take 16 ms

BlockRole = Literal["text", "heading", "caption", "credit", "item"]

_BLOCK_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote section article header footer aside main table tr td "
    "th figure figcaption hr pre center address"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "th"))
_TAGS = {*_BLOCKS, "br", "img", "span", "small", "cite", "em", "i"}
_CONTENT_GONE = {
    "script", "style", "iframe", "object", "embed", "noscript", "noembed", "noframes", "svg", "math", "template",
    "title", "textarea", "select", "button", "form", "video", "audio", "canvas", "head", "xmp", "plaintext", "map",
}  # fmt: skip
_ATTRIBUTES = {
    "img": {"src", "srcset", "alt", "width", "height", "title", "class", "data-src", "data-runner-src", "data-lazy-src",
            "data-original", "data-srcset", "data-caption", "data-image-caption", "data-credit"},
    "*": {"class"},
}  # fmt: skip
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_VOID = frozenset(
    ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "p", "li", "source", "wbr")
)
_CANDIDATES = re.compile(r"(?<=[\dwx]),\s|,\s+")
_DESCRIPTOR = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)[wx]")
MOST_CANDIDATES = 30
_ONLY_PARAGRAPHS = re.compile(r"(?:[^<]++|</?p>)*+")
_PARAGRAPH = re.compile(r"</?p>")
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'([a-z][a-z-]*)="([^"]*)"')
_CAPTION_CLASS = re.compile(r"caption|photo-?text|image-?text", re.IGNORECASE)
_CREDIT_CLASS = re.compile(
    r"credit|copyright|photographer|photo-?by|attribution|image-?source", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or caption. ``picture`` counts the pictures seen before its end."""

    text: str
    role: BlockRole = "text"
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """An <img>, addresses as written, best first. Dimensions in pixels when stated."""

    addresses: tuple[str, ...]
    alt: str = ""
    width: int | None = None
    height: int | None = None
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A body in reading order. ``is_cut`` says that more followed than was read.

    ``base`` is where the relative addresses of its pictures start from.
    """

    blocks: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()
    is_cut: bool = False
    base: str = ""

    @property
    def text(self) -> str:
        """What a reader would read, without captions, in one line."""
        return " ".join(b.text for b in self.blocks if b.role not in ("caption", "credit"))


def read_fragment(source: str, base: str = "") -> Fragment:
    """Blocks and pictures of the first READ_CHARACTERS. Never raises, never loads anything."""
    source, is_cut = _head(without_surrogates(source))  # the cleaner speaks UTF-8, JSON may carry halves
    if "&" not in source and _ONLY_PARAGRAPHS.fullmatch(source):
        texts = map(tidy, _PARAGRAPH.split(source))
        return Fragment(tuple(Block(text) for text in texts if text), (), is_cut, base)
    if "&lt;" in source and not looks_like_html(source):
        source = _cured(source)
    reading = _Reading()
    reading.read(_cleaner().clean(source if _depth(source) <= MOST_DEPTH else drop_tags(source)))
    return Fragment(tuple(reading.blocks), tuple(reading.pictures), is_cut, base)


def figures_with(source: str, text: str, most: int = 3) -> Iterator[str]:
    """The stretches of markup around the first places where ``text`` stands: picture and caption."""
    at = source.find(text) if text else -1
    while at >= 0 and most > 0:
        figure = source.rfind("<figure", max(0, at - BEFORE), at)
        start = figure if figure >= 0 else source.rfind("<", 0, at + 1)
        close = source.find("</figure>", at, at + 2 * AFTER) if figure >= 0 else -1
        end = close + len("</figure>") if close >= 0 else min(at + AFTER, len(source))
        yield source[max(0, start) : end]
        at, most = source.find(text, end), most - 1


def _depth(source: str) -> int:
    """How deep tags nest, roughly: those that are opened and closed."""
    if source.count("<") <= MOST_DEPTH:
        return 0
    depth = deepest = 0
    for found in _ANY_TAG.finditer(source):
        if found[2].lower() not in _VOID:
            depth = depth + 1 if not found[1] else max(0, depth - 1)
            deepest = max(deepest, depth)
    return deepest


def _head(source: str) -> tuple[str, bool]:
    if len(source) <= READ_CHARACTERS:
        return source, False
    cut = source[:READ_CHARACTERS]
    end = max(cut.rfind("<"), cut.rfind(" "))  # neither half a tag nor half an entity
    return cut[: end if end > 0 else READ_CHARACTERS], True


def _cured(source: str) -> str:
    """Markup that was escaped twice, once unescaped; anything else as it was."""
    once = unescape(source)
    return once if looks_like_html(once) else source


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_CONTENT_GONE,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel=None,
    )


class _Reading:
    """One walk over normalised HTML."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pictures: list[Picture] = []
        self._pieces: list[str] = []
        self._roles: list[tuple[str, BlockRole]] = []
        self._after_break = False

    def read(self, clean: str) -> None:
        at = 0
        for token in _TOKEN.finditer(clean):
            self._say(clean[at : token.start()])
            at = token.end()
            if token[1]:
                self._close(token[2])
            else:
                self._open(token[2], dict(_ATTRIBUTE.findall(token[3])))
        self._say(clean[at:])
        self._flush()

    def _say(self, escaped: str) -> None:
        if escaped:
            self._pieces.append(html.unescape(escaped))
            self._after_break = self._after_break and escaped.isspace()

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "img":
            self.pictures.append(_picture(attributes))
        elif tag in ("br", "hr"):
            self._line(tag)
        else:
            role = _role(tag, attributes.get("class", ""))
            if tag in _BLOCKS or role == "credit":
                self._flush()
            self._roles.append((tag, role))

    def _close(self, tag: str) -> None:
        role = self._roles[-1][1] if self._roles else "text"
        if tag in _BLOCKS or role == "credit":
            self._flush()
        if self._roles:
            self._roles.pop()

    def _line(self, tag: str) -> None:
        """Two line breaks make a paragraph; one does not."""
        if tag == "hr" or self._after_break:
            self._flush()
        self._pieces.append("\n")
        self._after_break = True

    def _flush(self) -> None:
        text = plain("".join(self._pieces))
        self._pieces.clear()
        if text:
            self.blocks.append(Block(text, self._role(), len(self.pictures)))

    def _role(self) -> BlockRole:
        inner = [role for _, role in self._roles if role != "text"]
        return inner[-1] if inner else "text"


def _role(tag: str, classes: str) -> BlockRole:
    if tag in _HEADINGS:
        return "heading"
    if _CREDIT_CLASS.search(classes):
        return "credit"
    if tag == "figcaption" or _CAPTION_CLASS.search(classes):
        return "caption"
    return "item" if tag == "li" else "text"


def _picture(attributes: dict[str, str]) -> Picture:
    said = {name: html.unescape(value).strip() for name, value in attributes.items()}
    named = ("data-runner-src", "data-src", "data-lazy-src", "data-original", "src")
    addresses = [said[name] for name in named if said.get(name)]
    addresses += [largest_of(said[name]) for name in ("data-srcset", "srcset") if said.get(name)]
    return Picture(
        addresses=tuple(addresses),
        alt=plain(said.get("alt", "")),
        width=pixels(said.get("width", "")),
        height=pixels(said.get("height", "")),
        caption=plain(said.get("data-caption", "") or said.get("data-image-caption", "")),
        credit=tidy(plain(said.get("data-credit", ""))),
    )


def largest_of(srcset: str) -> str:
    """The address with the greatest width or density (HTML Living Standard, 4.8.4.2.1); "" for none.

    Addresses may hold commas (RebelMouse's do), so that only a comma with white space ends one.
    """
    best, address = -1.0, ""
    for candidate in _CANDIDATES.split(srcset.strip(" ,"))[:MOST_CANDIDATES]:
        parts = candidate.strip(" ,").split()
        found = _DESCRIPTOR.fullmatch(parts[-1]) if len(parts) > 1 else None
        size = float(found[1]) if found else 0.0
        if parts and size > best:
            best, address = size, parts[0]
    return address


def pixels(text: str) -> int | None:
    """``640`` for "640" and "640px"; None for "100%", "auto" and nonsense."""
    found = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*", text)
    return int(found[1]) if found else None
