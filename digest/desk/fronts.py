"""A front or section page as a source: what was read of it is remembered, so that no page is read twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.desk.desk import Desk
from digest.model.article import Article
from digest.newsroom import Source
from digest.sourcing.fetch import Validators
from digest.sourcing.pages.front import read_front
from digest.sourcing.sources import SourceReading
from digest.store import pages
from digest.store.pages import PageTry

AGAIN_AFTER = timedelta(days=1)
"""For pages that failed or showed no article."""


def read_front_source(
    desk: Desk, source: Source, now: datetime, *, validators: Validators | None = None, known_hash: str = ""
) -> SourceReading:
    """As ``read_source``, for a source of ``form = "page"``. Raises SourceError."""
    return read_front(
        source,
        desk.page_fetcher,
        Remembered(desk, now),
        validators=validators,
        known_hash=known_hash,
        summary_characters=desk.newsroom.selection.summary_characters,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Remembered:
    """The memory of pages in the newsroom's database."""

    desk: Desk
    now: datetime

    def known(self, addresses: Sequence[str]) -> Mapping[str, Article | None]:
        """A page whose article never came to be stored counts as unread."""
        with self.desk.store.read() as connection:
            tried = pages.tries(connection, addresses)
            stored = pages.by_ids(connection, [t.article_id for t in tried.values() if t.article_id])
        found: dict[str, Article | None] = {}
        for address, one in tried.items():
            if one.article_id in stored:
                found[address] = stored[one.article_id].article
            elif not one.article_id and self.now - one.tried_at < AGAIN_AFTER:
                found[address] = None
        return found

    def keep(self, address: str, article: Article | None, error: str) -> None:
        with self.desk.store.begin() as connection:
            pages.record(connection, PageTry(address, self.now, error, article.id if article else ""))
