"""The names the classifier knows, read from the tables in ``data/``.

Countries, their places and peoples stand in ``countries.tsv`` and
``places.tsv``; seas, blocs, institutions, people and usage in ``names.tsv``;
names of several places in ``ambiguous.tsv``; politicians, who age fastest, in
``leaders.toml``. Later tables win: leaders over names over ambiguous over
places over countries, so that a name is decided in one place. A newsroom's own
tables (``own.py``) win over all of them.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from digest.classifying.tokens import words_of

Tokens = tuple[str, ...]
Codes = tuple[str, ...]

NO_PLURAL = ("s", "sh", "ch", "ese", "z", "x")
EXACT, SHY = "=", "~"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name stands for.

    ``codes`` are ISO codes that share the name evenly; empty for a false
    friend. ``others`` are meant instead when the rest of the text names them,
    or the countries ``near`` them, more. ``years`` bound the texts in which
    the name counts; an open end is None; outside of them it means what
    ``otherwise`` says, or nothing. A shy name is a common word or surname too:
    it counts only behind "in", "from" or a title, or beside another name of
    its country.
    """

    kind: str
    codes: Codes
    others: Codes = ()
    near: Codes = ()
    years: tuple[int, int | None] | None = None
    is_shy: bool = False
    otherwise: "Sense | None" = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names as sequences of words, each with one sense, and the names of the countries."""

    senses: dict[Tokens, Sense]
    countries: dict[str, str]
    exact: frozenset[Tokens]

    def label(self, codes: Codes) -> str:
        """The countries as an editor reads them; empty when there are many."""
        return self.countries.get(codes[0], "") if len(codes) == 1 else ""


@cache
def load_gazetteer() -> Gazetteer:
    """The shipped tables."""
    leaders = tomllib.loads(read_table("leaders.toml"))
    entries = (*_countries(), *_places(), *_ambiguous(), *_names(), *leaders_in(leaders))
    return build_gazetteer(entries, dict(_country_names()))


def build_gazetteer(entries: Iterable[tuple[str, Sense]], countries: dict[str, str]) -> Gazetteer:
    """Names as they stand in the tables, later ones winning."""
    senses: dict[Tokens, Sense] = {}
    exact: set[Tokens] = set()
    for written, given in entries:
        name, sense = written, given
        if name.startswith(SHY):
            name, sense = name[1:], replace(given, is_shy=True)
        if name.startswith(EXACT):
            tokens = words_of(name[1:])
            exact.add(tokens)
            senses[tokens] = sense
            continue
        for spelling in _spellings(name, sense.kind):
            tokens = words_of(spelling)
            older = senses.get(tokens) if sense.years else None
            senses[tokens] = (
                replace(sense, otherwise=older) if older and older.codes != sense.codes else sense
            )
    senses.pop((), None)
    return Gazetteer(senses, countries, frozenset(exact))


def read_table(name: str) -> str:
    """The text of a packaged table."""
    return (resources.files("digest.classifying") / "data" / name).read_text(encoding="utf-8")


@cache
def default_regions() -> dict[str, Codes]:
    """Region key to ISO codes, for regions whose newsroom names no countries."""
    table = tomllib.loads(read_table("regions.toml"))
    return {key: tuple(region["countries"]) for key, region in table.items()}


def _rows(name: str, columns: int) -> Iterator[list[str]]:
    for line in read_table(name).splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield [*cells, *[""] * (columns - len(cells))]


def _listed(cell: str) -> list[str]:
    return [name for each in cell.split(";") if (name := each.strip())]


@cache
def _country_rows() -> tuple[list[str], ...]:
    return tuple(_rows("countries.tsv", 6))[1:]  # without the names of the columns


def _country_names() -> Iterator[tuple[str, str]]:
    return ((row[0], row[1]) for row in _country_rows())


def _countries() -> Iterator[tuple[str, Sense]]:
    for code, name, others, demonyms, capital, within in _country_rows():
        country, people = Sense("country", (code,)), Sense("demonym", (code,))
        seat, place = Sense("capital", (code,)), Sense("place", (code,))
        yield from ((each, place) for each in _listed(within))
        yield from ((each, seat) for each in _listed(capital))
        yield from ((each, people) for demonym in _listed(demonyms) for each in _plural(demonym))
        yield from ((each, country) for each in (name, *_listed(others)))


def _plural(demonym: str) -> Iterable[str]:
    return (
        (demonym,) if demonym.endswith(NO_PLURAL) or demonym.startswith(EXACT) else (demonym, f"{demonym}s")
    )


def _places() -> Iterator[tuple[str, Sense]]:
    for code, kind, names in _rows("places.tsv", 3):
        sense = Sense(kind, (code,))
        yield from ((name, sense) for name in _listed(names))


def _ambiguous() -> Iterator[tuple[str, Sense]]:
    for name, codes, others, near in _rows("ambiguous.tsv", 4):
        yield name, Sense("place", tuple(codes.split()), tuple(others.split()), tuple(near.split()))


def _names() -> Iterator[tuple[str, Sense]]:
    for codes, kind, names in _rows("names.tsv", 3):
        sense = Sense(kind, () if codes == "-" else tuple(codes.split()))
        yield from ((name, sense) for name in _listed(names))


def leaders_in(table: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    """The names of a leaders.toml: full ones always count, short ones near the years given.

    They come in the order of their years, so that in an undated text the
    latest bearer of a short name is meant.
    """
    short = []
    for code, entry in table.items():
        always = Sense("person", (code,))
        for leader in entry["leaders"]:
            yield leader["name"], always
            yield from ((name, always) for name in leader.get("also", ()))
            if "short" in leader:
                years = (leader["from"], leader.get("until"))
                short.append((years[0], leader["short"], Sense("person", (code,), years=years)))
    yield from ((name, sense) for _, name, sense in sorted(short, key=lambda entry: entry[0]))


def _spellings(name: str, kind: str) -> Iterable[str]:
    """The name as written, and how else headlines write it."""
    starts_low = kind != "none" and name[:1].islower()
    if name.isascii() and not starts_low:
        return (name,)
    spellings = {name, without_accents(name)}
    if starts_low:
        spellings |= {capitalised(each) for each in spellings}
        spellings |= {" ".join(map(capitalised, each.split())) for each in spellings}
    return spellings


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def without_accents(text: str) -> str:
    """Bogotá as Bogota; letters that are no accented ones stay."""
    if text.isascii():
        return text
    plain = text.replace("ø", "o").replace("ł", "l").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
