"""Looking at the world again before a send: has an approved article changed or gone?"""

from dataclasses import dataclass
from datetime import datetime

from digest.desk.approving import approved_edition, void
from digest.desk.desk import Desk
from digest.desk.gather import Gathered, gather
from digest.errors import CheckFailed
from digest.model.edition import Edition
from digest.store import articles, editions
from digest.store.editions import EditionRow


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between what was approved and what the sources say now."""

    article_id: str
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    row: EditionRow
    checked: int
    drift: tuple[Drift, ...]
    sources: tuple[Gathered, ...]


def verify(desk: Desk, now: datetime, name: str | None = None) -> Verified:
    """Read the sources again and compare them with the approved edition.

    Any drift voids the approval, so that nothing goes out that an editor has
    not seen; the edition is then a draft again. Raises NotApproved.
    """
    row = desk.edition(name)
    edition = approved_edition(desk, row)
    gathered = gather(desk, now)
    drift = drift_of(desk, edition)
    if drift:
        void(desk, row, now, "; ".join(f"{d.title}: {d.what}" for d in drift))
    with desk.store.begin() as connection:
        said = (
            f"{len(drift)} articles changed" if drift else f"all {len(edition.placed())} articles unchanged"
        )
        editions.note(connection, row.id, now, "keepreading", "verified", said)
    return Verified(desk.edition(row.name), len(edition.placed()), drift, gathered)


def drift_of(desk: Desk, edition: Edition) -> tuple[Drift, ...]:
    """Approved titles and addresses against those stored now.

    Editors may have changed a title for the mail, so the comparison is with the
    article's last change: only one made at the source since the draft counts.
    """
    placed = {p.article.id: p.article for p in edition.placed()}
    with desk.store.read() as connection:
        stored = articles.known(connection, placed)
        row = editions.find(connection, desk.publication, edition.name)
    drafted = {p.article.id: p.article for p in row.draft().pool} if row else {}
    found = []
    for key, article in placed.items():
        now_there, then = stored.get(key), drafted.get(key)
        if now_there is None or then is None:
            continue
        if now_there.article.title != then.title.strip():
            found.append(Drift(key, article.title, f'retitled at the source: "{now_there.article.title}"'))
        elif now_there.article.url != then.url:
            found.append(Drift(key, article.title, f"moved at the source to {now_there.article.url}"))
    return tuple(found)


def require_unchanged(verified: Verified) -> None:
    """Raise CheckFailed when something drifted."""
    if verified.drift:
        first = verified.drift[0]
        raise CheckFailed(
            f"{verified.row.name} is held: {first.title}: {first.what}. "
            "The approval is void; digest refresh takes the change in, then approve again."
        )
