"""Identities to correct, and those by which the insurer's files may still know somebody."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("birth_name", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("birth_place", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("former_identities", sa.JSON(), server_default="[]", nullable=False))

    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("refusal", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_correction_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("reference", name=op.f("uq_correction_reference")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_correction_state_due_on", ["state", "due_on"], unique=False)

    op.create_table(
        "correction_file",
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_correction_file_attachment_id")),
        sa.ForeignKeyConstraint(["correction_id"], ["correction.id"], name=op.f("fk_correction_file_correction_id")),
        sa.PrimaryKeyConstraint("correction_id", "attachment_id", name=op.f("pk_correction_file")),
    )
    with op.batch_alter_table("correction_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_file_attachment_id"), ["attachment_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table("correction_file")
    op.drop_table("correction")
    with op.batch_alter_table("customer", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("former_identities")
        batch_op.drop_column("birth_place")
        batch_op.drop_column("birth_name")
