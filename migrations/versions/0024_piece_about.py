"""For which change a piece was asked last."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Apply. What was asked before was asked for new contracts."""
    with op.batch_alter_table("piece", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(length=24), server_default="", nullable=False))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("piece", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("about")
