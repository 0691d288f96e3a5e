"""Drafting: the same articles, rules and window give the same draft, byte for byte."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from digest.desk.desk import Desk
from digest.editing.changes import Change, Hold, decode
from digest.editing.draft import compose
from digest.editing.replay import Conflict, replay
from digest.errors import BadInput, KeepreadingError, NotApproved
from digest.model.article import Seen
from digest.model.edition import FINISHED, Draft, Look, Reason, State, Verdict
from digest.model.window import Weekly, Window, edition_name, publication_of, window_before
from digest.selecting.select import Candidate, Past, Selection, select, short_regions
from digest.store import articles, editions
from digest.store.database import Connection
from digest.store.editions import EditionRow


@dataclass(frozen=True, slots=True)
class InHand:
    """An edition with the editors' changes replayed on its newest automatic draft."""

    row: EditionRow
    draft: Draft
    conflicts: tuple[Conflict, ...]
    changes: tuple[Change, ...]
    warnings: tuple[str, ...] = ()


def next_publication(desk: Desk, now: datetime) -> datetime:
    """The next publication time at or after ``now``, in UTC."""
    return Weekly.parse(desk.newsroom.cadence.publish).at_or_after(now, desk.newsroom.zone)


def next_open(desk: Desk, now: datetime) -> datetime:
    """The same, past editions that are finished already: skipped, cancelled, sent before their time."""
    weekly, publish_at = Weekly.parse(desk.newsroom.cadence.publish), next_publication(desk, now)
    with desk.store.read() as connection:
        while _is_finished(connection, desk, publish_at):
            publish_at = weekly.at_or_after(publish_at + timedelta(hours=1), desk.newsroom.zone)
    return publish_at


def _is_finished(connection: Connection, desk: Desk, publish_at: datetime) -> bool:
    row = editions.find(connection, desk.publication, edition_name(publish_at, desk.newsroom.zone))
    return row is not None and row.state in FINISHED


def draft(desk: Desk, now: datetime, *, name: str | None = None, since: datetime | None = None) -> InHand:
    """Draft an edition, or draft it anew; the editors' changes stay.

    Without a name: the edition in hand, else the next due. Raises NotApproved
    when it is approved or further on (``refresh`` voids an approval).
    """
    row = _row_to_draft(desk, now, name)
    if row is not None and row.state is not State.DRAFT:
        raise NotApproved(
            f"{row.name} is {row.state.value}; a new draft would change it. "
            "digest refresh takes the approval back and drafts anew."
            if row.state is State.APPROVED
            else f"{row.name} is {row.state.value}; it is no longer drafted"
        )
    publish_at = row.publish_at if row else _publication(desk, now, name)
    window = window_of(desk, publish_at, since or _widened(row, desk))
    made, warnings = automatic(desk, publish_at, window)
    return _keep(desk, now, row, made, warnings)


def _row_to_draft(desk: Desk, now: datetime, name: str | None) -> EditionRow | None:
    with desk.store.read() as connection:
        if name is not None:
            return editions.find(connection, desk.publication, name.strip().upper())
        row = editions.in_hand(connection, desk.publication)
    if row is None or row.state in FINISHED:
        return None
    stale = row.publish_at + timedelta(hours=desk.newsroom.cadence.stale_hours)
    return None if row.state is State.DRAFT and stale < now else row


def _publication(desk: Desk, now: datetime, name: str | None) -> datetime:
    if name is None:
        return next_open(desk, now)
    try:
        return publication_of(name, Weekly.parse(desk.newsroom.cadence.publish), desk.newsroom.zone)
    except ValueError as error:
        raise BadInput(f"{error}; editions are named by ISO week") from error


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


