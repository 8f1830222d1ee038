"""The pieces asked of customers, the files sent for them, the reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "piece",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("most_files", sa.Integer(), nullable=False),
        sa.Column("is_picture", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("refusal", sa.String(length=24), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_piece_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_piece_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
        sa.UniqueConstraint("contract_id", "customer_id", "kind", "subject", name=op.f("uq_piece_contract_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_piece_public_id")),
    )
    with op.batch_alter_table("piece", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piece_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_piece_state_due_on", ["state", "due_on"], unique=False)

    op.create_table(
        "piece_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("piece_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_piece_file_attachment_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_piece_file_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_file")),
    )
    with op.batch_alter_table("piece_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piece_file_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_file_piece_id"), ["piece_id"], unique=False)

    op.create_table(
        "piece_reminder",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("days_before", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_piece_reminder_contract_id")),
        sa.PrimaryKeyConstraint("contract_id", "due_on", "days_before", name=op.f("pk_piece_reminder")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("piece_reminder")
    op.drop_table("piece_file")
    op.drop_table("piece")
