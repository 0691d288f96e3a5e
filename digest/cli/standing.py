"""How things stand: what ``digest status`` tells."""

from typing import Any

from digest.app import App
from digest.cli.articles import relative, stamp, when_both
from digest.cli.output import counts, say, warn
from digest.desk.agenda import moments, next_thing
from digest.desk.drafting import next_open, stale_sources
from digest.model.edition import FINISHED
from digest.store import accounts, editions
from subscribers.stats import stats as count_readers


def standing(app: App) -> dict[str, Any]:
    """The JSON of ``status``: one read of the database, nothing drafted or fetched."""
    now = app.now()
    with app.store.read() as connection:
        row = editions.in_hand(connection, app.newsroom.publication)
        sums = accounts.accounts(connection, row.id) if row and row.started_at else None
        stats = count_readers(connection, now=now)
    is_open = row is not None and row.state not in FINISHED
    times = moments(app.desk, row.publish_at if row and is_open else next_open(app.desk, now))
    return {
        "now": stamp(now),
        "zone": app.newsroom.zone,
        "edition": row
        and {
            "name": row.name,
            "state": row.state.value,
            "approved_by": row.approved_by or None,
            "detail": row.detail,
        },
        "accounts": sums
        and {
            "due": sums.due,
            "submitted": sums.submitted,
            "withdrawn": sums.withdrawn,
            "refused": sums.refused,
            "uncertain": sums.uncertain,
            "pending": sums.pending,
        },
        "due": {
            "edition": times.edition,
            "draft": stamp(times.draft),
            "verify": stamp(times.verify),
            "publish": stamp(times.publish),
        },
        "readers": {
            "known": stats.readers,
            "due": stats.due,
            "excluded": stats.excluded,
            "regions": stats.regions,
            "all_regions": stats.all_regions,
        },
        "sources": {"total": len(app.newsroom.sources), "warnings": list(stale_sources(app.desk))},
        "carrier": app.settings.carrier,
        "next": next_thing(app.desk, row, now),
    }


def tell(app: App, said: dict[str, Any]) -> None:
    """The same for a person."""
    now, zone = app.now(), app.newsroom.zone
    with app.store.read() as connection:
        row = editions.in_hand(connection, app.newsroom.publication)
    if row is None:
        say("edition   none yet")
    else:
        by = f", approved by {row.approved_by}" if row.approved_by else ""
        detail = f": {row.detail}" if row.detail else ""
        say(f"edition   {row.name}, {row.state.value}{by}{detail}")
        say(f"goes out  {when_both(row.publish_at, zone)}, {relative(row.publish_at, now)}")
    if said["accounts"]:
        say("accounts  " + ", ".join(f"{v:,} {k}" for k, v in said["accounts"].items()))
    excluded = f"; excluded: {counts(said['readers']['excluded'])}" if said["readers"]["excluded"] else ""
    say(f"readers   {said['readers']['known']:,} known, {said['readers']['due']:,} due{excluded}")
    say(f"sources   {said['sources']['total']}, carrier {said['carrier']}")
    for text in said["sources"]["warnings"]:
        warn(text)
    say(f"next      {said['next']}")
