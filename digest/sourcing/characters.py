"""Bytes of a feed to text, as the publisher meant them.

Order (RFC 7303 section 3): a byte order mark, then the charset of the HTTP
header, then the XML declaration, then UTF-8, then a guess. Servers often
send a one-byte charset by default, so a body that is valid UTF-8 with other
letters than ASCII is UTF-8, whatever a one-byte charset claims; and one that
is said to be Windows-1252 or Latin-1, which is what is said when nothing is
known, may be another.
"""

import codecs
import re
from collections.abc import Iterator, Mapping

from digest.errors import SourceError
from digest.sourcing.guessing import guessed

_MARKS = (
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
_UNMARKED = (
    (re.compile(rb"\x00\x00\x00[<{\s]"), "utf-32-be"),
    (re.compile(rb"[<{\s]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00[<{\s]"), "utf-16-be"),
    (re.compile(rb"[<{\s]\x00"), "utf-16-le"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_CALLED = {
    "iso-8859-1": "windows-1252", "latin-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252",
    "ascii": "windows-1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-sjis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "tis-620": "cp874", "iso-8859-11": "cp874",
    "iso-8859-9": "cp1254",
}  # fmt: skip
"""What publishers write and mean (WHATWG Encoding, section 4.2)."""

_CHARSETS = re.compile(
    r"utf-?(?:8|16|32)(?:[-_]?[bl]e)?|windows-?\d{3,4}|cp-?\d{3,4}|iso-?8859-?\d{1,2}|koi8-?[rtu]|euc[-_]?(?:jp|kr)|big5"
    r"(?:-?hkscs)?|gb18030|mac-?(?:roman|cyrillic)|iso-?2022-?(?:jp|kr)|hz(?:-gb-2312)?",
    re.IGNORECASE,
)
"""The only ones tried: Python's idna, punycode and their like take quadratic time."""

_BINARY = {
    b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
    b"PK\x03\x04": "a ZIP file", b"\x1f\x8b": "a gzip file", b"RIFF": "a picture or sound", b"ID3": "a sound",
}  # fmt: skip
_WIDE = re.compile(r"utf-?(?:16|32)|ucs", re.IGNORECASE)
_WRONG = re.compile("[\udc80-\udcff]")
_WIDE_CHARACTER = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
GUESSED_FROM = 60_000
_SEVEN_BIT = re.compile(r"iso-?2022|hz", re.IGNORECASE)
_MANY_BYTES = re.compile(r"euc|big5|gb|cp932|cp949|utf", re.IGNORECASE)
_DECLARED = re.compile(
    rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']", re.IGNORECASE
)
_DECLARATION = re.compile(r"^(?:\s|<!--(?:[^-]|-(?!->)){0,2000}-->)*+<\?xml\b[^>]{0,300}\?>", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def text_of(body: bytes, headers: Mapping[str, str]) -> str:
    """The text without byte order mark, XML declaration and characters XML forbids.

    Raises SourceError: the body is empty or binary.
    """
    if not body.strip(b"\x00 \t\r\n"):
        raise SourceError("the answer is empty; look at the address in a browser")
    for charset in _candidates(body, headers):
        try:
            text = body.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
        return _bare(text)
    return _bare(_mended(body))


def _mended(body: bytes) -> str:
    """Bytes in no charset that was named: of one that can be guessed, else UTF-8 with some of Windows-1252 in it."""
    if not _is_mostly_utf8(body) and (charset := guessed(body)):
        return body.decode(charset, "replace")
    return body.decode("utf-8", _AS_WINDOWS)


def _is_mostly_utf8(body: bytes) -> bool:
    text = body[:GUESSED_FROM].decode("utf-8", "surrogateescape")
    wrong = len(_WRONG.findall(text))
    return wrong < len(_WIDE_CHARACTER.findall(text))


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


_AS_WINDOWS = "keepreading-as-windows"
codecs.register_error(_AS_WINDOWS, _as_windows)


def _candidates(body: bytes, headers: Mapping[str, str]) -> Iterator[str]:
    for mark, charset in _MARKS:
        if body.startswith(mark):
            yield charset
    for start, charset in _UNMARKED:
        if start.match(body):
            yield charset
    _refuse_binary(body)
    named = [_known(charset) for charset in (_of_header(headers), _of_declaration(body))]
    if not any(charset and (_SEVEN_BIT.match(charset) or _MANY_BYTES.match(charset)) for charset in named):
        yield "utf-8"
    yield from (charset for charset in named if charset and charset != "windows-1252")
    yield "utf-8"


def _of_header(headers: Mapping[str, str]) -> str:
    found = _CHARSET.search(headers.get("content-type", ""))
    return found[1] if found else ""


def _of_declaration(body: bytes) -> str:
    found = _DECLARED.match(body[:600])
    return found[1].decode("ascii") if found else ""


def _known(charset: str) -> str:
    """ "" for what is not tried. Who writes in UTF-16 need not say so; who says so writes in UTF-8."""
    if _WIDE.match(charset):
        return "utf-8"
    charset = _CALLED.get(charset.lower(), charset.lower())
    return charset if _CHARSETS.fullmatch(charset) else ""


def _refuse_binary(body: bytes) -> None:
    kind = next((name for start, name in _BINARY.items() if body.startswith(start)), "")
    if kind or body[:1000].count(0) > 10:
        raise SourceError(f"the answer is {kind or 'binary data'}, not a feed; give the address of a feed")


def _bare(text: str) -> str:
    text = _NOT_XML.sub("", text.lstrip("\ufeff"))
    return _DECLARATION.sub("", text, count=1).strip()
