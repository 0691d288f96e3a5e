"""Runs inside the transaction that ``digest.store.schema`` has begun."""

from alembic import context

from digest.store.tables import metadata as desk
from subscribers.tables import metadata as readers

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[desk, readers],
    render_as_batch=False,
)
with context.begin_transaction():
    context.run_migrations()
