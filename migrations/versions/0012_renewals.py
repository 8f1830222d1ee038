"""The coming renewal of each contract, and the documents whose removal is announced."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "renewal",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("renewal_on", sa.Date(), nullable=False),
        sa.Column("reference_premium_cents", sa.Integer(), nullable=False),
        sa.Column("coefficient_hundredths", sa.Integer(), nullable=True),
        sa.Column("net_premium_cents", sa.Integer(), nullable=False),
        sa.Column("surcharges", sa.JSON(), nullable=False),
        sa.Column("reductions", sa.JSON(), nullable=False),
        sa.Column("other_lines", sa.JSON(), nullable=False),
        sa.Column("natural_disaster_cents", sa.Integer(), nullable=True),
        sa.Column("taxes_cents", sa.Integer(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_renewal_contract_id")),
        sa.PrimaryKeyConstraint("contract_id", name=op.f("pk_renewal")),
    )
    op.create_index(op.f("ix_renewal_renewal_on"), "renewal", ["renewal_on"], unique=False)
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removal_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_document_removal_on"), ["removal_on"], unique=False)


def downgrade() -> None:
    """Undo. SQLite drops a column in place."""
    with op.batch_alter_table("document", schema=None, recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_removal_on"))
        batch_op.drop_column("removed_at")
        batch_op.drop_column("removal_on")
    op.drop_table("renewal")
