"""Whole sentences out of running text. Cuts fall only at sentence ends.

sentencex finds them; a list of titles and other abbreviations of foreign
reporting mends where it splits too much ("Rep. Ro Khanna", "Gen. C.Q. Brown",
an open bracket).
"""

import re
from collections.abc import Iterable

import sentencex  # type: ignore[import-untyped]

from digest.sourcing.boilerplate import is_cut_off

MAX_CHARACTERS = 4000  # a lede is not longer, and the segmenter should not see whole books

_ENDS = re.compile(r"[.!?…。！？؟۔।॥።][\"'”’“‘»›«‹)\]」』]*$")
_TITLES = (
    "Reps?|Sens?|Gen|Govs?|Lt|Col|Sgt|Adm|Maj|Capt|Cpl|Pvt|Cmdr|Brig|Rev|Hon|Amb|Dr|Mr|Mrs|Ms|Prof|Supt|Insp|"
    "Pres|Sec|Dir|Asst|Fr|Sr|Msgr|Mme|Mlle|Hr|St|Mt|Ft"
)
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|vs?|Nos?|Nr|Vol|pp|approx|ca|cf|al|bzw|z\\.B|d\\.h|e\\.g|i\\.e"
_ABBREVIATION = re.compile(rf"(?:^|[\s(“\"'])(?:{_TITLES}|{_SHORT}|[A-Z](?:\.[A-Z])*)\.$")
_COUNTRY = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U|U\.A\.E|D\.C)\.$")
_OPENS_SENTENCE = re.compile(
    r"(?:The|A|An|In|On|At|It|He|She|They|We|But|And|This|That|These|Those|Its|His|Her|Their|If|When|While|For|"
    r"As|By|With|After|Before|Now|Yet|So|There|Meanwhile|However|Since|Although|Despite|According)\b"
)


def sentences(text: str, language: str = "en") -> list[str]:
    """The sentences in order, stripped; joined with a space they give the text back."""
    code = re.sub(r"[^a-z].*", "", language.lower()) or "en"
    pieces = [s.strip() for s in sentencex.segment(code, text[:MAX_CHARACTERS])]
    whole: list[str] = []
    for piece in filter(None, pieces):
        if whole and _runs_on(whole[-1], piece):
            whole[-1] += " " + piece
        else:
            whole.append(piece)
    return whole


def ends_whole(text: str) -> bool:
    """Whether it ends as a sentence does, and not in "…"."""
    return bool(_ENDS.search(text)) and not is_cut_off(text)


def whole_sentences(texts: Iterable[str], limit: int, language: str = "en") -> str:
    """Sentences from the start while they fit into ``limit`` characters; never a part of one.

    A first sentence that is longer stands alone, up to twice the limit; beyond
    that the answer is "". A paragraph that ends in no sentence before any was
    taken (a byline, a heading) is passed over; afterwards it ends the lede.
    """
    taken: list[str] = []
    for text in texts:
        for sentence in sentences(text, language):
            if not ends_whole(sentence):
                break
            length = len(" ".join([*taken, sentence]))
            if length > (limit if taken else 2 * limit):
                return " ".join(taken)
            taken.append(sentence)
            if length >= limit:
                return " ".join(taken)
        else:
            continue
        if taken:
            break
    return " ".join(taken)


def _runs_on(before: str, after: str) -> bool:
    """Whether the segmenter has split one sentence in two."""
    if before.count("(") > before.count(")") and len(before) < 400:
        return ")" in after
    if _COUNTRY.search(before):  # "the U.S. Army", but "left the U.S. The army"
        return after[:1].isupper() and not _OPENS_SENTENCE.match(after)
    return bool(_ABBREVIATION.search(before)) or after[:1].islower()
