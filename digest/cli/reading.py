"""An edition in the terminal, as an editor reads it."""

from datetime import datetime

from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from digest.cli.articles import relative, when_both
from digest.cli.output import console, counts, warn
from digest.desk.drafting import InHand
from digest.model.edition import Edition, Placed, Section


def read_edition(hand: InHand, zone: str, now: datetime) -> None:
    """Print the whole edition: front, sections, latest, and how it came about."""
    edition = hand.draft.edition
    out = console()
    out.print(_masthead(edition, hand.row.state.value, zone, now))
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
    out.print(Text(f"{len(hand.draft.verdicts)} considered: {counts(hand.draft.reasons())}", style="dim"))
    for change in hand.conflicts:
        warn(f"{change.text}: {change.what_to_do}")


def _masthead(edition: Edition, state: str, zone: str, now: datetime) -> Panel:
    lines = [
        Text(edition.look.title, style="bold"),
        Text(
            f"{edition.name}   {state}   goes out {when_both(edition.publish_at, zone)}, {relative(edition.publish_at, now)}"
        ),
        Text(f"Subject    {edition.subject}"),
        Text(f"Preheader  {edition.preheader}"),
    ]
    return Panel(Group(*lines), border_style="red", padding=(0, 1))


def _heading(section: Section) -> Rule:
    more = f"   also {section.more} more" if section.more else ""
    return Rule(Text(f"{section.title}{more}", style="bold"), align="left", style="red")


def _article(placed: Placed, mark: str, *, brief: bool = False) -> Padding:
    article = placed.article
    head = Text(f"{mark:>4}  ", style="dim") + Text(article.title, style="bold")
    lines: list[Text] = [head]
    if article.kicker and not brief:
        lines.insert(0, Text(f"      {article.kicker}", style="red"))
    byline = ", ".join(article.authors)
    if byline and not brief:
        lines.append(Text(f"      By {byline}", style="italic"))
    if article.summary and not brief:
        lines.append(Text(_indent(article.summary, console().width - 8)))
    picture = f"   picture: {article.image.credit or 'no credit'}" if article.image else ""
    lines.append(Text(f"      {article.id[:6]}  {article.url}{picture}", style="dim"))
    return Padding(Group(*lines), (0, 0, 0 if brief else 1, 0))


def _indent(text: str, width: int) -> str:
    from textwrap import fill

    return fill(text, max(40, width), initial_indent="      ", subsequent_indent="      ")
