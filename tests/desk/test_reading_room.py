"""Leaving, coming back and choosing, on both databases."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from digest.desk import reading_room
from digest.desk.desk import Desk
from digest.newsroom import Newsroom
from digest.settings import Settings
from digest.store.database import Store
from subscribers import readers
from subscribers.tokens import PREFERENCES, UNSUBSCRIBE
from tests.builders.desks import SECRET
from tests.builders.subscribers import a_reader

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    settings = Settings(_env_file=None).model_copy(update={"secret": SecretStr(SECRET)})
    return Desk(Newsroom(), settings, tmp_path).on(store)


def reader_of(desk: Desk, **given: object) -> int:
    with desk.store.begin() as connection:
        return a_reader(connection, **given)  # type: ignore[arg-type]


def shown(desk: Desk, reader_id: int) -> readers.Reader:
    with desk.store.read() as connection:
        return readers.show(connection, reader_id)


def test_leaving_and_undoing_it_give_back_what_was(desk: Desk) -> None:
    reader_id = reader_of(desk, regions=["africa"])
    before, token = shown(desk, reader_id), desk.signer.token(reader_id, UNSUBSCRIBE)
    reading_room.leave(desk, token, NOW)
    assert reading_room.has_left(desk, token)
    assert shown(desk, reader_id).suppressed == "unsubscribed"
    assert reading_room.come_back(desk, token, NOW, wording="Undo")
    after = shown(desk, reader_id)
    assert (after.state, after.regions, after.suppressed) == (before.state, before.regions, None)
    assert not reading_room.has_left(desk, token)


def test_undoing_a_leaving_keeps_since_when_a_reader_is_confirmed_and_what_was_chosen(desk: Desk) -> None:
    reader_id = reader_of(desk, regions=["africa"], language="fr")
    with desk.store.begin() as connection:
        until = NOW + timedelta(weeks=4)
        readers.pause(connection, reader_id, until, source="a letter", now=NOW - timedelta(days=1))
    before, token = shown(desk, reader_id), desk.signer.token(reader_id, UNSUBSCRIBE)
    later = NOW + timedelta(hours=1)
    reading_room.leave(desk, token, NOW)
    assert reading_room.come_back(desk, token, later, wording="Undo")
    assert shown(desk, reader_id) == before
    assert before.confirmed_at is not None
    assert before.confirmed_at < later


def test_an_unconfirmed_reader_who_leaves_is_not_confirmed_by_undoing_it(desk: Desk) -> None:
    reader_id = reader_of(desk, state="unconfirmed")
    token = desk.signer.token(reader_id, UNSUBSCRIBE)
    reading_room.leave(desk, token, NOW)
    assert not reading_room.come_back(desk, token, NOW, wording="Undo")
    assert shown(desk, reader_id).state == "unsubscribed"


def test_a_reader_who_has_not_left_is_told_so_and_a_forgotten_one_nothing(desk: Desk) -> None:
    reader_id = reader_of(desk)
    token, change = (desk.signer.token(reader_id, purpose) for purpose in (UNSUBSCRIBE, PREFERENCES))
    assert reading_room.come_back(desk, token, NOW, wording="Undo")
    with desk.store.begin() as connection:
        readers.forget(connection, reader_id, source="a letter", now=NOW)
    reading_room.leave(desk, token, NOW)
    assert not reading_room.has_left(desk, token)
    assert not reading_room.come_back(desk, token, NOW, wording="Undo")
    assert reading_room.choices(desk, change, NOW) is None
    assert reading_room.choose(desk, change, NOW, regions=(), pause_weeks=None) is None


def test_a_pause_that_has_passed_is_none(desk: Desk) -> None:
    reader_id = reader_of(desk)
    change = desk.signer.token(reader_id, PREFERENCES)
    chosen = reading_room.choose(desk, change, NOW, regions=["europe"], pause_weeks=2)
    assert chosen is not None
    assert (chosen.regions, chosen.paused_until) == (("europe",), NOW + timedelta(weeks=2))
    later = reading_room.choices(desk, change, NOW + timedelta(weeks=2))
    assert later is not None
    assert later.paused_until is None


def test_regions_that_the_newsroom_no_longer_has_are_not_shown(desk: Desk) -> None:
    reader_id = reader_of(desk, regions=["atlantis", "europe"])
    found = reading_room.choices(desk, desk.signer.token(reader_id, PREFERENCES), NOW)
    assert found is not None
    assert found.regions == ("europe",)
