"""MJML to HTML by parts: what variants share goes through the engine once.

A section of MJML becomes the same HTML whatever stands around it, as long as
it stands right in the mail's body and asks for nothing new in its head. Both
is looked at; where it does not hold, ``join`` says so and the mail is made
in one piece. Either way it is the same mail, byte for byte.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.rendering.engine import MarkupRefusedError, bytes_after_tracking, to_html

BODY = re.compile(r"<mj-body\b[^>]*>")
TAG = re.compile(r"<(/?)(mj-[a-z-]+)\b(?:\"[^\"]*\"|[^\">])*?(/?)>")
# A tag that no text can bring along: a "<" of theirs is escaped. It must outlive the engine.
PLACE = re.compile(r'<mj-raw><kr-part no="(\d+)"></kr-part></mj-raw>')
CUT = re.compile(r'<kr-part no="(\d+)"></kr-part>')


@dataclass(frozen=True, slots=True)
class Html:
    """``weight`` is its size in bytes once every web link is rewritten for click tracking."""

    text: str
    weight: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the parts: ``pieces`` has one more than ``order``, the parts between them.

    ``head`` is None where there is nothing else in the body: then the parts
    alone say what the head must hold, and the first piece begins after it.
    """

    head: str | None
    body_tag: str
    pieces: tuple[Html, ...]
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """``head`` is that of a mail of this part alone."""

    head: str
    html: Html


def place(number: int) -> str:
    """What holds the place of a part in a frame."""
    return f'<mj-raw><kr-part no="{number}"></kr-part></mj-raw>'


def late_place(number: int) -> str:
    """What holds the place of a text that is put in when all else is done."""
    return f'<kr-late no="{number}"></kr-late>'


def with_late(html: Html, texts: Sequence[str]) -> Html:
    """The texts, escaped already, in their places."""
    text, weight = html.text, html.weight
    for number, late in enumerate(texts):
        mark = late_place(number)
        weight += text.count(mark) * (len(late.encode()) - len(mark))
        text = text.replace(mark, late)
    return Html(text, weight)


def in_one_piece(frame: str, parts: Sequence[str], preheader_colour: str) -> Html:
    """The whole through the engine at once. Raises MarkupRefusedError."""
    return _weighed(to_html(filled(frame, parts), preheader_colour))


def filled(frame: str, parts: Sequence[str]) -> str:
    """The MJML of the whole mail."""
    return PLACE.sub(lambda found: parts[int(found[1])], frame)


class Joiner:
    """Keeps the HTML of every frame and part it has seen. Threads may share it."""

    def __init__(self, preheader_colour: str) -> None:
        self._colour = preheader_colour
        self._frames: dict[str, _Frame | None] = {}
        self._parts: dict[tuple[str, str], _Part | None] = {}

    def join(self, frame: str, parts: Sequence[str]) -> Html | None:
        """The same as ``in_one_piece``, or None where that is not certain."""
        if frame not in self._frames:
            self._frames[frame] = self._framed(frame, len(parts))
        around = self._frames[frame]
        if around is None:
            return None
        inner = [part for number in around.order if (part := self._part(around.body_tag, parts[number]))]
        heads = {part.head for part in inner} | ({around.head} if around.head is not None else set())
        if len(inner) != len(parts) or len(heads) != 1:
            return None
        start = [_weighed(heads.pop())] if around.head is None else []
        after = [
            html for part, piece in zip(inner, around.pieces[1:], strict=True) for html in (part.html, piece)
        ]
        found = [*start, around.pieces[0], *after]
        return Html("".join(html.text for html in found), sum(html.weight for html in found))

    def _framed(self, frame: str, parts: int) -> _Frame | None:
        body = BODY.search(frame)
        if body is None or not _in_the_body_itself(frame, body.end()):
            return None
        html = self._html(frame)
        if html is None:
            return None
        texts = CUT.split(html)
        order = tuple(int(number) for number in texts[1::2])
        if sorted(order) != list(range(parts)):
            return None
        head: str | None = _head(html)
        if not TAG.search(PLACE.sub("", frame[body.end() :]).replace("</mj-body>", "")):
            texts[0], head = texts[0].removeprefix(_head(html)), None
        return _Frame(head, frame[: body.end()], tuple(_weighed(t) for t in texts[::2]), order)

    def _part(self, body_tag: str, source: str) -> _Part | None:
        key = (body_tag, source)
        if key not in self._parts:
            self._parts[key] = self._cut_out(body_tag, source)
        return self._parts[key]

    def _cut_out(self, body_tag: str, source: str) -> _Part | None:
        html = self._html(f"{body_tag}{place(0)}{source}{place(1)}</mj-body></mjml>")
        texts = CUT.split(html or "")
        return _Part(_head(texts[0]), _weighed(texts[2])) if texts[1::2] == ["0", "1"] else None

    def _html(self, mjml: str) -> str | None:
        try:
            return to_html(mjml, self._colour)
        except MarkupRefusedError:
            return None


def _in_the_body_itself(frame: str, start: int) -> bool:
    """Whether every place is a child of mj-body, none of a wrapper or a column."""
    depth, places = 0, 0
    for found in TAG.finditer(frame, start):
        closes, name, closed = found[1], found[2], found[3]
        if name == "mj-raw" and not closes and PLACE.match(frame, found.start()):
            if depth:
                return False
            places += 1
        depth += -1 if closes else 0 if closed else 1
    return places == len(PLACE.findall(frame))


def _head(html: str) -> str:
    return html.partition("</head>")[0]


def _weighed(html: str) -> Html:
    return Html(html, bytes_after_tracking(html))
