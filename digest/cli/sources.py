"""gather, sources, sources try, classify."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.output import JsonOption, emit, open_app, say, table, warn

if TYPE_CHECKING:
    from digest.store.articles import SourceHealth

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
        keys = ("name", "ok", "seen", "new", "updated", "error")
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
    from digest.cli.articles import when
    from digest.store import articles

    app = open_app()
    with app.store.read() as connection:
        health = articles.health(connection)
    if as_json:
        emit(
            {
                "sources": [
                    _health_json(s.name, s.url or s.path or "", health.get(s.name))
                    for s in app.newsroom.sources
                ]
            }
        )
        return
    rows = []
    for source in app.newsroom.sources:
        known = health.get(source.name)
        good = when(known.good_at, app.newsroom.zone) if known and known.good_at else "never"
        state = "not gathered yet" if known is None else f"failed: {known.error}" if known.error else "ok"
        rows.append(
            [
                source.name,
                source.region or "",
                known.seen if known else 0,
                good,
                state,
                source.url or source.path,
            ]
        )
    table(["source", "region", ">articles", "last good", "state", "where"], rows)


def _health_json(name: str, where: str, known: "SourceHealth | None") -> dict[str, Any]:
    from digest.cli.articles import stamp

    return {
        "name": name,
        "where": where,
        "seen": known.seen if known else 0,
        "last_try": stamp(known.tried_at) if known else None,
        "last_good": stamp(known.good_at) if known else None,
        "error": (known.error or None) if known else None,
    }


@sources_app.command("try")
def try_(
    places: Annotated[
        list[str], typer.Argument(metavar="FILE_OR_URL...", help="Feeds to read, files or addresses.")
    ],
    kind: Annotated[str, typer.Option("--as", help="What it is.", metavar="feed|page")] = "feed",
    as_json: JsonOption = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON line for each file, in order.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also read addresses of this network.")
    ] = False,
) -> None:
    """Read sources without storing anything, and show what is found.

    Example: digest sources try https://www.example.org/feed.xml
    """
    from digest.errors import BadInput

    if kind != "feed":
        raise BadInput(f'--as {kind} is not known; this version reads "feed"')
    from digest.cli.trying import tried

    app = open_app(need_newsroom=False)
    failed = 0
    for place in places:
        said = tried(app, place, allow_private=allow_private)
        failed += not said["ok"]
        if jsonl:
            sys.stdout.buffer.write(_line(said))
        elif as_json:
            emit(said)
        else:
            _tell(said)
    sys.stdout.flush()
    if failed and not jsonl:
        raise typer.Exit(1)


def _line(value: object) -> bytes:
    import msgspec

    return msgspec.json.encode(value) + b"\n"


def _tell(said: dict[str, Any]) -> None:
    if not said["ok"]:
        say(f"{said['file']}: {said['error']}")
        return
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
    table(
        ["published", "region", "title", "authors", "image"],
        rows,
        title=f"{said['file']}: {len(rows)} articles",
    )
    for text in said["warnings"]:
        warn(text)


def classify(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write JSON Lines.")] = True,
) -> None:
    """File articles from standard input under regions, each answer with its evidence.

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
        title = app.newsroom.region_title(filing.region) if filing.region else None
        answer = {
            "id": given.get("id"),
            "region": title,
            "region_key": filing.region,
            "confidence": filing.confidence,
            "evidence": list(filing.evidence),
            "second": filing.second,
        }
        out.write(msgspec.json.encode(answer) + b"\n")
    out.flush()
