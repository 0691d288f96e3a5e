"""sources add: from a site's address to a source in newsroom.toml."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.output import JsonOption, YesOption, ask, emit, open_app, say, table, warn

if TYPE_CHECKING:
    from digest.app import App
    from digest.desk.adding import Found


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="A site, a section of it, or a feed.")],
    name: Annotated[
        str | None, typer.Option("--name", help="What to call it (default: the feed's title).")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="File every article of it under this region.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Give every article of it this kind.")] = None,
    number: Annotated[
        int, typer.Option("--feed", min=1, help="Which of the feeds found (default: the first).")
    ] = 1,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also read addresses of this network.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be added.")] = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Find the feed behind an address, show what it holds, and add it to newsroom.toml.

    Example: digest sources add https://www.example.org/ --region europe
    """
    from digest.desk import adding
    from digest.errors import BadInput

    app = open_app()
    found = adding.find(app.desk, _address(url), app.now(), allow_private=allow_private)
    if number > len(found):
        raise BadInput(f"--feed {number}: only {len(found)} found; digest sources add --dry-run lists them")
    chosen = found[number - 1]
    there = adding.already_there(app.newsroom, chosen.url)
    if there:
        raise BadInput(f'{chosen.url} is read already, as the source "{there}"')
    key = _region(app, region)
    called = name or adding.name_for(app.newsroom, chosen.title, chosen.url)
    text = adding.table_text(called, chosen.url, region=key, kind=kind, private=allow_private)
    if as_json:
        emit(_as_json(app, found, chosen, text))
    else:
        _tell(app, found, chosen)
        say(f"\n{text}")
    if dry_run:
        return
    path = app.path or app.base / "newsroom.toml"
    ask(f"Add this to {path.name}?", yes=yes)
    adding.append(path, text)
    if not as_json:
        say(f'added to {path.name}; digest gather "{called}" reads it now')


def _address(text: str) -> str:
    return text if "://" in text else f"https://{text}"


def _region(app: "App", text: str | None) -> str | None:
    from digest.errors import BadInput

    if text is None:
        return None
    key = app.newsroom.region_key(text)
    if key is None:
        known = ", ".join(r.key for r in app.newsroom.regions)
        raise BadInput(f'--region "{text}" is no region of newsroom.toml; it has {known}')
    return key


def _tell(app: "App", found: "tuple[Found, ...]", chosen: "Found") -> None:
    from digest.cli.articles import when
    from digest.desk.adding import share_of

    zone = app.newsroom.zone
    if len(found) > 1:
        rows = [
            [n, f.title, len(f.reading.articles), f.url, f.how + (" (taken)" if f is chosen else "")]
            for n, f in enumerate(found, start=1)
        ]
        table([">no.", "feed", ">articles", "address", "how it was found"], rows)
        say("--feed NUMBER takes another.\n")
    share = share_of(app.desk, chosen.reading)
    of = f"of {share.articles}"
    say(f"feed      {chosen.title or 'without a title'}")
    say(f"address   {chosen.url} ({chosen.how})")
    say(f"articles  {share.articles}, {share.usable} with an address and a title")
    say(f"newest    {when(share.newest, zone) if share.newest else 'none is dated'}")
    say(
        f"they have a date {share.dated} {of}, a picture {share.with_image}, a byline {share.with_author}, "
        f"a dek {share.with_dek}; {share.filed} filed under a region by their words"
    )
    rows = [
        [when(a.published, zone) if a.published else "no date", a.title, ", ".join(a.authors)]
        for a in chosen.reading.articles[:5]
    ]
    table(["published", "title", "authors"], rows)
    for text in chosen.reading.warnings[:10]:
        warn(text)


def _as_json(app: "App", found: "tuple[Found, ...]", chosen: "Found", text: str) -> dict[str, Any]:
    from digest.cli.articles import stamp
    from digest.desk.adding import share_of

    share = share_of(app.desk, chosen.reading)
    return {
        "feeds": [
            {"url": f.url, "title": f.title, "how": f.how, "articles": len(f.reading.articles)} for f in found
        ],
        "chosen": chosen.url,
        "articles": share.articles,
        "usable": share.usable,
        "dated": share.dated,
        "with_image": share.with_image,
        "with_author": share.with_author,
        "with_dek": share.with_dek,
        "filed": share.filed,
        "newest": stamp(share.newest),
        "warnings": list(chosen.reading.warnings),
        "table": text,
    }
