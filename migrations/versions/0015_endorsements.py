"""Changes of a contract, the signatures that accept them, and what they may say of a driver and of a vehicle."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

OPEN = "state IN ('under_review', 'answer_awaited', 'scheduled')"


def upgrade() -> None:
    """Apply. To the tables that others refer to, only columns are added: SQLite makes no new table."""
    op.create_table(
        "signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("origin_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_signature_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index("ix_signature_customer_id_reference", ["customer_id", "reference"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "endorsement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("quote", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("premium_before_cents", sa.Integer(), nullable=False),
        sa.Column("premium_after_cents", sa.Integer(), nullable=False),
        sa.Column("due_cents", sa.Integer(), nullable=False),
        sa.Column("quoted_at", sa.DateTime(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.Column("customer_note", sa.Text(), nullable=True),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_endorsement_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_endorsement_customer_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_endorsement_signature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_endorsement_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_endorsement_reference")),
    )
    with op.batch_alter_table("endorsement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_endorsement_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index("ix_endorsement_customer_id_id", ["customer_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_endorsement_effective_on"), ["effective_on"], unique=False)
        batch_op.create_index("ix_endorsement_one_open", ["contract_id"], unique=True, sqlite_where=sa.text(OPEN),
                              postgresql_where=sa.text(OPEN))
        batch_op.create_index(batch_op.f("ix_endorsement_state"), ["state"], unique=False)

    op.create_table(
        "endorsement_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_endorsement_draft_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_endorsement_draft_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement_draft")),
        sa.UniqueConstraint("customer_id", "contract_id", "kind", name=op.f("uq_endorsement_draft_customer_id")),
    )
    with op.batch_alter_table("endorsement_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_endorsement_draft_changed_at"), ["changed_at"], unique=False)

    with op.batch_alter_table("driver", schema=None) as batch_op:
        batch_op.add_column(sa.Column("insured_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("is_accompanied", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("antecedents", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("vehicle", schema=None) as batch_op:
        batch_op.add_column(sa.Column("garage", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("insured_from", sa.Date(), nullable=True))


def downgrade() -> None:
    """Undo. SQLite drops a column in place."""
    with op.batch_alter_table("vehicle", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("insured_from")
        batch_op.drop_column("garage")
    with op.batch_alter_table("driver", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("antecedents")
        batch_op.drop_column("is_accompanied")
        batch_op.drop_column("insured_since")
    op.drop_table("endorsement_draft")
    op.drop_table("endorsement")
    op.drop_table("signature")
