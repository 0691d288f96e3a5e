"""The accounts of a send, and what carriers reported since."""

from dataclasses import dataclass

from digest.desk.desk import Desk
from digest.model.delivery import Accounts
from digest.model.edition import edition_from_json
from digest.store import accounts, editions, events
from digest.store.accounts import UncertainBatch
from digest.store.editions import Act, EditionRow

SMALL = 5  # fewer clicks than this are not shown: they could point at a person


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of one send. Clicks are totals; small ones are left out."""

    row: EditionRow
    accounts: Accounts
    delivered: int
    bounced: int
    complained: int
    clicks_by_article: dict[str, int]
    clicks_by_region: dict[str, int]
    uncertain: tuple[UncertainBatch, ...]
    acts: tuple[Act, ...]


def report(desk: Desk, name: str | None = None) -> Report:
    """The accounts of the named edition, or of the newest that has begun to be sent."""
    row = desk.begun(name)
    with desk.store.read() as connection:
        kinds = events.readers_by_kind(connection, row.id)
        clicked = events.clicks(connection, row.id)
        sums = accounts.accounts(connection, row.id)
        waiting = tuple(accounts.uncertain(connection, row.id))
        acts = tuple(editions.acts(connection, row.id))
    by_article, by_region = _clicks(row, clicked)
    return Report(
        row,
        sums,
        kinds.get("delivered", 0),
        kinds.get("bounced", 0),
        kinds.get("complained", 0),
        by_article,
        by_region,
        waiting,
        acts,
    )


def _clicks(row: EditionRow, clicked: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    if row.frozen is None or not clicked:
        return {}, {}
    by_article: dict[str, int] = {}
    by_region: dict[str, int] = {}
    for placed in edition_from_json(row.frozen).placed():
        count = clicked.get(placed.article.url, 0)
        by_article[placed.article.url] = count
        by_region[placed.region_title] = by_region.get(placed.region_title, 0) + count
    shown = {url: count for url, count in by_article.items() if count >= SMALL}
    return shown, {title: count for title, count in by_region.items() if count >= SMALL}
