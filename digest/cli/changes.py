"""pin, drop, move, hold, edit, intro, subject, undo, skip."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.output import ByOption, EditionOption, YesOption, ask, open_app, say, warn, who

if TYPE_CHECKING:
    from digest.app import App
    from digest.desk.drafting import InHand
    from digest.editing.changes import Change, Field, Single

Article = Annotated[str, typer.Argument(metavar="ARTICLE", help="An id, an address, or a part of the title.")]


def register(app: typer.Typer) -> None:
    for command in (pin, drop, move, hold, edit, intro, subject, undo, skip):
        app.command()(command)


def pin(
    article: Article,
    lead: Annotated[bool, typer.Option("--lead", help="Make it the lead.")] = False,
    edition: EditionOption = None,
    by: ByOption = None,
) -> None:
    """Put an article in, first of its region or as the lead, whatever the caps say.

    An article that is the lead stays the lead; digest move puts it into a region.

    Example: digest pin "ferry to Zanzibar" --lead
    """
    from digest.editing.changes import Pin

    app, hand = _open(edition)
    found, now_lead = _find(hand, article), hand.draft.edition.lead
    is_lead = lead or (now_lead is not None and now_lead.article.id == found)
    _apply(app, hand, Pin(article=found, place="lead" if is_lead else None, by=who(app, by), at=app.now()))


def drop(article: Article, edition: EditionOption = None, by: ByOption = None) -> None:
    """Take an article out of this edition.

    Example: digest drop a3f91c
    """
    from digest.editing.changes import Drop

    app, hand = _open(edition)
    _apply(app, hand, Drop(article=_find(hand, article), by=who(app, by), at=app.now()))


def move(
    article: Article,
    region: Annotated[str | None, typer.Option(help="Into this region (key or title).")] = None,
    position: Annotated[
        int, typer.Option("--to", min=1, max=999, help="To this place in its section, 1 is first.")
    ] = 1,
    edition: EditionOption = None,
    by: ByOption = None,
) -> None:
    """Move an article within its section or to another region.

    Example: digest move a3f91c --region europe --to 2
    """
    from digest.editing.changes import Move
    from digest.errors import NotFound

    app, hand = _open(edition)
    key = app.newsroom.region_key(region) if region else None
    if region and key is None:
        raise NotFound(
            f'there is no region "{region}"; there are {", ".join(r.key for r in app.newsroom.regions)}'
        )
    _apply(
        app,
        hand,
        Move(article=_find(hand, article), region=key, position=position, by=who(app, by), at=app.now()),
    )


def hold(
    article: Article,
    until: Annotated[
        str | None, typer.Option(help="The edition it comes back in (default: the next one).")
    ] = None,
    edition: EditionOption = None,
    by: ByOption = None,
) -> None:
    """Keep an article for a later edition; it comes back by itself.

    Example: digest hold "grain corridor"
    """
    from digest.desk.changing import hold_until
    from digest.editing.changes import Hold

    app, hand = _open(edition)
    target = hold_until(app.desk, hand, until)
    _apply(app, hand, Hold(article=_find(hand, article), until=target, by=who(app, by), at=app.now()))


FIELDS: "tuple[Field, ...]" = ("title", "dek", "summary", "kicker", "alt", "caption", "credit")


def edit(
    article: Article,
    title: Annotated[
        str | None, typer.Option(help="Another title, for the mail only; an empty one is the publisher's.")
    ] = None,
    dek: Annotated[str | None, typer.Option(help="Another dek.")] = None,
    summary: Annotated[str | None, typer.Option(help="Another summary.")] = None,
    kicker: Annotated[str | None, typer.Option(help="Another kicker.")] = None,
    alt: Annotated[str | None, typer.Option(help="The picture's alternative text.")] = None,
    caption: Annotated[str | None, typer.Option(help="The picture's caption.")] = None,
    credit: Annotated[str | None, typer.Option(help="The photo credit.")] = None,
    no_image: Annotated[bool, typer.Option("--no-image", help="Leave the picture out.")] = False,
    edition: EditionOption = None,
    by: ByOption = None,
) -> None:
    """Change an article's words for the mail only; the source stays as it is.

    What is given at once is one change, and undone at once.

    Example: digest edit a3f91c --title "A port for everyone" --credit "M. Okello"
    """
    from digest.editing.changes import Edit, automatic_value, together
    from digest.errors import BadInput

    given: dict[Field, str] = {
        f: _words(v)
        for f, v in zip(FIELDS, (title, dek, summary, kicker, alt, caption, credit), strict=True)
        if v is not None
    }
    if no_image:
        given["no_image"] = "yes"
    if not given:
        raise BadInput(f"nothing to change: give one of {', '.join('--' + f for f in FIELDS)}, --no-image")
    app, hand = _open(edition)
    found, drafted, editor = _find(hand, article), hand.row.draft(), who(app, by)
    acts = tuple(
        Edit(
            article=found,
            field=field,
            value=value,
            was=automatic_value(drafted, found, field),
            by=editor,
            at=app.now(),
        )
        for field, value in given.items()
    )
    _apply(app, hand, together(acts))


def _words(text: str) -> str:
    """What was typed or piped, without the characters that no text holds."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t\u00ad\u200c\u200d" or c.isspace())


