"""templates/README.md says what templates are given; here it is held to that."""

import re
from dataclasses import fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import digest
from digest.rendering import context as contract
from digest.rendering.context import Context, Teaser
from digest.rendering.files import files_in_effect, shipped_templates
from digest.rendering.view import context_of
from digest.rendering.words import words_for
from tests.builders.editions import a_look, a_placed, a_section, an_article, an_edition, an_image

SHIPPED = shipped_templates(Path(digest.__file__).parent)
WORDS = partial(words_for, files=files_in_effect(SHIPPED, None))
VALUES = [kind for kind in vars(contract).values() if isinstance(kind, type) and is_dataclass(kind)]


def documented() -> dict[str, list[str]]:
    """The names in each table of the README, by heading."""
    parts = re.split(r"^### ", (SHIPPED / "README.md").read_text(), flags=re.MULTILINE)[1:]
    return {part.split("\n")[0]: re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for part in parts}


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_the_readme_lists_every_name_in_order(kind: Any) -> None:
    assert documented()[kind.__name__] == [field.name for field in fields(kind)]


def test_the_readme_lists_nothing_else() -> None:
    assert set(documented()) == {kind.__name__ for kind in VALUES}


def teaser(**over: Any) -> Teaser:
    found = context_of(an_edition(lead=a_placed(an_article(**over))), WORDS).lead
    assert found is not None
    return found


def test_the_promises_of_a_context_hold() -> None:
    context = context_of(an_edition(sections=(a_section("africa", more=3), a_section("europe"))), WORDS)

    assert context.edition == contract.EditionLine("2026-W48", "Friday, 27 November 2026", "Week 48")
    assert context.contents == ("The lead article", "Africa (2)", "Europe (2)", "Latest (1)")
    assert context.intro == ("Good morning.", "This week the ships came back.")
    assert (context.direction, context.start, context.end) == ("ltr", "left", "right")
    assert context.sections[0].more_line == "Also this week in Africa: 3 more"
    assert context.sections[1].more_line == ""
    assert context.regions_line == "Your regions in this edition: Africa and Europe."
    assert isinstance(context, Context)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Auckland", "Saturday, 28 November 2026"), ("America/New_York", "Friday, 27 November 2026")],
)
def test_the_date_is_that_of_the_newsrooms_zone(zone: str, day: str) -> None:
    edition = an_edition()

    assert context_of(replace(edition, window=replace(edition.window, zone=zone)), WORDS).edition.date == day


def test_what_is_absent_is_an_empty_text_and_what_is_missing_has_its_stead() -> None:
    context = context_of(
        an_edition(name="spring", subject="", look=a_look(title="", site="", logo_url="javascript:x")), WORDS
    )

    assert context.subject == context.look.title == "The Example Review"
    assert (context.edition.week, context.links.site, context.look.logo) == ("", None, None)


@pytest.mark.parametrize(
    ("kicker", "kind", "region", "shown"),
    [
        ("Letter | Paris", "Analysis", "Europe", "Letter | Paris"),
        ("", "Analysis", "Europe", "Analysis | Europe"),
        ("", "", "Europe", "Europe"),
        ("", "Analysis", "", "Analysis"),
        ("", "", "", ""),
    ],
)
def test_the_kicker_is_the_sources_own_or_kind_and_region(
    kicker: str, kind: str, region: str, shown: str
) -> None:
    lead = a_placed(an_article(kicker=kicker, kind=kind), region_title=region)
    found = context_of(an_edition(lead=lead), WORDS).lead

    assert found is not None
    assert found.kicker == shown


@pytest.mark.parametrize(
    ("dek", "summary", "shown"),
    [
        pytest.param("The dek.", "The summary.", ("The dek.", "The summary."), id="both"),
        pytest.param("", "The summary.", ("", "The summary."), id="no dek"),
        pytest.param("The dek.", "", ("", "The dek."), id="the dek stands for the summary"),
        pytest.param(
            "Ships return", "Ships return, it says.", ("", "Ships return, it says."), id="said twice"
        ),
        pytest.param("The harbour reopens", "", ("", ""), id="the dek is the title"),
        pytest.param("", "", ("", ""), id="neither"),
    ],
)
def test_each_thing_is_said_once(dek: str, summary: str, shown: tuple[str, str]) -> None:
    found = teaser(dek=dek, summary=summary)

    assert (found.dek, found.summary) == shown


def test_the_label_begins_with_what_is_seen_and_is_cut_between_words() -> None:
    label = teaser(title="harbour " * 40).label

    assert label.startswith("Keep reading: harbour")
    assert len(label) <= 90
    assert label.endswith("harbour…")


@pytest.mark.parametrize(
    ("language", "edition", "shown"),
    [
        ("", "en", ""),
        ("en-GB", "en", ""),
        ("fr", "en", "fr"),
        ("AR", "en", "AR"),
        ('"><b', "fr", "en"),
        ("no tag!", "en", ""),
    ],
)
def test_only_a_foreign_article_says_its_language(language: str, edition: str, shown: str) -> None:
    lead = a_placed(an_article(language=language))
    found = context_of(an_edition(lead=lead, look=a_look(language=edition)), WORDS).lead

    assert found is not None
    assert found.language == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        pytest.param((1280, 640), (640, 320, True), id="wide"),
        pytest.param((1000, 2000), (320, 640, True), id="tall: never higher than its room"),
        pytest.param((64, 64), (640, 640, True), id="small"),
        pytest.param((None, 640), (640, 427, False), id="half known"),
        pytest.param((0, 0), (640, 427, False), id="nothing"),
        pytest.param((-3, 4), (640, 427, False), id="nonsense"),
        pytest.param((99999, 1), (640, 1, True), id="a line"),
    ],
)
def test_a_picture_keeps_its_ratio(size: tuple[int | None, int | None], shown: tuple[int, int, bool]) -> None:
    picture = teaser(image=an_image(width=size[0], height=size[1])).picture

    assert picture is not None
    assert (picture.width, picture.height, picture.is_measured) == shown


def test_the_english_defaults_give_way_to_the_editions_language() -> None:
    assert context_of(an_edition(look=a_look(language="de")), WORDS).look.read_more == "Weiterlesen"
    chosen = context_of(an_edition(look=a_look(language="de", read_more="Mehr")), WORDS)
    assert chosen.look.read_more == "Mehr"
