"""sources, sources show: how each source fares."""

from typing import TYPE_CHECKING, Any

from digest.cli.articles import stamp, when
from digest.cli.output import emit, say, table

if TYPE_CHECKING:
    from digest.app import App
    from digest.desk.health import Standing


def list_sources(app: "App", *, as_json: bool) -> None:
    """One line for each source."""
    from digest.desk.health import standings

    found = standings(app.desk, app.now())
    if as_json:
        emit({"sources": [_json(s) for s in found]})
        return
    headings = [
        "source",
        "region",
        ">articles",
        ">a week",
        "last good",
        "without",
        ">left out",
        "state",
        "where",
    ]
    table(headings, [_row(app, s) for s in found])
    if any(s.known and s.known.warnings for s in found):
        say("digest sources show NAME tells what was left out or is doubtful.")


def show_source(app: "App", name: str, *, as_json: bool) -> None:
    """Everything known of one."""
    from digest.desk.health import standing

    one, zone = standing(app.desk, app.now(), name), app.newsroom.zone
    if as_json:
        emit(_json(one))
        return
    known = one.known
    say(f"source     {one.source.name}")
    say(f"where      {one.source.url or one.source.path}")
    say(f"region     {one.source.region or 'by kicker, tag, address or words'}")
    say(f"state      {_state(one)}")
    say(f"last try   {when(known.tried_at, zone) if known and known.tried_at else 'never'}")
    say(f"last good  {when(known.good_at, zone) if known and known.good_at else 'never'}")
    say(f"newest     {when(one.newest, zone) if one.newest else 'nothing yet'}")
    say(f"articles   {known.seen if known else 0} in its last reading, {one.a_week:.1f} a week")
    say(f"without    {_without(one) or 'nothing that is wanted'}")
    say(f"left out   {known.left_out if known else 0} entries without an address or a title")
    for text in known.warnings if known else ():
        say(f"  - {text}")


def _row(app: "App", one: "Standing") -> list[object]:
    known = one.known
    return [
        one.source.name,
        one.source.region or "",
        known.seen if known else 0,
        f"{one.a_week:.1f}",
        when(known.good_at, app.newsroom.zone) if known and known.good_at else "never",
        _without(one),
        known.left_out if known and known.left_out else "",
        _state(one),
        one.source.url or one.source.path,
    ]


def _state(one: "Standing") -> str:
    if one.known is None:
        return "not gathered yet"
    return f"failed: {one.known.error}" if one.known.error else "ok"


def _without(one: "Standing") -> str:
    """ "image 12 %, dek 100 %"; what all have is not named."""
    return ", ".join(f"{name} {share:.0%}".replace("%", " %") for name, share in one.lacks.items() if share)


def _json(one: "Standing") -> dict[str, Any]:
    known = one.known
    return {
        "name": one.source.name,
        "where": one.source.url or one.source.path or "",
        "region": one.source.region,
        "seen": known.seen if known else 0,
        "last_try": stamp(known.tried_at) if known else None,
        "last_good": stamp(known.good_at) if known else None,
        "error": (known.error or None) if known else None,
        "newest": stamp(one.newest),
        "a_week": round(one.a_week, 2),
        "without": {name: round(share, 4) for name, share in one.lacks.items()},
        "left_out": known.left_out if known else 0,
        "warnings": list(known.warnings) if known else [],
    }
