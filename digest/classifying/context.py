"""What the words around a name say about it: the place of the news, or only where somebody comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from digest.classifying.gazetteer import Sense
from digest.classifying.tokens import Word

LOCATIVES = frozenset({"in", "at", "near", "off", "across", "outside", "inside", "throughout", "around"})
DIRECTIONS = frozenset({"from", "to", "into", "of", "for", "leave", "leaves", "left", "visits", "visit"})

HYPHENS = ("-", "‐", "‑", "–")

# "Ukrainian refugees", "Italian restaurant": where people and things come from, not where the news is.
ABROAD = frozenset(
    [
        "refugee",
        "refugees",
        "migrant",
        "migrants",
        "immigrant",
        "immigrants",
        "emigrant",
        "emigrants",
        "exile",
        "exiles",
        "expat",
        "expats",
        "expatriate",
        "expatriates",
        "evacuee",
        "evacuees",
        "asylum",
        "diaspora",
        "student",
        "students",
        "orphan",
        "orphans",
        "tourist",
        "tourists",
        "restaurant",
        "restaurants",
        "cuisine",
        "food",
        "chef",
        "nurse",
        "nurses",
        "descent",
        "origin",
        "ancestry",
        "heritage",
        "accent",
        "émigré",
        "émigrés",
        "import",
        "imports",
    ]
)
# "American-born", "Iran-backed": an origin or a patron.
SUFFIXES = frozenset(
    [
        "born",
        "backed",
        "made",
        "style",
        "trained",
        "linked",
        "funded",
        "owned",
        "educated",
        "designed",
        "supplied",
        "built",
        "language",
        "speaking",
        "sponsored",
        "aligned",
        "inspired",
        "themed",
        "descended",
        "flagged",
    ]
)
# "anti-Asian", "pro-Palestinian": an attitude that is at home anywhere.
ATTITUDES = frozenset({"anti", "Anti", "ANTI", "pro", "Pro", "PRO"})
# "Afghan American", "Chinese Canadians": at home where the second word says.
AT_HOME = frozenset({"American", "Americans", "Canadian", "Canadians", "Australian", "Australians"})
WRITTEN_WITH_HYPHEN = frozenset({"Briton", "Britons", "British", "Israeli", "Israelis"})

PEOPLES = ("demonym", "people", "continent")


class Bearing(Enum):
    """How a name stands in its sentence."""

    PLAIN = "plain"
    LOCATED = "located"  # a preposition of place stands before it
    ASIDE = "aside"  # an origin, an owner, an attitude


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text as words with their places in it."""

    text: str
    words: Sequence[str]
    placed: Sequence[Word]

    def word(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else ""

    def is_hyphened(self, place: int) -> bool:
        """Whether a hyphen ties the word to the one behind it."""
        if not 0 <= place < len(self.placed) - 1:
            return False
        between = self.text[self.placed[place].end : self.placed[place + 1].start]
        return between in HYPHENS

    def is_led_by_place_word(self, first: int) -> bool:
        """Whether "in", "from" or the like stands before a name."""
        before = self.word(first - 1)
        before = self.word(first - 2) if before in ("the", "The") else before
        return before.lower() in LOCATIVES or before in DIRECTIONS


def bearing(sentence: Sentence, first: int, last: int, sense: Sense) -> Bearing:
    """How the name from the first to the last word stands in its sentence."""
    if _is_aside(sentence, first, last, sense):
        return Bearing.ASIDE
    return Bearing.LOCATED if sentence.word(first - 1) in LOCATIVES else Bearing.PLAIN


def _is_aside(sentence: Sentence, first: int, last: int, sense: Sense) -> bool:
    after, tied = sentence.word(last + 1), sentence.is_hyphened(last)
    if tied and after.lower() in SUFFIXES:
        return True
    if sentence.is_hyphened(first - 1) and sentence.word(first - 1) in ATTITUDES:
        return True
    if sense.kind not in PEOPLES:
        return False
    if after in AT_HOME or (tied and after in WRITTEN_WITH_HYPHEN):
        return sentence.word(last) not in AT_HOME
    return after.lower() in ABROAD