def automatic(desk: Desk, publish_at: datetime, window: Window) -> tuple[Draft, tuple[str, ...]]:
    """The draft without any editor's change, and what an editor should know of it."""
    name = edition_name(publish_at, desk.newsroom.zone)
    seen, past = considered(desk, name, window)
    candidates = [_candidate(desk, one) for one in seen]
    chosen = select(candidates, edition=name, window=window, newsroom=desk.newsroom, past=past)
    made = compose(
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
    return made, _warnings(desk, chosen)


def considered(desk: Desk, name: str, window: Window) -> tuple[list[Seen], Past]:
    """The articles an edition looks at, and what earlier editions decided.

    That is everything dated in the window or after it, what no finished edition
    has judged, and what an editor has held for this edition.
    """
    with desk.store.read() as connection:
        judged = editions.judged(connection, desk.publication)
        held = _held(editions.all_changes(connection, desk.publication), judged, name)
        late = articles.unjudged(connection, desk.publication, window.start)
        far = window.end + timedelta(days=3650)
        seen = articles.considered(connection, window.start, far, [*late, *held])
    mailed = {key: edition for key, (edition, reason) in judged.items() if reason == Reason.IN.value}
    return seen, Past(mailed=mailed, judged=frozenset(judged), held=held)


def _held(acts: list[tuple[str, str]], judged: Mapping[str, tuple[str, str]], name: str) -> dict[str, str]:
    """Article id -> the edition it is held for, by holds of earlier editions.

    A hold ends when an edition at or after its own has been mailed; one that
    was skipped leaves it in force, so that the article is not lost.
    """
    held: dict[str, str] = {}
    for edition, document in acts:
        change = decode(document)
        if isinstance(change, Hold) and edition < name:
            last, _ = judged.get(change.article, ("", ""))
            if last < change.until:
                held[change.article] = change.until
    return held


def _candidate(desk: Desk, seen: Seen) -> Candidate:
    filing = desk.classifier.file(seen.article, seen.sources)
    return Candidate(seen, filing, desk.classifier.kind(seen.article, seen.sources))


def _warnings(desk: Desk, chosen: Selection) -> tuple[str, ...]:
    short = [
        f"{title} has {have} of the {want} articles wanted"
        for title, have, want in short_regions(chosen, desk.newsroom)
    ]
    return (*stale_sources(desk), *short)


def stale_sources(desk: Desk) -> tuple[str, ...]:
    """Sources that failed at their last try, with the reason and the last good reading."""
    with desk.store.read() as connection:
        health = articles.health(connection)
    said = []
    for source in desk.newsroom.sources:
        known = health.get(source.name)
        if known is None:
            said.append(f'source "{source.name}" was never gathered; run digest gather')
        elif known.error:
            good = f"last good {local(desk, known.good_at)}" if known.good_at else "never read well"
            said.append(f'source "{source.name}" failed: {known.error} ({good})')
    return tuple(said)


def local(desk: Desk, instant: datetime) -> str:
    """An instant for an editor: local, with its zone."""
    return f"{instant.astimezone(ZoneInfo(desk.newsroom.zone)):%a %d %b %Y %H:%M %Z}"


def look_of(desk: Desk) -> Look:
    """How an edition drafted now presents itself; part of what is approved."""
    room, table = desk.newsroom, desk.newsroom.look
    return Look(
        publication=room.name,
        title=table.title or room.name,
        tagline=table.tagline,
        language=room.language,
        site=room.site,
        postal_address=table.postal_address,
        from_name=table.from_name or room.name,
        from_email=table.from_email,
        reply_to=table.reply_to or table.from_email,
        list_id=_list_id(desk),
        public_url=desk.settings.public_url,
        accent=table.accent,
        accent_dark=table.accent_dark,
        paper=table.paper,
        ink=table.ink,
        serif=table.serif,
        logo_url=table.logo_url,
        socials=tuple((s.name, s.url) for s in table.socials),
        read_more=table.read_more,
        latest_title=table.latest_title,
    )


def _list_id(desk: Desk) -> str:
    table = desk.newsroom.look
    domain = table.from_email.rpartition("@")[2] or "localhost"
    return table.list_id or f"weekly.{domain}"


def _keep(
    desk: Desk, now: datetime, row: EditionRow | None, made: Draft, warnings: tuple[str, ...]
) -> InHand:
    with desk.store.begin() as connection:
        if row is None:
            edition_id = editions.create(connection, desk.publication, made, now)
            if edition_id is not None:
                editions.note(connection, edition_id, now, "keepreading", "drafted")
        elif row.draft() != made:
            if not editions.redraft(connection, row, made):
                raise KeepreadingError(f"{row.name} was changed by somebody else just now; try again")
            editions.note(connection, row.id, now, "keepreading", "drafted anew")
    return replace(current(desk, made.edition.name), warnings=warnings)


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
        documents = editions.changes(connection, row.id)
    changes = tuple(decode(document) for document in documents)
    edited = replay(row.draft(), changes, [(r.key, r.title) for r in desk.newsroom.regions])
    return InHand(row, edited.draft, edited.conflicts, changes)


def refresh(desk: Desk, now: datetime, name: str | None = None) -> InHand:
    """Draft anew from what is known now; an approval is taken back, the changes stay."""
    row = desk.edition(name)
    if row.state is State.APPROVED:
        with desk.store.begin() as connection:
            if editions.void(connection, row):
                editions.note(
                    connection, row.id, now, "keepreading", "approval void", "the edition was refreshed"
                )
    return draft(desk, now, name=row.name)
