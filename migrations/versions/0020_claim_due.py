"""The first day by which something is due for a claim: what the desk sorts its claims by."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Apply. No claim is older than this column."""
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_claim_due_on"), ["due_on"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("claim", schema=None, recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_due_on"))
        batch_op.drop_column("due_on")
