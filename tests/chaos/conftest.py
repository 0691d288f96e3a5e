"""Newsrooms about to send, on SQLite and on PostgreSQL, and seeded chance."""

import os
import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests import databases
from tests.builders.newsrooms import Newsroom
from tests.chaos.rooms import Chance, an_approved_room, copied

Rooms = Callable[[str], Newsroom]


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    """The newsroom to copy, made when it is first wanted."""
    made: list[str] = []

    @cache
    def of_kind(kind: str) -> Newsroom:
        folder = tmp_path_factory.mktemp(f"ready-{kind}") / "room"
        url = "sqlite:///news.db" if kind == "sqlite" else databases.fresh_url(kind, folder)
        made.append(url)
        return an_approved_room(folder, url)

    yield of_kind
    for url in made:
        databases.drop(url)


@pytest.fixture
def another_room(ready: Rooms, tmp_path: Path) -> Iterator[Rooms]:
    """A function: a copy with an approved edition, as many as wanted."""
    made: list[Newsroom] = []

    def of_kind(kind: str) -> Newsroom:
        made.append(copied(ready(kind), tmp_path / f"room{len(made)}"))
        return made[-1]

    yield of_kind
    for room in made:
        databases.drop(room.settings["DIGEST_DATABASE_URL"])


@pytest.fixture(params=databases.KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs on SQLite and on PostgreSQL."""
    return str(request.param)


@pytest.fixture
def room(another_room: Rooms, kind: str) -> Newsroom:
    """One newsroom with an approved edition, about to send."""
    return another_room(kind)


@pytest.fixture
def chance() -> Chance:
    return Chance(int(os.environ.get("KEEPREADING_SEED", "0")) or random.SystemRandom().randrange(1, 10**6))
