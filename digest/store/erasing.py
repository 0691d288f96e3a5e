"""What the ledger keeps of a person, and taking it out."""

from sqlalchemy import Connection, update

from digest.store.tables import delivery


def blank(connection: Connection, reader_id: int) -> int:
    """Take address and name of an erased reader out of every edition; how many held them.

    The rows stay, so every account stays exact. A copy that was not handed over
    yet is withdrawn when its batch is claimed: its reader is gone.
    """
    held = (delivery.c.subscriber_id == reader_id) & ((delivery.c.email != "") | (delivery.c.name != ""))
    return connection.execute(update(delivery).where(held).values(email="", name="")).rowcount
