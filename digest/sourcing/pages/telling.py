"""What ``digest sources try`` says of a page: the article, and where each part of it was found."""

from datetime import UTC
from typing import Any

from digest.sourcing.pages.front import Lead
from digest.sourcing.pages.reading import PageReading
from digest.sourcing.report import article_as_json

_ORDER = ("title", "kicker", "dek", "summary", "authors", "published", "image", "credit", "url")


def page_as_json(file: str, read: PageReading, leads: tuple[Lead, ...] = ()) -> dict[str, Any]:
    """As ``report.as_json`` with one article. Keys are added over time, never renamed.

    ``published`` stands at the publisher's own offset, where the page gives
    one. ``links`` are the articles that a page which is none links to.
    """
    told = article_as_json(read.article) | {
        "published": published_as_said(read),
        "kicker": read.article.kicker,
    }
    return {
        "file": file,
        "ok": True,
        "error": None,
        "title": read.article.title,
        "is_article": read.is_article,
        "articles": [told],
        "origins": dict(read.origins),
        "links": [{"url": lead.url, "text": lead.text} for lead in leads],
        "warnings": list(read.warnings),
    }


def published_as_said(read: PageReading) -> str | None:
    """``2026-11-20T18:00:00+09:00``, or with Z where the page says no offset."""
    when = read.published_there
    if when is None:
        return None
    text = when.replace(microsecond=0).isoformat()
    return text.replace("+00:00", "Z") if when.tzinfo == UTC or not when.utcoffset() else text


def rows_of(told: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(field, value, where it was found) of a page's answer, in reading order."""
    article, origins = told["articles"][0], told["origins"]
    image = article["image"] or {}
    values = {
        "title": article["title"],
        "kicker": article["kicker"],
        "dek": article["dek"],
        "summary": article["summary"],
        "authors": ", ".join(article["authors"]),
        "published": article["published"] or "",
        "image": image.get("url", ""),
        "credit": image.get("credit", ""),
        "url": article["url"],
    }
    rows = [
        (name, values[name] or "-", origins.get(name, "") if values[name] else "not found") for name in _ORDER
    ]
    caption = [("caption", image["caption"], "")] if image.get("caption") else []
    return [*rows[:7], *caption, *rows[7:]]
