"""Editors' changes made again on the newest automatic draft.

Nothing an editor did is lost: each change either shows in the edition and in
the verdict of its article, or comes back as a conflict that says why it does
not and what to do. Of several changes to the same thing the last one counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.editing.changes import (
    OF_PICTURE,
    Change,
    Drop,
    Edit,
    Hold,
    Move,
    OfArticle,
    Pin,
    SetIntro,
    SetPreheader,
    SetSubject,
    Single,
    singles,
    thing,
    value_of,
)
from digest.editing.draft import automatic_preheader, automatic_subject
from digest.editing.sheet import LEAD, Sheet
from digest.model.article import Article
from digest.model.edition import Draft, Edition, Reason
from digest.model.window import parse_edition_name


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that is not in force, or that the newest articles put in doubt."""

    change: Single
    text: str
    what_to_do: str


@dataclass(frozen=True, slots=True)
class Edited:
    """The draft with the changes in force, and the conflicts in the order of the changes."""

    draft: Draft
    conflicts: tuple[Conflict, ...]


def replay(draft: Draft, changes: Sequence[Change], regions: Sequence[tuple[str, str]] = ()) -> Edited:
    """Apply changes in order to an automatic draft. No changes give the draft itself.

    ``regions`` are (key, title) of the newsroom in its order: where a section
    goes that the draft does not have. Left out, only regions that the draft
    knows can be moved to, and new sections come last. An automatic subject and
    preheader follow the changed edition. Caps do not bind an editor, but what
    was mailed in an earlier edition cannot be brought in again.
    """
    if not changes:
        return Edited(draft, ())
    sheet, acts = Sheet(draft, regions), singles(changes)
    last = {thing(act): number for number, act in enumerate(acts)}
    conflicts: list[Conflict] = []
    for number, act in enumerate(acts):
        conflict = _apply(sheet, act) if isinstance(act, OfArticle) else None
        if conflict is not None and last[thing(act)] == number:
            conflicts.append(conflict)
    sheet.fill_lead()
    return Edited(_worded(sheet, draft, acts), tuple(conflicts))


def _apply(sheet: Sheet, change: OfArticle) -> Conflict | None:
    if change.article not in sheet.known:
        return Conflict(
            change,
            f"{change.by} changed the article {change.article}, which is no longer among those considered",
            "Nothing needs to be done if it may stay out; digest undo takes the change back.",
        )
    match change:
        case Pin():
            return _pin(sheet, change)
        case Drop():
            _drop(sheet, change)
            return None
        case Move():
            return _move(sheet, change)
        case Hold():
            return _hold(sheet, change)
        case Edit():
            return _edit(sheet, change)


def _pin(sheet: Sheet, change: Pin) -> Conflict | None:
    is_lead = sheet.place_of(change.article) == LEAD  # which a pin would not push down
    place = change.place or (LEAD if is_lead else sheet.home_of(change.article))
    where = "as the lead" if place == LEAD else f"first in {sheet.titles.get(place, 'Latest')}"
    return _bring_in(sheet, change, place, 1, f"pinned by {change.by} {where}")


def _move(sheet: Sheet, change: Move) -> Conflict | None:
    place = change.region or sheet.place_of(change.article)
    if place is None or (change.region is None and place == LEAD):
        place = sheet.home_of(change.article)
    where = sheet.titles.get(place, "the lead" if place == LEAD else "Latest")
    detail = f"moved by {change.by} to {where}, position {change.position}"
    return _bring_in(sheet, change, place, change.position, detail)


def _bring_in(sheet: Sheet, change: Pin | Move, place: str, position: int, detail: str) -> Conflict | None:
    if not sheet.has_place(place):
        return Conflict(
            change,
            f'{change.by} placed "{_title(sheet, change)}" in "{place}", which is no region of this edition',
            f"Place it in one of: lead, latest, {', '.join(sheet.titles)}.",
        )
    if _was_mailed(sheet, change.article):
        return Conflict(
            change,
            f'{change.by} placed "{_title(sheet, change)}", which was mailed before: '
            f"{sheet.automatic[change.article].detail}",
            "Nothing is mailed twice. Leave it out and digest undo, or mention it in the intro.",
        )
    sheet.put(change.article, place, position, detail, change.by)
    return None


def _drop(sheet: Sheet, change: Drop) -> None:
    reason = Reason.ALREADY_MAILED if _was_mailed(sheet, change.article) else Reason.DROPPED
    sheet.take_out(change.article, reason, f"dropped by {change.by}")


