"""Versions of a contract that are made here, and what the insurer's files said before them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply. Only columns are added: SQLite makes no new table, so that what refers to a contract stays."""
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.add_column(sa.Column("said", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("contract_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.String(length=12), server_default="insurer", nullable=False))
        batch_op.add_column(sa.Column("heard_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Undo. SQLite drops a column in place: a table made again would take with it what refers to it."""
    with op.batch_alter_table("contract_version", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("heard_at")
        batch_op.drop_column("source")
    with op.batch_alter_table("contract", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("said")
