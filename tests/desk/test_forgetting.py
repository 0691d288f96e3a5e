"""Forgetting a reader: the address is gone from everything of ours, and every account still adds up."""

from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from digest.desk.erasing import forget
from digest.desk.reporting import report
from digest.model.edition import State
from digest.store.tables import delivery
from digest.store.tables import metadata as desk_tables
from subscribers import readers
from subscribers.errors import UnknownReader
from subscribers.tables import metadata as readers_tables
from tests import databases
from tests.builders.desks import PUBLISH, THURSDAY, WEEK, Room, a_piece, an_approved_room, closing

SOURCE = "a letter"


@pytest.fixture(params=databases.KINDS)
def room(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]
    url = databases.fresh_url(request.param, tmp_path)
    with closing(an_approved_room(tmp_path / "room", database_url=url)) as made:
        with made.store.begin() as connection:
            readers.add(
                connection,
                address="Ada@example.net",
                name="Ada Invented",
                source="a form",
                wording="yes",
                now=THURSDAY,
            )
        yield made
    databases.drop(url)


ADA = 4


def everything(room: Room) -> str:
    """All that the database holds."""

    def rows(metadata: MetaData) -> list[object]:
        return [list(connection.execute(select(table))) for table in metadata.sorted_tables]

    with room.store.read() as connection:
        return repr(rows(desk_tables) + rows(readers_tables)).lower()


def test_the_address_is_gone_and_the_accounts_are_as_before(room: Room) -> None:
    before = room.send().accounts
    assert "ada" in everything(room)
    done = forget(room.desk, "ADA@example.net", PUBLISH, source=SOURCE)
    assert (done.number, done.editions) == (ADA, 1)
    assert "ada" not in everything(room)
    assert "example.net" not in everything(room)
    told = report(room.desk)
    assert told.accounts == before
    assert told.accounts.add_up


def test_who_is_forgotten_between_plan_and_hand_over_is_withdrawn(room: Room) -> None:
    room.plan(max_batch=1)
    forget(room.desk, ADA, PUBLISH, source=SOURCE)
    assert "ada" not in everything(room)
    done = room.send()
    assert (done.row.state, done.accounts.submitted, done.accounts.withdrawn) == (State.SENT, 3, 1)
    assert done.accounts.add_up
    assert not any(b"ada" in path.read_bytes().lower() for path in room.mails())


def test_the_next_edition_goes_to_everybody_else(room: Room) -> None:
    room.send()
    forget(room.desk, ADA, PUBLISH, source=SOURCE)
    room.feed(a_piece(9, published=PUBLISH + WEEK / 2))
    room.draft(PUBLISH + WEEK - WEEK / 7, "2026-W48")
    room.approve(PUBLISH + WEEK - WEEK / 7, name="2026-W48")
    sums = room.send(PUBLISH + WEEK, "2026-W48").accounts
    assert (sums.candidates, sums.submitted) == (3, 3)


def test_others_keep_their_rows(room: Room) -> None:
    room.send()
    forget(room.desk, ADA, PUBLISH, source=SOURCE)
    with room.store.read() as connection:
        kept = dict(connection.execute(select(delivery.c.subscriber_id, delivery.c.email)).all())
    assert kept == {n: f"reader{n}@example.org" for n in (1, 2, 3)} | {ADA: ""}


def test_whoever_is_not_known_is_told_so_and_nothing_is_changed(room: Room) -> None:
    before = everything(room)
    with pytest.raises(UnknownReader):
        forget(room.desk, "nobody@example.net", PUBLISH, source=SOURCE)
    assert everything(room) == before


def test_no_byte_of_the_file_holds_an_erased_address(tmp_path: Path) -> None:
    with closing(an_approved_room(tmp_path / "room", readers=50)) as room:
        with room.store.begin() as connection:
            number = readers.add(
                connection, address="adalovelace@example.net", source="a form", wording="yes", now=THURSDAY
            )
        room.send()
        room.store.close()
        database = room.folder / "keepreading.db"
        assert b"adalovelace" in database.read_bytes()
        forget(room.desk, number, PUBLISH, source=SOURCE)
        room.store.close()
        assert b"adalovelace" not in database.read_bytes()
        assert not (room.folder / "keepreading.db-wal").exists()
