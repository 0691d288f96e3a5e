"""What newsroom.toml says and hardly means: allowed, and worth a second look."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import digest
from digest.desk.desk import Desk
from digest.model.window import Weekly
from digest.model.written import did_you_mean
from digest.newsroom import Newsroom
from digest.rendering.files import MAIL, shipped_templates
from digest.rendering.palette import TEXT_CONTRAST, contrast, palette

LONGEST_LEAD = timedelta(days=5)  # a draft older than this has missed most of its week
WEEK_MINUTES = 7 * 24 * 60


def doubts(desk: Desk) -> tuple[str, ...]:
    """Each is one line: table and key, what is odd, what follows from it."""
    newsroom = desk.newsroom
    return (
        *_language(desk),
        *_times(newsroom),
        *_numbers(newsroom),
        *_kinds(newsroom),
        *_twice(newsroom),
        *_colours(newsroom),
    )


def lead(newsroom: Newsroom) -> timedelta:
    """How long before it goes out an edition is drafted, clock changes aside."""
    minutes = _minutes(newsroom.cadence.publish) - _minutes(newsroom.cadence.draft)
    return timedelta(minutes=minutes % WEEK_MINUTES or WEEK_MINUTES)


def _minutes(text: str) -> int:
    weekly = Weekly.parse(text)
    return weekly.weekday * 1440 + weekly.at.hour * 60 + weekly.at.minute


def _language(desk: Desk) -> Iterator[str]:
    """A tag without words of ours, or of the newsroom's own, is set in English around its articles."""
    tag = desk.newsroom.language.lower()
    wanted = (tag, tag.split("-")[0])
    shipped = shipped_templates(Path(digest.__file__).parent)
    names = {path.stem.lower() for folder in (shipped, desk.templates) for path in _catalogues(folder)}
    if "en" not in wanted and not names.intersection(wanted):
        known = ", ".join(sorted({"en", *names}))
        yield (
            f'language "{desk.newsroom.language}" has no words of its own: buttons and headings stay English; '
            f"there are {known}, or write templates/digest/locale/{wanted[1]}.po"
        )


def _catalogues(folder: Path) -> Iterator[Path]:
    return (folder / MAIL / "locale").glob("*.po")


def _times(newsroom: Newsroom) -> Iterator[str]:
    cadence, ahead = newsroom.cadence, lead(newsroom)
    if ahead > LONGEST_LEAD:
        yield (
            f'[cadence] draft "{cadence.draft}" is {_in_words(ahead)} before publish "{cadence.publish}": '
            "most of the week's articles are not there yet; draft later, or run digest refresh"
        )
    if ahead <= timedelta(minutes=cadence.verify_minutes_before):
        yield (
            f'[cadence] verify_minutes_before is {cadence.verify_minutes_before}, but draft "{cadence.draft}" '
            f'is only {_in_words(ahead)} before publish "{cadence.publish}": nobody has time to approve'
        )


def _in_words(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "days"), (hours, "h"), (minutes, "min"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 min"


def _numbers(newsroom: Newsroom) -> Iterator[str]:
    room = sum(region.max for region in newsroom.regions) + newsroom.selection.latest_max
    if newsroom.selection.minimum > room:
        yield (
            f"[selection] minimum is {newsroom.selection.minimum}, but the regions' max and latest_max leave "
            f"room for {room} articles: every edition would be held as thin"
        )
    for region in newsroom.regions:
        if region.max == 0:
            yield f'[[regions]] "{region.key}" has max = 0: none of its articles is ever in an edition'


def _kinds(newsroom: Newsroom) -> Iterator[str]:
    known = [kind.name for kind in (*newsroom.kinds, *newsroom.series)]
    folded = {name.casefold() for name in known}
    for source in newsroom.sources:
        if source.kind and source.kind.casefold() not in folded:
            hint = did_you_mean(source.kind, known, "add it there")
            yield f'[[sources]] "{source.name}" has the kind "{source.kind}", which [[kinds]] lacks; {hint}'
    for name in newsroom.selection.exclude_kinds:
        if name.casefold() not in folded:
            hint = did_you_mean(name, known, "check its spelling")
            yield f'[selection] exclude_kinds has "{name}", which no [[kinds]] is called; {hint}'


def _twice(newsroom: Newsroom) -> Iterator[str]:
    owners: dict[tuple[str, str], str] = {}
    for region in newsroom.regions:
        for key in ("sections", "tags", "kickers"):
            for text in getattr(region, key):
                first = owners.setdefault((key, text.casefold()), region.key)
                if first != region.key:
                    yield f'[[regions]] "{first}" and "{region.key}" both have "{text}" in {key}: the first wins'
    places: dict[str, str] = {}
    for source in newsroom.sources:
        where = source.url or source.path or ""
        other = places.setdefault(where, source.name)
        if other != source.name:
            yield f'[[sources]] "{other}" and "{source.name}" read the same feed'


def _colours(newsroom: Newsroom) -> Iterator[str]:
    """A colour that cannot be read on its ground is moved until it can: the newsroom may want another."""
    look = newsroom.look
    made = palette(look.accent, look.accent_dark, look.paper, look.ink)
    pairs = (
        ("ink", look.ink, made.ink, "paper", made.paper),
        ("accent", look.accent, made.accent, "paper", made.paper),
        ("accent_dark", look.accent_dark, made.dark_accent, "the dark ground", made.dark_paper),
    )
    for key, chosen, shown, ground, colour in pairs:
        if chosen.lower() != shown.lower():
            yield (
                f"[look] {key} {chosen} on {ground} {colour} has a contrast of {contrast(chosen, colour):.1f}, "
                f"where {TEXT_CONTRAST:.1f} can be read: readers get {shown} instead"
            )
