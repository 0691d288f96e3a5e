"""``digest subscribers show``, ``add``, ``confirm``, ``regions`` and the like: one reader."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from digest.cli.output import JsonOption, YesOption, ask, emit, open_app, say, table
from digest.errors import BadInput, NotFound

if TYPE_CHECKING:
    from digest.app import App
    from digest.newsroom import Newsroom
    from digest.store.database import Connection
    from subscribers.readers import Reader

BY_HAND = "the newsroom, by hand"
LARGEST_NUMBER = 2**31 - 1  # what PostgreSQL's INTEGER holds

Who = Annotated[str, typer.Argument(help="The reader's number or address.", metavar="READER")]


def register(app: typer.Typer) -> None:
    for command in (show, add, confirm, regions, pause, unsubscribe, forget):
        app.command()(command)


def show(who: Who, as_json: JsonOption = False) -> None:
    """Show all that is kept about one reader: consent, and what became of the last editions.

    Example: digest subscribers show ada@example.org
    """
    from digest.cli.about_reader import everything, tell
    from digest.store import mailings
    from subscribers import consent

    work = open_app()
    with work.store.read() as connection:
        found = _reader(connection, who)
        history = consent.history(connection, found.id)
        mailed = mailings.of_reader(connection, work.newsroom.publication, found.id)
    if as_json:
        emit(everything(found, history, mailed))
    else:
        tell(found, history, mailed)


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
    later = "; not mailed before digest subscribers confirm" if unconfirmed else ""
    say(f"reader {number} added; regions: {', '.join(keys) or 'all'}{later}")


def confirm(
    who: Who,
    consent: Annotated[str, typer.Option(help="What the reader agreed to, in the words of the form.")],
    source: Annotated[str, typer.Option(help="Where the reader said yes.")] = BY_HAND,
    yes: YesOption = False,
) -> None:
    """Confirm a reader who signed up on paper or by letter; their words are kept as the consent.

    It also brings back a reader who had left and asks for the mail again, after
    asking. Who complained or bounced stays out.

    Example: digest subscribers confirm ada@example.org --consent "Yes, send me the weekly edition"
    """
    from subscribers import joining, readers

    work = open_app()
    wanted = _number_or_address(who)
    with work.store.read() as connection:
        known = readers.find(connection, wanted)
    if known is not None and known.state == readers.State.CONFIRMED and known.suppressed is None:
        say(f"reader {known.id} is confirmed already; nothing changed")
        return
    if known is None or known.state == readers.State.UNSUBSCRIBED:
        ask("This address has left. Mail it again, on the strength of these words?", yes=yes)
    with work.store.begin() as connection:
        number = joining.by_word(connection, wanted, source=source, wording=consent, now=work.now())
    say(f"reader {number} is confirmed; the consent is kept")


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
        found = _reader(connection, who)
        readers.set_regions(connection, found.id, keys, source=BY_HAND, now=work.now())
    say(f"regions: {', '.join(keys) or 'all'}")


def pause(
    who: Who,
    until: Annotated[str, typer.Option(help="A date: its midnight in the newsroom's zone.")] = "",
    weeks: Annotated[int, typer.Option(min=0, max=520, help="Or so many weeks from now.")] = 0,
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
        found = _reader(connection, who)
        readers.pause(connection, found.id, moment, source=BY_HAND, now=work.now())
    say(f"paused until {moment.astimezone(zone):%Y-%m-%d %H:%M} {zone}" if moment else "the pause is over")


def unsubscribe(who: Who, yes: YesOption = False) -> None:
    """Never mail this reader again. An address that no reader has is suppressed too, after asking.

    Example: digest subscribers unsubscribe ada@example.org
    """
    from subscribers import readers, suppression
    from subscribers.address import parse_address

    work = open_app()
    wanted = _number_or_address(who)
    with work.store.read() as connection:
        known = _reader(connection, who) if isinstance(wanted, int) else readers.find(connection, wanted)
        left = known is None and suppression.is_suppressed(connection, parse_address(who).key)
        if known is None and not left:
            say("no reader has this address")
            _tell_near(connection, who)
    if known is None and not left:
        ask("Suppress the address all the same, so that it is never mailed?", yes=yes)
    with work.store.begin() as connection:
        is_news = readers.unsubscribe(connection, wanted, source=BY_HAND, now=work.now())
    if known is None and is_news:
        say("the address is suppressed; no reader was unsubscribed")
    else:
        say("unsubscribed" if is_news else "had left already; nothing changed")


def forget(who: Who, yes: YesOption = False) -> None:
    """Erase a reader: evidence, choices, the address in every account; no import brings them back.

    What stays is the fact that the address may not be mailed, under a hash made
    with DIGEST_SECRET. Mails in the outbox folder are your own files: they stay.

    Example: digest subscribers forget ada@example.org
    """
    from digest.desk.erasing import forget as forgotten

    work = open_app()
    number = _number_of_reader_or_left(work, who)
    ask(f"Erase {f'reader {number}' if number else 'this address'} for good?", yes=yes)
    done = forgotten(work.desk, number or _number_or_address(who), work.now(), source=BY_HAND)
    if number is None:
        say("the address is erased; it stays suppressed, under a hash")
        return
    say(
        f"reader {number} is erased, also from {done.editions} editions; the address stays suppressed, under a hash"
    )
    if work.settings.carrier == "outbox":
        say(f"mails to them in {work.settings.outbox} are your own files; delete those you no longer need")


def _number_of_reader_or_left(work: "App", who: str) -> int | None:
    """The reader's number; None for an address without a reader that is suppressed. Raises UnknownReader."""
    from subscribers import readers, suppression
    from subscribers.address import parse_address

    wanted = _number_or_address(who)
    with work.store.read() as connection:
        is_stranger = isinstance(wanted, str) and readers.find(connection, wanted) is None
        if is_stranger and suppression.is_suppressed(connection, parse_address(who).key):
            return None
        return _reader(connection, who).id


def region_key(newsroom: "Newsroom", text: str) -> str:
    """The key for a key or title. Raises NotFound naming those there are."""
    key = newsroom.region_key(text)
    if key is None:
        there = ", ".join(region.key for region in newsroom.regions)
        raise NotFound(f'no region "{text[:40]}" in newsroom.toml; there are: {there}')
    return key


def _reader(connection: "Connection", who: str) -> "Reader":
    """The reader of a number or address. Raises UnknownReader, after naming those nearly meant."""
    from subscribers import readers
    from subscribers.errors import UnknownReader

    try:
        return readers.show(connection, _number_or_address(who))
    except UnknownReader:
        if "@" in who:
            _tell_near(connection, who)
        raise


def _tell_near(connection: "Connection", address: str) -> None:
    from subscribers.address import parse_address
    from subscribers.finding import near

    found = near(connection, parse_address(address).key)
    if found:
        table([">no.", "readers with an address like it"], found)


def _region_keys(newsroom: "Newsroom", texts: Iterable[str]) -> list[str]:
    """Sorted, each once."""
    parts = [part for text in texts for part in text.replace(";", ",").split(",") if part.strip()]
    return sorted({region_key(newsroom, part) for part in parts})


def _number_or_address(text: str) -> int | str:
    if not (text.isascii() and text.isdigit()):
        return text
    if len(text) > len(str(LARGEST_NUMBER)) or int(text) > LARGEST_NUMBER:
        raise NotFound("no reader has so large a number; look among them with `digest subscribers list`")
    return int(text)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput(f'"{text[:30]}" is no date; write it as 2027-01-04') from None
