"""Money entered by hand, and who else agreed to it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
STANDS = sa.text("state != 'refused' AND about IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "posting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("means", sa.String(length=16), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("about", sa.String(length=24), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_by_name", sa.String(length=160), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=160), nullable=True),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_posting_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_posting_customer_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_posting_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("reference", name=op.f("uq_posting_reference")),
    )
    op.create_index(op.f("ix_posting_contract_id"), "posting", ["contract_id"])
    op.create_index(op.f("ix_posting_customer_id"), "posting", ["customer_id"])
    op.create_index("ix_posting_state", "posting", ["state"])
    op.create_index("ix_posting_one_refund", "posting", ["about"], unique=True, sqlite_where=STANDS, postgresql_where=STANDS)


def downgrade() -> None:
    """Undo."""
    op.drop_table("posting")
