"""The invented newsroom's pages: where "Keep reading" leads."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from html import escape
from string import Template
from zoneinfo import ZoneInfo

from digest.demo.articles import NAME, REGIONS, ZONE, Piece, demo_text


def article_page(piece: Piece) -> str:
    """A whole page: og: tags, JSON-LD (schema.org NewsArticle), everything escaped.

    Its picture is addressed relatively, so that it shows wherever the site is served.
    """
    return _template("page.html").substitute(
        name=escape(NAME),
        title=escape(piece.title),
        description=escape(piece.dek or piece.lede[0]),
        url=escape(piece.url),
        meta=_meta(piece),
        ld=_linked_data(piece),
        kicker=escape(piece.kicker),
        dek=f'<p class="dek">{escape(piece.dek)}</p>\n' if piece.dek else "",
        byline=_byline(piece),
        figure=_figure(piece),
        text="\n".join(f"<p>{escape(text)}</p>" for text in piece.lede),
    )


def index_page(shown: Sequence[Piece]) -> str:
    """The front page: every article by region, newest first."""
    titles = {**REGIONS, "": "The world"}
    held = {title: [p for p in shown if p.region == key] for key, title in titles.items()}
    sections = (
        f"<h2>{escape(title)}</h2>\n<ul>\n{_lines(found)}\n</ul>" for title, found in held.items() if found
    )
    return _template("index.html").substitute(name=escape(NAME), sections="\n".join(sections))


def _lines(found: Sequence[Piece]) -> str:
    return "\n".join(f"<li>{_link(piece)}<p>{escape(piece.dek)}</p></li>" for piece in found)


def _link(piece: Piece) -> str:
    return f'<a href="{escape(piece.path[1:])}index.html">{escape(piece.title)}</a>'


def _byline(piece: Piece) -> str:
    """``By A and B · November 18, 2026``; what is missing is left out."""
    names = [f"<bdi>{escape(author)}</bdi>" for author in piece.authors]
    by = f"By {' and '.join(names)}" if names else ""
    day = (
        f'<time datetime="{piece.published:%Y-%m-%d}">{_day(piece.published)}</time>'
        if _is_dated(piece)
        else ""
    )
    return " · ".join(filter(None, (by, day)))


def _day(instant: datetime) -> str:
    local = instant.astimezone(ZoneInfo(ZONE))
    return f"{local:%B} {local.day}, {local.year}"


def _figure(piece: Piece) -> str:
    if piece.picture is None:
        return ""
    told = f'{escape(piece.caption)} <span class="credit">{escape(piece.picture.credit)}</span>'
    picture = f'<img src="../../images/{escape(piece.picture.file)}" alt="{escape(piece.picture.alt)}">'
    return f"<figure>{picture}<figcaption>{told}</figcaption></figure>\n"


def _meta(piece: Piece) -> str:
    told = [("article:section", REGIONS.get(piece.region, ""))]
    if _is_dated(piece):
        told.append(("article:published_time", piece.published.isoformat()))
    if piece.picture:
        told += [("og:image", piece.picture.url), ("og:image:alt", piece.picture.alt)]
    return "".join(f'<meta property="{key}" content="{escape(value)}">\n' for key, value in told if value)


def _linked_data(piece: Piece) -> str:
    document: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title,
        "url": piece.url,
        "inLanguage": "en-US",
        "articleSection": piece.kicker,
        "keywords": list(piece.categories),
        "author": [{"@type": "Person", "name": author} for author in piece.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": NAME},
    }
    if piece.dek:
        document["description"] = piece.dek
    if _is_dated(piece):
        document["datePublished"] = piece.published.isoformat()
    if piece.picture:
        document["image"] = {
            "@type": "ImageObject",
            "url": piece.picture.url,
            "caption": piece.caption,
            "creditText": piece.picture.credit,
        }
    # "</script>" in a text must not end the element
    return json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")


def _is_dated(piece: Piece) -> bool:
    return piece.quirk != "undated"


@cache
def _template(name: str) -> Template:
    return Template(demo_text(name))
