"""Nothing leaves, and nothing is shown, that is not what was approved: also after the send has begun."""

from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import update

from digest.desk import archive
from digest.desk.reconciling import cancel, complete, resume
from digest.desk.sending import Sent, send
from digest.errors import NotApproved, Unsettled
from digest.model import marks
from digest.model.edition import State
from digest.store import tables
from digest.store.database import Connection
from tests.builders.desks import PUBLISH, Room, a_piece, a_room, closing, newsroom_toml

BY = "Mara Lindqvist"
EVIL = b"evil@attacker.example"


def one_of_three_is_sent(room: Room) -> Sent:
    room.plan(max_batch=1)
    asked = iter([False, True])
    return send(room.desk, lambda: PUBLISH, stop=lambda: next(asked, True))


def body(connection: Connection) -> None:
    words = {"subject": "Unapproved", "html": "<p>nobody approved this</p>", "text": "nobody approved this"}
    connection.execute(update(tables.variant).where(tables.variant.c.no == 1).values(words))


def sender(connection: Connection) -> None:
    frozen = connection.execute(tables.edition.select()).one().frozen
    changed = frozen.replace(b"weekly@lantern.example.org", EVIL)
    assert changed != frozen
    connection.execute(update(tables.edition).values(frozen=changed))


def rubbish(connection: Connection) -> None:
    connection.execute(update(tables.edition).values(frozen=b"{"))


def approval(connection: Connection) -> None:
    connection.execute(update(tables.edition).values(hash="1" * 64))


@pytest.mark.parametrize("changed", [body, sender, rubbish, approval])
def test_what_was_changed_in_the_database_pauses_the_send_and_nothing_of_it_goes_out(
    approved: Room, changed: object
) -> None:
    assert one_of_three_is_sent(approved).accounts.submitted == 1
    with approved.store.begin() as connection:
        changed(connection)  # type: ignore[operator]
    done = approved.send()
    assert (done.row.state, done.accounts.submitted, done.accounts.pending) == (State.PAUSED, 1, 2)
    assert "what is stored of 2026-W47 is not what was approved" in done.stopped
    assert "backup" in done.stopped
    assert done.row.detail in done.stopped
    with pytest.raises(Unsettled):
        complete(done.accounts, done.row)
    assert len(approved.mails()) == 1
    resume(approved.desk, PUBLISH, BY)  # a word alone mends nothing
    assert approved.send().row.state is State.PAUSED
    assert len(approved.mails()) == 1
    assert cancel(approved.desk, PUBLISH, BY).state is State.CANCELLED


def test_once_it_is_put_back_the_send_goes_on(approved: Room) -> None:
    one_of_three_is_sent(approved)
    with approved.store.begin() as connection:
        kept = connection.execute(tables.variant.select().where(tables.variant.c.no == 1)).one()
        body(connection)
    assert approved.send().row.state is State.PAUSED
    with approved.store.begin() as connection:
        was = {"subject": kept.subject, "html": kept.html, "text": kept.text}
        connection.execute(update(tables.variant).where(tables.variant.c.no == 1).values(was))
    resume(approved.desk, PUBLISH, BY)
    assert approved.send().accounts.submitted == 3
    assert {message_from_bytes(path.read_bytes())["Subject"] for path in approved.mails()} == {kept.subject}


def test_a_body_that_is_changed_while_a_process_sends_is_not_handed_over(tmp_path: Path) -> None:
    """Between its first look at all bodies and the batch that needs the changed one."""
    with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("africa", "europe")))) as room:
        room.feed(a_piece(1), name="africa")
        room.feed(a_piece(2), name="europe")
        room.add_readers(2, ["africa"])
        room.add_readers(1, ["europe"], start=20)
        room.draft()
        room.approve()

        def change(_sums: object) -> None:
            with room.store.begin() as connection:
                no2 = tables.variant.c.no == 2
                connection.execute(update(tables.variant).where(no2).values(text="nobody approved this"))

        done = send(room.desk, lambda: PUBLISH, progress=change)
        assert (done.row.state, done.accounts.submitted, done.accounts.pending) == (State.PAUSED, 2, 1)
        assert "variant 2" in done.stopped
        assert len(room.mails()) == 2


def test_templates_that_change_after_the_send_has_begun_change_nothing_in_it(approved: Room) -> None:
    one_of_three_is_sent(approved)
    other = with_own_template(approved)
    done = other.send()
    assert (done.row.state, done.accounts.submitted) == (State.SENT, 3)
    assert not any(b"NEVER APPROVED" in path.read_bytes() for path in other.mails())
    other.store.close()


def with_own_template(room: Room) -> Room:
    """The newsroom after somebody put a template of its own into its folder."""
    shipped = Path(__file__).parents[2] / "templates" / "digest" / "digest.mjml.j2"
    own = room.folder / "templates" / "digest" / shipped.name
    own.parent.mkdir(parents=True)
    own.write_text(
        shipped.read_text("utf-8").replace("</mj-body>", "<!-- NEVER APPROVED --></mj-body>"), "utf-8"
    )
    return room.under(newsroom_toml())


# -- the archive -----------------------------------------------------------------


def shown(room: Room) -> str | None:
    found = archive.issue(room.desk, "2026-w47")
    return None if found is None else archive.clean_copy(room.desk, found)


def test_nobody_mailed_nothing_public(approved: Room) -> None:
    approved.plan()
    assert (archive.issues(approved.desk), shown(approved)) == ((), None)
    cancel(approved.desk, PUBLISH, BY, "the lead was withdrawn")
    assert (archive.issues(approved.desk), shown(approved)) == ((), None)


def test_what_somebody_was_mailed_is_public_also_if_the_rest_was_cancelled(approved: Room) -> None:
    one_of_three_is_sent(approved)
    cancel(approved.desk, PUBLISH, BY)
    assert [one.name for one in archive.issues(approved.desk)] == ["2026-W47"]
    assert shown(approved) is not None


def test_the_archive_shows_what_was_mailed_and_no_newer_template(approved: Room) -> None:
    approved.send()
    before = shown(approved)
    other = with_own_template(approved)
    assert before is not None
    assert shown(other) == before
    assert not any(mark in before for mark in marks.ALL)
    other.store.close()


def test_the_archive_has_every_section_also_when_no_reader_gets_all(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("africa", "europe")))) as room:
        for number, name in enumerate(("africa", "europe")):
            room.feed(*(a_piece(2 * number + n) for n in (1, 2)), name=name)
        room.add_readers(1, ["africa"])
        room.draft()
        room.approve()
        assert room.send().accounts.variants == 1
        found = shown(room)
        assert found is not None
        placed = room.desk.edition("2026-W47").draft().edition.placed()
        assert len(placed) == 4
        assert all(one.article.url in found for one in placed)


def test_a_body_that_was_changed_is_not_shown(approved: Room) -> None:
    approved.send()
    with approved.store.begin() as connection:
        connection.execute(update(tables.variant).values(html="<p>nobody approved this</p>"))
    with pytest.raises(NotApproved, match="not what was approved"):
        archive.issue(approved.desk, "2026-W47")
