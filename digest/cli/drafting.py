"""draft, refresh, show, list, why, diff."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from digest.cli.output import (
    EditionOption,
    JsonOption,
    YesOption,
    ask,
    counts,
    emit,
    note,
    open_app,
    say,
    warn,
)

if TYPE_CHECKING:
    from digest.app import App
    from digest.desk.drafting import InHand
    from digest.desk.refreshing import Refreshed
    from digest.desk.why import Why

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


def refresh(
    edition: EditionOption = None,
    yes: YesOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, change nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Draft anew from what is known now, and say what changed. Editors' changes stay.

    An approval stays too if the edition comes out the same; else it is asked
    for before it is taken back.

    Example: digest refresh --dry-run
    """
    from digest.desk.refreshing import carry_out, propose_refresh

    app = open_app()
    proposed = propose_refresh(app.desk, app.now(), edition)
    if not as_json:
        _tell_refresh(proposed)
    if dry_run:
        if as_json:
            _emit_refresh(app, proposed, proposed.after)
        return
    if proposed.voids:
        row = proposed.before.row
        ask(f"Refresh {row.name}? The approval by {row.approved_by} is void then.", yes=yes)
    hand = carry_out(app.desk, app.now(), proposed)
    if as_json:
        _emit_refresh(app, proposed, hand)
    else:
        _tell(app, hand, as_json=False)


def _tell_refresh(proposed: "Refreshed") -> None:
    row = proposed.before.row
    for one in proposed.differences:
        say(f"  {one}")
    if not proposed.differences:
        kept = f"; the approval by {row.approved_by} stays" if row.approved_by else ""
        say(f"{row.name}: nothing changes{kept}")


def _emit_refresh(app: "App", proposed: "Refreshed", hand: "InHand") -> None:
    from digest.cli.articles import edition_json
    from digest.desk.approving import hash_of

    made = edition_json(hand, hand.row.hash or hash_of(app.desk, hand.draft.edition))
    told = [{"kind": d.kind, "text": d.text, "id": d.article_id} for d in proposed.differences]
    emit({**made, "differences": told, "voids_approval": proposed.voids})


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
    from digest.desk.agenda import void_because

    read_edition(hand, app.newsroom.zone, app.now(), void_because(app.desk, hand.row))


def _tell(app: "App", hand: "InHand", *, as_json: bool) -> None:
    from digest.cli.articles import edition_json, when_both
    from digest.desk.approving import hash_of
    from digest.model.wording import counted

    edition = hand.draft.edition
    if as_json:
        emit(edition_json(hand, hand.row.hash or hash_of(app.desk, edition)))
    else:
        say(
            f"{edition.name}: {counted(len(edition.placed()), 'article')} of {len(hand.draft.verdicts):,} considered"
        )
        say(f"  reasons: {counts(hand.draft.reasons())}")
        for section in edition.sections:
            more = f", {section.more} more" if section.more else ""
            say(f"  {section.title}: {len(section.articles)}{more}")
        say(f"  goes out {when_both(edition.publish_at, app.newsroom.zone)}")
        _thin(app, hand)
        say("next: digest show, digest preview --open, digest check")
        for text in hand.notes:
            note(f"note: {text}")
    for text in hand.warnings:
        warn(text)
    for conflict in hand.conflicts:
        warn(f"{conflict.text}: {conflict.what_to_do}")


def _thin(app: "App", hand: "InHand") -> None:
    from digest.model.wording import counted

    have, want = len(hand.draft.edition.placed()), app.newsroom.selection.minimum
    if have < want:
        warn(
            f"a thin week: {counted(have, 'article')}, the minimum is {want}. Skip it (digest skip), send it short "
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
    from digest.cli.reading import list_articles
    from digest.desk.why import why_all
    from digest.errors import NotFound
    from digest.model.wording import counted

    app = open_app()
    key = app.newsroom.region_key(region) if region else None
    if region and key is None and region.strip().casefold() != "global":
        there = ", ".join(r.title for r in app.newsroom.regions)
        raise NotFound(f'there is no region "{region}"; there are {there}, Global')
    wanted = _reason(reason) if reason else None
    hand, everything = why_all(app.desk, edition)
    kept = [w for w in everything if (not region or w.region == key) and wanted in (None, w.reason)]
    if as_json:
        emit([_why_json(w) for w in kept])
        return
    list_articles(kept, f"{hand.row.name}: {len(kept):,} of {counted(len(everything), 'article')}")


def _reason(text: str) -> str:
    """A reason by its name, whatever its case. Raises BadInput with those there are."""
    from digest.errors import BadInput
    from digest.model.edition import Reason

    found = next((r.value for r in Reason if r.value == " ".join(text.casefold().split())), None)
    if found is None:
        raise BadInput(f'there is no reason "{text}"; there are {", ".join(Reason)}')
    return found


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
        say(f"{hand.row.name}: {len(said):,} considered: {counts(hand.draft.reasons())}")
        say("digest list shows each; digest why URL tells one")
        return
    for one in said:
        say(f"{one.title}\n  {one.url}  (id {one.article_id[:6]})")
        say(f"  {hand.row.name}: {one.reason}: {one.detail}")
        say(f"  filed under {one.region_title}: {'; '.join(one.filed) or 'no evidence'}")
        for name, reason, detail in one.earlier:
            say(f"  {name}: {reason}: {detail}")


def _why_json(one: "Why") -> dict[str, object]:
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
    """Show what editors, and the newsroom's look, changed against the automatic draft.

    Example: digest diff
    """
    from digest.cli.articles import stamp
    from digest.desk.approving import reopened
    from digest.desk.changing import told_of
    from digest.desk.drafting import current
    from digest.editing.changes import in_force
    from digest.editing.difference import differences

    app = open_app()
    hand = reopened(app.desk, current(app.desk, edition))
    found = [str(d) for d in differences(hand.row.draft().edition, hand.draft.edition)]
    if as_json:
        changes = [
            {"by": c.by, "at": stamp(c.at), "change": told_of(hand, c)} for c in in_force(hand.changes)
        ]
        emit({"edition": hand.row.name, "differences": found, "changes": changes})
        return
    for line in found or ["no difference to the automatic draft"]:
        say(line)
