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
    table,
    warn,
    who,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.app import App
    from digest.desk.approving import Approval
    from digest.model.edition import Finding


def register(app: typer.Typer) -> None:
    for command in (check, approve, verify):
        app.command()(command)


def check(edition: EditionOption = None, as_json: JsonOption = False) -> None:
    """Check the edition before approval. Exit code 3 when an error stands in the way.

    Example: digest check
    """
    from digest.desk.approving import check as checked

    app = open_app()
    hand, findings = checked(app.desk, app.now(), edition)
    errors = sum(f.severity == "error" for f in findings)
    if as_json:
        emit({"edition": hand.row.name, "errors": errors, "findings": [_finding_json(f) for f in findings]})
    elif findings:
        _findings(findings)
    if not as_json:
        say(
            f"{hand.row.name}: {errors} errors, {len(findings) - errors} warnings"
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
    table(
        ["", "check", "what", "what to do"], [[f.severity, f.check, f.text, f.what_to_do] for f in findings]
    )


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

    Example: digest approve --by "Mara Okafor"
    """
    from digest.desk.approving import approve as approved
    from digest.desk.approving import propose

    app = open_app()
    name, editor, checks = app.desk.edition(edition).name, who(app, by), tuple(accept or ())
    looked_at = ""
    if dry_run or not as_json:
        proposed = propose(app.desk, app.now(), editor, name, checks)
        _tell(app, proposed, as_json=as_json)
        if dry_run:
            return
        looked_at = proposed.hash
    ask(f"Approve {name} in the name of {editor}?", yes=yes or as_json)
    done = approved(app.desk, app.now(), editor, name, checks, looked_at=looked_at)
    if as_json:
        _tell(app, done, as_json=True)
        return
    say(f"{name} is approved by {done.row.approved_by}; next: digest send, or the scheduler at its time")


def _tell(app: "App", what: "Approval", *, as_json: bool) -> None:
    from digest.cli.articles import stamp, when_both

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
                "findings": [_finding_json(f) for f in what.findings],
            }
        )
        return
    say(
        f"{row.name}: {what.articles} articles, {what.readers:,} readers, {len(what.variants)} variants, "
        f"{when_both(row.publish_at, app.newsroom.zone)}, sha256 {what.hash[:12]}"
    )
    if what.findings:
        _findings(what.findings)


def verify(edition: EditionOption = None, as_json: JsonOption = False) -> None:
    """Look at the sources again: has an approved article changed? Exit code 3 if so.

    Example: digest verify
    """
    from digest.desk.verifying import require_unchanged
    from digest.desk.verifying import verify as verified

    app = open_app()
    seen = verified(app.desk, app.now(), edition)
    if as_json:
        drift = [{"id": d.article_id, "title": d.title, "what": d.what} for d in seen.drift]
        emit({"edition": seen.row.name, "checked": seen.checked, "drift": drift})
    else:
        for one in seen.drift:
            say(f"{one.title}: {one.what}")
        say(f"{seen.row.name}: {seen.checked} articles looked at, {len(seen.drift)} changed")
    for source in seen.sources:
        if not source.ok:
            warn(f"{source.name} could not be looked at: {source.error}")
    require_unchanged(seen)
