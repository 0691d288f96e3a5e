"""What `digest sources try --json` says of one file: the contract other programs rely on."""

from datetime import UTC, datetime
from typing import Any

from digest.errors import SourceError
from digest.model.article import Article, Image
from digest.sourcing.articles import Reading


def as_json(
    file: str, result: Reading | SourceError, *, region: str | None = None, kind: str | None = None
) -> dict[str, Any]:
    """One line of the answer. Keys are added over time, never renamed.

    ``published`` is ISO 8601 in UTC with Z, or null. ``region`` and ``kind``
    are those of the source, when it has any.
    """
    if isinstance(result, SourceError):
        return {"file": file, "ok": False, "error": str(result), "articles": [], "warnings": []}
    return {
        "file": file,
        "ok": True,
        "error": None,
        "title": result.title,
        "articles": [article_as_json(article, region, kind) for article in result.articles],
        "warnings": list(result.warnings),
    }


def article_as_json(article: Article, region: str | None = None, kind: str | None = None) -> dict[str, Any]:
    """An article as other programs get it."""
    return {
        "title": article.title,
        "url": article.url,
        "published": iso_z(article.published),
        "guid": article.guid,
        "authors": list(article.authors),
        "kind": article.kind or kind or "",
        "region": region,
        "categories": list(article.categories),
        "dek": article.dek,
        "summary": article.summary,
        "image": _image(article.image),
        "language": article.language,
    }


def iso_z(when: datetime | None) -> str | None:
    """``2026-11-20T09:00:00Z``."""
    return when.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z") if when else None


def _image(image: Image | None) -> dict[str, Any] | None:
    if image is None:
        return None
    return {"url": image.url, "alt": image.alt, "caption": image.caption, "credit": image.credit}
