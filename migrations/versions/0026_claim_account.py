"""The account to which the amount of a claim is transferred, or that it goes to the repairer."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "claim_account",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("masked_iban", sa.String(length=24), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_account_claim_id_claim")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_account")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_paid_to_repairer", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("claim", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("is_paid_to_repairer")
    op.drop_table("claim_account")
