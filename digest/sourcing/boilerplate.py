"""What platforms and feeds add to a text that nobody wrote: found at its end, or at its start.

Patterns look at the last 600 characters only and never span more than 300, so
that hostile text costs no time.
"""

import re

_CUT_END = re.compile(
    r"\s*(?:\[\s*(?:…|\.\.\.|&hellip;|\+)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|(?:…|\.{3,}|\[\.\.)"
    r"(?:\s+[A-Z][^.!?…]{1,40})?)\s*$"  # "no more than a... Example Wire Service"
)
_NAMED = r"[^\n]{1,300}?"
_ARROW = r"\s*(?:…|\.{1,3}|→|»|›|>+)?"
_ARTICLE = r"(?:article|story|post|entry|piece|report|text|interview|column|essay)"
_WAS_PUBLISHED = r"(?:was )?(?:first |originally )(?:published|appeared|posted)"
_WHERE = r"(?: (?:at|on|here|about|from|of)[^\n.,]{0,60})?"
_CLOSE = rf"{_ARROW}\s*[\])]?{_ARROW}"
_CONTINUE = (
    "Read on|Weiterlesen|Mehr lesen|Zum Artikel|Lire la suite|Lire plus|Leer más|Seguir leyendo|Sigue leyendo|"
    "Leggi tutto|Leggi di più|Continua a leggere|Continua|Lees verder|Leia mais|Continue lendo|Czytaj dalej|"
    "Czytaj więcej|Čítať ďalej|Číst dále|Читать далее|Läs mer|Les mer|Læs mere|Devamını oku|继续阅读|阅读全文|続きを読む"
)
_FULL = rf"(?:the )?(?:full|whole|entire|rest|original|complete)(?: (?:of (?:the|this) )?{_ARTICLE})?"

_APPEARED_FIRST = (
    rf"The {_ARTICLE} {_NAMED} (?:first appeared|appeared first) (?:on|at|in) [^\n]{{1,200}}",
    rf"(?:This|The) {_ARTICLE}(?: {_NAMED})? {_WAS_PUBLISHED}(?: first)? (?:on|at|in|by) [^\n]{{1,200}}",
    rf"Der (?:Beitrag|Artikel) {_NAMED} erschien zuerst auf [^\n]{{1,200}}",
    rf"(?:L[’']article|Cet article) {_NAMED} est apparu en premier sur [^\n]{{1,200}}",
    rf"(?:La entrada|El artículo) {_NAMED} (?:se publicó|aparece|apareció) primero en [^\n]{{1,200}}",
    rf"L[’']articolo {_NAMED} (?:proviene da|sembra essere il primo su) [^\n]{{1,200}}",
    rf"O (?:post|artigo) {_NAMED} apareceu primeiro (?:em|no|na) [^\n]{{1,200}}",
    rf"Het bericht {_NAMED} verscheen eerst op [^\n]{{1,200}}",
)
_READ_ON = (
    r"(?:Click here to )?(?:Continue|Keep) reading(?:[:\s][^\n]{0,160}|\.{2,}|…|→|»)?",
    rf"[\[(]?(?:Click (?:here )?to )?read {_FULL}{_WHERE}{_CLOSE}",
    rf"[\[(]?(?:Read|Learn|See|View|Find out|\()\s?more\b{_WHERE}{_CLOSE}",
    rf"(?:This|The) {_ARTICLE} continues (?:at|on|in) [^\n.]{{1,80}}",
    rf"(?:{_CONTINUE})(?:[:\s][^\n.]{{0,120}})?{_ARROW}",
)
_REMARKS = (
    r"submitted by[^\n]{0,120}\[(?:link|\d* ?comments?)\]",
    r"(?:\[link\])?\s*\[(?:\d+ )?comments?\]|\[link\]|(?:No |\d+ )?Comments?",
    r"(?:Share|Tweet|Pin|Email) (?:this|on)[^\n.]{0,60}",
    r"Sponsored|Advertisement|→|»",
)
_TAILS = tuple(
    # After the end of a sentence in any case; within one only if it starts like a link: "on Continue reading".
    re.compile(rf"(^|[.!?…\]”\"’):»]\s*|\s(?=[A-ZČŁЧ\[(→»]))(?i:{shape})\s*$")
    for shape in (*_APPEARED_FIRST, *_READ_ON, *_REMARKS)
)

_AGENCIES = "AP|AFP|Reuters|UPI|dpa|EFE|ANSA|Xinhua|TASS|CNN|Bloomberg|IPS|RNS|KNA|APA|SDA|PA"
_DATELINE = re.compile(
    rf"^(?:[A-Z][\w.’'\-]*[A-Z.][\w.’' ,\-/]{{0,60}}?\s*)?\((?:{_AGENCIES})\)\s*[—–:-]+\s*"
    rf"|^[A-Z][A-Z.’' ,]{{2,40}}(?:, [A-Z][\w.]{{1,15}})?\s*(?:—|–|--)\s+(?=[A-Z“\"])"
)
_BYLINE = re.compile(r"^(?:By|Von|Par|Por)\s+(?:(?:[A-Z][\w.’'-]*|and|und|et|e|y|,|&)(?:\s+|$)){1,10}$")
_NO_LEDE = re.compile(
    r"^(?:Photo|Image|Picture|Foto|Credit|Photograph|Illustration|Pictured|Getty Images)s?\s*(?::|by\b|©)"
    r"|^(?:Listen to|Subscribe|Sign up|Advertisement|Share this|Follow us|Join our|Support our|Donate|"
    r"Editor[’']s note|Updated?:|Published:|Watch:|Related:|Read also|Also read|See also|This article was )",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?:[,:;–—-]|\b(?:and|or|but|the|a|an|of|to|in|for|with|on|at|by|from|that|which|who|is|are|was|as|"
    r"und|der|die|das|et|le|la|les|de|du|y|el|los|e|o|os|di|il))$"
)


def without_boilerplate(text: str) -> tuple[str, bool]:
    """The text less "Continue reading", "The post X appeared first on Y", "[…]" at its end.

    The second is true if it had been cut short, so that its last sentence is not whole.
    """
    before, tail = text[:-600], text[-600:]
    is_cut = False
    for _ in range(6):
        shorter = tail
        for shape in _TAILS:
            shorter = shape.sub(r"\1", shorter).rstrip()
        whole = _CUT_END.sub("", shorter)
        is_cut = is_cut or whole != shorter
        if whole == tail:
            break
        tail = whole
    return (before + tail).strip(), is_cut


def lede_of(paragraph: str) -> str:
    """The paragraph without its dateline, or "" if it is a byline, a credit or a plea."""
    text, _ = without_boilerplate(_DATELINE.sub("", paragraph))
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
