"""A text as the units that are compared: words, or pairs of signs where nobody writes spaces.

Words are folded so that a headline and its revision agree: case, accents,
possessives and the plural s go. In Chinese, Japanese, Thai, Lao, Khmer,
Burmese and Korean, each two neighbouring signs are a unit.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Japanese, Chinese
    "\uac00-\ud7af"  # Korean: it has spaces, but endings stick to its words
)
_LETTERS = rf"[^\W_{_UNSPACED}]"
_RUN = re.compile(rf"[{_UNSPACED}]+|\d+(?:[.,]\d+)*{_LETTERS}*|{_LETTERS}+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_POSSESSIVE = re.compile(r"['’](?:s|S)\b|(?<=[sS])['’](?=\s|$)")
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05c7\u0640]")

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen first second third fourth fifth sixth seventh "
    "eighth ninth tenth half quarter double triple "
    "zwei drei vier funf sechs sieben acht neun zehn erste zweite dritte vierte ersten zweiten dritten vierten "
    "deux trois quatre cinq sept huit neuf dix premier premiere deuxieme troisieme quatrieme "
    "dos tres cuatro cinco seis siete ocho nueve diez primer primera segundo segunda tercer tercera tercero "
    "dois duas quatro sete oito nove dez primeiro primeira terceiro terceira "
    "due tre quattro cinque sei sette otto dieci primo prima secondo seconda terzo terza "
    "два две три четыре пять шесть семь восемь девять десять первый первая второй вторая третий третья"
)
_SMALL_IN_TITLES = frozenset(
    ("about", "after", "amid", "from", "into", "onto", "over", "than", "that", "under", "with")
)
NUMBER_WORDS = frozenset(_NUMBER_WORDS.split())
_DIGIT = re.compile(r"\d")
_SIGN_NUMBERS = re.compile("[一二三四五六七八九十百千两兩]+")


def units(text: str) -> tuple[str, ...]:
    """The units in order: words folded, numbers in plain digits."""
    found: list[str] = []
    for run in _RUN.findall(_POSSESSIVE.sub("", text)):
        if _IS_UNSPACED.match(run):
            found.extend(run[i : i + 2] for i in range(max(1, len(run) - 1)))
        elif run[0].isdigit():
            found.append(_number(run))
        else:
            found.append(folded(run))
    return tuple(found)


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """Without case, accents, vowel points and, beyond three letters, the plural s."""
    bare = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", word.casefold())))
    if len(bare) > 3 and bare.endswith("s") and not bare.endswith(("ss", "us", "is")):
        return bare[:-1]
    return bare


def numbers(text: str, found: Iterable[str]) -> frozenset[str]:
    """What a text of these units counts with: anything with a digit, number words, signs of number."""
    plain = {unit for unit in found if unit in NUMBER_WORDS or _DIGIT.search(unit)}
    return frozenset(plain if text.isascii() else plain.union(_SIGN_NUMBERS.findall(text)))


def _number(run: str) -> str:
    """In plain digits, whatever the script, without marks of thousands and decimals."""
    return "".join(str(unicodedata.decimal(c, c)) for c in run.casefold() if c not in ".,")


def names(text: str) -> frozenset[str]:
    """The words written with a capital inside a sentence, folded.

    Empty for a headline in title case, where capitals say nothing, and for
    scripts that have none.
    """
    clean = _POSSESSIVE.sub("", text)
    runs = [(m[0], _opens(clean, m.start())) for m in _RUN.finditer(clean) if m[0][0].isalpha()]
    inner = [run for run, opens in runs if not opens and len(run) > 1]
    capital = [run for run in inner if run[0].isupper()]
    small = [run for run in inner if run[0].islower() and len(run) > 3 and run not in _SMALL_IN_TITLES]
    is_title_case = len(capital) > 2 and not small
    return frozenset() if is_title_case else frozenset(map(folded, capital))


def _opens(text: str, start: int) -> bool:
    """Whether a word at this place begins the text, a sentence, or what follows a colon or a quote."""
    before = text[:start].rstrip()
    return not before or before[-1] in ".!?:“\"‘'„«|–—"
