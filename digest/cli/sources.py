"""gather, sources with show, try and add, classify."""

import sys
from typing import Annotated, Any

import typer

from digest.cli.adding import add
from digest.cli.output import JsonOption, emit, open_app, say, table, warn

sources_app = typer.Typer(invoke_without_command=True)


def register(app: typer.Typer) -> None:
    app.command()(gather)
    app.add_typer(sources_app, name="sources")
    app.command()(classify)


def gather(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE...", help="Only these sources.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch the sources and store what is new. Doing it twice changes nothing.

    Example: digest gather africa europe
    """
    from digest.desk.gather import gather as gathered
    from digest.errors import BadInput, SourceError

    app = open_app()
    if not app.newsroom.sources:
        raise BadInput("newsroom.toml names no source; add a [[sources]] table with name and url")
    found = gathered(app.desk, app.now(), names or ())
    if as_json:
        keys = ("name", "ok", "seen", "new", "updated", "left_out", "error")
        emit(
            {
                "sources": [
                    {k: getattr(g, k) for k in keys}
                    | {"error": g.error or None, "warnings": list(g.warnings)}
                    for g in found
                ]
            }
        )
    else:
        table(
            ["source", ">seen", ">new", ">updated", "how it went"],
            [[g.name, g.seen, g.new, g.updated, "ok" if g.ok else f"failed: {g.error}"] for g in found],
        )
        for g in found:
            for text in g.warnings:
                warn(f"{g.name}: {text}")
    if found and not any(g.ok for g in found):
        raise SourceError("no source could be read; digest sources says since when")


@sources_app.callback()
def _sources(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the sources with their health.

    Example: digest sources
    """
    if context.invoked_subcommand is not None:
        return
    from digest.cli.source_health import list_sources

    list_sources(open_app(), as_json=as_json)


@sources_app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="Its name in newsroom.toml.")],
    as_json: JsonOption = False,
) -> None:
    """Tell everything known of one source: its health, and what of it was left out and why.

    Example: digest sources show "Middle East"
    """
    from digest.cli.source_health import show_source

    show_source(open_app(), name, as_json=as_json)


sources_app.command("add")(add)


@sources_app.command("try")
def try_(
    places: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE_OR_URL...", help="Feeds or pages to read, files (also .gz) or addresses."
        ),
    ],
    form: Annotated[
        str | None, typer.Option("--as", help="What it is (default: found out).", metavar="feed|page")
    ] = None,
    as_json: JsonOption = False,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help='One JSON line for each file, in order; a file may list others as {"file", "url"} lines.',
        ),
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also read addresses of this network.")
    ] = False,
) -> None:
    """Read sources without storing anything, and show what is found and where.

    Example: digest sources try https://www.example.org/feed.xml
    """
    from digest.cli.trying import FORMS, places_of, tried
    from digest.errors import BadInput

    if form not in (None, *FORMS):
        raise BadInput(f'--as {form} is not known; write "feed" or "page"')
    app = open_app(need_newsroom=False)
    answers = (
        tried(app, place, form, allow_private=allow_private)
        for place in places_of(places, is_list_allowed=jsonl)
    )
    if jsonl:
        for said in answers:
            sys.stdout.buffer.write(_line(said))
        sys.stdout.flush()
        return
    told = list(answers)
    if as_json:
        emit(told[0] if len(told) == 1 else told)
    else:
        for said in told:
            _tell(said)
    if not all(said["ok"] for said in told):
        raise typer.Exit(1)


def _line(value: object) -> bytes:
    import msgspec

    return msgspec.json.encode(value) + b"\n"


def _tell(said: dict[str, Any]) -> None:
    if not said["ok"]:
        say(f"{said['file']}: {said['error']}")
    elif "origins" in said:
        _tell_page(said)
    else:
        rows = [
            [
                a["published"] or "no date",
                a["region"] or "",
                a["title"],
                ", ".join(a["authors"]),
                "yes" if a["image"] else "",
            ]
            for a in said["articles"]
        ]
        columns = ["published", "region", "title", "authors", "image"]
        table(columns, rows, title=f"{said['file']}: {len(rows)} articles")
        say(_shares(said["articles"]))
    for text in said.get("warnings", ()):
        warn(text)


def _shares(articles: list[dict[str, Any]]) -> str:
    """How many of them have what a digest wants."""
    have = {
        "a date": sum(bool(a["published"]) for a in articles),
        "a picture": sum(bool(a["image"]) for a in articles),
        "a byline": sum(bool(a["authors"]) for a in articles),
        "a dek": sum(bool(a["dek"]) for a in articles),
        "a region": sum(bool(a["region"]) for a in articles),
        "an address and a title": sum(bool(a["url"] and a["title"]) for a in articles),
    }
    return f"of {len(articles)}: " + ", ".join(f"{number} with {what}" for what, number in have.items())


def _tell_page(said: dict[str, Any]) -> None:
    """Each field with where it was found; of a page that is no article, the articles it links to."""
    from digest.sourcing.pages.telling import rows_of

    article = said["articles"][0]
    rows = [
        *rows_of(said),
        ("region", article["region"] or "-", "the words of the article" if article["region"] else "unsure"),
    ]
    table(["field", "what the page says", "from"], rows, title=f"{said['file']}: a page")
    if said["links"]:
        shown = [[link["text"], link["url"]] for link in said["links"]]
        table(["title", "address"], shown, title=f"articles it links to: {len(shown)}")


def classify(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write JSON Lines.")] = True,
) -> None:
    """File articles from standard input under regions, each answer with its evidence.

    The region is the best guess; "unsure" says that it is too weak to file the
    article by, so that a draft asks the desk.

    Example: echo '{"id": 1, "title": "Nairobi opens a port"}' | digest classify --jsonl
    """
    import msgspec

    from digest.errors import BadInput
    from digest.model.article import Article

    app = open_app(need_newsroom=False)
    classifier = app.desk.classifier
    out = sys.stdout.buffer
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            given = msgspec.json.decode(line, type=dict)
            article = Article(
                identity=str(given.get("id")),
                url=str(given.get("url") or ""),
                title=str(given.get("title") or ""),
                dek=str(given.get("dek") or given.get("summary") or ""),
                kicker=str(given.get("kicker") or ""),
                categories=tuple(map(str, given.get("categories") or ())),
            )
        except (msgspec.DecodeError, TypeError) as error:
            raise BadInput(f"standard input, line {number}: not a JSON object: {error}") from error
        filing = classifier.file(article, tuple(map(str, given.get("sources") or ())))
        unsure = classifier.is_open(filing) and filing.second is not None
        key = filing.second if unsure else filing.region
        answer = {
            "id": given.get("id"),
            "region": app.newsroom.region_title(key) if key else None,
            "region_key": key,
            "confidence": filing.confidence,
            "evidence": list(filing.evidence),
            "second": None if unsure else filing.second,
            "unsure": unsure,
        }
        out.write(msgspec.json.encode(answer) + b"\n")
    out.flush()
