"""A newsroom's own names, from leaders.toml and places.tsv beside newsroom.toml.

They win over the shipped ones. Every error names the file, the place in it and
what to write.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from digest.classifying.gazetteer import Sense, leaders_in
from digest.errors import NewsroomError

LEADERS, PLACES = "leaders.toml", "places.tsv"
KINDS = ("place", "division", "capital", "people", "institution", "group", "person", "bloc", "cue", "none")
KEYS = frozenset({"name", "short", "from", "until", "also"})
FIRST_YEAR, LAST_YEAR = 1500, 2200


def own_leaders(text: str, countries: Collection[str]) -> Iterator[tuple[str, Sense]]:
    """The names of a newsroom's leaders.toml. Raises NewsroomError with all its faults."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NewsroomError(f"{LEADERS}: {error}") from error
    faults = [fault for code, entry in table.items() for fault in _faults(code, entry, countries)]
    if faults:
        raise NewsroomError(*(f"{LEADERS}, {fault}" for fault in faults))
    return leaders_in(table)


def _faults(code: str, entry: Any, countries: Collection[str]) -> Iterator[str]:
    if code not in countries:
        yield f'[{code}]: "{code}" is no ISO 3166 code; write two letters such as [KE]'
    leaders = entry.get("leaders") if isinstance(entry, Mapping) else None
    if not isinstance(leaders, list) or not all(isinstance(leader, Mapping) for leader in leaders):
        yield f'[{code}]: write leaders = [{{ name = "First Last", short = "Last", from = 2026 }}]'
        return
    for leader in leaders:
        yield from (f"[{code}]: {fault}" for fault in _faults_of(leader))


def _faults_of(leader: Mapping[str, Any]) -> Iterator[str]:
    name, also = leader.get("name"), leader.get("also", [])
    if not _is_name(name):
        yield "a leader has no name"
        return
    if unknown := sorted(set(leader) - KEYS):
        yield f'"{name}" has the unknown key {unknown[0]}; known are {", ".join(sorted(KEYS))}'
    if "short" in leader and not _is_name(leader["short"]):
        yield f'"{name}": short is no name'
    if not isinstance(also, list) or not all(map(_is_name, also)):
        yield f'"{name}": also is no list of names'
    since = leader.get("from")
    if not _is_year(since) or not _is_year(leader.get("until", since)) or leader.get("until", since) < since:
        yield f'"{name}": from and until are the first and the last year, such as from = 2026'


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR


def own_places(text: str, countries: Collection[str]) -> Iterator[tuple[str, Sense]]:
    """The names of a newsroom's places.tsv: codes, kind, names with ";" between. Raises NewsroomError."""
    rows = list(enumerate(text.removeprefix("\ufeff").splitlines(), start=1))
    named = [(n, line.split("\t")) for n, line in rows if line.strip() and not line.startswith("#")]
    faults = [f"{PLACES}, line {n}: {fault}" for n, cells in named if (fault := _fault(cells, countries))]
    if faults:
        raise NewsroomError(*faults)
    for _, (codes, kind, names, *_rest) in named:
        sense = Sense(kind, () if codes.strip() == "-" else tuple(codes.split()))
        yield from ((name, sense) for each in names.split(";") if (name := each.strip()))


def _fault(cells: list[str], countries: Collection[str]) -> str:
    if len(cells) < 3:
        return 'write three columns with tabs between, such as "KE", "place", "Ruiru; Thika"'
    codes, kind = cells[0].split(), cells[1]
    if kind not in KINDS:
        return f'"{kind}" is no kind; known are {", ".join(KINDS)}'
    if (codes == ["-"]) != (kind == "none"):
        return 'a false friend has the code "-" and the kind "none"'
    unknown = [code for code in codes if code != "-" and code not in countries]
    if unknown or not codes:
        return f'"{cells[0]}" is no ISO 3166 code; write two letters such as KE'
    return "" if any(map(str.isalpha, cells[2])) else "no name stands in the third column"
