"""Claims: what was declared, the drafts, the photos and papers, the dates that are promised, the messages."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("declaration", sa.JSON(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("declare_by", sa.Date(), nullable=True),
        sa.Column("has_injury", sa.Boolean(), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=False),
        sa.Column("phone_filed_at", sa.DateTime(), nullable=True),
        sa.Column("provisional_reference", sa.String(length=12), nullable=True),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("handler_name", sa.String(length=160), nullable=True),
        sa.Column("appraiser", sa.String(length=160), nullable=True),
        sa.Column("appraisal_on", sa.Date(), nullable=True),
        sa.Column("appraisal_place", sa.String(length=200), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("repairer", sa.String(length=200), nullable=True),
        sa.Column("liability_percent", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("contested_at", sa.DateTime(), nullable=True),
        sa.Column("settlement_cents", sa.Integer(), nullable=True),
        sa.Column("deductible_cents", sa.Integer(), nullable=True),
        sa.Column("payment_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_claim_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_claim_customer_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["adviser.id"], name=op.f("fk_claim_handler_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("public_id", name=op.f("uq_claim_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_claim_reference")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index("ix_claim_customer_id_filed_at", ["customer_id", "filed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_state"), ["state"], unique=False)

    op.create_table(
        "claim_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("provisional_reference", sa.String(length=12), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("phone_times", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_draft_claim_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_claim_draft_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_draft")),
        sa.UniqueConstraint("customer_id", "client_id", name=op.f("uq_claim_draft_customer_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_claim_draft_public_id")),
    )
    with op.batch_alter_table("claim_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_draft_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_draft_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "claim_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("adviser_name", sa.String(length=160), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_message_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_message")),
    )
    with op.batch_alter_table("claim_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_message_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "claim_promise",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("alerted_at", sa.DateTime(), nullable=True),
        sa.Column("missed_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("days_left", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_promise_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_promise")),
    )
    with op.batch_alter_table("claim_promise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_promise_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_promise_due_at"), ["due_at"], unique=False)
        batch_op.create_index(
            "ix_claim_promise_one_open", ["claim_id"], unique=True, sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"))

    op.create_table(
        "claim_piece",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("announced_at", sa.DateTime(), nullable=False),
        sa.Column("announced_bytes", sa.Integer(), nullable=True),
        sa.Column("phone_taken_at", sa.DateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("refusal", sa.String(length=16), nullable=True),
        sa.Column("refusal_note", sa.String(length=300), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_claim_piece_attachment_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_piece_claim_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_claim_piece_customer_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["claim_draft.id"], name=op.f("fk_claim_piece_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_piece")),
        sa.UniqueConstraint("draft_id", "client_id", name=op.f("uq_claim_piece_draft_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_claim_piece_public_id")),
    )
    with op.batch_alter_table("claim_piece", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_piece_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_piece_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_piece_customer_id"), ["customer_id"], unique=False)
    with op.batch_alter_table("past_claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.String(length=12), server_default="insurer", nullable=False))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("past_claim", schema=None) as batch_op:
        batch_op.drop_column("source")
    for table in ("claim_piece", "claim_promise", "claim_message", "claim_draft", "claim"):
        op.drop_table(table)
