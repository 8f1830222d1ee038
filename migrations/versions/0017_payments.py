"""The ledger of payments, which is only added to; what the files say of an instalment, apart from where it stands."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
APPEND_ONLY = "the ledger of payments is only added to"
LEDGER = ("payment", "payment_event")


def _protect_ledger() -> None:
    """A payment and what became of it can be neither changed nor deleted, whoever is connected."""
    for table in LEDGER:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"""
                CREATE FUNCTION refuse_change_of_{table}() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN RAISE EXCEPTION '{APPEND_ONLY}'; END $$""")
            op.execute(f"""
                CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{table}()""")
            op.execute(f"""
                CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_{table}()""")
        else:
            for verb in ("UPDATE", "DELETE"):
                op.execute(f"""
                    CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
                    BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END""")


def _unprotect_ledger() -> None:
    for table in LEDGER:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
            op.execute(f"DROP FUNCTION refuse_change_of_{table}()")
        else:
            for verb in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{verb}")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("means", sa.String(length=16), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_payment_contract_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_payment_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payment_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_reference")),
    )
    op.create_index("ix_payment_contract_id_opened_at", "payment", ["contract_id", "opened_at"])
    op.create_index(op.f("ix_payment_customer_id"), "payment", ["customer_id"])
    op.create_table(
        "payment_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_event_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_event")),
        sa.UniqueConstraint("payment_id", "kind", "key", name=op.f("uq_payment_event_payment_id")),
    )
    op.create_index("ix_payment_event_kind_key", "payment_event", ["kind", "key"])
    op.create_table(
        "payment_watch",
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("look_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_watch_payment_id")),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payment_watch")),
    )
    op.create_index(op.f("ix_payment_watch_look_at"), "payment_watch", ["look_at"])
    op.create_table(
        "payment_link",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_payment_link_contract_id")),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_payment_link")),
    )
    op.create_index(op.f("ix_payment_link_contract_id"), "payment_link", ["contract_id"])
    op.execute("UPDATE instalment SET said_state = state, said_paid_on = paid_on")
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.alter_column("said_state", existing_type=sa.String(length=16), nullable=False)
        batch_op.add_column(sa.Column("return_reason", sa.String(length=8), nullable=True))
    _protect_ledger()


def downgrade() -> None:
    """Undo. SQLite drops a column in place."""
    _unprotect_ledger()
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.drop_column("return_reason")
        batch_op.alter_column("said_state", existing_type=sa.String(length=16), nullable=True)
    for table in ("payment_link", "payment_watch", "payment_event", "payment"):
        op.drop_table(table)
