"""preview and test: what readers will get."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.output import EditionOption, JsonOption, YesOption, ask, emit, open_app, say, table

if TYPE_CHECKING:
    from digest.app import App
    from digest.desk.previewing import Previewed


def register(app: typer.Typer) -> None:
    app.command()(preview)
    app.command()(test)


def preview(
    edition: EditionOption = None,
    html: Annotated[
        Path | None, typer.Option(help="Write the HTML as it is sent to this file (- for standard output).")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Print the text twin.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open a copy to look at in the browser.")] = False,
    matrix: Annotated[bool, typer.Option("--matrix", help="Count every variant.")] = False,
    as_: Annotated[str | None, typer.Option("--as", metavar="ADDRESS", help="What this reader gets.")] = None,
    regions: Annotated[
        str | None, typer.Option(help="What readers of these regions get: africa,europe.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """See what readers will get, before they do.

    Without an option a copy to look at is written beside newsroom.toml.

    Example: digest preview --open --regions africa,europe
    """
    _refuse_together(
        matrix=matrix,
        html=html is not None,
        text=text,
        open=open_,
        regions=regions is not None,
        json=as_json,
        **{"as": as_ is not None},
    )
    app = open_app()
    if matrix:
        _matrix(app, edition, as_json=as_json)
        return
    from digest.desk.previewing import preview as previewed

    shown = previewed(app.desk, name=edition, regions=_keys(app, regions), address=as_)
    if as_json:
        _emit(app, shown, html)
        return
    if html is not None:
        _write(html, shown.mail.html)
    if text:
        say(shown.mail.text)
    if open_:
        say(f"opened {_look_copy(app, shown, open_it=True)}")
    if html is None and not text and not open_:
        path = _look_copy(app, shown, open_it=False)
        say(f"{shown.edition.name}: {shown.mail.subject}")
        say(
            f"{len(shown.mail.html.encode()):,} bytes of HTML, {len(shown.mail.text.encode()):,} of text; open {path}"
        )


APART = (
    ("matrix", ("html", "text", "open", "as", "regions"), "--matrix counts every variant; {} shows one"),
    ("as", ("regions",), "--as takes the reader's own regions; leave {} out"),
    ("json", ("text", "open"), "--json says where the files are; leave {} out"),
)


def _refuse_together(**given: bool) -> None:
    """Options of which one would be ignored are refused."""
    from digest.errors import BadInput

    for first, others, said in APART:
        beside = [f"--{name}" for name in others if given[name]]
        if given[first] and beside:
            raise BadInput(said.format(" and ".join(beside)))


def _emit(app: "App", shown: "Previewed", html: Path | None) -> None:
    """One preview for a program: what it is, and where it was written."""
    from digest.errors import BadInput

    if html is not None and str(html) == "-":
        raise BadInput("--json and --html - would both write to standard output; name a file")
    if html is not None:
        _put(html, shown.mail.html)
    emit(
        {
            "edition": shown.edition.name,
            "subject": shown.mail.subject,
            "preheader": shown.mail.preheader,
            "regions": list(shown.regions),
            "html_bytes": len(shown.mail.html.encode()),
            "text_bytes": len(shown.mail.text.encode()),
            "html": None if html is None else str(html),
            "look": None if html is not None else str(_look_copy(app, shown, open_it=False)),
        }
    )


def _keys(app: "App", regions: str | None) -> tuple[str, ...]:
    from digest.errors import NotFound

    keys = []
    for part in (regions or "").replace(";", ",").split(","):
        key = app.newsroom.region_key(part) if part.strip() else None
        if part.strip() and key is None:
            there = ", ".join(r.key for r in app.newsroom.regions)
            raise NotFound(f'there is no region "{part.strip()}"; there are {there}')
        keys += [key] if key else []
    return tuple(keys)


def _write(path: Path, html: str) -> None:
    if str(path) == "-":
        sys.stdout.write(html)
        return
    _put(path, html)
    say(f"wrote {path}: {len(html.encode()):,} bytes")


def _put(path: Path, html: str) -> None:
    from digest.errors import BadInput

    try:
        path.write_text(html, "utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}; --html FILE names another") from error


def _look_copy(app: "App", shown: "Previewed", *, open_it: bool) -> Path:
    """A copy with local pictures in it, beside newsroom.toml."""
    from digest.desk.previewing import embed_pictures

    path = app.base / f"preview-{shown.edition.name}.html"
    _put(path, embed_pictures(shown.mail.html, app.newsroom, app.base))
    if open_it:
        typer.launch(str(path))
    return path


def _matrix(app: "App", edition: str | None, *, as_json: bool) -> None:
    from digest.desk.previewing import matrix
    from digest.desk.variants import readers_without
    from digest.model.wording import counted

    made, variants = matrix(app.desk, app.now(), edition)
    none = readers_without(app.desk, made, app.now())
    total = sum(v.readers for v in variants)
    if as_json:
        rows = [
            {"no": v.no, "regions": list(v.regions), "title": v.title, "readers": v.readers} for v in variants
        ]
        emit({"edition": made.name, "readers": total, "without": none, "variants": rows})
        return
    table(
        ["no", ">readers", ">bytes", "sections"],
        [[v.no, v.readers, len(v.mail.html.encode()), v.title] for v in variants],
        title=f"{made.name}: {counted(len(variants), 'variant')} for {counted(total, 'reader')}",
    )
    if none:
        say(
            f"{counted(none, 'more reader')} would get none: nothing is in their regions, and there is no lead"
        )


def test(
    to: Annotated[list[str], typer.Option(help="Where to; may be given several times.")],
    edition: EditionOption = None,
    yes: YesOption = False,
) -> None:
    """Mail the edition marked [TEST] to any addresses. Nothing is counted.

    Example: digest test --to desk@example.org --to copy@example.org
    """
    from digest.desk.previewing import send_test
    from digest.errors import CarrierError
    from digest.model.delivery import Submitted

    app = open_app()
    carrier = app.settings.carrier
    if carrier != "outbox":
        ask(f"Send a test through {carrier} to {len(to)} addresses?", yes=yes)
    failed = 0
    for address, outcome in send_test(app.desk, app.now(), tuple(to), edition):
        good = isinstance(outcome, Submitted)
        failed += not good
        detail = getattr(outcome, "detail", "") or "; ".join(r for _, r in getattr(outcome, "readers", ()))
        say(
            f"{address}: {'submitted to ' + carrier if good else type(outcome).__name__.lower() + ': ' + detail}"
        )
    if failed:
        raise CarrierError(f"{failed} of {len(to)} test mails were not taken", permanent=False)
