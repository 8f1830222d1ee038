"""Alembic's entry: run the migrations on the connection that the program gives."""
from alembic import context

import insurance.tables  # noqa: F401  (every table, so that the models can be compared)
from insurance.database import Base

PLAIN = {"Instant": "sa.DateTime()", "Sealed": "sa.Text()"}


def plain_type(kind, item, _autogen_context):
    """Write our own types as the plain ones they are in the database: a migration must outlive our classes."""
    return PLAIN.get(type(item).__name__, False) if kind == "type" else False


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True,
                  compare_type=True, render_item=plain_type, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
