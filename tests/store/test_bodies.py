"""Bodies under a seal: given out as they were planned, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from digest.errors import NotApproved
from digest.model.delivery import Mail, seal_of
from digest.store import accounts, bodies
from digest.store.database import Connection, Store
from digest.store.tables import edition, variant
from tests.builders.sends import a_send, a_variant, add_readers, an_approved_edition, begin_to_send

TEXTS = st.text(max_size=8)
MAILS = st.builds(Mail, TEXTS, TEXTS, TEXTS, TEXTS)


@pytest.fixture
def store(emptied: Store) -> Store:
    return emptied


@given(MAILS, MAILS, st.integers(0, 3), st.integers(0, 3))
def test_two_bodies_have_one_seal_only_if_they_are_the_same(
    one: Mail, other: Mail, first: int, second: int
) -> None:
    is_same = (one, first) == (other, second)
    assert (seal_of(one, "approval", first) == seal_of(other, "approval", second)) == is_same
    assert seal_of(one, "approval", first) != seal_of(one, "another approval", first)


def test_no_word_can_move_from_one_part_of_a_mail_into_the_next() -> None:
    assert seal_of(Mail("ab", "", "", ""), "x", 1) != seal_of(Mail("a", "b", "", ""), "x", 1)


def test_a_body_is_read_back_as_it_was_planned(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection)
        assert bodies.mail_of(connection, edition_id, 1) == a_variant(1, [""]).mail
        bodies.check(connection, edition_id)


@pytest.mark.parametrize("part", ["subject", "preheader", "html", "text", "seal"])
def test_a_body_that_was_changed_is_not_given_out(store: Store, part: str) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection)
        connection.execute(update(variant).where(variant.c.no == 1).values({part: "another"}))
        refused(connection, edition_id)


def test_a_body_under_another_approval_is_not_given_out(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection)
        connection.execute(update(edition).values(hash="1" * 64))
        refused(connection, edition_id)


def refused(connection: Connection, edition_id: int) -> None:
    with pytest.raises(NotApproved, match="2026-W48 is not what was approved"):
        bodies.mail_of(connection, edition_id, 1)
    with pytest.raises(NotApproved, match="variant"):
        bodies.check(connection, edition_id)


def test_two_bodies_cannot_change_places(store: Store) -> None:
    with store.begin() as connection:
        add_readers(connection, 2)
        add_readers(connection, 2, "africa")
        edition_id = an_approved_edition(connection)
        begin_to_send(connection, edition_id)
        for leave, enter in ((1, 99), (2, 1), (99, 2)):
            connection.execute(update(variant).where(variant.c.no == leave).values(no=enter))
        refused(connection, edition_id)


def test_the_body_for_the_archive_is_no_variant_of_the_accounts(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection)
        assert accounts.accounts(connection, edition_id).variants == 1
        assert bodies.mail_of(connection, edition_id, bodies.WHOLE).subject == "Subject 0"
