"""Reads a mail's HTML the way clients do: the normal view and Outlook's, tags, links, text."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)

_OPENED = re.compile(r"<!--\[if[^\]]*\]>(.*?)<!\[endif\]-->", re.DOTALL)
_OTHERS_ONLY = re.compile(r"<!--\[if !mso\]><!-->(.*?)<!--<!\[endif\]-->", re.DOTALL)
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]*)(?:"[^"]*"|'[^']*'|[^>"'])*?(/?)>""")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def normal_view(html: str) -> str:
    """What every client but Outlook for Windows reads."""
    return _COMMENT.sub("", _OTHERS_ONLY.sub(r"\1", html))


def outlook_view(html: str) -> str:
    """What Outlook for Windows reads: its conditional comments opened, the others' dropped."""
    return _COMMENT.sub("", _OPENED.sub(r"\1", _OTHERS_ONLY.sub("", html)))


@dataclass
class Reading(HTMLParser):
    """``tags`` holds (name, attributes) in order; ``text`` what is shown outside <style>."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    inside: str = ""
    pieces: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.inside = tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in ("style", "title"):
            self.pieces.append(data)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.tags]

    @property
    def links(self) -> list[str]:
        return [found["href"] for name, found in self.tags if name == "a" and "href" in found]

    @property
    def pictures(self) -> list[dict[str, str]]:
        return [found for name, found in self.tags if name == "img"]

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [found for name, found in self.tags if name == tag]


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    reading.close()
    return reading


def unbalanced(html: str) -> list[str]:
    """The tags that close what is not open or stay open, in either view."""
    return [*_unbalanced(normal_view(html)), *_unbalanced(outlook_view(html))]


def _unbalanced(view: str) -> list[str]:
    stack: list[str] = []
    wrong = []
    for closing, name, alone in _TAG.findall(view):
        if closing:
            if not stack or stack.pop() != name:
                wrong.append(name)
        elif not alone and name.lower() not in VOID:
            stack.append(name)
    return wrong + stack


@lru_cache(maxsize=2000)
def read_normally(html: str) -> Reading:
    return read(normal_view(html))
