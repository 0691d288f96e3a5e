"""regions, regions try, regions learn: how articles are filed, and how to make it better."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.output import JsonOption, counts, emit, note, open_app, say, table

if TYPE_CHECKING:
    from digest.classifying.explaining import Explained
    from digest.desk.learning import AtWork, Taught

regions_app = typer.Typer(invoke_without_command=True)


def register(app: typer.Typer) -> None:
    app.add_typer(regions_app, name="regions")


@regions_app.callback()
def _regions(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the regions with their countries and sources, and how articles were filed of late.

    Example: digest regions
    """
    if context.invoked_subcommand is not None:
        return
    from digest.desk.learning import LATELY, at_work, own_files

    app = open_app()
    found, files = at_work(app.desk, app.now()), own_files(app.desk)
    if as_json:
        rows = [_row_json(each) for each in found]
        emit({"days": LATELY.days, "regions": rows[:-1], "without": rows[-1], "files": list(files)})
        return
    columns = ["key", "title", ">countries", "section feeds", ">articles", f"filed by, {LATELY.days} days"]
    table(columns, [_row(each) for each in found])
    if files:
        note(f"beside newsroom.toml, and filed by: {', '.join(files)}")


def _row(each: "AtWork") -> list[object]:
    feeds = ", ".join(each.sources) or "-"
    return [each.key or "-", each.title, len(each.countries), feeds, each.articles, counts(each.lately)]


def _row_json(each: "AtWork") -> dict[str, Any]:
    return {
        "key": each.key,
        "title": each.title,
        "countries": list(each.countries),
        "sources": list(each.sources),
        "articles": each.articles,
        "lately": dict(each.lately),
    }


@regions_app.command("try")
def try_(
    title: Annotated[str, typer.Argument(help="A headline.")],
    dek: Annotated[str, typer.Option("--dek", help="The line below it.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Show how a headline would be filed: each name found, what it weighs, the result.

    Example: digest regions try "Floods reach Mombasa" --dek "Kenyan ministers ask for help"
    """
    from digest.classifying.explaining import explain

    app = open_app(need_newsroom=False)
    found = explain(app.desk.classifier, app.newsroom, title, dek)
    region = found.filing.region
    if as_json:
        emit(_explained_json(found, app.newsroom.region_title(region) if region else None))
        return
    if found.names:
        columns = ["in", "name", "kind", "stands for", "region", ">weight", ""]
        table(columns, [_name_row(found, number) for number in range(len(found.names))])
    if found.shares:
        say("evidence: " + ", ".join(f"{share:.0%} {key}" for key, share in found.shares))
    verdict = app.newsroom.region_title(region) if region else "no region"
    say(
        f"result: {verdict}, confidence {found.filing.confidence:.2f}{_also(found, app.newsroom.region_title)}"
    )
    for text in found.filing.evidence:
        say(f"  {text}")
    if found.advice:
        say(found.advice)


def _name_row(found: "Explained", number: int) -> list[object]:
    from digest.classifying.explaining import MANY

    each = found.names[number]
    many = len(each.countries) > MANY
    countries = f"{len(each.countries)} countries" if many else ", ".join(each.countries)
    weight = f"{each.weight:.2f}"
    return [each.part, each.name, each.kind, countries, ", ".join(each.regions), weight, each.bearing]


def _also(found: "Explained", title: Any) -> str:
    second = found.filing.second
    return f", second {title(second)}" if second else ""


def _explained_json(found: "Explained", region: str | None) -> dict[str, Any]:
    keys = ("part", "name", "kind", "countries", "regions", "weight", "bearing")
    return {
        "region": region,
        "region_key": found.filing.region,
        "confidence": found.filing.confidence,
        "evidence": list(found.filing.evidence),
        "second": found.filing.second,
        "names": [{key: getattr(name, key) for key in keys} for name in found.names],
        "shares": [{"region": key, "share": share} for key, share in found.shares],
        "advice": found.advice,
    }


@regions_app.command()
def learn(
    forget: Annotated[bool, typer.Option("--forget", help="Delete what was learned.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; store nothing.")] = False,
    right: Annotated[
        float | None,
        typer.Option(
            "--right",
            min=0.5,
            max=1.0,
            help="Answer only where this share of answers proved right; unsure_below if left out.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Learn from your own filed articles what the names in the words leave open.

    Example: digest regions learn --dry-run
    """
    from digest.desk import learning

    app = open_app()
    if forget:
        path = learning.forget(app.desk)
        emit({"forgotten": path.name}) if as_json else say(f"{path.name} is deleted; the names alone decide")
        return
    taught = learning.teach(app.desk, app.now(), least_right=right, store=not dry_run)
    if as_json:
        emit(_taught_json(taught))
        return
    _tell(taught)


def _tell(taught: "Taught") -> None:
    trial = taught.trial
    say(f"{trial.examples:,} articles filed by rule or editor: {counts(taught.by_region)}")
    say("Each judged by its words alone, by a model that had not seen it:")
    rows = [
        [what, f"{right:,}", f"{wrong:,}", f"{trial.examples - right - wrong:,}"]
        for what, right, wrong in zip(
            ("by names", "and by what was learned"), trial.all_right, trial.all_wrong, strict=True
        )
    ]
    table(["filed", ">right", ">wrong", ">left open"], rows)
    say(
        f"Of {trial.open:,} that the names leave open it answers {trial.answered:,}, "
        f"{trial.right:,} of them rightly ({taught.learned.right:.0%})."
    )
    if taught.path:
        say(f"{taught.path.name} is stored beside newsroom.toml; digest regions learn --forget deletes it")
    else:
        say("nothing is stored (--dry-run)")


def _taught_json(taught: "Taught") -> dict[str, Any]:
    trial = taught.trial
    before, after = (
        {"right": right, "wrong": wrong, "open": trial.examples - right - wrong}
        for right, wrong in zip(trial.all_right, trial.all_wrong, strict=True)
    )
    return {
        "articles": trial.examples,
        "regions": dict(taught.by_region),
        "open": trial.open,
        "answered": trial.answered,
        "answered_rightly": trial.right,
        "before": before,
        "after": after,
        "stored": taught.path.name if taught.path else None,
    }
