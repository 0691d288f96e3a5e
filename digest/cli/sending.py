"""send, pause, resume, cancel, reconcile, report, status."""

import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from digest.cli.accounts import accounts_json, tell_accounts, tell_if_sent, tell_reconciled
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
    from digest.app import App
    from digest.store.editions import EditionRow

Why = Annotated[str, typer.Option(help="Why; it is recorded.")]


def register(app: typer.Typer) -> None:
    for command in (send, pause, resume, cancel, reconcile, report, status):
        app.command()(command)


def send(
    edition: EditionOption = None,
    late: Annotated[bool, typer.Option("--late", help="Send although it is stale.")] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Count everything, send nothing; exit code 4 if it may not be sent."),
    ] = False,
    verify: Annotated[
        bool, typer.Option(help="Look at the sources once more, if that was not done just now.")
    ] = True,
    by: ByOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Hand the approved edition to the carrier; started again, it goes on where it stopped.

    One that was sent already is left as it is, with exit code 0. Sent before or
    after its time it says so, and the record tells who sent it.

    Example: digest send --yes
    """
    from digest.desk.reconciling import complete
    from digest.desk.sending import rehearse, require_sendable
    from digest.desk.sending import send as sent

    app = open_app()
    row = app.desk.edition(edition)
    if dry_run:
        tell_accounts(row, rehearse(app.desk, app.now(), row.name), as_json=as_json, head="would send ")
        tell_if_sent(row)
        require_sendable(app.desk, row, app.now(), late=late)
        return
    if not yes:
        _confirm(app, row)
    _tell_if_untimely(app, row, late=late)
    stop = _until_stopped()
    done = sent(
        app.desk,
        app.now,
        name=row.name,
        by=_sender(app, by),
        late=late,
        unverified=not verify,
        stop=stop.is_set,
    )
    tell_accounts(done.row, done.accounts, as_json=as_json)
    if done.was_sent:
        tell_if_sent(done.row)
    if done.stopped:
        warn(done.stopped)
    complete(done.accounts, done.row)


def _sender(app: "App", by: str | None) -> str:
    """In whose name it is sent; a machine without names sends all the same."""
    from digest.errors import BadInput

    try:
        return who(app, by)
    except BadInput:
        return "the command line"


def _tell_if_untimely(app: "App", row: "EditionRow", *, late: bool) -> None:
    """Before anything leaves; a send that is going to be refused says only that."""
    from digest.desk.sending import require_sendable, untimely
    from digest.errors import KeepreadingError

    off = untimely(app.desk, row, app.now())
    if row.state.value == "approved" and off:
        with suppress(KeepreadingError):
            require_sendable(app.desk, row, app.now(), late=late)
            warn(f"{row.name} goes out {off}")


def _confirm(app: "App", row: "EditionRow") -> None:
    from digest.cli.articles import when_both
    from digest.desk.approving import approved_edition
    from digest.desk.sending import rehearse
    from digest.model.edition import State

    if row.state is State.APPROVED:
        approved_edition(app.desk, row)
        sums = rehearse(app.desk, app.now(), row.name)
        say(
            f"{row.name}: {sums.due:,} readers, {sums.variants} variants, {sums.batches} batches through {app.settings.carrier}"
        )
        say(
            f"due {when_both(row.publish_at, app.newsroom.zone)}; now is {when_both(app.now(), app.newsroom.zone)}"
        )
        ask(f"Send {row.name} to {sums.due:,} readers now?", yes=False)


def _until_stopped() -> threading.Event:
    """An event that SIGTERM and SIGINT set: the batch in hand is finished and recorded first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def pause(why: Why = "", edition: EditionOption = None, by: ByOption = None) -> None:
    """Stop claiming further batches; what is in flight is still recorded.

    Example: digest pause --why "wrong photograph"
    """
    from digest.desk.reconciling import pause as paused

    app = open_app()
    say(
        f"{paused(app.desk, app.now(), who(app, by), why, edition).name} is paused; digest resume lets it go on"
    )