def _hold(sheet: Sheet, change: Hold) -> Conflict | None:
    name = sheet.draft.edition.name
    try:
        is_later = parse_edition_name(change.until) > parse_edition_name(name)
    except ValueError:
        is_later = False
    if not is_later:
        return Conflict(
            change,
            f'{change.by} held "{_title(sheet, change)}" until {change.until}, '
            f"which is no edition after {name}",
            "Hold it until a later edition, or digest undo.",
        )
    if _was_mailed(sheet, change.article):
        return Conflict(
            change,
            f'{change.by} held "{_title(sheet, change)}", which was mailed before: '
            f"{sheet.automatic[change.article].detail}",
            "Nothing is left to hold; digest undo takes the change back.",
        )
    sheet.take_out(change.article, Reason.HELD, f"held until {change.until} by {change.by}")
    return None


def _edit(sheet: Sheet, change: Edit) -> Conflict | None:
    placed = sheet.known[change.article]
    article, field = placed.article, change.field
    if field in OF_PICTURE:
        return _edit_picture(sheet, change)
    now = value_of(sheet.original[change.article], field)
    value = change.value if field == "summary" else " ".join(change.value.split())
    if field == "title" and not value:
        sheet.known[change.article] = replace(placed, article=replace(article, title=now))
        return None
    sheet.known[change.article] = replace(placed, article=_with(article, field, value))
    if change.was is None or now in (change.was, value):
        return None
    called = change.was if field == "title" else article.title
    return Conflict(
        change,
        f'the source changed the {field} of "{called}" to "{now}" after {change.by} edited it; the edit stands',
        f"Keep it, or edit the {field} again.",
    )


def _edit_picture(sheet: Sheet, change: Edit) -> Conflict | None:
    """A text about one picture is never put under another one: a wrong credit is worse than none."""
    placed = sheet.known[change.article]
    article, picture = placed.article, placed.article.image
    is_another = (
        change.was is not None and value_of(sheet.original[change.article], change.field) != change.was
    )
    if change.field == "no_image":
        sheet.known[change.article] = replace(placed, article=replace(article, image=None))
        if not (is_another and picture):
            return None
        text = (
            f'"{article.title}" has another picture than the one {change.by} took out; it stays out as well'
        )
        return Conflict(change, text, "Look at the new picture; digest undo lets it in.")
    if picture is None or is_another:
        what = "no picture" if picture is None else "another picture now"
        text = f'"{article.title}" has {what}, so the {change.field} that {change.by} wrote is not used'
        return Conflict(change, text, f"Write the {change.field} for the new picture, or digest undo.")
    value = " ".join(change.value.split())
    described = {
        "alt": replace(picture, alt=value),
        "credit": replace(picture, credit=value),
        "caption": replace(picture, caption=value),
    }
    image = described[change.field]
    sheet.known[change.article] = replace(placed, article=replace(article, image=image))
    return None


def _with(article: Article, field: str, value: str) -> Article:
    texts = {
        "title": replace(article, title=value),
        "dek": replace(article, dek=value),
        "summary": replace(article, summary=value),
        "kicker": replace(article, kicker=value),
    }
    return texts[field]


def _was_mailed(sheet: Sheet, article: str) -> bool:
    verdict = sheet.automatic.get(article)
    return verdict is not None and verdict.reason is Reason.ALREADY_MAILED


def _title(sheet: Sheet, change: OfArticle) -> str:
    return sheet.known[change.article].article.title


def _worded(sheet: Sheet, draft: Draft, changes: Sequence[Single]) -> Draft:
    """Intro, subject and preheader: an editor's last word, else what follows from the articles."""
    base = draft.edition
    intro = next((c.text for c in reversed(changes) if isinstance(c, SetIntro)), base.intro)
    made = sheet.drafted(base.subject, base.preheader, intro)
    subject = next((c.text for c in reversed(changes) if isinstance(c, SetSubject)), "").strip()
    preheader = next((c.text for c in reversed(changes) if isinstance(c, SetPreheader)), "").strip()
    edition = replace(
        made.edition,
        subject=subject or _following(base, made.edition),
        preheader=preheader or _following_preheader(base, made.edition),
    )
    return replace(made, edition=edition)


def _following(base: Edition, edited: Edition) -> str:
    return automatic_subject(edited) if base.subject == automatic_subject(base) else base.subject


def _following_preheader(base: Edition, edited: Edition) -> str:
    return automatic_preheader(edited) if base.preheader == automatic_preheader(base) else base.preheader
