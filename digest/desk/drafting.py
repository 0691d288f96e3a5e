"""Drafting: the same articles, rules and window give the same draft, byte for byte."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from digest.desk.desk import Desk
from digest.desk.looks import look_of
from digest.desk.naming import require_known_name
from digest.desk.noticing import left_open, notes_of, warnings_of
from digest.editing.changes import Change, Hold, decode, singles
from digest.editing.draft import compose
from digest.editing.replay import Conflict, replay
from digest.errors import BadInput, KeepreadingError, NotApproved
from digest.model.article import Seen
from digest.model.edition import Draft, Reason, State, Verdict, edition_from_json
from digest.model.window import Weekly, Window, edition_name, publication_of, window_before
from digest.model.wording import local_time
from digest.selecting.select import Candidate, Past, select
from digest.sourcing.identity import canonical_address
from digest.store import articles, changes, editions, history
from digest.store.database import Connection
from digest.store.editions import OPEN, EditionRow

FURTHEST = timedelta(days=3660)  # an edition further away than ten years is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class InHand:
    """An edition with the editors' changes replayed on its newest automatic draft."""

    row: EditionRow
    draft: Draft
    conflicts: tuple[Conflict, ...]
    changes: tuple[Change, ...]
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def next_publication(desk: Desk, now: datetime) -> datetime:
    """The next publication time at or after ``now``, in UTC."""
    return Weekly.parse(desk.newsroom.cadence.publish).at_or_after(now, desk.newsroom.zone)


def next_open(desk: Desk, now: datetime) -> datetime:
    """The same, past editions that were begun or finished already: skipped, cancelled, sent before their time."""
    weekly, publish_at = Weekly.parse(desk.newsroom.cadence.publish), next_publication(desk, now)
    with desk.store.read() as connection:
        while _is_taken(connection, desk, publish_at):
            publish_at = weekly.at_or_after(publish_at + timedelta(hours=1), desk.newsroom.zone)
    return publish_at


def _is_taken(connection: Connection, desk: Desk, publish_at: datetime) -> bool:
    row = editions.find(connection, desk.publication, edition_name(publish_at, desk.newsroom.zone))
    return row is not None and row.state not in OPEN


def draft(desk: Desk, now: datetime, *, name: str | None = None, since: datetime | None = None) -> InHand:
    """Draft an edition, or draft it anew; the editors' changes stay.

    Without a name: the edition in hand, else the next due. Raises NotApproved
    when it is approved or further on (``refresh`` may void an approval), and
    BadInput where the newsroom seems to have been renamed.
    """
    row = _row_to_draft(desk, now, name)
    if row is None:
        require_known_name(desk)
    elif row.state is not State.DRAFT:
        raise NotApproved(
            f"{row.name} is approved by {row.approved_by}, and a new draft could change it: "
            "digest refresh shows what would change, and asks"
            if row.state is State.APPROVED
            else f"{row.name} is {row.state.value}; it is no longer drafted"
        )
    publish_at = row.publish_at if row else _publication(desk, now, name)
    window = window_of(desk, publish_at, since or _widened(row, desk))
    return keep(desk, now, row, automatic(desk, publish_at, window))


def _row_to_draft(desk: Desk, now: datetime, name: str | None) -> EditionRow | None:
    """The one that is named, else the one in hand while it may still go out, else the next due."""
    with desk.store.read() as connection:
        if name is not None:
            return editions.find(connection, desk.publication, name.strip().upper())
        row = editions.in_hand(connection, desk.publication)
    if row is not None and row.state in OPEN and now <= stale_after(desk, row):
        return row
    coming = edition_name(next_open(desk, now), desk.newsroom.zone)
    with desk.store.read() as connection:
        return editions.find(connection, desk.publication, coming)


def stale_after(desk: Desk, row: EditionRow) -> datetime:
    """From when on an edition is not sent without a word from an editor."""
    return row.publish_at + timedelta(hours=desk.newsroom.cadence.stale_hours)


