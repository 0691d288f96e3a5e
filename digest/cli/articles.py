"""Articles and editions as JSON and as lines in a terminal: the contract others rely on."""

from datetime import datetime
from typing import Any

from digest.desk.drafting import InHand
from digest.model.article import Article
from digest.model.edition import Placed
from digest.model.wording import local_time


def stamp(instant: datetime | None) -> str | None:
    """ISO 8601 in UTC with Z."""
    return None if instant is None else instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def article_json(article: Article, region: str | None, region_key: str | None) -> dict[str, Any]:
    image = article.image
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "published": stamp(article.published),
        "guid": article.guid,
        "authors": list(article.authors),
        "kind": article.kind,
        "kicker": article.kicker,
        "region": region,
        "region_key": region_key,
        "categories": list(article.categories),
        "dek": article.dek,
        "summary": article.summary,
        "image": image
        and {"url": image.url, "alt": image.alt, "caption": image.caption, "credit": image.credit},
    }


def placed_json(placed: Placed) -> dict[str, Any]:
    key = placed.filing.region
    made = article_json(placed.article, placed.region_title if key else None, key)
    return {**made, "evidence": list(placed.filing.evidence)}


def edition_json(hand: InHand, digest: str) -> dict[str, Any]:
    """The contract of ``draft`` and ``show``. ``digest`` is what an approval would bind to."""
    edition = hand.draft.edition
    return {
        "edition": edition.name,
        "state": hand.row.state.value,
        "publish_at": stamp(edition.publish_at),
        "window": {
            "start": stamp(edition.window.start),
            "end": stamp(edition.window.end),
            "zone": edition.window.zone,
        },
        "subject": edition.subject,
        "preheader": edition.preheader,
        "intro": edition.intro,
        "lead": placed_json(edition.lead) if edition.lead else None,
        "sections": [
            {
                "region": s.title,
                "region_key": s.region,
                "more": s.more,
                "articles": [placed_json(p) for p in s.articles],
            }
            for s in edition.sections
        ],
        "latest": [placed_json(p) for p in edition.latest],
        "considered": len(hand.draft.verdicts),
        "reasons": hand.draft.reasons(),
        "hash": digest,
        "approved_by": hand.row.approved_by or None,
        "changes": len(hand.changes),
        "conflicts": [{"text": c.text, "what_to_do": c.what_to_do} for c in hand.conflicts],
        "warnings": list(hand.warnings),
        "notes": list(hand.notes),
    }


def when(instant: datetime, zone: str) -> str:
    """Local with zone: "Fri 20 Nov 2026 09:00 EST"."""
    return local_time(instant, zone)


def when_both(instant: datetime, zone: str) -> str:
    """Local with zone, and UTC."""
    return f"{when(instant, zone)} ({instant:%H:%M} UTC)"


def relative(instant: datetime, now: datetime) -> str:
    """ "in 19 h", "3 days ago"."""
    seconds = (instant - now).total_seconds()
    size = abs(seconds)
    if size < 90:
        return "now"
    number, unit = (
        (size / 60, "min") if size < 5400 else (size / 3600, "h") if size < 172800 else (size / 86400, "days")
    )
    text = f"{number:.0f} {unit}"
    return f"in {text}" if seconds > 0 else f"{text} ago"