def resume(edition: EditionOption = None, by: ByOption = None) -> None:
    """Let a paused send go on.

    Example: digest resume
    """
    from digest.desk.reconciling import resume as resumed

    app = open_app()
    say(f"{resumed(app.desk, app.now(), who(app, by), edition).name} goes on; digest send carries it out")


def cancel(why: Why = "", edition: EditionOption = None, by: ByOption = None, yes: YesOption = False) -> None:
    """End a send for good; who has been handed over keeps their mail.

    Example: digest cancel --why "the lead was withdrawn"
    """
    from digest.desk.reconciling import cancel as cancelled

    app = open_app()
    row = app.desk.begun(edition)
    ask(f"Cancel {row.name}? It can not be sent afterwards.", yes=yes)
    say(f"{cancelled(app.desk, app.now(), who(app, by), why, row.name).name} is cancelled")


def reconcile(
    edition: EditionOption = None,
    resend: Annotated[
        bool, typer.Option("--resend", help="Hand uncertain batches over again; some may get it twice.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Count uncertain batches as submitted; some may get none.")
    ] = False,
    batch: Annotated[int | None, typer.Option(help="Decide on this batch alone.", metavar="N")] = None,
    by: ByOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Settle batches of which nobody knows whether they were taken.

    Example: digest reconcile --accept --batch 7
    """
    from digest.desk.reconciling import complete
    from digest.desk.reconciling import reconcile as reconciled
    from digest.errors import BadInput

    if resend and accept:
        raise BadInput("give either --resend or --accept")
    if batch is not None and not (resend or accept):
        raise BadInput("--batch says which one to decide on; give --resend or --accept as well")
    app = open_app()
    verb: Literal["resend", "accept"] | None = "resend" if resend else "accept" if accept else None
    if verb:
        risk = "their readers may get it twice" if resend else "their readers may get none"
        which = "every uncertain batch" if batch is None else f"batch {batch}"
        ask(f"{verb.title()} {which} of {app.desk.begun(edition).name}? {risk}.", yes=yes)
    done = reconciled(app.desk, app.now(), by=who(app, by), name=edition, verb=verb, batch=batch)
    if done.unasked:
        warn(done.unasked)
    tell_reconciled(done, as_json=as_json, decided=verb is not None)
    complete(done.accounts, done.row)


def report(edition: EditionOption = None, as_json: JsonOption = False) -> None:
    """The accounts of a send: every reader in one place, and all adding up.

    Example: digest report --json
    """
    from digest.desk.reporting import report as reported

    app = open_app()
    made = reported(app.desk, edition)
    if as_json:
        emit(
            {
                **accounts_json(made.row, made.accounts),
                "delivered": made.delivered,
                "bounced": made.bounced,
                "complained": made.complained,
                "clicks": {"by_article": made.clicks_by_article, "by_region": made.clicks_by_region},
            }
        )
        return
    tell_accounts(made.row, made.accounts, as_json=False)
    say(
        f"  reported since: {made.delivered:,} delivered, {made.bounced:,} bounced, {made.complained:,} complained"
    )
    for one in made.uncertain:
        warn(f"batch {one.no} is uncertain: {one.readers} readers; digest reconcile")
    table(
        ["when (UTC)", "who", "what", "detail"],
        [[f"{a.at:%Y-%m-%d %H:%M}", a.by, a.what, a.detail] for a in made.acts],
    )


def status(as_json: JsonOption = False) -> None:
    """The edition in hand, what is due when, how the sources fare, the next thing to do.

    Exit code 3 when an edition did not go out at its time, or its approval is void.

    Example: digest status
    """
    from digest.cli.standing import standing, tell

    app = open_app()
    said = standing(app)
    if as_json:
        emit(said)
    else:
        tell(app, said)
    if said["trouble"]:
        raise typer.Exit(3)
