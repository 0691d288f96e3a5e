"""Small mends that lose nothing: entities of HTML, bare ampersands, prefixes nobody declared, junk around the feed.

What is mended this way is read by the strict reader, which is exact, instead
of the forgiving one, which is thirty times slower and guesses.
"""

import re
from collections.abc import Iterator
from html.entities import html5

_PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "atom": "http://www.w3.org/2005/Atom",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_OPENS = re.compile(r"<!\[CDATA\[|<!--")
_CLOSES = {"<![CDATA[": "]]>", "<!--": "-->"}
_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)\b[^<>]{0,4000}?(?=/?>)", re.IGNORECASE)
_USED = re.compile(r"<([A-Za-z][\w.-]{0,40}):[A-Za-z]")
_UNKNOWN = "urn:keepreading:undeclared:"
_ENDS = ("</rss>", "</feed>", "</rdf:RDF>", "</RSS>")
MOST_JUNK = 5000


def mended(text: str) -> str:
    """The text with what can be mended without loss; the same text when there is nothing to mend."""
    pieces = (
        piece if is_opaque else _BARE.sub("&amp;", _ENTITY.sub(_character, piece))
        for piece, is_opaque in _pieces(_without_junk(text))
    )
    return _with_prefixes("".join(pieces))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Stretches of the text in order, and whether each is a comment or CDATA, which stay as they are."""
    at = 0
    while found := _OPENS.search(text, at):
        end = text.find(_CLOSES[found[0]], found.end())
        if end < 0:
            break  # what is never closed is not well-formed anyhow
        end += len(_CLOSES[found[0]])
        yield text[at : found.start()], False
        yield text[found.start() : end], True
        at = end
    yield text[at:], False


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name in _OF_XML:
        return found[0]
    meant = html5.get(f"{name};", "")
    return f"&amp;{name};" if not meant else "".join(f"&#{ord(c)};" for c in meant)


def _with_prefixes(text: str) -> str:
    root = _ROOT.search(text[:MOST_JUNK])
    if root is None:
        return text
    used = dict.fromkeys(_USED.findall(text))
    missing = [p for p in used if f"xmlns:{p}=" not in text and p != "xml"][:20]
    added = "".join(f' xmlns:{p}="{_PREFIXES.get(p, _UNKNOWN + p)}"' for p in missing)
    return text[: root.end()] + added + text[root.end() :]


def _without_junk(text: str) -> str:
    """Without what stands before the feed (warnings of a server) and after it (counters, comments)."""
    root = _ROOT.search(text[: 2 * MOST_JUNK])
    start = root.start() if root and root.start() <= MOST_JUNK else 0
    end = max((at + len(tag) for tag in _ENDS if (at := text.rfind(tag)) >= 0), default=len(text))
    return text[start : end if len(text) - end <= MOST_JUNK else len(text)]
