"""Requests to end a contract online, and the drafts in which they are written."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "termination_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("key_hash", sa.String(length=64), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_termination_draft_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_termination_draft_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_termination_draft")),
        sa.UniqueConstraint("customer_id", "contract_id", name=op.f("uq_termination_draft_customer_id")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_termination_draft_key_hash")),
    )
    with op.batch_alter_table("termination_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_termination_draft_changed_at"), ["changed_at"], unique=False)

    op.create_table(
        "termination_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("motive", sa.String(length=24), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("basis", sa.String(length=24), nullable=True),
        sa.Column("refusal", sa.String(length=24), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("covered_until", sa.Date(), nullable=True),
        sa.Column("refund_cents", sa.Integer(), nullable=True),
        sa.Column("still_due_cents", sa.Integer(), nullable=True),
        sa.Column("refund_by", sa.Date(), nullable=True),
        sa.Column("possible_from", sa.Date(), nullable=True),
        sa.Column("withdrawal_hash", sa.String(length=64), nullable=True),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_termination_request_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_termination_request_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_termination_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_termination_request_reference")),
        sa.UniqueConstraint("withdrawal_hash", name=op.f("uq_termination_request_withdrawal_hash")),
    )
    with op.batch_alter_table("termination_request", schema=None) as batch_op:
        batch_op.create_index("ix_termination_request_contract_id", ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_termination_request_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_termination_request_one_open", ["contract_id"], unique=True,
            sqlite_where=sa.text("state = 'requested'"), postgresql_where=sa.text("state = 'requested'"))


def downgrade() -> None:
    """Undo."""
    op.drop_table("termination_request")
    op.drop_table("termination_draft")
