"""What a customer chooses: notices that are refused, consents, the language of the proof."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply. To the customer only a column is added: SQLite makes no new table, so that what refers to it stays."""
    op.create_table(
        "notice_refusal",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("notice", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("refused_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_notice_refusal_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "notice", "channel", name=op.f("pk_notice_refusal")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_consent_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index("ix_consent_customer_id_id", ["customer_id", "id"], unique=False)
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proof_language", sa.String(length=2), server_default="fr", nullable=False))
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("password_reminded_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Undo. SQLite drops a column in place."""
    with op.batch_alter_table("account", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("password_reminded_at")
    with op.batch_alter_table("customer", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("proof_language")
    op.drop_table("consent")
    op.drop_table("notice_refusal")
