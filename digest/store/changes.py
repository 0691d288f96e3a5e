"""The editors' acts on editions: appended in order, taken back from the end."""

from sqlalchemy import Connection, delete, insert, select, update

from digest.model.edition import State
from digest.store.database import StoreConflict
from digest.store.tables import change, edition


def add(connection: Connection, edition_id: int, document: str) -> None:
    """Append an editor's act; whatever was undone before is gone for good.

    Raises StoreConflict when the edition is no draft any more.
    """
    _touch(connection, edition_id)
    undone = (change.c.edition_id == edition_id) & change.c.undone
    connection.execute(delete(change).where(undone))
    connection.execute(insert(change).values(edition_id=edition_id, document=document, undone=False))


def undo(connection: Connection, edition_id: int) -> str | None:
    """Take the last act back and return it; None when there is none.

    Raises StoreConflict when the edition is no draft any more.
    """
    newest = (
        select(change)
        .where(change.c.edition_id == edition_id, ~change.c.undone)
        .order_by(change.c.id.desc())
        .limit(1)
    )
    row = connection.execute(newest).first()
    if row is None:
        return None
    connection.execute(update(change).where(change.c.id == row.id).values(undone=True))
    _touch(connection, edition_id)
    return str(row.document)


def in_force(connection: Connection, edition_id: int) -> list[str]:
    """The acts in force, oldest first."""
    statement = select(change.c.document).where(change.c.edition_id == edition_id, ~change.c.undone)
    return list(connection.execute(statement.order_by(change.c.id)).scalars())


def of_every_edition(connection: Connection, publication: str) -> list[tuple[str, str]]:
    """(edition name, act) of every act in force, oldest first."""
    statement = (
        select(edition.c.name, change.c.document)
        .join(edition, edition.c.id == change.c.edition_id)
        .where(edition.c.publication == publication, ~change.c.undone)
        .order_by(change.c.id)
    )
    return [(row.name, row.document) for row in connection.execute(statement)]


def _touch(connection: Connection, edition_id: int) -> None:
    """A change that met an approval half-way would be stored, and not be in what is mailed."""
    here = (edition.c.id == edition_id) & (edition.c.state == State.DRAFT.value)
    done = connection.execute(update(edition).where(here).values(revision=edition.c.revision + 1))
    if done.rowcount != 1:
        raise StoreConflict(
            "the edition is no draft any more: somebody approved or ended it just now; look again"
        )
