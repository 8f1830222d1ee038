"""Documents that leave by post."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_letter_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("reference", name=op.f("uq_letter_reference")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_letter_state_due_on", ["state", "due_on"], unique=False)

    op.create_table(
        "letter_document",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_letter_document_document_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_document_letter_id")),
        sa.PrimaryKeyConstraint("letter_id", "document_id", name=op.f("pk_letter_document")),
    )
    with op.batch_alter_table("letter_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_document_document_id"), ["document_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table("letter_document")
    op.drop_table("letter")
