"""A newsroom at work in this process: feeds are files, the clock is handed in."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import event

from digest.app import App
from digest.classifying.classifier import Classifier, build_classifier
from digest.desk.approving import Approval, approve
from digest.desk.desk import Desk
from digest.desk.drafting import InHand, draft
from digest.desk.gather import Gathered, gather
from digest.desk.sending import Sent, plan, send
from digest.newsroom import Newsroom, parse_newsroom
from digest.rendering.renderer import Renderer
from digest.settings import Settings
from digest.store.database import Store
from digest.store.editions import EditionRow
from subscribers import readers
from tests.builders.candidates import a_title
from tests.builders.newsrooms import NEWSROOM, a_feed, an_item

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
PUBLISH = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # of 2026-W47, in London
WEEK = timedelta(days=7)
SECRET = "0123456789abcdef" * 4

Items = Sequence[Mapping[str, str]]


def a_piece(number: int, *, published: datetime = MONDAY, **over: str) -> dict[str, str]:
    """A feed's item that resembles no other; ``number`` is in its address."""
    return an_item(number, published=published, place=f"Place {number}", **{"title": a_title(number)} | over)


def address(number: int) -> str:
    return an_item(number, published=MONDAY)["link"]


@dataclass
class Room:
    """A folder with feeds and a database, and the desk that works with them."""

    folder: Path
    app: App

    @property
    def desk(self) -> Desk:
        return self.app.desk

    @property
    def store(self) -> Store:
        return self.app.store

    def feed(self, *items: Mapping[str, str], name: str = "europe") -> None:
        """What this source shows from now on."""
        (self.folder / f"{name}.xml").write_text(a_feed(*items), "utf-8")

    def gather(self, now: datetime = THURSDAY, *names: str) -> tuple[Gathered, ...]:
        return gather(self.desk, now, names)

    def draft(self, now: datetime = THURSDAY, name: str | None = None) -> InHand:
        """Gather, and draft what is found."""
        gather(self.desk, now)
        return draft(self.desk, now, name=name)

    def approve(
        self, now: datetime = THURSDAY, by: str = "Mara Lindqvist", name: str | None = None
    ) -> Approval:
        return approve(self.desk, now, by, name)

    def send(self, now: datetime = PUBLISH, name: str | None = None, *, late: bool = False) -> Sent:
        return send(self.desk, lambda: now, name=name, late=late)

    def plan(
        self, now: datetime = PUBLISH, *, max_batch: int = 500, row: EditionRow | None = None
    ) -> EditionRow:
        """Freeze the audience for the configured carrier, and hand nothing over yet."""
        carrier = self.desk.carrier(lambda: now)
        try:
            return plan(self.desk, row or self.desk.edition(None), carrier, now, max_batch=max_batch)
        finally:
            carrier.close()

    def add_readers(self, count: int = 1, regions: Sequence[str] = (), *, start: int = 1) -> None:
        """reader1@example.org and so on."""
        with self.store.begin() as connection:
            for number in range(start, start + count):
                readers.add(
                    connection,
                    address=f"reader{number}@example.org",
                    regions=regions,
                    source="a test",
                    wording="weekly",
                    now=MONDAY,
                )

    def mails(self, edition: str = "2026-W47") -> list[Path]:
        """What lies in the outbox for an edition."""
        return sorted((self.folder / "outbox" / edition).rglob("*.eml"))

    def under(self, toml: str, **settings: str) -> "Room":
        """The same folder and database under another newsroom.toml or other settings."""
        return _room(self.folder, toml, self.app.settings.model_dump() | settings)


@cache
def _empty_database() -> bytes:
    """A SQLite file with the schema and no row: making one takes a tenth of a second."""
    folder = Path(tempfile.mkdtemp(prefix="keepreading-empty-"))
    store = Store(f"sqlite:///{folder / 'a.db'}")
    with store.begin():
        pass
    store.close()
    made = (folder / "a.db").read_bytes()
    shutil.rmtree(folder)
    return made


def newsroom_toml(*, sources: Sequence[str] = ("europe",), more: str = "") -> str:
    """``more`` stands before the sources. A source named like a region is that region's section feed."""
    regions = ("africa", "americas", "asia-pacific", "europe", "middle-east")
    tables = "".join(
        f'\n[[sources]]\nname = "{name}"\npath = "{name}.xml"\n'
        + (f'region = "{name}"\n' if name in regions else "")
        for name in sources
    )
    return NEWSROOM + more + tables


def a_room(folder: Path, *, toml: str = "", database_url: str = "", **settings: str) -> Room:
    """Set one up; without ``toml`` it has one section feed, europe.xml, with nothing in it."""
    folder.mkdir(parents=True, exist_ok=True)
    if not database_url:
        (folder / "keepreading.db").write_bytes(_empty_database())
        database_url = f"sqlite:///{folder / 'keepreading.db'}"
    room = _room(
        folder,
        toml or newsroom_toml(),
        {
            "secret": SECRET,
            "public_url": "https://weekly.lantern.example.org",
            "database_url": database_url,
            **settings,
        },
    )
    for source in room.app.newsroom.sources:
        if source.path and source.path.endswith(".xml"):
            (folder / source.path).write_text(a_feed(), "utf-8")
    return room


def _room(folder: Path, toml: str, settings: Mapping[str, object]) -> Room:
    (folder / "newsroom.toml").write_text(toml, "utf-8")
    app = App(Settings(_env_file=None, **settings), _newsroom(toml), folder)  # type: ignore[arg-type, call-arg]
    vars(app.desk)["classifier"] = _classifier(toml)
    if not (folder / "templates").is_dir():
        vars(app.desk)["renderer"] = _renderer()
    _do_not_wait_for_the_disk(app.store)
    return Room(folder, app)


def _do_not_wait_for_the_disk(store: Store) -> None:
    """No power cut is tested here, and waiting for one is most of the time."""
    if store.engine.dialect.name == "sqlite":
        event.listen(store.engine, "connect", lambda opened, _: opened.execute("PRAGMA synchronous = OFF"))
        store.engine.dispose()


# The stages of a desk are made on first use, at a tenth of a second. They keep
# nothing of what they did, so tests share them.


@cache
def _newsroom(toml: str) -> Newsroom:
    return parse_newsroom(toml)


@cache
def _classifier(toml: str) -> Classifier:
    return build_classifier(_newsroom(toml))


@cache
def _renderer() -> Renderer:
    return Renderer()


def an_approved_room(folder: Path, *, pieces: int = 3, readers: int = 3, **settings: str) -> Room:
    """2026-W47 with so many articles of Europe, approved on Thursday by Mara Lindqvist."""
    room = a_room(folder, **settings)
    room.feed(*(a_piece(n) for n in range(1, pieces + 1)))
    room.add_readers(readers)
    room.draft()
    room.approve()
    return room


@contextmanager
def closing(room: Room) -> Iterator[Room]:
    try:
        yield room
    finally:
        room.store.close()
