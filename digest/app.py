"""The composition root: from the environment and newsroom.toml to a desk at work."""

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from digest.desk.desk import Desk
from digest.errors import NewsroomError
from digest.model.window import WEEKDAYS, Weekly
from digest.newsroom import Newsroom, parse_newsroom
from digest.settings import Settings, load_settings, unknown_names

if TYPE_CHECKING:
    from digest.desk.ticking import Done
    from digest.store.database import Store
    from subscribers.tokens import Signer


@dataclass(frozen=True)
class App:
    """One newsroom, ready to work. The database is opened on first use."""

    settings: Settings
    newsroom: Newsroom
    base: Path

    @cached_property
    def desk(self) -> Desk:
        return Desk(self.newsroom, self.settings, self.base)

    @property
    def store(self) -> "Store":
        return self.desk.store

    def now(self) -> datetime:
        """The clock: ``DIGEST_NOW`` when set, else the machine's, in UTC."""
        return self.settings.now or datetime.now(UTC)

    def signer(self) -> "Signer":
        return self.desk.signer

    def at(self, moment: datetime) -> "App":
        """The same newsroom and database with a clock that stands still."""
        still = replace(self, settings=self.settings.model_copy(update={"now": moment}))
        vars(still)["desk"] = replace(self.desk, settings=still.settings).on(self.store)
        return still

    def tick(self, stop: Callable[[], bool]) -> "tuple[Done, ...]":
        """Do what is due now; for the scheduler."""
        from digest.desk.ticking import tick

        return tick(self.desk, self.now, stop)

    def local_times(self) -> tuple[tuple[str, str, int, int], ...]:
        """(what, weekday, hour, minute) in the newsroom's zone at which something falls due."""
        cadence = self.newsroom.cadence
        publish = Weekly.parse(cadence.publish)
        verify = publish.earlier(cadence.verify_minutes_before)
        times = (("draft", Weekly.parse(cadence.draft)), ("verify", verify), ("publish", publish))
        return tuple((name, WEEKDAYS[w.weekday][:3], w.at.hour, w.at.minute) for name, w in times)


def open_app(newsroom: Path | None = None, *, need_newsroom: bool = True) -> App:
    """Read the environment and newsroom.toml.

    Without ``need_newsroom`` a missing file means the shipped defaults. Raises
    SettingsError and NewsroomError, each naming what to mend.
    """
    chosen = newsroom or Path(os.environ.get("DIGEST_NEWSROOM", "newsroom.toml"))
    env_file = chosen.resolve().parent / ".env"
    settings = load_settings(env_file)
    for name in unknown_names(env_file=env_file):
        print(f"warning: {name} means nothing to Keepreading; check its spelling", file=sys.stderr)
    return App(settings, _read(chosen, need_newsroom=need_newsroom), chosen.resolve().parent)


def _read(path: Path, *, need_newsroom: bool) -> Newsroom:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        if not need_newsroom:
            return Newsroom()
        raise NewsroomError(
            f"there is no {path}; run digest init to write one, or name yours with --newsroom FILE"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise NewsroomError(f"{path} cannot be read: {error}") from error
    return parse_newsroom(text, str(path.name))


def configure_log() -> None:
    """Events as lines on standard error: human in a terminal, JSON elsewhere. No addresses, no keys."""
    import structlog

    renderer = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
