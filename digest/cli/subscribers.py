"""``digest subscribers``: readers in, out and counted. What is done to one reader stands in ``reader``."""

import csv
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli import reader
from digest.cli.about_reader import NOT_YET_HONOURED, document
from digest.cli.output import EditionOption, JsonOption, emit, note, open_app, say, table
from digest.model.wording import counted

if TYPE_CHECKING:
    from digest.app import App
    from digest.newsroom import Newsroom
    from digest.store.database import Connection
    from subscribers.exchange import ImportReport
    from subscribers.readers import Reader

app = typer.Typer(help="Readers: import, export, look, change.", no_args_is_help=True)

SHOWN = 20  # rejected rows listed for a person
PARTS = ("submitted", "withdrawn", "refused", "uncertain", "pending")


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    as_json: JsonOption = False,
    opted_out: Annotated[
        bool | None,
        typer.Option(
            "--opted-out/--not-opted-out",
            help="Everyone in the file has left. Left out, the file's name and columns decide.",
            show_default=False,
        ),
    ] = None,
    source: Annotated[str, typer.Option(help="Where the list comes from: kept with the consent.")] = "",
    rejected: Annotated[
        Path | None,
        typer.Option(help="Write every row that was not taken to this CSV file, with the reason."),
    ] = None,
) -> None:
    """Take in a list of readers: our own CSV or another system's export.

    Needed is one column with addresses; our own columns are email, name,
    regions, status, confirmed_at, source and consent, and what an export
    writes besides: paused_until, text_only and language. Whoever has left, there
    or here, is never made a reader. The same file again changes nothing.

    Example: digest subscribers import readers.csv --dry-run
    """
    from subscribers.exchange import import_csv
    from subscribers.headings import name_says_left

    work = open_app(need_newsroom=not dry_run)
    left = name_says_left(file.name) if opted_out is None else opted_out
    with file.open("rb") as content, _for_import(work, dry_run=dry_run) as connection:
        report = import_csv(
            connection,
            content,
            known_regions=_known_regions(work.newsroom),
            source=source or f"import of {file.name}",
            now=work.now(),
            dry_run=dry_run,
            opted_out=left,
        )
    if left and opted_out is None:
        note(f"{file.name} is taken as a list of people who left; if it is not, add --not-opted-out")
    _tell(report, as_json=as_json, has_file=rejected is not None)
    if rejected is not None:
        _write_rejected(rejected, report)
    if dry_run:
        note("a dry run: nothing was written")


def _for_import(work: "App", *, dry_run: bool) -> "AbstractContextManager[Connection | None]":
    """A dry run looks into a database that is there, and makes none."""
    if not dry_run:
        return work.store.begin()
    kind, _, path = work.store.url.partition(":///")
    if kind.startswith("sqlite") and not Path(path).is_file():
        return nullcontext(None)
    return work.store.read()


def _known_regions(newsroom: "Newsroom") -> dict[str, str]:
    by_title = {region.title.casefold(): region.key for region in newsroom.regions}
    return {region.key: region.key for region in newsroom.regions} | by_title


def _write_rejected(file: Path, report: "ImportReport") -> None:
    """Row and reason, and nothing of the reader: the rows stand in the list itself."""
    from digest.errors import BadInput

    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("row", "reason"))
            writer.writerows((each.row, each.reason) for each in report.rejected)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}; name another file") from error
    note(f"{counted(len(report.rejected), 'rejected row')} written to {file}")


def _tell(report: "ImportReport", *, as_json: bool, has_file: bool) -> None:
    if as_json:
        emit(report.as_json())
        return
    say(
        f"{report.format}: {report.rows:,} rows: {report.mailable:,} new readers, "
        f"{report.unconfirmed:,} unconfirmed, {report.suppressed:,} suppressed, "
        f"{report.unchanged:,} known already, {len(report.rejected):,} rejected"
    )
    if report.rejected:
        table([">row", "why it was not taken"], [(r.row, r.reason) for r in report.rejected[:SHOWN]])
    if len(report.rejected) > SHOWN and not has_file:
        note(f"and {len(report.rejected) - SHOWN:,} more; --rejected FILE writes them all")


@app.command("export")
def export_list(
    file: Annotated[Path | None, typer.Argument(help="Where to write; left out: standard output.")] = None,
) -> None:
    """Write all readers and suppressions as CSV, to be imported again anywhere.

    Of those who must not be mailed only address and reason are written.

    Example: digest subscribers export readers.csv
    """
    from digest.errors import BadInput
    from subscribers.exchange import export_csv

    with open_app().store.read() as connection:
        if file is None:
            export_csv(connection, sys.stdout)
            return
        try:
            with file.open("w", encoding="utf-8", newline="") as out:
                count = export_csv(connection, out)
        except OSError as error:
            raise BadInput(f"{file} cannot be written: {error.strerror}; name another file") from error
    note(f"{counted(count, 'row')} written to {file}")


