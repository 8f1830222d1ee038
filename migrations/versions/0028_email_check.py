"""When an e-mail address was last asked about, and reminded of."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("check_asked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("check_reminded_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("account", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("check_reminded_at")
        batch_op.drop_column("check_asked_at")
