"""What an editor can do to a draft, as values that are kept in order and replayed.

Articles are named by their id. Places are named as in a verdict: "lead",
"latest" or a region key. ``by`` is the editor, ``at`` when they did it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal, get_args

import msgspec

from digest.errors import BadInput
from digest.model.edition import Draft, Placed

Field = Literal["title", "dek", "summary", "kicker", "alt", "credit", "caption", "no_image"]
FIELDS: tuple[Field, ...] = get_args(Field)
OF_PICTURE = frozenset({"alt", "credit", "caption", "no_image"})
LONGEST_IN_WORDS = 60
LAST_POSITION = 999


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What every change carries."""

    by: str
    at: datetime


class Pin(Act, frozen=True, tag="pin"):
    """Into the edition, whatever the caps: as the lead, or first in its place.

    ``place`` None is the article's own region, or Latest if it has none.
    """

    article: str
    place: str | None = None


class Drop(Act, frozen=True, tag="drop"):
    """Out of this edition. It does not come back by itself in a later one."""

    article: str


class Move(Act, frozen=True, tag="move"):
    """To another place, or to another position in its own (``region`` None).

    ``position`` counts from 1; one beyond the end means the end. An article
    that was not in the edition comes in.
    """

    article: str
    region: str | None = None
    position: Annotated[int, msgspec.Meta(ge=1, le=LAST_POSITION)] = 1


class Hold(Act, frozen=True, tag="hold"):
    """Out of this edition, and back in the running in the edition named."""

    article: str
    until: str


class Edit(Act, frozen=True, tag="edit"):
    """Another text for this edition only; ``no_image`` takes the picture out, whatever the value.

    An empty title goes back to the publisher's.
    ``was`` is what stood there when the editor wrote (``automatic_value``), so
    that a later change at the source can be shown; None if that is not known.
    """

    article: str
    field: Field
    value: str
    was: str | None = None


class SetIntro(Act, frozen=True, tag="intro"):
    text: str


class SetSubject(Act, frozen=True, tag="subject"):
    """An empty text goes back to the automatic subject."""

    text: str


class SetPreheader(Act, frozen=True, tag="preheader"):
    """An empty text goes back to the automatic preheader."""

    text: str


Single = Pin | Drop | Move | Hold | Edit | SetIntro | SetSubject | SetPreheader
OfArticle = Pin | Drop | Move | Hold | Edit


class Together(Act, frozen=True, tag="together"):
    """Several acts that an editor did in one go, and that are undone in one go."""

    acts: tuple[Single, ...]


Change = Single | Together


def together(acts: tuple[Single, ...]) -> Change:
    """One act for one or several, in the name and at the time of the first."""
    return acts[0] if len(acts) == 1 else Together(acts=acts, by=acts[0].by, at=acts[0].at)


def singles(changes: Iterable[Change]) -> tuple[Single, ...]:
    """Each act on its own, in order."""
    return tuple(s for c in changes for s in (c.acts if isinstance(c, Together) else (c,)))


def in_force(changes: Iterable[Change]) -> tuple[Single, ...]:
    """Of several acts on the same thing the last one, in the order in which they were done."""
    acts = singles(changes)
    last = {thing(act): number for number, act in enumerate(acts)}
    return tuple(act for number, act in enumerate(acts) if last[thing(act)] == number)


def thing(act: Single) -> tuple[str, ...]:
    """What an act decides: the place of an article, one of its texts, or a part of the frame."""
    if isinstance(act, Edit):
        return ("text", act.article, act.field)
    return ("place", act.article) if isinstance(act, OfArticle) else ("frame", type(act).__name__)


def encode(change: Change) -> str:
    """JSON of one line; ``decode`` gives back an equal value.

    Raises BadInput for what could not be read again: a number beyond all
    places, a text that is none.
    """
    try:
        document = msgspec.json.encode(change).decode()
        msgspec.json.decode(document, type=Change)
    except (msgspec.ValidationError, UnicodeError, OverflowError) as error:
        raise BadInput(f"this change cannot be stored: {error}") from error
    return document


def decode(text: str) -> Change:
    """Raises BadInput for what is no change, saying what is wrong with it."""
    try:
        change: Change = msgspec.json.decode(text, type=Change)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise BadInput(f"a stored change cannot be read: {error}. Take it back with digest undo.") from error
    return change


def automatic_value(draft: Draft, article_id: str, field: Field) -> str:
    """What an Edit's ``was`` should hold: the text before any change of an editor.

    ``draft`` is the automatic one. For what belongs to a picture it is the
    picture's address: an alt text fits one picture only. Raises KeyError for
    an article that is not in the pool.
    """
    return value_of({p.article.id: p for p in draft.pool}[article_id], field)


def value_of(placed: Placed, field: Field) -> str:
    article = placed.article
    if field in OF_PICTURE:
        return article.image.url if article.image else ""
    values = {
        "title": article.title,
        "dek": article.dek,
        "summary": article.summary,
        "kicker": article.kicker,
    }
    return values[field]


def describe(change: Change, titles: Mapping[str, str]) -> str:
    """One line for an editor, without the name: 'pinned "The harbour reopens" as the lead'.

    ``titles`` maps article ids to titles; one that is missing is named by its id.
    """
    if isinstance(change, Together):
        return "; ".join(describe(act, titles) for act in change.acts)
    if isinstance(change, OfArticle):
        return _describe_article(change, f'"{titles.get(change.article, change.article)}"')
    if isinstance(change, SetIntro):
        return f"wrote the intro: {_short(change.text)}" if change.text.strip() else "took the intro out"
    what = "subject" if isinstance(change, SetSubject) else "preheader"
    if not change.text.strip():
        return f"went back to the automatic {what}"
    return f"set the {what} to {_short(change.text)}"


def _describe_article(change: OfArticle, title: str) -> str:
    match change:
        case Pin(place=place):
            return f"pinned {title}{_to(place)}"
        case Drop():
            return f"dropped {title}"
        case Move(region=None, position=position):
            return f"moved {title} to position {position}"
        case Move(region=region, position=position):
            return f"moved {title} to {region}, position {position}"
        case Hold(until=until):
            return f"held {title} until {until}"
        case Edit(field="no_image"):
            return f"took the picture of {title} out"
        case Edit(field="title", value=value) if not value.strip():
            return f"went back to the publisher's title {title}"
        case Edit(field=field, value=value):
            return f"set the {field} of {title} to {_short(value)}"


def _to(place: str | None) -> str:
    if place is None:
        return " first in its place"
    return " as the lead" if place == "lead" else f" first in {place}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= LONGEST_IN_WORDS else f'"{line[: LONGEST_IN_WORDS - 1].rstrip()}…"'
