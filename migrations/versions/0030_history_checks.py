"""Claims histories that somebody checks before they leave."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "history_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("alerted_at", sa.DateTime(), nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_history_check_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_history_check_customer_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_history_check_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_check")),
        sa.UniqueConstraint("reference", name=op.f("uq_history_check_reference")),
    )
    with op.batch_alter_table("history_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_history_check_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_history_check_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_history_check_state_due_on", ["state", "due_on"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table("history_check")
