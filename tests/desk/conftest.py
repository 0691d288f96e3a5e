"""A newsroom of one section feed, for tests of the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.desks import Room, a_room, an_approved_room, closing


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """One section feed, Europe's, with nothing in it yet; no reader."""
    with closing(a_room(tmp_path / "room")) as made:
        yield made


@pytest.fixture
def approved(tmp_path: Path) -> Iterator[Room]:
    """2026-W47 with three articles, approved on Thursday by Mara Lindqvist; three readers."""
    with closing(an_approved_room(tmp_path / "room")) as made:
        yield made
