"""The day of the month on which a contract is debited."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Apply. Of the contracts that are there, the schedule alone says it."""
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.add_column(sa.Column("collection_day", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("contract", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("collection_day")
