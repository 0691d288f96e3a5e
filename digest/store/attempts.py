"""Whose an attempt was: which edition and which readers it handed over."""

from sqlalchemy import Connection, select

from digest.store.tables import attempt, batch, delivery


def edition_of(connection: Connection, key: str) -> int | None:
    """The edition of which that attempt handed over a batch; None for an attempt that is not ours."""
    statement = select(batch.c.edition_id).join(attempt, attempt.c.batch_id == batch.c.id)
    found: int | None = connection.execute(statement.where(attempt.c.id == key)).scalar()
    return found


def was_handed_to(connection: Connection, key: str, reader_id: int) -> bool:
    """Whether that reader's copy was in the batch of that attempt."""
    mine = (delivery.c.edition_id == batch.c.edition_id) & (delivery.c.batch_no == batch.c.no)
    statement = (
        select(delivery.c.subscriber_id)
        .join_from(attempt, batch, attempt.c.batch_id == batch.c.id)
        .join(delivery, mine)
        .where(attempt.c.id == key, delivery.c.subscriber_id == reader_id)
    )
    return connection.execute(statement).first() is not None
