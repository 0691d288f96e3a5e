"""A mail that clients would cut is set smaller; nothing is lost without a word."""

import pytest

from digest.model.edition import Edition
from digest.rendering.engine import MAX_BYTES_AFTER_TRACKING, bytes_after_tracking
from digest.rendering.renderer import Renderer
from tests.builders.editions import SITE, a_section, an_edition
from tests.builders.weeks import heavy
from tests.standins.mail_reader import read_normally, unbalanced

RENDERER = Renderer()


def addresses(edition: Edition) -> set[str]:
    return {placed.article.url for placed in edition.placed()}


def shown(html: str) -> set[str]:
    return {link for link in read_normally(html).links if link.startswith(f"{SITE}/2026/")}


@pytest.mark.parametrize("count", [1, 2, 5, 50])
def test_every_article_of_a_region_is_in_both_bodies(count: int) -> None:
    edition = an_edition(sections=(a_section("europe", count),))
    mail = RENDERER.mail(edition)

    assert shown(mail.html) == addresses(edition)
    assert all(address in mail.text.split("\n") for address in addresses(edition))
    assert bytes_after_tracking(mail.html) <= MAX_BYTES_AFTER_TRACKING
    assert unbalanced(mail.html) == []


def test_an_ordinary_week_is_set_roomily() -> None:
    edition = an_edition(
        sections=tuple(a_section(r, 3) for r in ("africa", "americas", "asia-pacific", "europe", "x"))
    )
    mail = RENDERER.mail(edition)

    assert len(read_normally(mail.html).pictures) == 16
    assert bytes_after_tracking(mail.html) < 85_000


def test_a_heavy_mail_is_set_smaller_and_loses_no_article() -> None:
    heavy = an_edition(
        sections=tuple(a_section(r, 12) for r in ("africa", "americas", "asia-pacific", "europe", "x"))
    )
    mail = RENDERER.mail(heavy)

    assert shown(mail.html) == addresses(heavy)
    assert len(read_normally(mail.html).pictures) < 61
    assert mail.text.count("The first ships came in") == 61  # the text keeps every summary


def test_the_contents_of_a_long_text_say_only_how_many_there_are() -> None:
    text = RENDERER.mail(an_edition(sections=(a_section("africa", 30), a_section("europe")))).text

    assert "\nAfrica (30)\nEurope (2)\nLatest (1)\n" in text
    assert "  - " not in text


def test_more_than_any_client_shows_is_counted_in_html_and_named_in_the_text() -> None:
    edition = heavy()
    mail = RENDERER.mail(edition)

    assert bytes_after_tracking(mail.html) <= MAX_BYTES_AFTER_TRACKING
    for section in edition.sections:
        named = len({a.article.url for a in section.articles} & shown(mail.html))
        assert named >= 8
        assert f"Also this week in {section.title}: {50 - named} more" in mail.html
    assert addresses(edition) <= set(mail.text.split("\n"))


def test_the_copy_for_the_web_names_what_the_mail_has_no_room_for() -> None:
    assert shown(RENDERER.web_copy(heavy())) == addresses(heavy())