def intro(
    text: Annotated[
        str | None, typer.Argument(help="The editor's intro; - reads it from standard input.")
    ] = None,
    edition: EditionOption = None,
    by: ByOption = None,
) -> None:
    """Set the editor's intro; an empty text takes it away.

    Example: digest intro "Three elections and a ferry."
    """
    from digest.editing.changes import SetIntro

    app, hand = _open(edition)
    if text is None:
        say(hand.draft.edition.intro or "(no intro)")
        return
    words = _words(sys.stdin.read() if text == "-" else text)
    _apply(app, hand, SetIntro(text=words.strip(), by=who(app, by), at=app.now()))


def subject(
    text: Annotated[str | None, typer.Argument(help="The subject line.")] = None,
    preheader: Annotated[
        str | None, typer.Option(help="The line that inboxes show after the subject.")
    ] = None,
    edition: EditionOption = None,
    by: ByOption = None,
) -> None:
    """Set the subject and the preheader; without any, show them.

    Example: digest subject "The week the ferries stopped" --preheader "And a port that nobody owns"
    """
    from digest.editing.changes import SetPreheader, SetSubject, together
    from digest.errors import BadInput

    app, hand = _open(edition)
    if text is None and preheader is None:
        say(f"Subject    {hand.draft.edition.subject}\nPreheader  {hand.draft.edition.preheader}")
        return
    if text is not None and not text.strip():
        raise BadInput("a subject cannot be empty; digest undo goes back to the one before")
    editor, now = who(app, by), app.now()
    acts: list[Single] = []
    if text is not None:
        acts.append(SetSubject(text=" ".join(_words(text).split()), by=editor, at=now))
    if preheader is not None:
        acts.append(SetPreheader(text=" ".join(_words(preheader).split()), by=editor, at=now))
    _apply(app, hand, together(tuple(acts)))


def undo(edition: EditionOption = None, by: ByOption = None) -> None:
    """Take back the last change.

    Example: digest undo
    """
    from digest.desk.changing import undo as undone

    app = open_app()
    hand, said = undone(app.desk, app.now(), who(app, by), edition)
    say(f"{hand.row.name}: undone: {said}")
    _warn(hand)


def skip(
    reason: Annotated[str, typer.Option(help="Why; it is recorded and told.")],
    edition: EditionOption = None,
    by: ByOption = None,
    yes: YesOption = False,
) -> None:
    """Let an edition go unsent, with a reason. Its articles stay eligible next week.

    Example: digest skip --reason "a thin week"
    """
    from digest.desk.approving import skip as skipped

    app = open_app()
    name = app.desk.edition(edition).name
    ask(f"Skip {name}? Nobody gets it.", yes=yes)
    row = skipped(app.desk, app.now(), who(app, by), reason, name)
    say(f"{row.name} is skipped: {reason}")


def _open(edition: str | None) -> "tuple[App, InHand]":
    from digest.desk.drafting import current

    app = open_app()
    return app, current(app.desk, edition)


def _find(hand: "InHand", text: str) -> str:
    from digest.desk.changing import find_article

    return find_article(hand, text).id


def _apply(app: "App", hand: "InHand", act: "Change") -> None:
    from digest.desk.changing import change, told_of
    from digest.editing.changes import singles

    changed = change(app.desk, app.now(), act, hand.row.name)
    for one in singles([act]):
        say(f"{hand.row.name}: {told_of(hand, one)}")
    _warn(changed)


def _warn(hand: "InHand") -> None:
    for text in hand.warnings:
        warn(text)
    for conflict in hand.conflicts:
        warn(f"{conflict.text}: {conflict.what_to_do}")
