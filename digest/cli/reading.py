"""Editions, articles and findings in the terminal, as an editor reads them."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import ConsoleRenderable, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from digest.cli.articles import relative, when_both
from digest.cli.output import console, counts, table, warn
from digest.desk.drafting import InHand
from digest.desk.why import Why
from digest.model.edition import Finding, Placed, Section
from digest.model.wording import counted
from digest.store.editions import EditionRow

ROOM_FOR_COLUMNS = 120  # below, sentences in columns of a table become towers of single words


def read_edition(hand: InHand, zone: str, now: datetime, void: str = "") -> None:
    """Print the whole edition: front, sections, latest, and how it came about."""
    edition = hand.draft.edition
    out = console()
    out.print(_masthead(hand, zone, now, void))
    if edition.intro:
        out.print(Padding(Text(edition.intro), (0, 2, 1, 2)))
    if edition.lead:
        out.print(_article(edition.lead, "LEAD"))
    for section in edition.sections:
        out.print(_heading(section))
        for number, placed in enumerate(section.articles, start=1):
            out.print(_article(placed, str(number)))
    if edition.latest:
        out.print(Rule(Text(edition.look.latest_title, style="bold"), align="left", style="dim"))
        for placed in edition.latest:
            out.print(_article(placed, "·", brief=True))
    out.print(Rule(style="dim"))
    out.print(Text(f"{len(hand.draft.verdicts):,} considered: {counts(hand.draft.reasons())}", style="dim"))
    if hand.changes:
        out.print(Text(f"{counted(len(hand.changes), 'change')}; digest diff shows them", style="dim"))
    for conflict in hand.conflicts:
        warn(f"{conflict.text}: {conflict.what_to_do}")


def _masthead(hand: InHand, zone: str, now: datetime, void: str) -> Panel:
    edition = hand.draft.edition
    by = f", approved by {hand.row.approved_by}" if hand.row.approved_by else ""
    lines: list[ConsoleRenderable] = [
        Text(edition.look.title, style="bold"),
        Text(f"{edition.name}   {hand.row.state.value}{by}"),
        Text(goes_out(hand.row, zone, now)),
        *([Text(void, style="bold red")] if void else []),
        _labelled("Subject", edition.subject),
        _labelled("Preheader", edition.preheader),
    ]
    return Panel(Group(*lines), border_style="red", padding=(0, 1))


def goes_out(row: EditionRow, zone: str, now: datetime) -> str:
    """When it goes out, was due, or began to be sent."""
    verb = "sending began" if row.started_at else "was due" if row.publish_at < now else "goes out"
    at = row.started_at or row.publish_at
    return f"{verb} {when_both(at, zone)}, {relative(at, now)}"


def _labelled(label: str, text: str) -> Table:
    return _beside(Text(label), Text(text), width=9)


def _beside(left: Text, right: Text | Group, *, width: int) -> Table:
    """Two columns, so that a long text stays in its own."""
    made = Table.grid(padding=(0, 2))
    made.add_column(width=width, no_wrap=True)
    made.add_column(overflow="fold")
    made.add_row(left, right)
    return made


def _heading(section: Section) -> Rule:
    more = f"   also {section.more} more" if section.more else ""
    return Rule(Text(f"{section.title}{more}", style="bold"), align="left", style="red")


def _article(placed: Placed, mark: str, *, brief: bool = False) -> Padding:
    article = placed.article
    lines = [Text(article.title, style="bold")]
    if not brief:
        byline = ", ".join(article.authors)
        lines = [
            *([Text(article.kicker, style="red")] if article.kicker else []),
            *lines,
            *([Text(f"By {byline}", style="italic")] if byline else []),
            *([Text(article.summary)] if article.summary else []),
            *(
                [Text(f"picture: {article.image.credit or 'no credit'}", style="dim")]
                if article.image
                else []
            ),
        ]
    lines.append(Text(f"{article.id[:6]}  {article.url}", style="dim"))
    shown = _beside(Text(f"{mark:>4}", style="dim"), Group(*lines), width=4)
    return Padding(shown, (0, 0, 0 if brief else 1, 0))


def list_articles(found: Sequence[Why], title: str) -> None:
    """Each considered article with its reason."""
    if _has_room():
        rows = [[w.article_id[:6], w.region_title, w.reason, w.title, w.detail] for w in found]
        table(["id", "region", "reason", "title", "detail"], rows, title=title)
        return
    _records([(w.article_id[:6], f"{w.region_title}: {w.reason}", w.title, w.detail) for w in found], title)


def list_findings(found: Sequence[Finding]) -> None:
    """What the checks found, errors first."""
    if _has_room():
        rows = [[f.severity, f.check, f.text, f.what_to_do] for f in found]
        table(["", "check", "what", "what to do"], rows)
        return
    _records([(f.severity, f.check, f.text, f.what_to_do) for f in found])


def _has_room() -> bool:
    """A pipe has as much as it wants, unless a width is asked for."""
    return console().width >= ROOM_FOR_COLUMNS


def _records(found: Sequence[tuple[str, str, str, str]], title: str = "") -> None:
    """One below the other: a mark, a heading, what it is about, what there is to say."""
    out = console()
    if title:
        out.print(Text(title, style="italic"))
    for mark, heading, what, said in found:
        lines = Group(Text(heading, style="dim"), Text(what, style="bold"), *([Text(said)] if said else []))
        out.print(_beside(Text(mark), lines, width=7))
