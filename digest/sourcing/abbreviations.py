"""Full stops that end no sentence, by language.

``NEVER`` hold back always (titles, "z. B."), ``BEFORE_A_NAME`` when a capital
follows, ``BEFORE_A_NUMBER`` when a digit does. All are compared without their
last full stop.
"""

import re

_NEVER = {
    "": (
        "Reps?|Sens?|Gen|Govs?|Lt|Col|Sgt|Adm|Maj|Capt|Cpl|Pvt|Cmdr|Brig|Rev|Hon|Amb|Drs?|Mr|Mrs|Ms|Messrs|Profs?|Supt|Insp|Pres|"
        "Asst|Fr|Msgr|Mme|Mlle|St|Ste|Mt|Ft|vs?|approx|ca|cf|al|e\\.g|i\\.e|viz|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    ),
    "de": "z\\. ?B|d\\. ?h|u\\. ?a|o\\. ?ä|bzw|ggf|sog|vgl|inkl|usf|Hr|Frl|Dipl|Ing|Mag|Abg|Bd|geb|gest|evtl|rd|h\\. ?c|i\\. ?R|a\\. ?D|St",
    "fr": "MM|Mgr|Me|Dr|Pr|Mmes?|Mlles?|av|env|p\\. ex|c\\.-à-d|art|al|boul|dép",
    "es": "Sr|Sra|Srta|Dr|Dra|Ud|Uds|D|Dña|Lic|Ing|Gral|Cnel|Mons|Pdte|Prof|art|núm|aprox|p\\. ?ej|EE|av|Avda",
    "pt": "Sr|Sra|Dr|Dra|Prof|Profa|Exmo|Eng|Gen|Cel|min|art|núm|aprox|p\\. ?ex|av|d",
    "it": "sig|sigg|dott|dott\\.ssa|prof|on|avv|ing|arch|mons|gen|sen|art|es|ecc|cfr|Sig|Dott|On|Avv",
    "nl": "Dhr|dhr|mevr|Mevr|mr|drs|ir|prof|dr|bijv|o\\.a|d\\.w\\.z|nl|ca|resp|art",
    "sv": "bl\\.a|t\\.ex|d\\.v\\.s|m\\.fl|f\\.d|s\\.k|kl|ca|dr|prof|Bl\\.a|T\\.ex",
    "da": "bl\\.a|f\\.eks|dvs|kl|ca|dr|prof|hhv|pga",
    "no": "bl\\.a|f\\.eks|dvs|kl|ca|dr|prof|hhv|pga",
    "pl": "np|prof|dr|hab|inż|mgr|gen|płk|kpt|ks|św|ul|al|tzw|tzn|ok|zob|por|m\\.in|im|pt",
    "cs": "tzv|tzn|např|prof|doc|ing|mgr|gen|plk|sv|ul|cca|popř|resp|mj|Ing|Mgr|MUDr|JUDr|Doc",
    "tr": "Dr|Prof|Doç|Av|Yrd|Sn|Hz|bkz|vb|örn|Cad|Sok",
    "ru": "г|гг|т\\. ?е|т\\. ?к|т\\. ?н|т\\. ?д|т\\. ?п|им|ул|пр|просп|пл|д|стр|рис|см|напр|млн|млрд|тыс|руб|проф|акад|ген|полк|св|обл|р-н|долл",
    "uk": "м|р|рр|т\\. ?зв|ім|вул|просп|буд|млн|млрд|тис|грн|проф|акад|ген|полк|св|обл|див",
    "el": "κ|κκ|δηλ|π\\.χ|βλ|αρ|οδ|χλμ|εκ|δισ|Δρ|καθ",
    "ar": "د|م|أ|ص|ت|هـ|ق\\.م",
    "fa": "د|ص|م|ه\\.ش",
    "he": "ד|מר|גב|עמ",
    "hi": "डॉ|श्री|प्रो|पं|सु|कु",
    "vi": "TP|TS|PGS|GS|Th\\.S|ThS|Q|P",
    "id": "Dr|Ir|Drs|H|Hj|Prof|S\\.H|M\\.Si|dll|dsb|a\\.n|No|Jl|Tn|Ny",
}  # fmt: skip
_BEFORE_A_NUMBER = "Nos?|nos?|Nr|nr|n|N|núm|Núm|num|Vol|vol|pp|p|P|S|Art|art|Arts|Abs|Sec|sec|Ch|ch|Fig|fig|Kap|kl|Kl|c|ca|Bd|стр|ст|п|№|Ziff|Rn|z|ok|poz"
_ALWAYS = {
    code: re.compile(rf"(?:^|[\s(\[“\"'«„‘])(?:{_NEVER['']}|{words})\.$" if code else rf"(?:^|[\s(\[“\"'«„‘])(?:{words})\.$")
    for code, words in _NEVER.items()
}  # fmt: skip
_NUMBERED = re.compile(rf"(?:^|[\s(\[“\"'«’])(?:{_BEFORE_A_NUMBER})\.$")
_INITIAL = re.compile(r"(?:^|[\s(\[“\"'«.])[^\W\d_]\.$")
_ORDINAL = re.compile(
    r"(?:^|\s)(?:am|vom|zum|beim|dem|den|der|die|das|des|bis|ab|im|seit|und|ein\w*|sein\w*|ihr\w*|den|det|til|fra|av|og|od|do|v|ve|dne|a|"
    r"\d{1,2}\.)\s(?:\d{1,2}|[IVX]{1,6})\.$",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"(?:Jan|Jän|Feb|Mär|Mar|Apr|Mai|Maj|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec|Des|led|úno|bře|dub|kvě|čer|srp|zář|říj|lis|pro|Oca|Şub|"
    r"Nis|Haz|Tem|Ağu|Eyl|Eki|Kas|Ara)",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:^|\s)\d{1,2}\.$")
_ORDINAL_LANGUAGES = frozenset(("de", "da", "no", "nb", "nn", "cs", "sk", "hu", "fi", "hr", "sl", "sr", "tr", "lv", "et", "is"))  # fmt: skip


def holds_back(before: str, after: str, language: str) -> bool:
    """Whether the full stop between the two belongs to an abbreviation and not to a sentence's end."""
    last = before[-40:]
    if (_ALWAYS.get(language) or _ALWAYS[""]).search(last):
        return True
    if after[:1].isdigit() and _NUMBERED.search(last):
        return True
    if language in _ORDINAL_LANGUAGES and _is_ordinal(last, after):
        return True
    return after[:1].isupper() and bool(_INITIAL.search(last)) and not _is_sentence_of_one_letter(before)


def _is_ordinal(before: str, after: str) -> bool:
    """ "am 3. Oktober", "der 5. Tag", but "Es waren 5. Dann gingen sie"."""
    counts = _ORDINAL.search(before) or (_DAY.search(before) and _MONTH.match(after))
    return bool(counts) and after[:1].isalpha()


def _is_sentence_of_one_letter(before: str) -> bool:
    """ "Plan B." and "Hepatitis C." end sentences; "George W." does not: the word before it is no name."""
    return bool(
        re.search(
            r"\b(?:[Pp]lan|[Hh]epatitis|[Vv]itamin|[Gg]roup|[Tt]ype|[Cc]lass|[Aa]ppendix) [A-Z]\.$", before
        )
    )
