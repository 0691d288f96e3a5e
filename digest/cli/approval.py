"""check, approve, verify: what stands between a draft and its readers."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.output import (
    ByOption,
    EditionOption,
    JsonOption,
    YesOption,
    ask,
    emit,
    open_app,
    say,
    warn,
    who,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.app import App
    from digest.desk.approving import Approval
    from digest.desk.verifying import Verified
    from digest.model.edition import Finding


def register(app: typer.Typer) -> None:
    for command in (check, approve, verify):
        app.command()(command)


def check(edition: EditionOption = None, as_json: JsonOption = False) -> None:
    """Check the edition before approval. Exit code 3 when an error stands in the way.

    Example: digest check
    """
    from digest.desk.approving import check as checked
    from digest.model.wording import counted

    app = open_app()
    hand, findings = checked(app.desk, app.now(), edition)
    errors = sum(f.severity == "error" for f in findings)
    if as_json:
        emit({"edition": hand.row.name, "errors": errors, "findings": [_finding_json(f) for f in findings]})
    elif findings:
        _findings(findings)
    if not as_json:
        say(
            f"{hand.row.name}: {counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')}"
            + ("" if errors else "; next: digest approve")
        )
    if errors:
        raise typer.Exit(3)


def _finding_json(one: "Finding") -> dict[str, Any]:
    return {
        "check": one.check,
        "severity": one.severity,
        "text": one.text,
        "what_to_do": one.what_to_do,
        "id": one.article_id,
    }


def _findings(findings: "Sequence[Finding]") -> None:
    """Each on lines of its own: what a check says is a sentence, and wants room."""
    from digest.cli.reading import list_findings

    list_findings(findings)


def approve(
    edition: EditionOption = None,
    by: ByOption = None,
    accept: Annotated[list[str] | None, typer.Option(help="Approve in spite of this check's errors.")] = None,
    yes: YesOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be approved, change nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Approve exactly this edition, in your name. Any later change voids it.

    With --json nothing is asked, so --yes has to say that it is meant.

    Example: digest approve --by "Mara Okafor"
    """
    from digest.desk.approving import approve as approved
    from digest.desk.approving import propose
    from digest.errors import BadInput

    if as_json and not (yes or dry_run):
        raise BadInput(
            "approve --json asks nothing and approves: add --yes if that is meant, or --dry-run to look"
        )
    app = open_app()
    name, editor, checks = app.desk.edition(edition).name, who(app, by), tuple(accept or ())
    proposed = propose(app.desk, app.now(), editor, name, checks)
    if not as_json or dry_run:
        _tell(app, proposed, as_json=as_json)
    if dry_run:
        return
    ask(f"Approve {name} in the name of {editor}?", yes=yes)
    done = approved(app.desk, app.now(), editor, name, checks, looked_at=proposed.hash)
    if as_json:
        _tell(app, done, as_json=True)
        return
    say(f"{name} is approved by {done.row.approved_by}; {_what_next(app, done)}")


def _what_next(app: "App", done: "Approval") -> str:
    """When it goes out, by itself or not."""
    from digest.cli.articles import when
    from digest.desk.agenda import moments

    times, zone = moments(app.desk, done.row.publish_at), app.newsroom.zone
    if app.now() > times.stale:
        return (
            f"it was due {when(times.publish, zone)} and is stale, so it does not go out by itself: "
            "next: digest send --late"
        )
    if app.now() >= times.publish:
        return (
            f"it was due {when(times.publish, zone)}: the scheduler sends it at its next look, "
            "digest send does it now"
        )
    return f"it goes out {when(times.publish, zone)}; next: the scheduler at its time, or digest send now"


def _tell(app: "App", what: "Approval", *, as_json: bool) -> None:
    from digest.cli.articles import relative, stamp, when_both
    from digest.model.wording import counted

    row = what.row
    if as_json:
        emit(
            {
                "edition": row.name,
                "state": row.state.value,
                "hash": what.hash,
                "approved_by": row.approved_by,
                "readers": what.readers,
                "variants": len(what.variants),
                "publish_at": stamp(row.publish_at),
                "without": what.without,
                "look_changed": list(what.look),
                "findings": [_finding_json(f) for f in what.findings],
            }
        )
        return
    when_due = f"{when_both(row.publish_at, app.newsroom.zone)}, {relative(row.publish_at, app.now())}"
    say(
        f"{row.name}: {counted(what.articles, 'article')}, {counted(what.readers, 'reader')}, "
        f"{counted(len(what.variants), 'variant')}, {when_due}, sha256 {what.hash[:12]}"
    )
    if what.look:
        say(f"  changed in newsroom.toml since the draft: {', '.join(what.look)}")
    if what.without:
        say(f"  {counted(what.without, 'more reader')} would get none: nothing is in their regions, no lead")
    if what.findings:
        _findings(what.findings)


def verify(edition: EditionOption = None, as_json: JsonOption = False) -> None:
    """Look at the sources again: has an approved article changed or gone? Exit code 3 if so.

    Exit code 3 too when a source could not be read; the approval stands then.

    Example: digest verify
    """
    from digest.desk.verifying import require_unchanged
    from digest.desk.verifying import verify as verified

    app = open_app()
    seen = verified(app.desk, app.now(), edition)
    if as_json:
        emit(_verified_json(seen))
    else:
        for one in seen.drift:
            say(f"{one.title}: {one.what}")
        say(f"{seen.row.name}: {seen}")
    for source in seen.sources:
        if not source.ok:
            warn(f"{source.name} could not be looked at: {source.error}")
    require_unchanged(seen)


def _verified_json(seen: "Verified") -> dict[str, Any]:
    return {
        "edition": seen.row.name,
        "state": seen.row.state.value,
        "articles": seen.articles,
        "checked": seen.checked,
        "beyond": seen.beyond,
        "drift": [{"id": d.article_id, "title": d.title, "what": d.what} for d in seen.drift],
        "dropped": seen.dropped,
        "unread": list(seen.unread),
        "sources": [{"name": s.name, "ok": s.ok, "error": s.error or None} for s in seen.sources],
    }