@app.command("list")
def list_readers(
    region: Annotated[str, typer.Option(help="Those who get this region, by key or title.")] = "",
    state: Annotated[
        str,
        typer.Option(
            help="How they stand: due, confirmed, unconfirmed, unsubscribed, paused, suppressed, bounced, "
            "complained, manual, imported; or in the newest send: submitted, withdrawn, refused, "
            "uncertain, pending."
        ),
    ] = "",
    edition: EditionOption = None,
    after: Annotated[
        int, typer.Option(min=0, max=reader.LARGEST_NUMBER, help="Start after the reader of this number.")
    ] = 0,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List readers in the order in which they came.

    With a state of a send, such as refused, list those of an edition (the
    newest that was sent, or --edition) with the carrier's reason.

    Example: digest subscribers list --region europe --state paused
    """
    work = open_app()
    if state in PARTS or edition is not None:
        _list_of_send(work, state, edition, region=region, after=after, limit=limit, as_json=as_json)
        return
    key = reader.region_key(work.newsroom, region) if region else None
    with work.store.read() as connection:
        found = _found(connection, work, state, key, after=after, limit=limit)
    if as_json:
        emit([document(each) for each in found])
        return
    if not found:
        say("no reader is meant by this")
        return
    table([">no.", "address", "name", "state", "regions"], [_line(each) for each in found])
    if len(found) == limit:
        note(f"there may be more: --after {found[-1].id}")


def _found(
    connection: "Connection", work: "App", state: str, region: str | None, *, after: int, limit: int
) -> "tuple[Reader, ...]":
    from digest.errors import BadInput
    from subscribers.finding import STANDINGS, by_standing
    from subscribers.readers import listed

    if not state:
        return listed(connection, region=region, after=after, limit=limit)
    if state not in STANDINGS:
        raise BadInput(f'no state "{state[:20]}"; there are: {", ".join((*STANDINGS, *PARTS))}')
    return by_standing(connection, state, now=work.now(), region=region, after=after, limit=limit)


def _list_of_send(
    work: "App", part: str, edition: str | None, *, region: str, after: int, limit: int, as_json: bool
) -> None:
    """Those of one edition who are counted in one part of its accounts, by the address they were due at."""
    from digest.errors import BadInput
    from digest.store.mailings import in_part

    if region or part not in PARTS:
        raise BadInput(f"of an edition only a state of its send can be listed: {', '.join(PARTS)}")
    row = work.desk.begun(edition)
    with work.store.read() as connection:
        found = in_part(connection, work.newsroom.publication, row.id, part, after=after, limit=limit)
    if as_json:
        emit(
            [
                {"id": m.reader, "email": m.email, "edition": m.edition, "part": m.part, "detail": m.detail}
                for m in found
            ]
        )
        return
    more = " or more" if len(found) == limit else ""
    say(f"{row.name}, {part}: {counted(len(found), 'reader')}{more}")
    if found:
        table([">no.", "address", "detail"], [(m.reader, m.email, m.detail) for m in found])
    if len(found) == limit:
        note(f"there may be more: --after {found[-1].reader}")


def _line(found: "Reader") -> tuple[object, ...]:
    state = (
        f"{found.state}, {found.suppressed}" if found.suppressed not in (None, found.state) else found.state
    )
    return (found.id, found.email, found.name, state, ", ".join(found.regions) or "all")


@app.command("stats")
def show_stats(as_json: JsonOption = False) -> None:
    """Count the readers: who is due, who is not and why, who gets which region.

    Example: digest subscribers stats --json
    """
    from subscribers.stats import stats

    work = open_app()
    with work.store.read() as connection:
        figures = stats(connection, now=work.now())
    if as_json:
        emit({key: value for key, value in asdict(figures).items() if key not in NOT_YET_HONOURED})
        return
    rows = [("readers", figures.readers), ("due", figures.due)]
    rows += [(f"not due: {reason}", count) for reason, count in figures.excluded.items()]
    rows += [("all regions", figures.all_regions)]
    rows += [(work.newsroom.region_title(key), count) for key, count in figures.regions.items()]
    rows += [(f"suppressed addresses: {reason}", count) for reason, count in figures.suppressed.items()]
    table(["what", ">how many"], [(what, f"{count:,}") for what, count in rows])


reader.register(app)
