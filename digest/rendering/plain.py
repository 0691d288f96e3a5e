"""Texts and addresses made fit to stand in a mail, whatever a source or an editor wrote."""

import re
import unicodedata
from urllib.parse import urlsplit

from digest.model import marks

WRAP_COLUMNS = 72  # quoted twice, a line still fits 76 (RFC 3676, section 4.2)
LABEL_CHARACTERS = 90
FIRST_WIDE = "\u1100"  # no wide letter comes before it
MAX_ADDRESS = 2000  # longer ones are cut by clients and by click tracking

# Control characters, half surrogates and non-characters no parser takes; embeddings
# and overrides of the writing direction, which leak into the text that follows.
_UNFIT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[ \t\n]+")  # not the no-break space: French typography needs it
_TRAILING = re.compile("[ \t]+\n")
_UNFIT_IN_ADDRESS = {
    " ": "%20",
    '"': "%22",
    "<": "%3C",
    ">": "%3E",
    "\\": "%5C",
    "`": "%60",
    "{": "%7B",
    "}": "%7D",
}


def one_line(text: str) -> str:
    """The text on one line, without control characters and without our marks."""
    return _defused(_SPACES.sub(" ", _BREAK.sub("\n", _UNFIT.sub("", text))).strip())


def paragraphs(text: str) -> tuple[str, ...]:
    """The text's paragraphs, as separated by blank lines, each on one line."""
    whole = _BREAK.sub("\n", _UNFIT.sub("", text))
    return tuple(line for part in re.split(r"\n[ \t]*\n", whole) if (line := one_line(part)))


def _defused(text: str) -> str:
    """A mark's first hyphen becomes U+2010: it reads the same and no carrier replaces it."""
    for mark in marks.ALL:
        text = text.replace(mark, "\u2010" + mark[1:])
    return text


def safe_address(address: str) -> str:
    """The address if it is absolute http or https with a host, else "".

    Characters that would end an attribute or a line are percent-encoded, and
    so is the start of a mark; everything else stays as it was.
    """
    bare = _SPACES.sub(" ", _BREAK.sub("", _UNFIT.sub("", address))).strip()
    bare = "".join(_UNFIT_IN_ADDRESS.get(character, character) for character in bare)
    for mark in marks.ALL:
        bare = bare.replace(mark, "%2D" + mark[1:])
    try:
        parts = urlsplit(bare)
    except ValueError:
        return ""
    is_web = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    return bare if is_web and len(bare) <= MAX_ADDRESS else ""


def host(address: str) -> str:
    """The host as readers write it: without "www."."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def clip(text: str, characters: int) -> str:
    """At most that many characters, cut between words where there are any."""
    if len(text) <= characters:
        return text
    cut = text[: characters - 1]
    space = cut.rfind(" ")
    cut = cut[:space] if space > characters // 2 else _whole_letters(cut, text)
    return cut.rstrip(" ,;:–—-") + "…"


def _whole_letters(cut: str, text: str) -> str:
    """Back to the last place where no combining mark or joiner follows."""
    while cut and (
        unicodedata.combining(text[len(cut)]) or text[len(cut)] in "\u200d\ufe0f" or cut[-1] == "\u200d"
    ):
        cut = cut[:-1]
    return cut


def columns(text: str) -> int:
    """How wide a text is in a terminal's columns: wide East Asian letters count two."""
    return len(text) if text.isascii() else sum(_column(character) for character in text)


def _column(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200b\u200c\u200d\u200e\u200f\ufe0f\u00ad":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, width: int = WRAP_COLUMNS, first: str = "", rest: str = "") -> str:
    """Lines of at most ``width`` columns. A longer word, such as an address, is never cut.

    ``first`` stands before the first line and ``rest`` before the others: the
    mark of a list and the room below it.
    """
    lines, used, bare = [first], columns(first), True
    for piece in _pieces(text):
        if not bare and used + columns(piece.rstrip(" ")) > width:
            lines.append(rest)
            used, bare = columns(rest), True
        lines[-1] += piece
        used += columns(piece)
        bare = False
    return "\n".join(line.rstrip(" ") for line in lines)


def _pieces(text: str) -> list[str]:
    """What must stay together: a word with its spaces, or one wide letter with what it carries."""
    if max(text, default="") < FIRST_WIDE:
        return re.findall("[^ ]+ *", text)
    pieces: list[str] = []
    for character in text:
        if character != " " and (not pieces or pieces[-1].endswith(" ") or _is_wide_letter(character)):
            pieces.append(character)
        elif pieces:
            pieces[-1] += character
    return pieces


def _is_wide_letter(character: str) -> bool:
    """A line may break before it. Not a closing mark such as "。": that stays with its letter."""
    return unicodedata.east_asian_width(character) in "WF" and unicodedata.category(character)[0] == "L"


def tidy(text: str) -> str:
    """A text mail's last touch: no trailing spaces, at most two blank lines, one final newline."""
    if " \n" in text or "\t\n" in text:
        text = _TRAILING.sub("\n", text)
    while "\n\n\n\n" in text:
        text = text.replace("\n\n\n\n", "\n\n\n")
    return text.strip() + "\n"
