"""The names the classifier knows, read from the tables in ``data/``.

Countries, their places and peoples stand in ``countries.tsv``; seas, blocs,
institutions, people and usage in ``names.tsv``; names of several places in
``ambiguous.tsv``; politicians, who age fastest, in ``leaders.toml``. Later
tables win: leaders over names over ambiguous over countries, so that a name is
decided in one place.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from digest.classifying.tokens import words_of

Tokens = tuple[str, ...]
Codes = tuple[str, ...]

NO_PLURAL = ("s", "sh", "ch", "ese", "z", "x")


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name stands for.

    ``codes`` are ISO codes that share the name evenly; empty for a false
    friend. ``others`` are meant instead when the rest of the text names them,
    or the countries ``near`` them, more. ``years`` bound the texts in which the name counts; an open end is None.
    """

    kind: str
    codes: Codes
    others: Codes = ()
    near: Codes = ()
    years: tuple[int, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names as sequences of words, each with one sense, and the names of the countries."""

    senses: dict[Tokens, Sense]
    countries: dict[str, str]
    exact: frozenset[Tokens]

    def label(self, codes: Codes) -> str:
        """The countries as an editor reads them; empty when there are many."""
        return self.countries[codes[0]] if len(codes) == 1 else ""


def load_gazetteer(leaders: str | None = None) -> Gazetteer:
    """The shipped tables, with other leaders if the text of such a table is given."""
    return _shipped() if leaders is None else _build(leaders)


@cache
def _shipped() -> Gazetteer:
    return _build(read_table("leaders.toml"))


def _build(leaders: str) -> Gazetteer:
    senses: dict[Tokens, Sense] = {}
    exact: set[Tokens] = set()
    entries = (*_countries(), *_ambiguous(), *_names(), *_leaders(tomllib.loads(leaders)))
    for name, sense in entries:
        if name.startswith("="):
            exact.add(words_of(name[1:]))
        for spelling in _spellings(name, sense.kind):
            senses[words_of(spelling)] = sense
    senses.pop((), None)
    return Gazetteer(senses, dict(_country_names()), frozenset(exact))


def read_table(name: str) -> str:
    """The text of a packaged table."""
    return (resources.files("digest.classifying") / "data" / name).read_text(encoding="utf-8")


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
    return [name.strip() for name in cell.split(";") if name.strip()]


def _country_rows() -> Iterator[list[str]]:
    rows = _rows("countries.tsv", 6)
    next(rows)  # the names of the columns
    return rows


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
    return (demonym,) if demonym.endswith(NO_PLURAL) or demonym.startswith("=") else (demonym, f"{demonym}s")


def _ambiguous() -> Iterator[tuple[str, Sense]]:
    for name, codes, others, near in _rows("ambiguous.tsv", 4):
        yield name, Sense("place", tuple(codes.split()), tuple(others.split()), tuple(near.split()))


def _names() -> Iterator[tuple[str, Sense]]:
    for codes, kind, names in _rows("names.tsv", 3):
        sense = Sense(kind, () if codes == "-" else tuple(codes.split()))
        yield from ((name, sense) for name in _listed(names))


def _leaders(table: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    for code, entry in table.items():
        for leader in entry["leaders"]:
            always = Sense("person", (code,))
            dated = Sense("person", (code,), years=(leader["from"], leader.get("until")))
            yield from ((name, always) for name in (leader["name"], *leader.get("also", ())))
            if "short" in leader:
                yield leader["short"], dated


def _spellings(name: str, kind: str) -> Iterable[str]:
    """The name as written, and how else headlines write it."""
    if name.startswith("="):
        return (name[1:],)
    spellings = {name, without_accents(name)}
    if kind != "none" and name[:1].islower():
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
