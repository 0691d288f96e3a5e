"""What every use case works with: one newsroom, its database, its stages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import NotFound, SettingsError
from digest.model.delivery import Carrier
from digest.newsroom import Newsroom
from digest.settings import Settings

if TYPE_CHECKING:
    from digest.classifying.classifier import Classifier
    from digest.rendering.renderer import Renderer
    from digest.sourcing.fetch import Fetcher
    from digest.sourcing.robots import PoliteFetcher
    from digest.store.database import Store
    from digest.store.editions import EditionRow
    from subscribers.tokens import Signer


@dataclass(frozen=True)
class Desk:
    """A newsroom at work. ``base`` is the folder of newsroom.toml; paths count from it.

    The stages are made on first use, so that a command pays only for what it needs.
    """

    newsroom: Newsroom
    settings: Settings
    base: Path

    @property
    def publication(self) -> str:
        return self.newsroom.publication

    @cached_property
    def store(self) -> "Store":
        from digest.store.database import Store

        try:
            keys = self.settings.secrets()
        except SettingsError:
            keys = ()  # gathering and drafting need none
        return Store(self.settings.database_url.get_secret_value(), base=self.base, erasing_keys=keys)

    def on(self, store: "Store") -> "Desk":
        """This desk working on a database that is open already."""
        vars(self)["store"] = store
        return self

    @cached_property
    def renderer(self) -> "Renderer":
        from digest.rendering.renderer import Renderer

        return Renderer(self.templates if self.templates.is_dir() else None)

    @property
    def templates(self) -> Path:
        """Where the newsroom's own templates lie, if there are any."""
        return self.base / (self.settings.templates or "templates")

    @cached_property
    def classifier(self) -> "Classifier":
        from digest.classifying.classifier import build_classifier
        from digest.desk.vocabulary import own_texts

        return build_classifier(self.newsroom, **own_texts(self.base))

    @cached_property
    def fetcher(self) -> "Fetcher":
        from digest import __version__
        from digest.sourcing.fetch import Fetcher

        about = f" (+{self.newsroom.site})" if self.newsroom.site else ""
        return Fetcher(
            timeout_seconds=self.settings.http_timeout_seconds, user_agent=f"Keepreading/{__version__}{about}"
        )

    @cached_property
    def page_fetcher(self) -> "PoliteFetcher":
        """For articles' own pages: robots.txt, one at a time for each host, a pause."""
        from digest.sourcing.robots import PoliteFetcher

        return PoliteFetcher(self.fetcher, pause_seconds=self.newsroom.sourcing.pause_seconds)

    @cached_property
    def signer(self) -> "Signer":
        from subscribers.tokens import Signer

        return Signer(self.settings.secrets())

    def carrier(self, now: Callable[[], datetime]) -> Carrier:
        """The configured carrier. Each mail is dated by ``now`` as it is made."""
        from digest.delivering.factory import open_carrier

        outbox = self.base / self.settings.outbox
        return open_carrier(self.settings.model_copy(update={"outbox": outbox}), now)

    def edition(self, name: str | None) -> "EditionRow":
        """The edition of that name, or the one in hand. Raises NotFound."""
        from digest.store import editions

        with self.store.read() as connection:
            if name is None:
                row = editions.in_hand(connection, self.publication)
            else:
                row = editions.find(connection, self.publication, name.strip().upper())
        return self._there(row, name)

    def begun(self, name: str | None) -> "EditionRow":
        """The edition of that name, or the newest whose send has begun. Raises NotFound."""
        from digest.store import editions

        if name is not None:
            return self.edition(name)
        with self.store.read() as connection:
            row = editions.newest_begun(connection, self.publication)
        if row is None:
            raise NotFound("no edition has been sent yet; digest status says what is next")
        return row

    def _there(self, row: "EditionRow | None", name: str | None) -> "EditionRow":
        from digest.store import editions

        if row is not None:
            return row
        if name is None:
            raise NotFound("there is no edition yet; run digest gather, then digest draft")
        with self.store.read() as connection:
            known = [e.name for e in editions.every(connection, self.publication)][:5]
        there = f"there are {', '.join(known)}" if known else "there is none yet"
        raise NotFound(f'there is no edition "{name}"; {there}')
