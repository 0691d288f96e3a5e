"""Which readers get which body: readers with the same resulting articles share a variant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from digest.desk.desk import Desk
from digest.model.delivery import Mail
from digest.model.edition import Edition
from subscribers import audience

NOTHING_FOR_THEM = "nothing in their regions"
"""Why a reader who is due is not planned: no front, and no section of theirs. Nobody gets an empty mail."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One distinct body. ``regions`` are the keys of the sections in it, in order.

    ``preferences`` are the readers' own region texts that lead to it.
    """

    no: int
    regions: tuple[str, ...]
    title: str
    readers: int
    preferences: tuple[str, ...]
    mail: Mail


def sections_for(edition: Edition, preference: str) -> tuple[str, ...]:
    """The sections a reader with these regions gets; none chosen means all.

    A preference for regions that this edition has no section of leaves the
    shared front; so does a region that the newsroom no longer has.
    """
    there = [section.region for section in edition.sections]
    wanted = {key for key in preference.split(";") if key}
    return tuple(key for key in there if not wanted or key in wanted)


def group(
    edition: Edition, preferences: Iterable[tuple[str, int]]
) -> dict[tuple[str, ...], list[tuple[str, int]]]:
    """Preferences gathered by the sections they lead to, most readers first."""
    grouped: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for text, count in preferences:
        grouped.setdefault(sections_for(edition, text), []).append((text, count))
    return dict(sorted(grouped.items(), key=lambda item: (-sum(c for _, c in item[1]), item[0])))


def holds_something(edition: Edition, regions: tuple[str, ...]) -> bool:
    """Whether a reader of these sections gets any article at all."""
    return bool(edition.lead or edition.latest or regions)


def without(edition: Edition, preferences: Iterable[tuple[str, int]]) -> int:
    """How many readers get nothing, because this edition has nothing for them."""
    grouped = group(edition, preferences)
    return sum(
        c for regions, members in grouped.items() for _, c in members if not holds_something(edition, regions)
    )


def readers_without(desk: Desk, edition: Edition, now: datetime) -> int:
    """The same, of the readers who are due now."""
    with desk.store.read() as connection:
        return without(edition, audience.region_sets(connection, now))


def variants_of(desk: Desk, edition: Edition, now: datetime) -> tuple[Variant, ...]:
    """All variants that readers would get now, rendered and counted; the fullest audience first.

    Without any reader: the one variant that holds everything, with a count of 0.
    """
    with desk.store.read() as connection:
        preferences = audience.region_sets(connection, now)
    return render(desk, edition, preferences or [("", 0)])


def render(desk: Desk, edition: Edition, preferences: Iterable[tuple[str, int]]) -> tuple[Variant, ...]:
    """Each distinct body once; none without an article."""
    titles = {section.region: section.title for section in edition.sections}
    grouped = {
        r: members for r, members in group(edition, preferences).items() if holds_something(edition, r)
    }
    made = []
    for no, (regions, members) in enumerate(grouped.items(), start=1):
        everything = len(regions) == len(edition.sections)
        title = "everything" if everything else ", ".join(titles[r] for r in regions) or "front only"
        mail = desk.renderer.mail(edition, None if everything else frozenset(regions))
        texts = tuple(text for text, _ in members)
        made.append(Variant(no, regions, title, sum(c for _, c in members), texts, mail))
    return tuple(made)