def _publication(desk: Desk, now: datetime, name: str | None) -> datetime:
    if name is None:
        return next_open(desk, now)
    try:
        due = publication_of(name, Weekly.parse(desk.newsroom.cadence.publish), desk.newsroom.zone)
    except ValueError as error:
        raise BadInput(f"{error}; editions are named by ISO week") from error
    except OverflowError:
        due = None
    if due is None or abs(due - now) > FURTHEST:
        raise BadInput(f"{name.strip().upper()} is more than ten years away; editions are named by ISO week")
    return due


def window_of(desk: Desk, publish_at: datetime, since: datetime | None = None) -> Window:
    """The week that ends at the publication, or from ``since`` on. Raises BadInput for one without a moment."""
    week = window_before(publish_at, Weekly.parse(desk.newsroom.cadence.publish), desk.newsroom.zone)
    if since is not None and since >= week.end:
        raise BadInput(
            f"the window cannot start {local(desk, since)}: it ends {local(desk, week.end)}; name an earlier day"
        )
    return week if since is None else replace(week, start=since)


def _widened(row: EditionRow | None, desk: Desk) -> datetime | None:
    """A window an editor has widened stays so when the edition is drafted anew."""
    if row is None or row.window_start == window_of(desk, row.publish_at).start:
        return None
    return row.window_start


def automatic(desk: Desk, publish_at: datetime, window: Window) -> Draft:
    """The draft without any editor's change, from what is known now."""
    name = edition_name(publish_at, desk.newsroom.zone)
    seen, past = considered(desk, name, window)
    candidates = [_candidate(desk, one) for one in seen]
    chosen = select(candidates, edition=name, window=window, newsroom=desk.newsroom, past=past)
    return compose(
        lead=chosen.lead,
        sections=chosen.sections,
        latest=chosen.latest,
        verdicts=chosen.verdicts,
        pool=chosen.pool,
        name=name,
        publish_at=publish_at,
        window=window,
        look=look_of(desk),
    )


def considered(desk: Desk, name: str, window: Window) -> tuple[list[Seen], Past]:
    """The articles an edition looks at, and what earlier editions decided.

    That is everything dated in the window or after it, what no finished edition
    has judged, and what an editor has held for this edition. What was mailed or
    judged under the same address counts as that article, whatever its guid.
    """
    with desk.store.read() as connection:
        judged = editions.judged(connection, desk.publication)
        held = _held(changes.of_every_edition(connection, desk.publication), judged, name)
        late = articles.unjudged(connection, desk.publication, window.start)
        far = window.end + timedelta(days=3650)
        seen = articles.considered(connection, window.start, far, [*late, *held])
    mailed, decided_on = _known_addresses(desk, window.start)
    ids = {s.article.id: canonical_address(s.article.url) for s in seen}
    by_address = {id_: mailed[address] for id_, address in ids.items() if address in mailed}
    by_id = {key: edition for key, (edition, reason) in judged.items() if reason == Reason.IN.value}
    known = {id_ for id_, address in ids.items() if address in decided_on}
    return seen, Past(mailed=by_address | by_id, judged=frozenset(judged) | known, held=held)


def _known_addresses(desk: Desk, start: datetime) -> tuple[dict[str, str], set[str]]:
    """Address -> the edition it was mailed in, and every address judged not long before ``start``."""
    since = start - timedelta(days=desk.newsroom.selection.late_days + 14)
    with desk.store.read() as connection:
        rows = history.addresses(connection, desk.publication, since)
    compared = [(canonical_address(url), edition, was_mailed) for url, edition, was_mailed in rows]
    mailed = {address: edition for address, edition, was_mailed in reversed(compared) if was_mailed}
    return mailed, {address for address, _, _ in compared}


