"""What was paid here, and when the cover is back after it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply. Only columns are added: SQLite makes no new table, so that what refers to a contract stays."""
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.add_column(sa.Column("resumes_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paid_cents", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("said_state", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("said_paid_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Undo. SQLite drops a column in place: a table made again would take with it what refers to it."""
    with op.batch_alter_table("instalment", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("said_paid_on")
        batch_op.drop_column("said_state")
        batch_op.drop_column("paid_cents")
    with op.batch_alter_table("contract", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("resumes_at")
