"""Plain text from whatever a feed calls text.

Every text of an article passes through ``plain`` or ``tidy``: no tags, no
entities, no control characters, single spaces, NFC.
"""

import html
import re
import unicodedata

MAX_ROUNDS = 4
"""Once for HTML, once for escaping twice, twice for what was nested to slip through."""

MOST_CHARACTERS = 10_000  # no title, name or paragraph is longer

_HTML_NAMES = (
    "a abbr acronym address area article aside audio b base bdi bdo big blink blockquote body br button "
    "canvas caption center cite code col colgroup data dd del details dfn dialog dir div dl dt em embed "
    "fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i "
    "iframe img input ins kbd label legend li link main map mark marquee math menu meta nav noframes "
    "noscript object ol optgroup option p param picture plaintext pre q rp rt ruby s samp script section "
    "select small source span strike strong style sub summary sup svg table tbody td template textarea "
    "tfoot th thead time title tr track tt u ul var video wbr xmp"
)
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr"
)
HTML_NAMES = frozenset(_HTML_NAMES.split())
INLINE_NAMES = frozenset(_INLINE_NAMES.split())
DANGEROUS_NAMES = "script|iframe|object|embed|style|svg|math|img|link|meta|base|form|frame|frameset|applet"

# Possessive quantifiers (*+, ++): without them each of these takes the square of the length.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*+)([^<>]*+)>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.DOTALL)
_SCRIPT = re.compile(r"<(/?)(script|style)\b[^<>]*+>", re.IGNORECASE)
_OPEN_DANGER = re.compile(rf"<(?=\s*+/?\s*+(?:script|iframe|(?:{DANGEROUS_NAMES})\b))", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ufff0-\ufffc\ufffe\uffff\ud800-\udfff]"
)
_C1 = re.compile("[\x80-\x9f]")


def plain(text: str) -> str:
    """One line of clean text from a title, a name or a term; of MOST_CHARACTERS no more is read.

    Tags go, entities are unescaped; what had been escaped twice is cured too.
    A "<" that opens no HTML tag stays: "a < b", "List<T>".
    """
    text = text[:MOST_CHARACTERS]
    if "<" not in text and "&" not in text:
        return tidy(text)
    for _ in range(MAX_ROUNDS):
        changed = unescape(drop_tags(text))
        if changed == text:
            break
        text = changed
    return tidy(disarm(drop_tags(text)))


def tidy(text: str) -> str:
    """Control and invisible characters out, whitespace collapsed, NFC. No unescaping.

    Characters U+0080 to U+009F are read as the Windows ones they nearly always
    are (WHATWG Encoding, windows-1252).
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _NO_TEXT.sub("", _C1.sub(_windows, text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def unescape(text: str) -> str:
    """Entities that end in a semicolon, unescaped once. "AT&T" and "?a=1&copy=2" stay."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def drop_tags(text: str) -> str:
    """The text without HTML tags, comments and what scripts contain; a space where a block ended."""
    if "<" not in text:
        return text
    return _TAG.sub(_tag_or_text, _without_scripts(_COMMENT.sub("", text)))


def _without_scripts(text: str) -> str:
    """A space for each script or style sheet that is closed. In one pass, whatever stays open."""
    kept: list[str] = []
    at, opened = 0, None
    for found in _SCRIPT.finditer(text):
        if not found[1]:
            opened = opened or found
        elif opened is not None and opened[2].lower() == found[2].lower():
            kept += [text[at : opened.start()], " "]
            at, opened = found.end(), None
    return "".join([*kept, text[at:]])


def looks_like_html(text: str) -> bool:
    """Whether there is at least one tag that HTML knows."""
    return any(found[2].lower() in HTML_NAMES for found in _TAG.finditer(text))


def disarm(text: str) -> str:
    """No "<script" and its kin, even from text that was made to survive cleaning."""
    return _OPEN_DANGER.sub(" ", text) if "<" in text else text


def without_surrogates(text: str) -> str:
    """Half characters, which JSON lets through, make every later encoding fail."""
    return re.sub("[\ud800-\udfff]", "", text)


def _tag_or_text(found: re.Match[str]) -> str:
    name, rest = found[2].lower(), found[3].strip(" /")
    is_prose = bool(rest) and "=" not in rest and name in INLINE_NAMES  # "a <b and c> d"
    if name not in HTML_NAMES or is_prose:
        return found[0]
    return "" if name in INLINE_NAMES else " "


def _windows(found: re.Match[str]) -> str:
    try:
        return found[0].encode("latin-1").decode("cp1252")
    except UnicodeDecodeError:
        return ""
