"""Alembic's entry: always on a connection the caller holds, never on one of its own."""

from alembic import context

from warehouse.columns import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
