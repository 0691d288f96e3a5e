"""Who is in the running for an edition, and why the others are not.

The rules are asked in this order, and the first that speaks decides: mailed
before, held for later, too new, too old, judged before, excluded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from digest.model.edition import Reason
from digest.model.window import Window, parse_edition_name
from digest.newsroom import Newsroom
from digest.selecting.candidate import Candidate, Past

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Running:
    """In the running. ``counts_from`` is the instant that its age is measured from."""

    candidate: Candidate
    counts_from: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Out:
    """Not in the running. ``stands_in_way``: its duplicates are not wanted either."""

    candidate: Candidate
    reason: Reason
    detail: str
    stands_in_way: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """All that decides who is in the running for one edition."""

    edition: str
    window: Window
    newsroom: Newsroom
    past: Past

    def judge(self, candidate: Candidate) -> Running | Out:
        return (
            self._mailed(candidate)
            or self._held(candidate)
            or self._outside(candidate)
            or self._excluded(candidate)
            or self._running(candidate)
        )

    def local(self, instant: datetime) -> str:
        """An instant as the newsroom's own clock shows it."""
        return f"{instant.astimezone(ZoneInfo(self.window.zone)):%Y-%m-%d %H:%M}"

    def _mailed(self, candidate: Candidate) -> Out | None:
        edition = self.past.mailed.get(candidate.id)
        if edition is None:
            return None
        return Out(candidate, Reason.ALREADY_MAILED, f"already in {edition}", stands_in_way=True)

    def _held(self, candidate: Candidate) -> Out | None:
        until = self.past.held.get(candidate.id)
        if until is None or self._has_come(until):
            return None
        return Out(candidate, Reason.HELD, f"held until {until}", stands_in_way=True)

    def _has_come(self, until: str) -> bool:
        return parse_edition_name(until) <= parse_edition_name(self.edition)

    def _outside(self, candidate: Candidate) -> Out | None:
        if candidate.id in self.past.held or self.window.holds(candidate.seen.when):
            return None
        detail = self._too_new(candidate) or self._too_old(candidate) or self._judged(candidate)
        return Out(candidate, Reason.OUT_OF_WINDOW, detail) if detail else None

    def _too_new(self, candidate: Candidate) -> str:
        when, end = candidate.seen.when, self.window.end
        if when < end:
            return ""
        if when >= end + WEEK:
            return f"dated {self.local(when)}, more than a week ahead; look at its date in the source"
        return f"{self._dated(candidate)}, not before {self.local(end)}: belongs to the next edition"

    def _too_old(self, candidate: Candidate) -> str:
        late_days = self.newsroom.selection.late_days
        earliest = self.window.start - timedelta(days=late_days)
        if candidate.seen.when >= earliest:
            return ""
        return f"{self._dated(candidate)}, more than {late_days} days before {self.local(self.window.start)}"

    def _judged(self, candidate: Candidate) -> str:
        if candidate.id not in self.past.judged:
            return ""
        return f"{self._dated(candidate)}, judged in an earlier edition"

    def _excluded(self, candidate: Candidate) -> Out | None:
        selection = self.newsroom.selection
        if _folded([kind_of(candidate)]) & _folded(selection.exclude_kinds):
            return Out(candidate, Reason.EXCLUDED, f'the kind "{kind_of(candidate)}" is excluded')
        tags = _folded(candidate.article.categories) & _folded(selection.exclude_tags)
        if tags:
            return Out(candidate, Reason.EXCLUDED, f'the tag "{min(tags)}" is excluded')
        return None

    def _running(self, candidate: Candidate) -> Running:
        seen = candidate.seen
        until = self.past.held.get(candidate.id)
        if until is not None:
            return Running(candidate, self.window.end, f"held until {until}, counts as new")
        if seen.article.published is None:
            return Running(candidate, seen.when, self._dated(candidate))
        if seen.when < self.window.start:
            late = f"late: {self._dated(candidate)}, first seen {self.local(seen.first_seen)}"
            return Running(candidate, seen.when, late)
        return Running(candidate, seen.when)

    def _dated(self, candidate: Candidate) -> str:
        how = "published" if candidate.article.published else "undated, first seen"
        return f"{how} {self.local(candidate.seen.when)}"


def kind_of(candidate: Candidate) -> str:
    """The kind it was classified as, else the one its source gave."""
    return candidate.kind or candidate.article.kind


def _folded(texts: Iterable[str]) -> set[str]:
    return {text.strip().casefold() for text in texts if text.strip()}
