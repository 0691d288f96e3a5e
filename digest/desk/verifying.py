"""Looking at the world again before a send: has an approved article changed or gone?

What is known to have changed takes the approval back. Sources that cannot be
read leave it, and hold the edition: it is looked at again until they can be
read, or until an editor sends it unverified.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest.desk.agenda import INCOMPLETE, RETRY, VERIFIED
from digest.desk.approving import approved_edition, void
from digest.desk.desk import Desk
from digest.desk.drifting import Drift, drift_of
from digest.desk.gather import Gathered, gather
from digest.editing.changes import Drop, encode, together
from digest.errors import CheckFailed
from digest.model.article import Article
from digest.model.edition import State
from digest.model.wording import counted, listed
from digest.sourcing.identity import canonical_address
from digest.store import articles, changes, editions
from digest.store.articles import Known
from digest.store.editions import EditionRow

DRIFTED, UNVERIFIED = "drift found", "sent unverified"
SPARE = timedelta(minutes=15)
BY_POLICY = "policy drift=drop"
LEAST_OLDER = 0.2  # of a feed's articles: a few old ones that a newsroom keeps on top cover nothing


@dataclass(frozen=True, slots=True)
class Verified:
    """``checked`` of ``articles`` were looked at.

    ``unread`` are titles of which no source could be read, ``beyond`` counts
    those older than what their sources still show. ``dropped`` says that policy
    took the articles that drifted out.
    """

    row: EditionRow
    checked: int
    drift: tuple[Drift, ...]
    sources: tuple[Gathered, ...]
    articles: int = 0
    unread: tuple[str, ...] = ()
    beyond: int = 0
    dropped: bool = False

    @property
    def is_complete(self) -> bool:
        return not self.unread

    def __str__(self) -> str:
        """ "all 14 articles unchanged", "11 of 14 articles looked at, 1 changed; ..."."""
        all_of = self.checked == self.articles
        looked = f"all {counted(self.articles, 'article')}" if all_of else self._looked()
        found = f"{len(self.drift)} changed" if self.drift else "unchanged"
        beyond = f"; {self.beyond} older than what their sources show" if self.beyond else ""
        failed = listed([s.name for s in self.sources if not s.ok])
        unread = f"; {len(self.unread)} in sources that could not be read: {failed}" if self.unread else ""
        return f"{looked}{' ' if all_of else ', '}{found}{beyond}{unread}"

    def _looked(self) -> str:
        return f"{self.checked} of {counted(self.articles, 'article')} looked at"


def verify(desk: Desk, now: datetime, name: str | None = None) -> Verified:
    """Read the sources again and compare them with the approved edition.

    Any drift voids the approval, so that nothing goes out that an editor has
    not seen; the edition is then a draft again, by ``policy.drift = "drop"``
    without the articles that drifted. Raises NotApproved.
    """
    row = desk.edition(name)
    edition = approved_edition(desk, row)
    placed = {p.article.id: p.article for p in edition.placed()}
    with desk.store.read() as connection:
        known = articles.known(connection, placed)
    there = {source.name for source in desk.newsroom.sources}
    names = sorted({source for one in known.values() for source in one.fingerprints} & there)
    gathered = gather(desk, now, names, afresh=True) if names else ()
    world = _World({g.name: g for g in gathered}, known)
    views = {key: world.view(article) for key, article in placed.items()}
    gone = tuple(Drift(key, placed[key].title, v.gone) for key, v in views.items() if v.gone)
    already = {d.article_id for d in gone}
    drift = (*gone, *(d for d in drift_of(desk, row, edition) if d.article_id not in already))
    made = Verified(
        row=row,
        checked=sum(v.is_seen for v in views.values()),
        drift=drift,
        sources=gathered,
        articles=len(placed),
        unread=tuple(placed[key].title for key, v in views.items() if v.is_unread),
        beyond=sum(not (v.is_seen or v.is_unread) for v in views.values()),
        dropped=bool(drift) and desk.newsroom.policy.drift == "drop",
    )
    return _settle(desk, now, made)


@dataclass(frozen=True, slots=True)
class _View:
    """What the sources say of one article. Neither seen nor unread: older than what they show."""

    is_seen: bool = False
    is_unread: bool = False
    gone: str = ""


class _World:
    """The sources as they were read just now."""

    def __init__(self, gathered: Mapping[str, Gathered], known: Mapping[str, Known]) -> None:
        self.gathered, self.known = gathered, known
        self.shown = {g.name: _shown(g.shown or ()) for g in gathered.values()}

    def view(self, article: Article) -> _View:
        stored = self.known.get(article.id)
        names = [n for n in (stored.fingerprints if stored else ()) if n in self.gathered]
        address = canonical_address(article.url)
        if any(article.id in self.shown[n] or address in self.shown[n] for n in names):
            return _View(is_seen=True)
        # a source that shows nothing at all is out of order rather than without articles
        if any(not self.gathered[n].ok or not self.gathered[n].shown for n in names):
            return _View(is_unread=True)
        when = article.published or (stored.first_seen if stored else None)
        covers = [n for n in names if when is not None and _covers(self.gathered[n].shown or (), when)]
        if covers:
            return _View(is_seen=True, gone=f"gone from {listed(covers)}, which still covers its date")
        return _View()


def _shown(found: Iterable[Article]) -> frozenset[str]:
    """Ids and addresses: an article with another guid is still that article."""
    return frozenset(key for a in found for key in (a.id, canonical_address(a.url)))


def _covers(shown: tuple[Article, ...], when: datetime) -> bool:
    """Whether a feed reaches back beyond a date: enough of what it shows is as old or older."""
    older = sum(a.published is not None and a.published <= when for a in shown)
    return older >= max(1, LEAST_OLDER * len(shown))


def _settle(desk: Desk, now: datetime, made: Verified) -> Verified:
    """Write down what was found, and take the approval back if something changed."""
    if made.drift:
        hold(desk, now, made.row, made.drift)
    with desk.store.begin() as connection:
        what = DRIFTED if made.drift else VERIFIED if made.is_complete else INCOMPLETE
        editions.note(connection, made.row.id, now, "keepreading", what, str(made))
    return replace(made, row=desk.edition(made.row.name))


def hold(desk: Desk, now: datetime, row: EditionRow, drift: Iterable[Drift]) -> None:
    """Take the approval back, and by policy the articles out. Nothing leaves before it is approved again."""
    found = tuple(drift)
    if not void(desk, row, now, "; ".join(f"{d.title}: {d.what}" for d in found)):
        return
    if desk.newsroom.policy.drift == "drop":
        act = together(tuple(Drop(article=d.article_id, by=BY_POLICY, at=now) for d in found))
        with desk.store.begin() as connection:
            changes.add(connection, row.id, encode(act))
            said = "; ".join(f'dropped "{d.title}": {d.what}' for d in found)
            editions.note(connection, row.id, now, BY_POLICY, "changed", said)


def require_unchanged(verified: Verified) -> None:
    """Raise CheckFailed when something drifted, or could not be looked at."""
    if verified.drift:
        raise CheckFailed(_held(verified.row, verified.drift, dropped=verified.dropped))
    if not verified.is_complete:
        raise CheckFailed(
            f"{verified.row.name} is held: {verified}. It is looked at again; the approval stands. "
            "digest send --no-verify sends it all the same."
        )


def _held(row: EditionRow, drift: tuple[Drift, ...], *, dropped: bool) -> str:
    more = f" (and {len(drift) - 1} more)" if len(drift) > 1 else ""
    if dropped:
        what_next = f"policy dropped {'them' if more else 'it'}; look at the rest and approve again"
    elif any("gone from" in d.what for d in drift):
        what_next = "digest drop takes it out, then approve again; digest send --no-verify keeps it"
    else:
        what_next = "digest refresh takes the change in, then approve again"
    return f"{row.name} is held: {drift[0].title}: {drift[0].what}{more}. The approval is void; {what_next}."


def ensure_verified(desk: Desk, row: EditionRow, now: datetime, *, waived_by: str = "") -> None:
    """Look at the sources before a send unless that was done just now.

    ``waived_by`` is the editor who sends it unverified; that is recorded.
    Raises CheckFailed, also for what is known to have changed since the last look.
    """
    if row.state is not State.APPROVED:
        return
    if waived_by:
        with desk.store.begin() as connection:
            editions.note(connection, row.id, now, waived_by, UNVERIFIED, "digest send --no-verify")
        return
    drift = drift_of(desk, row, approved_edition(desk, row))
    if drift:
        hold(desk, now, row, drift)
        raise CheckFailed(_held(row, drift, dropped=desk.newsroom.policy.drift == "drop"))
    if not _is_fresh(desk, row, now):
        require_unchanged(verify(desk, now, row.name))


def _is_fresh(desk: Desk, row: EditionRow, now: datetime) -> bool:
    """Whether the last look was of this approval, found nothing, and is not long ago."""
    with desk.store.read() as connection:
        last = editions.last_act(connection, row.id, VERIFIED, INCOMPLETE)
    if last is None or last.what != VERIFIED or (row.approved_at and last.at < row.approved_at):
        return False
    longest = timedelta(minutes=desk.newsroom.cadence.verify_minutes_before) + SPARE
    return last.at <= now <= last.at + longest


def held_since(desk: Desk, row: EditionRow, now: datetime) -> str:
    """Why the scheduler does not try again yet: what a look of the last minutes left open, or nothing."""
    with desk.store.read() as connection:
        last = editions.last_act(connection, row.id, VERIFIED, INCOMPLETE, "approved")
    is_recent = last is not None and last.what == INCOMPLETE and now < last.at + RETRY
    return last.detail if is_recent and last is not None else ""
