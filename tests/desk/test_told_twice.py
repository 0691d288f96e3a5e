"""What tells the same, from draft to the look at the sources before sending."""

from datetime import timedelta

from digest.desk.changing import change
from digest.desk.drafting import current
from digest.desk.verifying import verify
from digest.editing.changes import Drop
from digest.selecting.duplicates import perhaps_twice
from tests.builders.desks import MONDAY, PUBLISH, THURSDAY, Room, a_piece

DEK = "The ferrymen of Ostermoor go back to the quay after nine weeks of dredging."


def test_two_articles_that_perhaps_tell_the_same_are_warned_of(room: Room) -> None:
    room.feed(
        a_piece(
            1, title="Harbour pilots: what has the port promised?", description="The union votes on Sunday."
        ),
        a_piece(2, title="Harbour pilots: what the port has promised", description="A long wait in the fog."),
    )
    hand = room.draft()
    assert len([w for w in hand.warnings if "perhaps the same as" in w]) == 1
    dropped = hand.draft.edition.placed()[1].article
    change(room.desk, THURSDAY, Drop(article=dropped.id, by="Mara", at=THURSDAY))
    edited = current(room.desk).draft
    assert perhaps_twice(edited.verdicts, edited.pool) == ()


def test_an_article_that_took_the_place_of_its_first_text_is_not_taken_for_changed(room: Room) -> None:
    pieces = [
        a_piece(1, title="Old harbour reopens to ships", description=DEK),
        a_piece(
            2,
            title="The old harbour reopens to ships",
            description=DEK,
            published=MONDAY + timedelta(hours=9),
        ),
        *(a_piece(n) for n in range(10, 14)),
    ]
    room.feed(*pieces)
    room.add_readers()
    made = room.draft().draft
    assert made.reasons()["duplicate"] == 1
    assert "The old harbour reopens to ships" in [p.article.title for p in made.edition.placed()]
    room.approve()
    assert verify(room.desk, PUBLISH - timedelta(hours=1)).drift == ()
