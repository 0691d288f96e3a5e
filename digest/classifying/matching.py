"""Finding the gazetteer's names in a text: the longest first, as they are written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from digest.classifying.context import Bearing, Sentence, bearing
from digest.classifying.gazetteer import Gazetteer, Sense, Tokens, load_gazetteer
from digest.classifying.persons import Persons
from digest.classifying.tokens import composed, words_in

# A surname alone means its politician somewhat before and after the years in office, too.
YEARS_BEFORE, YEARS_AFTER = 2, 5

ARTICLES = ("the", "The", "THE")

Index = dict[str, list[tuple[Tokens, Sense]]]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text, with what its neighbours say about it.

    ``is_led``: a word before it shows that it is a name at all ("in Nice",
    "President Rama"), which the shy ones need.
    """

    name: str
    sense: Sense
    bearing: Bearing = Bearing.PLAIN
    is_led: bool = False


class Finder:
    """One index over all names: the first word leads to the rest, longest first."""

    def __init__(self, gazetteer: Gazetteer, index: Index | None = None) -> None:
        self.gazetteer = gazetteer
        self._written = _index(gazetteer.senses.items()) if index is None else index
        self._persons = Persons()

    def with_names(self, own: Gazetteer) -> "Finder":
        """A finder that knows these names too, and better."""
        index = dict(self._written)
        for tokens, sense in own.senses.items():
            kept = [entry for entry in index.get(tokens[0], ()) if entry[0] != tokens[1:]]
            index[tokens[0]] = sorted([*kept, (tokens[1:], sense)], key=lambda entry: -len(entry[0]))
        senses = {**self.gazetteer.senses, **own.senses}
        joined = replace(self.gazetteer, senses=senses, exact=self.gazetteer.exact | own.exact)
        return Finder(joined, index)

    @cached_property
    def _shouted(self) -> Index:
        """The names in capitals; few newsrooms ever need them."""
        return _index(_in_capitals(self.gazetteer))

    def find(self, text: str, year: int | None = None) -> list[Mention]:
        """Every name in the text in order, none inside another.

        ``year`` is the text's; without it, politicians of all times count.
        """
        text = composed(text)
        placed = words_in(text)
        words = [word.text for word in placed]
        index = self._written
        if text.isupper() and self._is_shouted(words):
            # In capitals "US" is as often the pronoun; "U.S." never is.
            words = [
                "us" if word.text == "US" and word.end - word.start == 2 else word.text for word in placed
            ]
            index = self._shouted
        sentence = Sentence(text, words, placed)
        found = [(first, last, sense) for first, last, sense in self._names(sentence, index, year)]
        return [self._mention(sentence, *each) for each in _with_towns(sentence, found)]

    def _mention(self, sentence: Sentence, first: int, last: int, sense: Sense) -> Mention:
        while sentence.words[first] in ",:;":  # ", Calif." is found with its comma
            first += 1
        name = sentence.text[sentence.placed[first].start : sentence.placed[last].end]
        led = sense.is_shy and self._is_led(sentence, first, sense)
        return Mention(name, sense, bearing(sentence, first, last, sense), led)

    def _is_led(self, sentence: Sentence, first: int, sense: Sense) -> bool:
        if sense.kind == "person":
            return self._persons.is_title(sentence.word(first - 1))
        return sentence.is_led_by_place_word(first)

    def _is_shouted(self, words: list[str]) -> bool:
        """Whether words in capitals are more than names that are written so, "US-NATO"."""
        return any(len(word) > 2 and word.isalpha() and word not in self._written for word in words)

    def _names(self, sentence: Sentence, index: Index, year: int | None) -> Iterator[tuple[int, int, Sense]]:
        """The first and the last word of each name, with its sense."""
        place, words = 0, sentence.words
        while place < len(words):
            size, sense = _longest(words, place, index)
            if (
                sense is not None
                and words[place] in ARTICLES
                and _longest(words, place + 1, index)[0] >= size
            ):
                size, sense = 1, None  # "the Gulf of Guinea" is not "the Gulf"
            sense = _in_year(sense, year)
            if sense is not None and sense.kind != "none" and self._is_meant(sentence, place, size, sense):
                yield place, place + size - 1, sense
            place += size

    def _is_meant(self, sentence: Sentence, place: int, size: int, sense: Sense) -> bool:
        if sense.kind == "prefix":
            return sentence.is_hyphened(place)
        return not self._persons.has_name(sentence.words, place, size, sense)


@cache
def shipped_finder() -> Finder:
    """The finder of the shipped tables, built once."""
    return Finder(load_gazetteer())


def _with_towns(sentence: Sentence, found: list[tuple[int, int, Sense]]) -> Iterator[tuple[int, int, Sense]]:
    """Towns with the state or country behind a comma are there: Lima, Ohio; Ipswich, Australia."""
    for number, (first, last, sense) in enumerate(found):
        if number + 1 < len(found) and sense.kind in ("place", "capital", "division"):
            start, _, state = found[number + 1]
            comma = sentence.words[last + 1] if last + 1 < len(sentence.words) else ""
            behind = comma == "," and start in (last + 1, last + 2)
            if behind and _may_follow(state, sense) and state.codes != sense.codes:
                yield first, last, replace(sense, codes=state.codes, others=(), near=(), is_shy=False)
                continue
        yield first, last, sense


def _may_follow(state: Sense, town: Sense) -> bool:
    """A capital before a comma and a country is as often two powers: "Moscow, Iran sign a pact"."""
    return state.kind == "division" or (state.kind == "country" and town.kind == "place")


def _in_year(sense: Sense | None, year: int | None) -> Sense | None:
    """What a name means in a text of that year."""
    while sense is not None and sense.years is not None and year is not None:
        since, until = sense.years
        if since - YEARS_BEFORE <= year <= (until or year) + YEARS_AFTER:
            return sense
        sense = sense.otherwise
    return sense


def _longest(words: Sequence[str], place: int, index: Index) -> tuple[int, Sense | None]:
    """How many words the longest name here has, and its sense; (1, None) for no name."""
    if place >= len(words):
        return 0, None
    for rest, sense in index.get(words[place], ()):
        if not rest or tuple(words[place + 1 : place + 1 + len(rest)]) == rest:
            return len(rest) + 1, sense
    return 1, None


def _index(senses: Iterable[tuple[Tokens, Sense]]) -> Index:
    index: Index = {}
    for tokens, sense in senses:
        index.setdefault(tokens[0], []).append((tokens[1:], sense))
    for entries in index.values():
        if len(entries) > 1:
            entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _in_capitals(gazetteer: Gazetteer) -> Iterator[tuple[Tokens, Sense]]:
    for tokens, sense in gazetteer.senses.items():
        if tokens not in gazetteer.exact or all(word.isupper() for word in tokens):
            yield tuple(word.upper() for word in tokens), sense
