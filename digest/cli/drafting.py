"""draft, refresh, show, list, why, diff."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from digest.cli.output import EditionOption, JsonOption, counts, emit, open_app, say, table, warn

if TYPE_CHECKING:
    from digest.app import App
    from digest.desk.drafting import InHand

EARLIEST_YEAR = 1900  # no window reaches back to where the calendar of the machine ends


def register(app: typer.Typer) -> None:
    for command in (draft, refresh, show, why, diff):
        app.command()(command)
    app.command("list")(list_)


def draft(
    edition: EditionOption = None,
    since: Annotated[
        str | None, typer.Option(help="Widen the window: -14d, or a date such as 2026-11-01.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Pick the week's articles and draft the edition; editors' changes stay.

    Example: digest draft --since -14d
    """
    from digest.desk.drafting import draft as drafted

    app = open_app()
    hand = drafted(app.desk, app.now(), name=edition, since=_since(since, app))
    _tell(app, hand, as_json=as_json)


def refresh(edition: EditionOption = None, as_json: JsonOption = False) -> None:
    """Draft anew from what is known now. An approval is taken back, changes stay.

    Example: digest refresh
    """
    from digest.desk.drafting import refresh as refreshed

    app = open_app()
    _tell(app, refreshed(app.desk, app.now(), edition), as_json=as_json)


def show(edition: EditionOption = None, as_json: JsonOption = False) -> None:
    """Read the edition in the terminal.

    Example: digest show --edition 2026-W48
    """
    from digest.desk.drafting import current

    app = open_app()
    hand = current(app.desk, edition)
    if as_json:
        _tell(app, hand, as_json=True)
        return
    from digest.cli.reading import read_edition

    read_edition(hand, app.newsroom.zone, app.now())


def _tell(app: "App", hand: "InHand", *, as_json: bool) -> None:
    from digest.cli.articles import edition_json, when_both
    from digest.desk.approving import hash_of

    edition = hand.draft.edition
    if as_json:
        emit(edition_json(hand, hand.row.hash or hash_of(app.desk, edition)))
    else:
        say(f"{edition.name}: {len(edition.placed())} articles of {len(hand.draft.verdicts)} considered")
        say(f"  reasons: {counts(hand.draft.reasons())}")
        for section in edition.sections:
            more = f", {section.more} more" if section.more else ""
            say(f"  {section.title}: {len(section.articles)}{more}")
        say(f"  goes out {when_both(edition.publish_at, app.newsroom.zone)}")
        _thin(app, hand)
        say("next: digest show, digest preview --open, digest check")
    for text in hand.warnings:
        warn(text)
    for conflict in hand.conflicts:
        warn(f"{conflict.text}: {conflict.what_to_do}")


def _thin(app: "App", hand: "InHand") -> None:
    have, want = len(hand.draft.edition.placed()), app.newsroom.selection.minimum
    if have < want:
        warn(
            f"a thin week: {have} articles, the minimum is {want}. Skip it (digest skip), send it short "
            "(digest approve --accept volume), or widen the window (digest draft --since -14d)."
        )


def _since(text: str | None, app: "App") -> datetime | None:
    """So many days ago, or a date of the newsroom's own calendar, in UTC."""
    from digest.errors import BadInput

    if text is None:
        return None
    try:
        if text.startswith("-") and text.endswith("d"):
            when = app.now() - timedelta(days=int(text[1:-1]))
        else:
            when = datetime.fromisoformat(text)
        if when.year < EARLIEST_YEAR:
            raise ValueError(text)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            f'--since "{text}" is neither a number of days such as -14d nor a date such as 2026-11-01'
        ) from error
    here = when if when.tzinfo else when.replace(tzinfo=ZoneInfo(app.newsroom.zone))
    return here.astimezone(UTC)


def list_(
    edition: EditionOption = None,
    region: Annotated[str | None, typer.Option(help="Only this region (key or title).")] = None,
    reason: Annotated[str | None, typer.Option(help='Only this reason, such as "over region cap".')] = None,
    as_json: JsonOption = False,
) -> None:
    """List every article that was considered, with the reason.

    Example: digest list --region "Middle East" --reason held
    """
    from digest.desk.why import why_all
    from digest.errors import NotFound

    app = open_app()
    key = app.newsroom.region_key(region) if region else None
    if region and key is None and region.casefold() != "global":
        there = ", ".join(r.title for r in app.newsroom.regions)
        raise NotFound(f'there is no region "{region}"; there are {there}, Global')
    hand, everything = why_all(app.desk, edition)
    kept = [w for w in everything if (not region or w.region == key) and (not reason or w.reason == reason)]
    if as_json:
        emit([_why_json(w) for w in kept])
        return
    rows = [[w.article_id[:6], w.region_title, w.reason, w.title, w.detail] for w in kept]
    table(
        ["id", "region", "reason", "title", "detail"],
        rows,
        title=f"{hand.row.name}: {len(kept)} of {len(everything)}",
    )


def why(
    what: Annotated[
        str | None, typer.Argument(metavar="URL", help="An address, an id, or a part of a title.")
    ] = None,
    edition: EditionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why an article is in the edition or not; without one, for all.

    Example: digest why https://www.example.org/africa/a-port
    """
    from digest.desk import why as desk

    app = open_app()
    hand, said = desk.why_all(app.desk, edition) if what is None else desk.why(app.desk, what, edition)
    if as_json:
        emit([_why_json(w) for w in said])
        return
    if what is None:
        say(f"{hand.row.name}: {len(said)} considered: {counts(hand.draft.reasons())}")
        say("digest list shows each; digest why URL tells one")
        return
    for one in said:
        say(f"{one.title}\n  {one.url}  (id {one.article_id[:6]})")
        say(f"  {hand.row.name}: {one.reason}: {one.detail}")
        say(f"  filed under {one.region_title}: {'; '.join(one.filed) or 'no evidence'}")
        for name, reason, detail in one.earlier:
            say(f"  {name}: {reason}: {detail}")


def _why_json(one) -> dict[str, object]:  # type: ignore[no-untyped-def]
    return {
        "url": one.url,
        "title": one.title,
        "region": one.region_title if one.region else None,
        "region_key": one.region,
        "reason": one.reason,
        "detail": one.detail,
        "id": one.article_id,
        "evidence": list(one.filed),
        "earlier": [{"edition": n, "reason": r, "detail": d} for n, r, d in one.earlier],
    }


def diff(edition: EditionOption = None, as_json: JsonOption = False) -> None:
    """Show what editors changed against the automatic draft.

    Example: digest diff
    """
    from digest.desk.drafting import current
    from digest.editing.difference import differences

    app = open_app()
    hand = current(app.desk, edition)
    found = [str(d) for d in differences(hand.row.draft().edition, hand.draft.edition)]
    if as_json:
        emit({"edition": hand.row.name, "differences": found})
        return
    for line in found or ["no difference to the automatic draft"]:
        say(line)
