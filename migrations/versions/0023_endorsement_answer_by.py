"""The day by which an adviser answers about a change."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Apply. Of a change that waits already no day was promised: it is wanted by the day that was asked for."""
    with op.batch_alter_table("endorsement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
    op.execute("UPDATE endorsement SET answer_by = effective_on WHERE state IN ('under_review', 'answer_awaited')")


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("endorsement", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("answer_by")
