"""What somebody was typing when their session ended."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "unsent_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("page", sa.String(length=300), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("kept_until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_form")),
    )
    with op.batch_alter_table("unsent_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unsent_form_kept_until"), ["kept_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_unsent_form_key_hash"), ["key_hash"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table("unsent_form")
