"""What platforms and feeds add to a text that nobody wrote, and what a house says of itself.

Ends are looked for in the last 600 characters only, and no pattern spans more
than 300, so that hostile text costs no time.
"""

import re

from digest.sourcing.openings import without_caption, without_openings
from digest.sourcing.phrases import APPEARED_FIRST, ARTICLE, CONTINUE, CUT_BY_A_WALL, LABELS, PLEAS

LONGEST_PLEA = 300
_CUT_END = re.compile(
    r"\s*(?:\[\s*(?:…|\.\.\.|&hellip;|\+)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|(?:…|\.{3,}|\[\.\.|。。。)+"
    r"(?:\s+[A-Z][^.!?…]{1,40})?)\s*$"  # "no more than a... Example Wire Service"
)
_ARROW = r"\s*(?:…|\.{1,3}|→|»|›|>+|▶|⟶|＞)?"
_WHERE = r"(?: (?:at|on|here|about|from|of)[^\n.,]{0,60})?"
_CLOSE = rf"{_ARROW}\s*[\])]?{_ARROW}"
_WHERE_ABROAD = r"\s(?:sur|en|auf|bei|na|su|em|no|op|på|on|at|в|на) [^\n]{0,60}"
_FULL = rf"(?:the )?(?:full|whole|entire|rest|original|complete)(?: (?:of (?:the|this) )?{ARTICLE})?"
_READ_ON = (
    r"(?:Click here to )?(?:Continue|Keep) reading(?:[:\s][^\n]{0,160}|\.{2,}|…|→|»)?",
    rf"[\[(]?(?:Click (?:here )?to )?read {_FULL}{_WHERE}{_CLOSE}",
    rf"[\[(]?(?:Read|Learn|See|View|Find out|\()\s?more\b{_WHERE}{_CLOSE}",
    rf"(?:This|The) {ARTICLE} continues (?:at|on|in) [^\n.]{{1,80}}",
    rf"[\[(]?(?:{CONTINUE})(?:(?::\s|\s?[“\"«„])[^\n]{{0,160}}|{_WHERE_ABROAD})?{_CLOSE}",
    rf"(?:{CUT_BY_A_WALL})\.?",
)
_REMARKS = (
    r"submitted by[^\n]{0,120}\[(?:link|\d* ?comments?)\]",
    r"(?:\[link\])?\s*\[(?:\d+ )?comments?\]|\[link\]|(?:No |\d+ )?Comments?",
    r"(?:Share|Tweet|Pin|Email) (?:this|on)[^\n.]{0,60}",
    r"(?:(?:Facebook|Twitter|WhatsApp|Telegram|LinkedIn|E-?mail|Print|Reddit|Pinterest|Copy link|Share|Tweet)(?:[\s|,•·/]+|$)){2,}",
    r"\((?:Reporting|Writing|Editing|Additional reporting|Photo|Image|AP Photo|Foto|Bild|Credit|with inputs|With agency)\b[^)\n]{3,250}\)\.?",
    r"(?:Photo|Image|Foto|Bild|Picture)s?(?: credit)?: [^\n.]{2,80}",
    r"(?:Copyright )?© ?(?:\d{4}|[A-Z])[^\n]{0,100}|All rights reserved\.?",
    rf"(?:{LABELS})|→|▶",
)
# After the end of a sentence in any case; within one only if it starts like a link: "on Continue reading".
_TAIL = re.compile(
    r"(^|[.!?…\]”\"’):»。！？؟۔।]\s*|\s(?=[A-ZÀ-ÞА-ЯŁČ\[(→»©]))"
    rf"(?i:{'|'.join(f'(?:{shape})' for shape in (*APPEARED_FIRST, *_READ_ON, *_REMARKS))})\s*$"
)
_BYLINE = re.compile(
    r"^(?:By|Von|Par|Por|Door|Di)\s+(?:(?:[A-ZÀ-Þ][\w.’'-]*|and|und|et|e|y|en|van|von|de|der|,|&|\|)(?:\s+|$)){1,12}$"
)
_PERSON = r"[A-ZÀ-Þ][\w’'-]+(?: (?:van|von|de|der|al|bin|di|da|dos|el|[A-ZÀ-Þ]\.))*(?: [A-ZÀ-Þ][\w’'-]+){1,2}"
_BYLINE_TAIL = re.compile(
    rf"(?<=[.!?”\"»])\s+(?:By|Von|Par|Por|Door|Di) {_PERSON}(?:(?:,| and| und| et| y| e) {_PERSON})*(?:\s*\([^)]{{0,80}}\))?\.?$"
)
_NO_LEDE = re.compile(
    r"^(?:Photo|Image|Picture|Foto|Bild|Credit|Crédit|Photograph|Illustration|Pictured|Getty Images|FILE PHOTO|FILE)s?\s*(?::|by\b|©|[-—–] )"
    r"|^(?:Updated?:|Published:|Watch:|Note:|Disclaimer:|Correction:|Topics:|Tags:|Filed under|Source:)",
    re.IGNORECASE,
)
_PLEA = re.compile(rf"[\[(*_]*(?:{'|'.join(f'(?:{shape})' for shape in PLEAS)})", re.IGNORECASE)
_NOTE = re.compile(
    r"[\[(*]*(?:Editor(?:[’']?s|s[’'])?|Author(?:[’']s)?|Publisher[’']s) note|[\[(*]*(?:Anmerkung der Redaktion|Note de la rédaction|Nota del editor|Nota do editor)",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"(?<=[.!?…؟۔।])[\"'”’»)\]]*\s+|(?<=[。！？])[”」』）]*")
