import re
from dataclasses import replace
from itertools import pairwise, product
from typing import Any

import pytest

from digest.errors import RenderError
from digest.model import marks
from digest.model.edition import Edition, Section
from digest.rendering.renderer import Renderer
from tests.builders.editions import SITE, a_look, a_placed, a_section, an_article, an_edition, an_image
from tests.standins.mail_reader import outlook_view, read, read_normally, unbalanced

RENDERER = Renderer()
EMPTY = re.compile(r"<(p|a|b|td|h\d|span)\b[^>]*>(?:\s|&nbsp;)*</\1>")
THREE = an_edition(sections=(a_section("africa"), a_section("asia-pacific", 3), a_section("europe")))


def addresses(edition: Edition) -> set[str]:
    return {placed.article.url for placed in edition.placed()}


def shown(html: str) -> set[str]:
    return {link for link in read_normally(html).links if link.startswith(f"{SITE}/2026/")}


def test_the_same_edition_gives_the_same_bytes_from_any_renderer() -> None:
    assert RENDERER.mail(THREE) == Renderer().mail(THREE)


@pytest.mark.parametrize(
    "regions",
    [frozenset(), frozenset({"africa"}), frozenset({"europe", "africa"}), frozenset({"oceania"})],
    ids=lambda regions: "+".join(sorted(regions)) or "none",
)
def test_a_variant_holds_the_front_its_regions_and_latest_and_nothing_else(regions: frozenset[str]) -> None:
    mail = RENDERER.mail(THREE, regions)

    kept = replace(THREE, sections=tuple(s for s in THREE.sections if s.region in regions))
    assert shown(mail.html) == addresses(kept)
    assert all((address in mail.text) == (address in addresses(kept)) for address in addresses(THREE))


def test_readers_of_all_regions_and_of_every_single_one_share_a_mail() -> None:
    every = frozenset(section.region for section in THREE.sections)

    assert RENDERER.mail(THREE, every) == RENDERER.mail(THREE) == RENDERER.mail(THREE, every | {"oceania"})


def test_sections_stand_in_the_newsrooms_order() -> None:
    text = RENDERER.mail(THREE, frozenset({"europe", "africa", "asia-pacific"})).text

    assert text.index("\nAfrica\n") < text.index("\nAsia Pacific\n") < text.index("\nEurope\n")


@pytest.mark.parametrize(
    ("edition", "regions"),
    [
        pytest.param(an_edition(lead=None, sections=(), latest=()), None, id="nothing at all"),
        pytest.param(
            an_edition(lead=None, latest=()), frozenset({"oceania"}), id="nothing for these regions"
        ),
        pytest.param(
            an_edition(lead=None, latest=(), sections=(Section("europe", "Europe", ()),)),
            None,
            id="an empty section",
        ),
    ],
)
def test_a_mail_without_an_article_is_never_made(edition: Edition, regions: frozenset[str] | None) -> None:
    with pytest.raises(RenderError, match="no article to mail"):
        RENDERER.mail(edition, regions)


def test_the_text_begins_with_what_is_in_it() -> None:
    text = RENDERER.mail(an_edition()).text

    assert (
        """In this issue
-------------

The lead article
Africa
  - Africa article 1
  - Africa article 2
Europe
  - Europe article 1
  - Europe article 2
Latest
  - A late headline
"""
        in text
    )


def test_a_text_only_mail_is_the_text_of_the_other() -> None:
    mail = RENDERER.mail(THREE)

    assert RENDERER.mail(THREE, text_only=True) == replace(mail, html="")


FIELDS = ("kicker", "dek", "summary", "authors", "credit", "image")


@pytest.mark.parametrize(
    "missing", list(product([False, True], repeat=len(FIELDS))), ids=lambda m: "".join("01"[x] for x in m)
)
def test_what_is_missing_leaves_no_hole(missing: tuple[bool, ...]) -> None:
    gone = {name for name, is_missing in zip(FIELDS, missing, strict=True) if is_missing}
    over: dict[str, Any] = {
        name: () if name == "authors" else "" for name in gone & {"kicker", "dek", "summary", "authors"}
    }
    over["kind"] = ""
    over["image"] = (
        None if "image" in gone else an_image(credit="" if "credit" in gone else "Ida Holm", caption="")
    )
    section = Section(
        "europe", "", tuple(a_placed(an_article(slug=f"a-{n}", **over), region_title="") for n in (1, 2))
    )
    mail = RENDERER.mail(an_edition(lead=a_placed(an_article(**over), region_title=""), sections=(section,)))

    reading = read_normally(mail.html)
    assert unbalanced(mail.html) == []
    assert EMPTY.findall(mail.html) == []
    assert not [piece for piece in ("()", "None", "By ,", ">|<") if piece in reading.text]
    assert ("By Ana Ruiz" in mail.html) == ("authors" not in gone)
    assert len(reading.pictures) == (0 if "image" in gone else 3)
    assert "\n\n\n\n" not in mail.text
    assert not [
        line for line in mail.text.split("\n") if line != line.rstrip() or line.startswith((":", "("))
    ]


def test_no_paragraph_or_heading_is_empty() -> None:
    bare = an_article(dek="", summary="", kicker="", kind="", authors=(), image=None, title="")
    edition = an_edition(
        intro="",
        preheader="",
        lead=a_placed(bare, region_title=""),
        look=a_look(tagline="", postal_address="", socials=()),
    )
    html = RENDERER.mail(edition).html

    assert EMPTY.findall(html) == []


