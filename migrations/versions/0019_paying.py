"""Reminders of instalments, the quiet that customers ask for, the private address of their calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "payment_reminder",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_payment_reminder_contract_id")),
        sa.PrimaryKeyConstraint("contract_id", "due_on", "kind", name=op.f("pk_payment_reminder")),
    )
    op.create_table(
        "reminder_pause",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_reminder_pause_contract_id")),
        sa.PrimaryKeyConstraint("contract_id", name=op.f("pk_reminder_pause")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_calendar_feed_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feed_secret_hash")),
    )


def downgrade() -> None:
    """Undo."""
    for table in ("calendar_feed", "reminder_pause", "payment_reminder"):
        op.drop_table(table)
