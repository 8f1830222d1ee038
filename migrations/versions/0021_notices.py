"""Formal notices for what is not paid."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
IS_OPEN = sa.text("state IN ('prepared', 'sent', 'suspended', 'paid')")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "formal_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("dues", sa.JSON(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("tracking", sa.String(length=40), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_formal_notice_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_formal_notice_customer_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_formal_notice_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formal_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_formal_notice_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_formal_notice_reference")),
    )
    op.create_index("ix_formal_notice_contract_id", "formal_notice", ["contract_id"])
    op.create_index(op.f("ix_formal_notice_customer_id"), "formal_notice", ["customer_id"])
    op.create_index("ix_formal_notice_state", "formal_notice", ["state"])
    op.create_index("ix_formal_notice_one_open", "formal_notice", ["contract_id"], unique=True, sqlite_where=IS_OPEN,
                    postgresql_where=IS_OPEN)


def downgrade() -> None:
    """Undo."""
    op.drop_table("formal_notice")