def test_headings_go_down_one_step_at_a_time_from_one_title() -> None:
    levels = [
        int(name[1])
        for name in read_normally(RENDERER.mail(THREE).html).names
        if name in {"h1", "h2", "h3", "h4"}
    ]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_to_an_article_has_a_name_of_its_own() -> None:
    links = [a for a in read_normally(RENDERER.mail(THREE).html).all("a") if "aria-label" in a]

    assert len({a["aria-label"] for a in links}) == len(links) == 8
    assert all(a["aria-label"].startswith("Keep reading: ") for a in links)


def test_every_table_is_for_looks_and_every_picture_has_a_size() -> None:
    html = RENDERER.mail(THREE).html

    for view in (read_normally(html), read(outlook_view(html))):
        assert {table.get("role") for table in view.all("table")} == {"presentation"}
        assert all({"alt", "width", "src"} <= picture.keys() for picture in view.pictures)


def test_outlook_is_not_told_a_height_that_nobody_knows() -> None:
    lead = a_placed(an_article(image=an_image(width=None, height=None)))
    html = RENDERER.mail(an_edition(lead=lead, sections=(), latest=())).html

    assert [picture.get("height") for picture in read(outlook_view(html)).pictures] == [None]
    assert [picture.get("height") for picture in read_normally(html).pictures] == ["427"]


def test_the_way_out_and_the_other_services_are_in_both_bodies() -> None:
    mail = RENDERER.mail(THREE)
    services = (
        marks.unsubscribe_address("https://letters.example.org"),
        marks.preferences_address("https://letters.example.org"),
        marks.browser_address("https://letters.example.org", "2026-W48"),
    )

    assert all(address in read_normally(mail.html).links for address in services)
    assert all(address in mail.text.split("\n") for address in services)
    assert "1 Harbour Street" in mail.text
    assert "1 Harbour Street" in mail.html


def test_the_text_is_wrapped_plain_and_gives_the_leads_caption() -> None:
    text = RENDERER.mail(THREE).text

    assert all(len(line) <= 72 or line.startswith("https://") for line in text.split("\n"))
    assert text.count("Picture: The harbour on Tuesday. (Ida Holm / Example Wire)") == 1
    assert "<" not in text
    assert text.endswith("Springfield\n")


def test_text_mail_is_not_escaped_and_html_is() -> None:
    edition = an_edition(lead=a_placed(an_article(title='R&D for "peace" <now>')))
    mail = RENDERER.mail(edition)

    assert 'R&D for "peace" <now>' in mail.text
    assert "R&amp;D for &#34;peace&#34; &lt;now&gt;" in mail.html


def test_a_long_title_is_whole_in_both_bodies() -> None:
    title = "harbour " * 37 + "end."
    mail = RENDERER.mail(an_edition(lead=a_placed(an_article(title=title))))

    assert title in read_normally(mail.html).text
    assert title in mail.text.replace("\n", " ")


@pytest.mark.parametrize(
    "title", ["重庆港口重新开放", "قناة هادئة تُفتح", "🚢 👩🏽\u200d🚀 reopens", "ท่าเรือใหม่", "नमस्ते"]
)
def test_every_script_comes_through(title: str) -> None:
    mail = RENDERER.mail(an_edition(lead=a_placed(an_article(title=title, language="zz"))))

    assert title in read_normally(mail.html).text
    assert f"Keep reading: {title}" in [a.get("aria-label") for a in read_normally(mail.html).all("a")]
    assert title in mail.text
    assert "\\u{" not in mail.html


def test_an_arabic_edition_runs_from_right_to_left() -> None:
    html = RENDERER.mail(an_edition(look=a_look(language="ar"))).html
    tags = read_normally(html)

    assert tags.all("html")[0]["dir"] == "rtl"
    assert tags.all("html")[0]["lang"] == "ar"
    assert "direction:ltr" not in html
    assert "text-align:left" not in html.replace("font-size:0px;text-align:left", "")
    assert "تابع القراءة" in html
    assert "Keep reading" not in html


def test_an_article_in_another_language_says_so_and_every_title_finds_its_direction() -> None:
    edition = an_edition(lead=a_placed(an_article(title="قناة", language="ar")))
    tags = read_normally(RENDERER.mail(edition).html)

    assert tags.all("h2")[0]["lang"] == "ar"
    assert all(found.get("dir") == "auto" for name in ("h1", "h2", "h3") for found in tags.all(name))
    assert all("lang" not in found for found in tags.all("h3"))


def test_an_article_without_a_web_address_is_text_without_a_link() -> None:
    edition = an_edition(lead=a_placed(an_article(title="Only text", url="javascript:alert(1)")), latest=())
    mail = RENDERER.mail(edition)

    assert "Only text" in mail.html
    assert "Only text" in mail.text
    assert "javascript" not in mail.html + mail.text


def test_an_edition_nobody_could_leave_is_not_rendered() -> None:
    with pytest.raises(RenderError, match="DIGEST_PUBLIC_URL"):
        RENDERER.mail(an_edition(look=a_look(public_url="letters.example.org")))


def test_a_logo_stands_for_the_title_and_says_it() -> None:
    html = RENDERER.mail(an_edition(look=a_look(logo_url=f"{SITE}/logo.png"))).html

    assert read_normally(html).pictures[0]["alt"] == "The Week in Review"


def test_the_subject_is_one_line() -> None:
    mail = RENDERER.mail(an_edition(subject="Ships\r\nBcc: x@example.org", preheader="a\nb"))

    assert mail.subject == "Ships Bcc: x@example.org"
    assert mail.preheader == "a b"


def test_the_mjml_is_that_of_the_variant() -> None:
    mjml = RENDERER.mjml(THREE, frozenset({"africa"}))

    assert mjml.strip().startswith("<mjml")
    assert "africa-1" in mjml
    assert "europe-1" not in mjml
