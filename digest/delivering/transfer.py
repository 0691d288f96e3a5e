"""Bodies as bytes that any mail server carries: lines of at most 76 ASCII characters.

What a variant's readers share is encoded once, in pieces between the marks. A
reader's own part is put between them on lines of its own, which soft line
breaks (RFC 2045 section 6.7) take away again: a mail of 60 kB then costs a
reader about a twentieth of encoding it anew.
"""

import binascii
import re
from collections.abc import Mapping
from functools import lru_cache

_BEYOND_ASCII = bytes(range(128, 256))
_SOFT_BREAK = b"=\r\n"


def fill(text: str, marks: Mapping[str, str]) -> str:
    """The text with each mark replaced by the reader's own part."""
    for mark, value in marks.items():
        text = text.replace(mark, value)
    return text


def encoded(text: str, marks: Mapping[str, str]) -> tuple[str, bytes]:
    """The name of the transfer encoding, and the text in it with its marks replaced.

    Line ends become CRLF, and there is one at the end.
    """
    if _is_mostly_beyond_ascii(text):
        return "base64", _base64_lines(_canonical(fill(text, marks)))
    pieces = _pieces(text, tuple(marks))
    own = {mark: _SOFT_BREAK + _quoted(value) + _SOFT_BREAK for mark, value in marks.items()}
    return "quoted-printable", b"".join(own[p] if isinstance(p, str) else p for p in pieces)


@lru_cache(maxsize=64)  # text and HTML of the variants in flight
def _is_mostly_beyond_ascii(text: str) -> bool:
    """More than a sixth: from there on n + 2n/6 bytes of quoted-printable pass the 4n/3 of base64."""
    data = text.encode("utf-8", "replace")
    return (len(data) - len(data.translate(None, _BEYOND_ASCII))) * 6 > len(data)


@lru_cache(maxsize=64)
def _pieces(text: str, marks: tuple[str, ...]) -> tuple[bytes | str, ...]:
    """Encoded text and marks in turn."""
    text = _canonical(text)
    if not marks:
        return (_quoted(text),)
    parts = re.split("(" + "|".join(map(re.escape, marks)) + ")", text)
    return tuple(part if place % 2 else _quoted(part) for place, part in enumerate(parts))


def _canonical(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"
    return text.replace("\n", "\r\n")


def _quoted(text: str) -> bytes:
    """Quoted-printable. binascii breaks lines in the way it first meets, and with LF if it meets none."""
    data = binascii.b2a_qp(text.encode("utf-8", "replace"), istext=True)
    return data if b"\r\n" in data else data.replace(b"\n", b"\r\n")


def _base64_lines(data: str) -> bytes:
    step = 57  # bytes that make a line of 76
    raw = data.encode("utf-8", "replace")
    lines = (binascii.b2a_base64(raw[i : i + step], newline=False) for i in range(0, len(raw), step))
    return b"\r\n".join((*lines, b""))
