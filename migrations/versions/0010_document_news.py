"""What is new to a customer: marked until it is opened, told once."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply. What is there already is news to nobody."""
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_news", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("told_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Undo. SQLite drops a column in place."""
    with op.batch_alter_table("document", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("opened_at")
        batch_op.drop_column("told_at")
        batch_op.drop_column("is_news")
