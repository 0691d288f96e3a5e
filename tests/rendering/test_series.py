from dataclasses import replace

import pytest

from digest.model.edition import Edition, Placed, Section
from digest.rendering.renderer import Renderer
from digest.rendering.series import MOST, apart
from tests.builders.editions import a_look, a_placed, an_article, an_edition
from tests.standins.mail_reader import read_normally

RENDERER = Renderer()


def of_kinds(*kinds: str, region: str = "europe") -> tuple[Placed, ...]:
    return tuple(
        a_placed(an_article(slug=f"{region}-{n}", title=f"{kind} {n}", kind=kind, kicker=""), region=region)
        for n, kind in enumerate(kinds)
    )


def titles(articles: tuple[Placed, ...]) -> list[str]:
    return [placed.article.title for placed in articles]


@pytest.mark.parametrize(
    ("kinds", "left", "series"),
    [
        pytest.param(("News", "Slow Boat"), ["News 0"], {"Slow Boat": ["Slow Boat 1"]}, id="one"),
        pytest.param(("News", "slow boat"), ["News 0"], {"Slow Boat": ["slow boat 1"]}, id="in any case"),
        pytest.param(("Slow Boat",), ["Slow Boat 0"], {}, id="a region is never emptied"),
        pytest.param(("News",), ["News 0"], {}, id="none"),
        pytest.param(
            ("Slow Boat", "News", "Slow Boat", "Slow Boat"),
            ["News 1", "Slow Boat 3"],
            {"Slow Boat": ["Slow Boat 0", "Slow Boat 2"]},
            id="no more than two of a series",
        ),
    ],
)
def test_a_series_is_taken_out_of_its_region(
    kinds: tuple[str, ...], left: list[str], series: dict[str, list[str]]
) -> None:
    found = apart(of_kinds(*kinds), ("Slow Boat", "Letter From"))

    assert titles(found.left) == left
    assert {name: titles(articles) for name, articles in found.series.items()} == series
    assert MOST == 2


def the_week() -> Edition:
    return an_edition(
        lead=of_kinds("Slow Boat", region="lead")[0],
        sections=(
            Section("africa", "Africa", of_kinds("News", "Slow Boat", region="africa")),
            Section("europe", "Europe", of_kinds("Slow Boat", "Letter From", "News")),
        ),
        latest=of_kinds("Letter From", region="latest"),
        look=a_look(series=("Letter From", "Slow Boat")),
    )


def test_each_series_has_a_band_after_the_regions_in_the_newsrooms_order() -> None:
    headings = [
        line
        for line in RENDERER.mail(the_week()).text.split("\n")
        if line in {"Africa", "Letter From", "Slow Boat"}
    ]

    assert headings[-3:] == ["Africa", "Letter From", "Slow Boat"]
    assert "\nLatest\n" not in RENDERER.mail(the_week()).text


def test_every_article_stands_once_and_the_lead_stays_the_lead() -> None:
    edition = the_week()
    mail = RENDERER.mail(edition)

    links = [a["href"] for a in read_normally(mail.html).all("a") if "aria-label" in a]
    assert sorted(links) == sorted(placed.article.url for placed in edition.placed())
    assert read_normally(mail.html).text.index("Slow Boat 0") < read_normally(mail.html).text.index("News 0")


def test_readers_get_of_a_series_what_their_regions_hold() -> None:
    html = RENDERER.mail(the_week(), frozenset({"africa"})).html

    assert "africa-1" in html
    assert "europe-0" not in html
    assert "latest-0" in html


def test_without_series_nothing_is_taken_out() -> None:
    edition = replace(the_week(), look=a_look())

    assert "Letter From\n" not in RENDERER.mail(edition).text.replace("Letter From | ", "")
