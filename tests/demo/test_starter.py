"""The newsroom.toml that a new newsroom starts from."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from digest.demo.articles import demo_text
from digest.demo.starter import starter_text
from digest.newsroom import Newsroom, Table, parse_newsroom


def _tables(model: type[Table]) -> Iterator[tuple[type[Table], str]]:
    """Every (table, key) there is, the nested ones too."""
    for key, field in model.model_fields.items():
        yield model, key
        annotation: Any = field.annotation
        inner = (annotation, *getattr(annotation, "__args__", ()))
        yield from (
            pair
            for part in inner
            if isinstance(part, type) and issubclass(part, Table)
            for pair in _tables(part)
        )


ALL_KEYS = sorted({(table.__name__, key) for table, key in _tables(Newsroom)})


def _with_samples() -> str:
    return re.sub(r"(?m)^#(?=[a-z\[])", "", starter_text())


def _key_by_key() -> dict[str, str]:
    """Which lines stand in which table."""
    found: dict[str, str] = {}
    table = ""
    for line in _with_samples().splitlines():
        table = line.strip("[]") if line.startswith("[") else table
        found[table] = found.get(table, "") + line + "\n"
    return found


def test_it_is_valid_as_it_stands() -> None:
    parse_newsroom(starter_text())


def test_it_says_the_defaults() -> None:
    told, meant = parse_newsroom(starter_text()), Newsroom()
    for table in ("cadence", "selection", "look", "policy", "preview"):
        assert getattr(told, table) == getattr(meant, table)
    assert (told.language, told.zone, told.site, told.sources) == (meant.language, meant.zone, meant.site, ())


def test_it_is_valid_with_every_sample_taken() -> None:
    newsroom = parse_newsroom(_with_samples())
    assert [source.name for source in newsroom.sources] == ["Africa", "Everything"]
    assert newsroom.regions[-1].countries == ("DK", "FI", "IS", "NO", "SE")
    assert newsroom.series
    assert newsroom.look.socials
    assert newsroom.preview.local_images


@pytest.mark.parametrize(("table", "key"), ALL_KEYS)
def test_it_mentions_every_key(table: str, key: str) -> None:
    names = {
        "LookTable": "look",
        "Region": "regions",
        "Kind": "kinds",
        "Source": "sources",
        "Social": "look.socials",
    }
    where = "" if table == "Newsroom" else names.get(table, table.lower())
    is_set = re.search(rf"(?m)^{key} = ", _key_by_key()[where])
    is_table = re.search(rf"(?m)^\[+(?:{where}\.)?{key}\]+", _with_samples())
    assert is_set or is_table


def test_every_line_that_sets_a_key_comes_after_an_explanation() -> None:
    before = ""
    for line in starter_text().splitlines():
        if line.startswith("["):
            assert before.startswith("#") or not before, line
        before = line


def test_the_demo_explains_itself_too() -> None:
    parse_newsroom(demo_text("newsroom.toml"))
    assert demo_text("newsroom.toml").count("#") > 10