_DANGLING = re.compile(
    r"(?:[,:;–—、，：-]|\b(?:and|or|but|the|a|an|of|to|in|for|with|on|at|by|from|that|which|who|is|are|was|as|"
    r"und|der|die|das|et|le|la|les|de|du|y|el|los|e|o|os|di|il))$"
)


def without_boilerplate(text: str) -> tuple[str, bool]:
    """The text less "Continue reading", "The post X appeared first on Y", datelines, pleas to subscribe, "[…]".

    The second is true if it had been cut short, so that its last sentence is not whole.
    """
    text, is_cut = _without_tails(text)
    bare = _without_pleas(without_openings(text))
    if bare != text:
        bare, cut_again = _without_tails(bare)
        is_cut = is_cut or cut_again
    return bare.strip(), is_cut


def _without_tails(text: str) -> tuple[str, bool]:
    before, tail = text[:-600], text[-600:]
    is_cut = False
    for _ in range(6):
        shorter = _TAIL.sub(r"\1", tail).rstrip()
        shorter = _BYLINE_TAIL.sub("", shorter)
        whole = _CUT_END.sub("", shorter)
        is_cut = is_cut or whole != shorter
        if whole == tail:
            break
        tail = whole
    return (before + tail).strip(), is_cut


def _without_pleas(text: str) -> str:
    """The text less the sentences in which the house speaks of itself.

    Of a note by the editor nobody knows where it ends, so that nothing after it is kept.
    """
    start, kept = 0, []
    for stop in [found.end() for found in _ENDS_SENTENCE.finditer(text)] + [len(text)]:
        sentence = text[start:stop]
        start = stop
        if _NOTE.match(sentence):
            break
        if not is_plea(sentence):
            kept.append(sentence)
    return "".join(kept).strip()


def is_plea(sentence: str) -> bool:
    """Whether the house speaks of itself: "Subscribe to our letter", "This article first appeared in ..."."""
    return len(sentence) <= LONGEST_PLEA and bool(_PLEA.match(sentence))


def lede_of(paragraph: str) -> str:
    """The paragraph without caption, dateline and pleas, or "" if it is a byline, a credit or a note."""
    text = without_caption(paragraph)
    if _NO_LEDE.match(text):
        return ""
    text, _ = without_boilerplate(text)
    return "" if _NO_LEDE.match(text) or is_byline(text) else text


def is_byline(text: str) -> bool:
    """Whether it says who wrote the article, and nothing else."""
    return bool(_BYLINE.match(text))


def dangles(text: str) -> bool:
    """Whether it breaks off: ends in a comma, a colon, or a word that wants another."""
    return bool(_DANGLING.search(text))


def is_cut_off(text: str) -> bool:
    """Whether it ends in "…", "[...]" or the like."""
    return bool(_CUT_END.search(text))
