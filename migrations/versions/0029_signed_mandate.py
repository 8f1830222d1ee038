"""The mandates that customers sign here, to debit another account."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "signed_mandate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("masked_iban", sa.String(length=24), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("former_iban", sa.Text(), nullable=True),
        sa.Column("former_masked", sa.String(length=24), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("used_from", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_signed_mandate_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_signed_mandate_customer_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_signed_mandate_signature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_mandate")),
        sa.UniqueConstraint("public_id", name=op.f("uq_signed_mandate_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_signed_mandate_reference")),
    )
    with op.batch_alter_table("signed_mandate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_mandate_contract_id"), ["contract_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table("signed_mandate")
