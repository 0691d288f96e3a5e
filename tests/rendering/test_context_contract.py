"""templates/README.md says what templates are given; here it is held to that."""

import re
from dataclasses import fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import digest
from digest.model import marks
from digest.model.edition import Correction
from digest.rendering import context as contract
from digest.rendering.context import Context, Teaser
from digest.rendering.files import files_in_effect, shipped_templates
from digest.rendering.fits import Fit
from digest.rendering.view import View, context_of
from digest.rendering.words import words_for
from tests.builders.editions import SITE, a_look, a_placed, a_section, an_article, an_edition, an_image
from tests.builders.weeks import rich

SHIPPED = shipped_templates(Path(digest.__file__).parent)
WORDS = partial(words_for, files=files_in_effect(SHIPPED, None))
RICH = rich()
VALUES = [kind for kind in vars(contract).values() if isinstance(kind, type) and is_dataclass(kind)]


def test_a_part_is_given_no_name_that_differs_between_variants() -> None:
    everything = context_of(RICH, WORDS)
    africa = View(RICH, WORDS).context(RICH.sections[:1], Fit(teasers=0, headlines=1))
    differ = {f.name for f in fields(Context) if getattr(everything, f.name) != getattr(africa, f.name)}

    assert differ == contract.OF_A_VARIANT - {"lead"}  # no fit makes the lead smaller yet


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
    assert context.contents == (
        contract.Entry("The lead article", ()),
        contract.Entry("Africa", ("Africa article 1", "Africa article 2")),
        contract.Entry("Europe", ("Europe article 1", "Europe article 2")),
        contract.Entry("Latest", ("A late headline",)),
    )
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


@pytest.mark.parametrize(
    ("masthead", "logo", "shown"),
    [
        pytest.param("auto", "", "text", id="nothing chosen"),
        pytest.param("auto", f"{SITE}/logo.png", "logo", id="a logo"),
        pytest.param("text", f"{SITE}/logo.png", "text", id="a logo, but text chosen"),
        pytest.param("band", f"{SITE}/logo.png", "band", id="a logo, but a band chosen"),
        pytest.param("logo", "", "text", id="a logo chosen and none there"),
        pytest.param("logo", "javascript:x", "text", id="a logo that cannot be shown"),
    ],
)
def test_the_masthead_is_the_chosen_one_if_it_can_be(masthead: str, logo: str, shown: str) -> None:
    look = context_of(an_edition(look=a_look(masthead=masthead, logo_url=logo)), WORDS).look

    assert look.masthead == shown
    assert (look.logo is not None) == (shown == "logo")


def test_others_sign_up_where_the_newsroom_says_or_on_its_reader_pages() -> None:
    assert context_of(an_edition(), WORDS).links.sign_up == "https://letters.example.org/"
    look = a_look(sign_up_url=f"{SITE}/letters")
    assert context_of(an_edition(look=look), WORDS).links.sign_up == f"{SITE}/letters"


def test_what_is_passed_on_holds_nothing_of_the_readers() -> None:
    links = context_of(an_edition(), WORDS).links

    assert links.share == "https://letters.example.org/archive/2026-W48"
    assert not [mark for mark in marks.ALL if mark in links.share + links.sign_up + links.browser]


def test_a_region_leads_to_its_own_page_or_nowhere() -> None:
    africa, europe = context_of(
        an_edition(look=a_look(region_pages=(("africa", f"{SITE}/africa"), ("europe", "javascript:x")))),
        WORDS,
    ).sections

    assert (africa.page, europe.page) == (f"{SITE}/africa", "")


def test_a_correction_needs_a_word_and_no_address() -> None:
    found = context_of(
        an_edition(
            corrections=(Correction("A", "B", "ftp://x"), Correction("", " \n "), Correction("", "C"))
        ),
        WORDS,
    ).corrections

    assert found == (contract.CorrectionView("A", "B", ""), contract.CorrectionView("", "C", ""))
