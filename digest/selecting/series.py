"""Titles that come again and again over new texts: briefings, quizzes, live pages, "day 30".

What such titles share is the series, not the story, so they prove nothing.
"""

import re

_ENGLISH = (
    r"briefing|bulletin|newsletter|round-?up|recap|quiz|crossword|horoscope|podcast|live ?blog|live updates?|live:|"
    r"as it happened|in (?:pictures|photos|pics|charts|maps|numbers)|(?:the|this|my|our) (?:week|month|year|day) (?:in|on|at|that)|"
    r"(?:week|month|year|day) in (?:review|pictures|photos)|of the (?:day|week|month|year)|icymi|at a glance|"
    r"week ahead|day ahead|weekend reads?|(?:morning|evening|daily|weekly|monthly|nightly|weekend)\b[^:|]{0,20}"
    r"\b(?:brief|digest|edition|report|update|call|show|mail|read)|"
    r"letters? (?:from|to)|postcard from|dispatch from|diary|notebook|cartoon|obituaries|corrections?|"
    r"what we know|what to watch|what you need to know|things to know|ask (?:the|an?) \w+|\bon ?(?:\.{3}|…)"
)
_COUNTED = (
    r"(?:day|week|month|part|episode|ep|no|nr|vol|volume|issue|chapter|season|round|edition|tag|woche|teil|folge|"
    r"ausgabe|jour|semaine|partie|num[eé]ro|d[ií]a|semana|parte|cap[ií]tulo|giorno|settimana|puntata|dia|день|часть|"
    r"выпуск)\.? ?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)|[#№]\d+|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
_OTHERS = (
    r"newsblog|ticker|liveticker|presseschau|morgenlage|newsletter|podcast|wochenr[uü]ckblick|bilder des|"
    r"en direct|revue de presse|le point sur|la semaine|mots crois[eé]s|en directo|en vivo|bolet[ií]n|resumen|"
    r"la semana|em direto|ao vivo|resumo|bolet[ií]m|in diretta|rassegna stampa|il punto|oroscopo|онлайн|дайджест|"
    r"итоги (?:дня|недели)|главное за|наживо|підсумки|canlı|przegl[aą]d|na żywo"
)
_WITHOUT_SPACES = re.compile(
    r"早报|晚报|早報|晚報|日报|周报|週報|周刊|直播|朝刊|夕刊|まとめ|占い|速報|一覧|브리핑|오늘의|نشرة|مباشر|حصاد|צפו|סיכום"
)
_SERIES = re.compile(rf"(?<!\w)(?:{_ENGLISH}|{_COUNTED}|{_OTHERS})(?!\w)", re.IGNORECASE)
_FORM = re.compile(
    r"(?<!\w)(?:in (?:pictures|photos|pics|charts|maps)|(?:photos?|pictures|gallery|video|watch|listen|live|podcast|quiz|"
    r"cartoon|interactive)(?: ?[:|]|$)|live ?(?:blog|updates?)|in bildern|video|bildergalerie|en images|en photos|diaporama|"
    r"en im[aá]genes|fotogaler[ií]a|em imagens|galeria|fotogallery|le foto|en direct|en directo|ao vivo|in diretta|"
    r"liveticker|newsblog|фото|видео|онлайн)(?!\w)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:editor[’']?s’? note|a version of this|this (?:story|article|column|piece|post) (?:is|was|first|originally|has)|"
    r"sign up|subscribe|note de la rédaction|anmerkung der redaktion|nota del editor)\b",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"(?:news|sport|times|post|herald|tribune|journal|gazette|review|magazine|weekly|daily|zeitung|nachrichten|"
    r"online|radio|tv|actualités|noticias|notizie|новости|bbc|cnn|ap|afp|reuters|npr)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+[|–—-]\s+([^|–—]{2,40})$")
MOST_SITE_WORDS = 4


def is_series(title: str) -> bool:
    """Whether the title says that another of its kind came before it, or will come."""
    return bool(_SERIES.search(title) or _WITHOUT_SPACES.search(title))


def is_other_form(title: str) -> bool:
    """Whether the title says that it is no text: pictures, a film, a live page, a quiz."""
    return bool(_FORM.search(title))


def is_note(dek: str) -> bool:
    """Whether it is a note under which any article could stand."""
    return bool(_NOTE.match(dek))


def site_of(title: str) -> str:
    """What stands behind the last bar or dash of a title, if it may be the name of a site."""
    found = _TAIL.search(title)
    tail = found[1].strip() if found else ""
    return tail if 0 < len(tail.split()) <= MOST_SITE_WORDS else ""


def names_a_site(tail: str) -> bool:
    """Whether a title's tail is a site's name by its words alone: "Example News"."""
    return any(_SITE.fullmatch(word) for word in tail.split())


def without_site(title: str) -> str:
    """The title without what stands behind its last bar or dash."""
    return _TAIL.sub("", title)
