"""Date, address, language, kicker and categories of a page."""

from datetime import UTC, datetime

import pytest

from digest.sourcing.pages.telling import published_as_said
from tests.builders.pages import SITE, URL, a_page, an_article, meta, read

TUESDAY = datetime(2026, 11, 17, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("page", "origin"),
    [
        (a_page(linked=an_article()), "JSON-LD datePublished"),
        (a_page(head=meta(article__published_time="2026-11-17T09:30:00+01:00")), "article:published_time"),
        (a_page(under='<time datetime="2026-11-17T08:30:00Z">today</time>'), "<time> on the page"),
        (a_page(under='<p class="date">Published: 17 November 2026, 08:30</p>'), "the date on the page"),
    ],
)
def test_the_date_is_found_and_its_place_told(page: str, origin: str) -> None:
    told = read(page)
    assert (told.article.published, told.origins["published"]) == (TUESDAY, origin)


def test_structured_data_wins_over_the_rest() -> None:
    head = meta(article__published_time="2020-01-01T00:00:00Z")
    under = '<time datetime="2019-01-01T00:00:00Z">then</time>'
    assert read(a_page(linked=an_article(), head=head, under=under)).article.published == TUESDAY


def test_when_it_was_changed_is_not_when_it_was_published() -> None:
    under = '<time class="updated" datetime="2026-11-18T08:30:00Z">x</time><time datetime="2026-11-17T08:30:00Z">y</time>'
    assert read(a_page(under=under)).article.published == TUESDAY


def test_the_day_in_the_address_is_better_than_nothing() -> None:
    told = read(a_page(), url=f"{SITE}/2026/11/17/boats")
    assert (told.article.published, told.origins["published"]) == (
        datetime(2026, 11, 17, tzinfo=UTC),
        "the address",
    )
    assert read(a_page(), url=URL).article.published is None
    assert any("no date was found" in told for told in read(a_page(), url=URL).warnings)


def test_a_date_is_told_at_the_publishers_own_offset() -> None:
    assert published_as_said(read(a_page(linked=an_article()))) == "2026-11-17T09:30:00+01:00"
    assert (
        published_as_said(read(a_page(linked=an_article(datePublished="2026-11-17"))))
        == "2026-11-17T00:00:00Z"
    )


@pytest.mark.parametrize(
    ("href", "url"),
    [
        (f"{SITE}/africa/boats", f"{SITE}/africa/boats"),
        ("/africa/boats", f"{SITE}/africa/boats"),
        (
            "https://www.lantern.example.org/africa/boats?utm_source=x",
            "https://www.lantern.example.org/africa/boats",
        ),
        ("https://other.example.net/stolen", URL),
        (f"{SITE}/", URL),
        ("javascript:alert(1)", URL),
        ("", URL),
    ],
)
def test_a_canonical_address_counts_only_where_it_is_sane(href: str, url: str) -> None:
    assert read(a_page(head=f'<link rel="canonical" href="{href}">')).article.url == url


def test_tracking_goes_from_the_address_it_was_fetched_at() -> None:
    assert read(a_page(), url=f"{URL}?utm_source=feed&fbclid=1").article.url == URL


def test_a_page_from_a_file_has_the_address_it_names_itself() -> None:
    assert read(a_page(head=f'<link rel="canonical" href="{URL}">'), url="").article.url == URL
    assert read(a_page(), url="").article.url == ""


@pytest.mark.parametrize(
    ("page", "kicker"),
    [
        (a_page(over='<p class="eyebrow">Analysis | Africa</p>'), "Analysis | Africa"),
        (a_page(head=meta(article__section="Africa")), "Africa"),
        (a_page(linked=an_article(articleSection=["Africa", "World"])), "Africa"),
        (
            a_page(linked=an_article(**{"@type": "OpinionNewsArticle", "articleSection": "Africa"})),
            "Opinion | Africa",
        ),
        (a_page(linked=an_article(**{"@type": "AnalysisNewsArticle"})), "Analysis"),
        (a_page(head=meta(article__section="Home")), ""),
        (a_page(), ""),
    ],
)
def test_the_kicker_stands_over_the_title_or_is_the_section(page: str, kicker: str) -> None:
    assert read(page).article.kicker == kicker


def test_sections_and_keywords_become_categories_once_each() -> None:
    linked = an_article(articleSection="Africa", keywords="boats, storm, Africa")
    assert read(a_page(linked=linked, head=meta(article__tag="Storm"))).article.categories == (
        "Africa",
        "Storm",
        "boats",
    )


def test_the_language_is_the_pages_own() -> None:
    assert read(a_page(lang="pt-BR")).article.language == "pt-BR"
    assert read(a_page(lang="", head=meta(og__locale="de_DE"))).article.language == "de-DE"


def test_a_front_page_is_not_taken_for_an_article() -> None:
    links = "".join(
        f'<h2><a href="/africa/piece-number-{n}">A piece of news number {n}</a></h2>' for n in range(9)
    )
    told = read(a_page(heading="<h1>The Lantern</h1>", title="The Lantern", body=links), url=f"{SITE}/")
    assert not told.is_article
