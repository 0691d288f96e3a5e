"""templates/web/README.md says what pages are given; here it is held to that."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, meta, nodes

import digest
from digest.app import App
from digest.desk.reading_room import Choices
from digest.rendering.files import shipped_templates
from digest.store.archive import Published
from digest.web.pages import Pages

FOLDER = shipped_templates(Path(digest.__file__).parent) / "web"
README = (FOLDER / "README.md").read_text("utf-8")
PAGES = ["home", "archive", "leave", "left", "choices", "message", "style"]


def documented() -> dict[str, list[str]]:
    """The names in each table of the README, by heading."""
    parts = re.split(r"^### ", README, flags=re.MULTILINE)[1:]
    return {part.split("\n")[0]: re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for part in parts}


def used(name: str, environment: Environment) -> set[str]:
    """The names that a template takes from outside, with those of what it extends or imports."""
    source = (FOLDER / name).read_text("utf-8")
    tree = environment.parse(source)
    imported = {one.target for one in tree.find_all(nodes.Import)}
    found = set(meta.find_undeclared_variables(tree)) - imported
    for other in meta.find_referenced_templates(tree):
        assert other is not None
        found |= used(other, environment)
    return found


def test_every_table_is_there_and_no_other() -> None:
    assert set(documented()) == {"Everywhere", "Issue", "Choices", *PAGES}


def test_what_stands_everywhere_is_told(app: App) -> None:
    ours: dict[str, Any] = Pages(app)._environment.globals
    shipped: dict[str, Any] = Environment(autoescape=True).globals
    assert documented()["Everywhere"] == [name for name in ours if name not in shipped]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_uses_only_what_is_told_and_all_of_it(page: str) -> None:
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True)
    name = "style.css.j2" if page == "style" else f"{page}.html.j2"
    told = documented()
    beside = used(name, environment) - set(told["Everywhere"])
    if page in ("home", "archive"):
        assert beside == {"issues"}
    else:
        assert beside == set(told[page])


@pytest.mark.parametrize(("heading", "kind"), [("Issue", Published), ("Choices", Choices)])
def test_a_value_has_the_fields_that_are_told(heading: str, kind: Any) -> None:
    assert documented()[heading] == [field.name for field in fields(kind)]


def test_every_file_is_told_of() -> None:
    told = set(re.findall(r"^\| `([\w.]+)` \|", README.partition("## Rules")[0], re.MULTILINE))
    there = {path.name for path in FOLDER.iterdir() if path.suffix in (".j2", ".toml")}
    assert {re.sub(r"words\.\w+\.toml", "words.LANGUAGE.toml", name) for name in there} == told


def test_every_phrase_that_a_template_says_is_there_and_every_one_there_is_said() -> None:
    phrases = tomllib.loads((FOLDER / "words.en.toml").read_text("utf-8"))
    templates = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.j2"))
    said = set(re.findall(r'say\("(\w+)"', templates))
    messages = {name.rpartition("_")[0] for name in phrases if name.endswith("_text")}
    spoken = said | {f"{what}_{part}" for what in messages for part in ("title", "text")}
    assert said <= set(phrases)
    assert {name for name in phrases if name not in spoken} <= {"undo_button"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("words.*.toml")), ids=lambda path: path.name)
def test_every_language_has_all_phrases_with_the_same_places(path: Path) -> None:
    def places(phrases: dict[str, str]) -> dict[str, set[str]]:
        return {name: set(re.findall(r"\{(\w+)\}", text)) for name, text in phrases.items()}

    english = tomllib.loads((FOLDER / "words.en.toml").read_text("utf-8"))
    assert places(tomllib.loads(path.read_text("utf-8"))) == places(english)


def test_the_pages_speak_every_language_that_the_mail_speaks() -> None:
    mail = {path.stem for path in (FOLDER.parent / "digest" / "locale").glob("*.po")} | {"en"}
    assert {path.name.split(".")[1] for path in FOLDER.glob("words.*.toml")} == mail
