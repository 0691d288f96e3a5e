"""Articles, sections and editions with dull defaults: a test names only what matters to it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from digest.model.article import Article, Filing, Image
from digest.model.edition import Edition, Look, Placed, Section
from digest.model.window import Window

SITE = "https://news.example.org"
PUBLISH_AT = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)  # a Friday, 09:00 in New York
WINDOW = Window(datetime(2026, 11, 20, 14, 0, tzinfo=UTC), PUBLISH_AT, "America/New_York")


def an_image(**over: Any) -> Image:
    base = Image(
        url=f"{SITE}/pictures/harbour.jpg",
        alt="A harbour at dawn",
        caption="The harbour on Tuesday.",
        credit="Ida Holm / Example Wire",
        width=1200,
        height=800,
    )
    return replace(base, **over)


def an_article(**over: Any) -> Article:
    """``slug`` is a short cut: it sets identity and url, so that articles differ."""
    slug = over.pop("slug", "the-harbour-reopens")
    base = Article(
        identity=f"{SITE}/{slug}",
        url=f"{SITE}/2026/11/{slug}",
        title="The harbour reopens",
        dek="Ships return after nine weeks.",
        summary="The first ships came in on Tuesday. Nobody has said who will pay for the dredging.",
        kicker="Analysis | Europe",
        kind="Analysis",
        authors=("Ana Ruiz",),
        image=an_image(),
        published=datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
    )
    return replace(base, **over)


def a_filing(**over: Any) -> Filing:
    return replace(Filing(region="europe", confidence=1.0, evidence=("section feed",)), **over)


def a_placed(article: Article | None = None, **over: Any) -> Placed:
    """``region`` is a short cut for the filing; None files the article under no region."""
    region = over.pop("region", "europe")
    base = Placed(
        article=article or an_article(),
        filing=a_filing(region=region),
        region_title=region.replace("-", " ").title() if region else "Global",
    )
    return replace(base, **over)


def a_section(region: str = "europe", count: int = 2, **over: Any) -> Section:
    """``count`` articles, each with its own address: ``REGION-1``, ``REGION-2`` ..."""
    title = region.replace("-", " ").title()
    articles = tuple(
        a_placed(
            an_article(slug=f"{region}-{n}", title=f"{title} article {n}", kicker=f"Analysis | {title}"),
            region=region,
        )
        for n in range(1, count + 1)
    )
    return replace(Section(region=region, title=title, articles=articles), **over)


def a_look(**over: Any) -> Look:
    base = Look(
        publication="The Example Review",
        title="The Week in Review",
        tagline="The world by region, once a week",
        language="en",
        site=SITE,
        postal_address="The Example Review, 1 Harbour Street, Springfield",
        from_name="The Example Review",
        from_email="weekly@news.example.org",
        reply_to="editors@news.example.org",
        list_id="weekly.news.example.org",
        public_url="https://letters.example.org",
        accent="#9a1b1e",
        accent_dark="#ff8a80",
        paper="#f4f1ea",
        ink="#1c1d20",
        serif=True,
        logo_url="",
        socials=(("Mastodon", "https://social.example.net/@review"),),
        read_more="Keep reading",
        latest_title="Latest",
    )
    return replace(base, **over)


def an_edition(**over: Any) -> Edition:
    """A lead, two regions of two articles each, one article under Latest."""
    base = Edition(
        name="2026-W48",
        publish_at=PUBLISH_AT,
        window=WINDOW,
        look=a_look(),
        subject="The harbour reopens, and who pays",
        preheader="Ships return after nine weeks.",
        intro="Good morning.\n\nThis week the ships came back.",
        lead=a_placed(an_article(slug="the-lead", title="The lead article")),
        sections=(a_section("africa"), a_section("europe")),
        latest=(a_placed(an_article(slug="latest-1", title="A late headline"), region=None),),
    )
    return replace(base, **over)
