"""How things stand: what ``digest status`` tells."""

from typing import TYPE_CHECKING, Any

from digest.app import App
from digest.cli.articles import relative, stamp, when, when_both
from digest.cli.output import counts, say, warn
from digest.desk.agenda import is_missed, missed, moments, next_thing, void_because
from digest.desk.approving import VOIDED_BY_CHANGE, VOIDED_BY_REFRESH
from digest.desk.drafting import next_open
from digest.desk.naming import orphaned
from digest.desk.noticing import left_open, quiet_sources, stale_sources
from digest.model.edition import FINISHED, State
from digest.model.wording import counted
from digest.store import accounts, editions
from subscribers.stats import stats as count_readers

if TYPE_CHECKING:
    from digest.store.editions import EditionRow

BY_AN_EDITOR = (VOIDED_BY_CHANGE, VOIDED_BY_REFRESH)  # who knows of it


def standing(app: App) -> dict[str, Any]:
    """The JSON of ``status``: one read of the database, nothing drafted or fetched.

    ``trouble`` are the lines that want a word from an editor now: what did not
    go out at its time, and an approval that is void.
    """
    now = app.now()
    with app.store.read() as connection:
        row = editions.in_hand(connection, app.newsroom.publication)
        sums = accounts.accounts(connection, row.id) if row and row.started_at else None
        stats = count_readers(connection, now=now)
    is_open = row is not None and row.state not in FINISHED
    times = moments(app.desk, row.publish_at if row and is_open else next_open(app.desk, now))
    warnings = [*stale_sources(app.desk), *quiet_sources(app.desk, now)]
    return {
        "now": stamp(now),
        "zone": app.newsroom.zone,
        "edition": row and _edition(app, row),
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
        "others": [
            {"name": e.name, "state": e.state.value, "publish_at": stamp(e.publish_at), "detail": e.detail}
            for e in left_open(app.desk, row.name if row else "")
        ],
        "readers": {
            "known": stats.readers,
            "due": stats.due,
            "excluded": stats.excluded,
            "regions": stats.regions,
            "all_regions": stats.all_regions,
        },
        "sources": {"total": len(app.newsroom.sources), "warnings": warnings},
        "carrier": app.settings.carrier,
        "warnings": [text for text in (orphaned(app.desk),) if text],
        "trouble": _trouble(app, row),
        "next": next_thing(app.desk, row, now),
    }


def _edition(app: App, row: "EditionRow") -> dict[str, Any]:
    return {
        "name": row.name,
        "state": row.state.value,
        "publish_at": stamp(row.publish_at),
        "approved_by": row.approved_by or None,
        "void": void_because(app.desk, row) or None,
        "detail": row.detail,
    }


def _trouble(app: App, row: "EditionRow | None") -> list[str]:
    """Of the edition in hand, and of earlier ones that never went out."""
    now, found = app.now(), []
    for one in (*([row] if row else []), *left_open(app.desk, row.name if row else "")):
        times, void = moments(app.desk, one.publish_at), void_because(app.desk, one)
        if is_missed(one, times, now):
            found.append(missed(app.desk, one, times, now))
        elif one.state is State.APPROVED and void:
            found.append(f"{one.name}: {void}")
        elif void and not any(cause in void for cause in BY_AN_EDITOR):
            found.append(f"{one.name}: {void}. digest approve gives a new one")
    return found


def tell(app: App, said: dict[str, Any]) -> None:
    """The same for a person."""
    now, zone = app.now(), app.newsroom.zone
    with app.store.read() as connection:
        row = editions.in_hand(connection, app.newsroom.publication)
    if row is None:
        say("edition   none yet")
    else:
        by = f", approved by {row.approved_by}" if row.approved_by else ""
        void = ", VOID" if row.approved_by and said["edition"]["void"] else ""
        detail = f": {row.detail}" if row.detail else ""
        say(f"edition   {row.name}, {row.state.value}{by}{void}{detail}")
        verb = "began" if row.started_at else "was due" if row.publish_at < now else "goes out"
        at = row.started_at or row.publish_at
        say(f"{verb:<8}  {when_both(at, zone)}, {relative(at, now)}")
    for other in said["others"]:
        one = app.desk.edition(other["name"])
        say(f"also      {one.name}, {one.state.value}, of {when(one.publish_at, zone)}")
    if said["accounts"]:
        say("accounts  " + ", ".join(f"{v:,} {k}" for k, v in said["accounts"].items()))
    excluded = f"; excluded: {counts(said['readers']['excluded'])}" if said["readers"]["excluded"] else ""
    say(f"readers   {said['readers']['known']:,} known, {said['readers']['due']:,} due{excluded}")
    say(f"sources   {counted(said['sources']['total'], 'source')}, carrier {said['carrier']}")
    for text in (*said["warnings"], *said["sources"]["warnings"]):
        warn(text)
    for text in said["trouble"]:
        say(f"TROUBLE   {text}")
    if not any(said["next"] in text for text in said["trouble"]):
        say(f"next      {said['next']}")
