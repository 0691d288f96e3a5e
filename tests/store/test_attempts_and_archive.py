"""Whose an attempt was, and what the public may see."""

from digest.store import archive, attempts
from digest.store.database import Store
from tests.builders.sends import NOW, PUBLICATION, a_send, an_approved_edition, claimed


def test_an_attempt_knows_its_edition_and_the_readers_of_its_batch(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, readers=4, max_batch=2)
        first, second = claimed(connection, edition_id), claimed(connection, edition_id)
        mine, others = first.readers[0].id, second.readers[0].id
        assert attempts.edition_of(connection, first.attempt) == edition_id
        assert attempts.was_handed_to(connection, first.attempt, mine)
        assert not attempts.was_handed_to(connection, first.attempt, others)
        assert not attempts.was_handed_to(connection, first.attempt, 2**31 - 1)


def test_an_attempt_of_somebody_else_is_nobodys(store: Store) -> None:
    with store.begin() as connection:
        a_send(connection)
        for key in ("", "f" * 24, "x" * 5000):
            assert attempts.edition_of(connection, key) is None
            assert not attempts.was_handed_to(connection, key, 1)


def test_only_an_edition_whose_send_has_begun_is_published(store: Store) -> None:
    with store.begin() as connection:
        a_send(connection)
        an_approved_edition(connection, "2026-W49")
        (shown,) = archive.published(connection, PUBLICATION, 10)
        assert (shown.name, shown.publish_at, shown.subject) == ("2026-W48", NOW, "Subject 1")
        assert archive.published(connection, "Another Review", 10) == []
        assert archive.published(connection, PUBLICATION, 0) == []
