"""The composition root: from the environment and newsroom.toml to a desk at work."""

import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from digest.desk.desk import Desk
from digest.desk.vocabulary import FILES
from digest.errors import NewsroomError
from digest.model.window import WEEKDAYS, Weekly
from digest.newsroom import Newsroom, parse_newsroom
from digest.settings import Settings, load_settings, unknown, unknown_names

if TYPE_CHECKING:
    from digest.desk.ticking import Done
    from digest.store.database import Store
    from subscribers.tokens import Signer


@dataclass(frozen=True)
class App:
    """One newsroom, ready to work. The database is opened on first use.

    ``path`` is its newsroom.toml; left out, that of this name in ``base``.
    """

    settings: Settings
    newsroom: Newsroom
    base: Path
    path: Path | None = None

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

    @cached_property
    def _kept(self) -> "Kept":
        return Kept(self)

    def current(self) -> "App":
        """The same newsroom as newsroom.toml and the templates say now; itself while nothing has changed.

        For a process that runs for weeks. Secrets and addresses of machines are
        those of its start. Raises NewsroomError while the file is broken.
        """
        return self._kept.current()

    def tick(self, stop: Callable[[], bool]) -> "tuple[Done, ...]":
        """Do what is due now; for the scheduler. Raises NewsroomError while newsroom.toml is broken."""
        from digest.desk.ticking import tick

        return tick(self.current().desk, self.now, stop, lambda: self.current().desk)

    def outlook(self) -> str:
        """What comes next and by what means, on one line; for the scheduler's start."""
        from digest.desk.outlook import outlook

        return outlook(self.desk, self.now())

    def local_times(self) -> tuple[tuple[str, str, int, int], ...]:
        """(what, weekday, hour, minute) in the newsroom's zone at which something falls due."""
        cadence = self.newsroom.cadence
        publish = Weekly.parse(cadence.publish)
        verify = publish.earlier(cadence.verify_minutes_before)
        times = (("draft", Weekly.parse(cadence.draft)), ("verify", verify), ("publish", publish))
        return tuple((name, WEEKDAYS[w.weekday][:3], w.at.hour, w.at.minute) for name, w in times)


class Kept:
    """The newest reading of a newsroom's files, taken again when one of them has changed."""

    def __init__(self, app: App) -> None:
        self._app, self._path = app, app.path or app.base / "newsroom.toml"
        self._seen = self._look()

    def current(self) -> App:
        seen = self._look()
        if seen != self._seen:
            newsroom = _read(self._path, need_newsroom=True)
            if not self._path.read_bytes().strip():
                raise NewsroomError(f"{self._path.name} is empty; nothing is done until it is mended")
            changed = replace(self._app, newsroom=newsroom)
            vars(changed)["desk"] = replace(self._app.desk, newsroom=newsroom).on(self._app.store)
            self._app, self._seen = changed, seen
        return self._app

    def _look(self) -> str:
        """Changes when newsroom.toml, what is kept beside it for filing, or a file of the templates does."""
        look = sha256()
        for file in (self._path, *(self._path.parent / name for name in FILES.values())):
            try:
                look.update(file.read_bytes() + b"\0")
            except OSError:
                look.update(b"none\0")
        folder = self._app.desk.templates
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            with suppress(OSError):  # what an editor's program puts there for a moment
                about = path.stat()
                look.update(f"{path}\0{about.st_mtime_ns}\0{about.st_size}\0".encode())
        return look.hexdigest()


def open_app(newsroom: Path | None = None, *, need_newsroom: bool = True) -> App:
    """Read the environment and newsroom.toml.

    Without ``need_newsroom`` a missing file means the shipped defaults. Raises
    SettingsError and NewsroomError, each naming what to mend.
    """
    chosen = newsroom or Path(os.environ.get("DIGEST_NEWSROOM", "newsroom.toml"))
    env_file = chosen.resolve().parent / ".env"
    settings = load_settings(env_file)
    for name in unknown_names(env_file=env_file):
        print(f"warning: {unknown(name)}", file=sys.stderr)
    read = _read(chosen, need_newsroom=need_newsroom)
    return App(settings, read, chosen.resolve().parent, chosen.resolve())


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
