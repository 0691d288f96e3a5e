"""What is different between two editions, told by article."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from digest.model.article import Article
from digest.model.edition import Edition, Placed, canonical_json
from digest.model.wording import local_time

LONGEST = 80


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; ``str()`` is the line for an editor.

    ``kind`` is one of edition, subject, preheader, intro, look, lead, removed,
    added, moved, retitled, reworded, picture, section.
    """

    kind: str
    text: str
    article_id: str | None = None

    def __str__(self) -> str:
        return self.text


def differences(a: Edition, b: Edition) -> tuple[Difference, ...]:
    """From ``a`` to ``b``: the frame first, then the articles in reading order.

    Empty exactly when the two are the same byte for byte. An article that only
    gave way to one put before it has not moved.
    """
    if canonical_json(a) == canonical_json(b):
        return ()
    found = [*_frame(a, b), *_articles(a, b)]
    return tuple(found) or (Difference("section", "the sections are counted or titled differently"),)


def _frame(a: Edition, b: Edition) -> Iterator[Difference]:
    if (a.name, a.publish_at, a.window) != (b.name, b.publish_at, b.window):
        yield Difference("edition", f"edition: {_which(a)} -> {_which(b)}")
    if a.subject != b.subject:
        yield Difference("subject", f'subject: "{a.subject}" -> "{b.subject}"')
    if a.preheader != b.preheader:
        yield Difference("preheader", f'preheader: "{a.preheader}" -> "{b.preheader}"')
    if a.intro != b.intro:
        yield Difference("intro", f"intro: {_brief(a.intro)} -> {_brief(b.intro)}")
    if a.look != b.look:
        keys = [key for key in a.look.__slots__ if getattr(a.look, key) != getattr(b.look, key)]
        yield Difference("look", f"look: {', '.join(keys)} changed")


def _articles(a: Edition, b: Edition) -> Iterator[Difference]:
    before, after = _by_id(a), _by_id(b)
    yield from _lead(a, b)
    for id_, placed in before.items():
        if id_ not in after:
            yield Difference("removed", f'removed: "{placed.article.title}", {_where(a, id_)}', id_)
    moved = _moved(a, b)
    for id_, placed in after.items():
        if id_ not in before:
            yield Difference("added", f'added: "{placed.article.title}", {_where(b, id_)}', id_)
            continue
        if id_ in moved:
            text = f'moved: "{placed.article.title}", {_where(a, id_)} -> {_where(b, id_)}'
            yield Difference("moved", text, id_)
        yield from _texts(before[id_], placed)


def _lead(a: Edition, b: Edition) -> Iterator[Difference]:
    old, new = a.lead, b.lead
    if (old and old.article.id) != (new and new.article.id):
        text = f"lead: {_titled(old)} -> {_titled(new)}"
        yield Difference("lead", text, new.article.id if new else None)


def _moved(a: Edition, b: Edition) -> set[str]:
    """Articles in both that changed their place, or their order among those that stayed in it."""
    old, new = _rows(a), _rows(b)
    place = {id_: key for key, row in old.items() for id_ in row}
    changed = {id_ for key, row in new.items() for id_ in row if id_ in place and place[id_] != key}
    for key, row in new.items():
        stayed = [id_ for id_ in row if place.get(id_) == key]
        before = [id_ for id_ in old.get(key, []) if id_ in set(stayed)]
        blocks = SequenceMatcher(None, before, stayed, autojunk=False).get_matching_blocks()
        kept = {id_ for block in blocks for id_ in before[block.a : block.a + block.size]}
        changed |= set(stayed) - kept
    return changed


def _texts(old: Placed, new: Placed) -> Iterator[Difference]:
    was, now = old.article, new.article
    if was.title != now.title:
        yield Difference("retitled", f'retitled: "{was.title}" -> "{now.title}"', now.id)
    names = [name for name, part in PARTS.items() if part(was) != part(now)]
    if old.filing != new.filing or old.region_title != new.region_title:
        names.append("filing")
    if names:
        yield Difference("reworded", f'reworded: "{now.title}": {", ".join(names)}', now.id)
    if was.image != now.image:
        yield Difference("picture", f'picture of "{now.title}": {_picture(was, now)}', now.id)


PARTS: dict[str, Callable[[Article], object]] = {
    "dek": lambda a: a.dek,
    "summary": lambda a: a.summary,
    "kicker": lambda a: a.kicker,
    "kind": lambda a: a.kind,
    "authors": lambda a: a.authors,
    "address": lambda a: a.url,
    "date": lambda a: a.published,
    "tags": lambda a: (a.categories, a.language, a.guid),
}


def _picture(was: Article, now: Article) -> str:
    if was.image is None or now.image is None:
        return "added" if was.image is None else "taken out"
    if was.image.url != now.image.url:
        return "another one"
    keys = ("alt", "caption", "credit", "width", "height")
    return ", ".join(key for key in keys if getattr(was.image, key) != getattr(now.image, key)) + " changed"


def _rows(edition: Edition) -> dict[str, list[str]]:
    rows = {"section " + s.region: [p.article.id for p in s.articles] for s in edition.sections}
    lead = [edition.lead.article.id] if edition.lead else []
    return {"lead": lead, **rows, "latest": [p.article.id for p in edition.latest]}


def _where(edition: Edition, id_: str) -> str:
    """ "lead", "Europe 2" or "Latest 1"."""
    if edition.lead and edition.lead.article.id == id_:
        return "lead"
    rows = [(s.title, s.articles) for s in edition.sections] + [(edition.look.latest_title, edition.latest)]
    return next(f"{title} {n}" for title, row in rows for n, p in enumerate(row, 1) if p.article.id == id_)


def _by_id(edition: Edition) -> dict[str, Placed]:
    return {placed.article.id: placed for placed in edition.placed()}


def _titled(placed: Placed | None) -> str:
    return f'"{placed.article.title}"' if placed else "none"


def _which(edition: Edition) -> str:
    window = edition.window
    start, end = local_time(window.start, window.zone), local_time(window.end, window.zone)
    return f"{edition.name}, window {start} to {end}"


def _brief(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        return "none"
    return f'"{line}"' if len(line) <= LONGEST else f'"{line[: LONGEST - 1].rstrip()}…"'