def mailed_in(desk: Desk, but: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Article id, and address, -> the edition it was mailed in; editions named ``but`` do not count."""
    with desk.store.read() as connection:
        judged = editions.judged(connection, desk.publication)
        rows = history.addresses(connection, desk.publication, datetime.max.replace(tzinfo=UTC))
    ids = {key: e for key, (e, reason) in judged.items() if reason == Reason.IN.value and e != but}
    return ids, {canonical_address(url): e for url, e, was_mailed in rows if was_mailed and e != but}


def _held(acts: list[tuple[str, str]], judged: Mapping[str, tuple[str, str]], name: str) -> dict[str, str]:
    """Article id -> the edition it is held for, by holds of earlier editions.

    A hold ends when an edition at or after its own has been mailed; one that
    was skipped leaves it in force, so that the article is not lost.
    """
    held: dict[str, str] = {}
    for edition, change in _holds(acts):
        if edition < name:
            last, _ = judged.get(change.article, ("", ""))
            if last < change.until:
                held[change.article] = change.until
    return held


def _holds(acts: Iterable[tuple[str, str]]) -> Iterable[tuple[str, Hold]]:
    """A stored act that cannot be read holds nothing; its own edition says so."""
    for edition, document in acts:
        with suppress(BadInput):
            yield from ((edition, c) for c in singles([decode(document)]) if isinstance(c, Hold))


def _candidate(desk: Desk, seen: Seen) -> Candidate:
    filing = desk.classifier.file(seen.article, seen.sources)
    return Candidate(seen, filing, desk.classifier.kind(seen.article, seen.sources))


def local(desk: Desk, instant: datetime) -> str:
    """An instant for an editor: local, with its zone."""
    return local_time(instant, desk.newsroom.zone)


def keep(desk: Desk, now: datetime, row: EditionRow | None, made: Draft) -> InHand:
    """Store an automatic draft; the edition as it stands then, and what an editor should know of it."""
    with desk.store.begin() as connection:
        if row is None:
            edition_id = editions.create(connection, desk.publication, made, now)
            if edition_id is not None:
                editions.note(connection, edition_id, now, "keepreading", "drafted")
        elif row.draft() != made:
            if not editions.redraft(connection, row, made):
                raise KeepreadingError(f"{row.name} was changed by somebody else just now; try again")
            editions.note(connection, row.id, now, "keepreading", "drafted anew")
    hand = current(desk, made.edition.name)
    warnings = (*warnings_of(desk, made, now), *_earlier_ones(desk, hand.row, now))
    return replace(hand, warnings=warnings, notes=notes_of(desk, made))


def _earlier_ones(desk: Desk, row: EditionRow, now: datetime) -> Iterable[str]:
    """Editions of before that still want a word."""
    for one in left_open(desk, row.name):
        if one.publish_at < row.publish_at and one.state not in OPEN:
            yield f"{one.name} is still {one.state.value}; digest report -e {one.name} tells how it stands"
        elif one.publish_at < row.publish_at and stale_after(desk, one) < now:
            yield f"{one.name} was never sent; digest skip -e {one.name} lets it go"


def decided(desk: Desk, made: Draft) -> list[Verdict]:
    """The verdicts that stand for good once the edition is sent.

    Not among them is what is dated at the window's end or after it: that belongs
    to the edition of its own week, and to the one after if that is skipped.
    """
    end, pool = made.edition.window.end, {p.article.id: p.article for p in made.pool}
    outside = {v.article_id for v in made.verdicts if v.reason is Reason.OUT_OF_WINDOW}
    with desk.store.read() as connection:
        seen = articles.known(connection, sorted(i for i in outside if pool[i].published is None))
    dates = {i: pool[i].published or (seen[i].first_seen if i in seen else None) for i in outside}
    ahead = {i for i, when in dates.items() if when is not None and when >= end}
    return [v for v in made.verdicts if v.article_id not in ahead]


def current(desk: Desk, name: str | None = None) -> InHand:
    """The edition with the editors' changes in force. Raises NotFound."""
    row = desk.edition(name)
    with desk.store.read() as connection:
        documents = changes.in_force(connection, row.id)
    return with_changes(desk, row, as_it_looks(desk, row), tuple(decode(text) for text in documents))


def with_changes(desk: Desk, row: EditionRow, made: Draft, changes: tuple[Change, ...]) -> InHand:
    """An automatic draft of an edition with these changes replayed on it."""
    edited = replay(made, changes, [(r.key, r.title) for r in desk.newsroom.regions])
    return InHand(row, edited.draft, edited.conflicts, changes)


def as_it_looks(desk: Desk, row: EditionRow) -> Draft:
    """The automatic draft in today's look while nobody has approved it, else in the one that was approved."""
    made = row.draft()
    if row.state is State.DRAFT:
        return replace(made, edition=replace(made.edition, look=look_of(desk)))
    if row.frozen is not None:
        return replace(made, edition=replace(made.edition, look=edition_from_json(row.frozen).look))
    return made
