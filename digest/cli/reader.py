"""``digest subscribers show``, ``add``, ``regions``, ``pause``, ``unsubscribe``, ``forget``: one reader."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from digest.cli.output import JsonOption, YesOption, ask, emit, open_app, say, table
from digest.errors import BadInput, NotFound

if TYPE_CHECKING:
    from digest.newsroom import Newsroom
    from subscribers.readers import Reader

BY_HAND = "the newsroom, by hand"

Who = Annotated[str, typer.Argument(help="The reader's number or address.", metavar="READER")]


def register(app: typer.Typer) -> None:
    for command in (show, add, regions, pause, unsubscribe, forget):
        app.command()(command)


def show(who: Who, as_json: JsonOption = False) -> None:
    """Show all that is kept about one reader, with the evidence of consent.

    Example: digest subscribers show ada@example.org
    """
    from subscribers import consent, readers

    with open_app().store.read() as connection:
        found = readers.show(connection, _number_or_address(who))
        history = consent.history(connection, found.id)
    if as_json:
        emit(document(found) | {"consent": [_plain(asdict(each)) for each in history]})
        return
    table(["what", "value"], [(key, _text(value)) for key, value in document(found).items()])
    rows = [(_plain(each.at), each.what, each.source, each.wording, each.detail) for each in history]
    table(["when", "what", "source", "wording", "detail"], rows)


def add(
    address: Annotated[str, typer.Argument(help="The address, bare.")],
    name: Annotated[str, typer.Option(help="How to call the reader.")] = "",
    regions: Annotated[str, typer.Option(help="Keys or titles, separated by commas; none: all.")] = "",
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help="Not mailed before the reader confirms.")
    ] = False,
    source: Annotated[str, typer.Option(help="Where the reader said yes.")] = BY_HAND,
    wording: Annotated[str, typer.Option(help="What the reader said yes to.")] = "",
) -> None:
    """Add one reader who has said yes. Whoever has left cannot be added again.

    Example: digest subscribers add ada@example.org --name "Ada Invented" --regions europe,africa
    """
    from subscribers import readers

    work = open_app()
    keys = _region_keys(work.newsroom, [regions])
    with work.store.begin() as connection:
        number = readers.add(
            connection,
            address=address,
            name=name,
            regions=keys,
            state=readers.State.UNCONFIRMED if unconfirmed else readers.State.CONFIRMED,
            source=source,
            wording=wording or "added by the newsroom",
            now=work.now(),
        )
    say(f"reader {number} added; regions: {', '.join(keys) or 'all'}")


def regions(
    who: Who,
    regions: Annotated[list[str] | None, typer.Argument(help="Keys or titles; none: all regions.")] = None,
) -> None:
    """Set the regions a reader gets; without any the reader gets all.

    Example: digest subscribers regions ada@example.org europe "Middle East"
    """
    from subscribers import readers

    work = open_app()
    keys = _region_keys(work.newsroom, regions or [])
    with work.store.begin() as connection:
        readers.set_regions(connection, _number_or_address(who), keys, source=BY_HAND, now=work.now())
    say(f"regions: {', '.join(keys) or 'all'}")


def pause(
    who: Who,
    until: Annotated[str, typer.Option(help="A date: its midnight in the newsroom's zone.")] = "",
    weeks: Annotated[int, typer.Option(min=0, help="Or so many weeks from now.")] = 0,
    end: Annotated[bool, typer.Option("--end", help="Or end the pause.")] = False,
) -> None:
    """Send nothing to a reader for a while.

    Example: digest subscribers pause ada@example.org --until 2027-01-04
    """
    from subscribers import readers

    if sum((bool(until), bool(weeks), end)) != 1:
        raise BadInput("say for how long with one of --until DATE, --weeks N or --end")
    work = open_app()
    zone = ZoneInfo(work.newsroom.zone)
    moment = None if end else _moment(until, zone) if until else work.now() + timedelta(weeks=weeks)
    with work.store.begin() as connection:
        readers.pause(connection, _number_or_address(who), moment, source=BY_HAND, now=work.now())
    say(f"paused until {moment.astimezone(zone):%Y-%m-%d %H:%M} {zone}" if moment else "the pause is over")


def unsubscribe(who: Who) -> None:
    """Never mail this reader or address again.

    Example: digest subscribers unsubscribe ada@example.org
    """
    from subscribers import readers

    work = open_app()
    with work.store.begin() as connection:
        is_news = readers.unsubscribe(connection, _number_or_address(who), source=BY_HAND, now=work.now())
    say("unsubscribed" if is_news else "had left already; nothing changed")


def forget(who: Who, yes: YesOption = False) -> None:
    """Erase a reader and all evidence; only the suppression stays, so that no import brings them back.

    Example: digest subscribers forget ada@example.org
    """
    from subscribers import readers

    work = open_app()
    with work.store.read() as connection:
        number = readers.show(connection, _number_or_address(who)).id
    ask(f"Erase reader {number} for good?", yes=yes)
    with work.store.begin() as connection:
        readers.forget(connection, number, source=BY_HAND, now=work.now())
    say(f"reader {number} is erased; the address stays suppressed")


def region_key(newsroom: "Newsroom", text: str) -> str:
    """The key for a key or title. Raises NotFound naming those there are."""
    key = newsroom.region_key(text)
    if key is None:
        there = ", ".join(region.key for region in newsroom.regions)
        raise NotFound(f'no region "{text[:40]}" in newsroom.toml; there are: {there}')
    return key


def document(reader: "Reader") -> dict[str, Any]:
    """A reader as JSON."""
    plain: dict[str, Any] = _plain(asdict(reader))
    return plain | {"regions": list(reader.regions)}


def _region_keys(newsroom: "Newsroom", texts: Iterable[str]) -> list[str]:
    """Sorted, each once."""
    parts = [part for text in texts for part in text.replace(";", ",").split(",") if part.strip()]
    return sorted({region_key(newsroom, part) for part in parts})


def _number_or_address(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f'"{text[:30]}" is no date; write it as 2027-01-04') from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _plain(value: Any) -> Any:
    """Times in ISO and UTC, as JSON and tables show them."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, dict) else value


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "all"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
