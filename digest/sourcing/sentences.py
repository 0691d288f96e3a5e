"""Whole sentences out of running text. Cuts fall only at sentence ends.

sentencex finds them; what it splits too much or too little in reporting from
abroad is mended: titles ("Rep. Ro Khanna"), countries ("U.S. Army"), open
brackets, quotations that go on, the full stops of Khmer and Tibetan. Thai and
Lao have no full stop: there a paragraph is one sentence.
"""

import re
from collections.abc import Iterable, Iterator

import sentencex  # type: ignore[import-untyped]

from digest.sourcing.abbreviations import holds_back
from digest.sourcing.boilerplate import is_cut_off, is_plea
from digest.sourcing.tongue import tongue

MAX_CHARACTERS = 4000  # a lede is not longer, and the segmenter should not see whole books
FIRST_MAY_BE = 1.5  # times the limit: whole, it reads better than none

_CLOSING = "\"'”’“‘»›«‹)\\]」』）】〉》"
_STOPS = ".!?…。！？．｡‽⁇⁈⁉؟۔।॥։።፧፨។៕။༎།"
_ENDS = re.compile(rf"[{_STOPS}][{_CLOSING}]*$")
_ENDS_GREEK = re.compile(rf";[{_CLOSING}]*$")  # NFC turns the Greek question mark into a semicolon
_NO_FULL_STOP = re.compile(rf"[\u0e00-\u0eff][{_CLOSING}]*$")  # Thai, Lao
_WITHOUT_SPACES = re.compile(r"[。！？．｡][”’」』）】]*$|[\u3040-\u30ff\u3400-\u9fff]$")
_MISSED = re.compile(r"(?<=[.!?][)\]])\s+(?=[A-ZÀ-ÞА-Я“\"])")
_MISSED_IN = {
    "km": re.compile(r"(?<=[។៕])\s+"),
    "bo": re.compile(r"(?<=[།༎])\s+"),
    "el": re.compile(r"(?<=[;!.])\s+"),
}
_COUNTRY = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U|U\.A\.E|D\.C|EE\. ?UU)\.$")
_HOURS = re.compile(r"\b(?:[ap]\.m|[AP]\.M|Inc|Corp|Ltd|Co|Jr|Sr|B\.C|A\.D|etc|Ph\.D)\.$")
_OPENS_SENTENCE = re.compile(
    r"(?:The|A|An|In|On|At|It|He|She|They|We|I|You|But|And|This|That|These|Those|Its|His|Her|Their|Our|If|When|While|For|As|By|"
    r"With|After|Before|Now|Yet|So|There|Here|Then|Meanwhile|However|Since|Although|Despite|According|Among|Under|Until|Some|"
    r"Many|Most|No|Not|What|Who|Why|How|Where|El|La|Los|Las|En|Un|Una|Se)\b"
)
_GOES_ON = re.compile(r"(?:と|って|など|という|との|とする|とし|했|라고|고 )")
_SPEECH_GOES_ON = re.compile(r"[,，、—–-]")
_OPENERS = {"„": "“”", "“": "”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"'}
_LONGEST_SPEECH = 500


def sentences(text: str, language: str = "en") -> list[str]:
    """The sentences in order, as they stand in the text, without the space between them."""
    code = tongue(text, language)
    text = text[:MAX_CHARACTERS]
    whole: list[tuple[int, int]] = []
    for start, end in _pieces(text, code):
        before = text[slice(*whole[-1])] if whole else ""
        if before and (_runs_on(before, text[start:end], code) or _speech_goes_on(before, text[start:])):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return [text[start:end] for start, end in whole]


def ends_whole(text: str, language: str = "") -> bool:
    """Whether it ends as a sentence does, and not in "…"."""
    if is_cut_off(text):
        return False
    if _ENDS.search(text) or _NO_FULL_STOP.search(text):
        return True
    return bool(_ENDS_GREEK.search(text)) and tongue(text, language) == "el"


def together(parts: Iterable[str]) -> str:
    """Sentences as one text: with a space between, except where the language has none."""
    text = ""
    for part in parts:
        text += part if not text or _WITHOUT_SPACES.search(text) else f" {part}"
    return text


def whole_sentences(texts: Iterable[str], limit: int, language: str = "en") -> str:
    """Sentences from the start while they fit into ``limit`` characters; never a part of one.

    A first sentence that is longer stands alone, up to ``FIRST_MAY_BE`` times
    the limit; beyond that the answer is "". A paragraph that ends in no
    sentence before any was taken (a byline, a heading) is passed over;
    afterwards it ends the lede.
    """
    taken: list[str] = []
    for text in texts:
        for sentence in sentences(text, language):
            if is_plea(sentence):
                continue
            if not ends_whole(sentence, language):
                break
            length = len(together([*taken, sentence]))
            if length > (limit if taken else FIRST_MAY_BE * limit):
                return together(taken)
            taken.append(sentence)
            if length >= limit:
                return together(taken)
        else:
            continue
        if taken:
            break
    return together(taken)


def _pieces(text: str, code: str) -> Iterator[tuple[int, int]]:
    """Start and end of what the segmenter takes for sentences, spaces left out."""
    place = 0
    for found in sentencex.segment(code, text):
        for piece in _MISSED_IN.get(code, _MISSED).split(found):
            bare = piece.strip()
            start = text.find(bare, place) if bare else -1
            if start >= 0:
                place = start + len(bare)
                yield start, place


def _runs_on(before: str, after: str, code: str) -> bool:
    """Whether the segmenter has split one sentence in two."""
    if before.count("(") > before.count(")") and len(before) < 400:
        return ")" in after
    if _COUNTRY.search(before):  # "the U.S. Army", but "left the U.S. The army"
        return after[:1].isdigit() or (after[:1].isalpha() and not _OPENS_SENTENCE.match(after))
    if _HOURS.search(before):
        return after[:1].islower() or after[:1] in ",;)"
    if holds_back(before, after, code) or after[:1].islower():
        return True
    if before[-1:] in "」』”’" and _GOES_ON.match(after):
        return True
    return bool(_SPEECH_GOES_ON.match(after))


def _speech_goes_on(before: str, rest: str) -> bool:
    """Whether a quotation was opened that is closed further on."""
    if len(before) > _LONGEST_SPEECH:
        return False
    closers = _open_quotation(before)
    return bool(closers) and any(closer in rest[:_LONGEST_SPEECH] for closer in closers)


def _open_quotation(text: str) -> str:
    """The signs that would close the quotation still open at the end; "" if there is none.

    German closes with the sign that English opens with, and both « » and » «
    are in use: whichever comes first opens.
    """
    open_: list[str] = []
    for sign in text:
        if open_ and sign in open_[-1]:
            open_.pop()
        elif sign in _OPENERS:
            open_.append(_OPENERS[sign])
    return open_[-1] if open_ else ""
