"""The title that readers see, whatever else a page calls itself."""

import pytest

from digest.sourcing.pages.title import stripped
from tests.builders.pages import TITLE, a_page, an_article, meta, read


def test_the_heading_wins_over_a_page_title_for_search_engines() -> None:
    page = a_page(
        title="Port Merin storm damage: everything you need to know | The Lantern", head=meta(og__title=TITLE)
    )
    assert read(page).article.title == TITLE


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Boats come back | The Lantern", "Boats come back"),
        ("Boats come back - National | The Lantern", "Boats come back"),
        ("Boats come back — lantern.example", "Boats come back"),
        ("The Lantern: Boats come back to port", "Boats come back to port"),
        ("Boats | Quays | The Lantern Weekly", "Boats | Quays"),
        ("BUDGET 3.0 | Treasury hires collectors", "BUDGET 3.0 | Treasury hires collectors"),
        ("Analysis: who owns the sea?", "Analysis: who owns the sea?"),
        ("Lanterns over the bay: a feast returns", "Lanterns over the bay: a feast returns"),
        ("The Lantern", "The Lantern"),
        ("漁船が港に戻る：ランタン新聞", "漁船が港に戻る"),
    ],
)
def test_only_the_sites_own_name_goes_from_a_title(told: str, kept: str) -> None:
    assert stripped(told, ("The Lantern", "lantern.example", "ランタン新聞")) == kept


def test_a_heading_in_the_bread_crumbs_is_not_what_readers_see() -> None:
    over = '<nav class="breadcrumb"><ol><li><h1>Port Merin: storm, boats, council, money</h1></li></ol></nav>'
    page = a_page(over=over, heading=f"<header><h2>{TITLE}</h2></header>", head=meta(og__title=TITLE))
    assert read(page).article.title == TITLE


def test_a_kicker_inside_the_heading_is_told_apart() -> None:
    heading = (
        f'<h1><span class="head__kicker">After the storm</span> <span class="head__title">{TITLE}</span></h1>'
    )
    article = read(a_page(heading=heading, head=meta(og__title=TITLE))).article
    assert (article.title, article.kicker) == (TITLE, "After the storm")


def test_what_the_head_says_twice_outvotes_a_heading_that_differs() -> None:
    page = a_page(heading="<h1>Live</h1>", head=meta(og__title=TITLE), linked=an_article())
    assert read(page).article.title == TITLE


def test_a_heading_that_nothing_confirms_still_counts_before_the_page_title() -> None:
    page = a_page(title="Untitled document", heading=f"<h1>{TITLE}</h1>")
    assert read(page).article.title == TITLE


def test_where_heading_and_search_title_are_one_the_shared_title_is_the_editors() -> None:
    shared = "Port Merin asks who still fishes"
    page = a_page(head=meta(og__title=shared), linked=an_article())
    told = read(page)
    assert (told.article.title, told.origins["title"]) == (shared, "og:title")


def test_headings_of_other_articles_are_not_taken() -> None:
    body = f"<p>{TITLE} said nobody ever, in a paragraph of some length at least.</p>"
    aside = "<aside><h1>Ten quays to see this summer</h1></aside>"
    assert read(a_page(over=aside, body=body)).article.title == TITLE


def test_the_origin_of_the_title_is_told() -> None:
    assert read(a_page()).origins["title"] == "the heading on the page"
