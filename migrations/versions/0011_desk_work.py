"""Who has what in hand at the desk, who read which file, and the indexes by which a customer is found."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

KEPT = "who read a file is kept for a year"
PREFIX = {"name_key": "varchar_pattern_ops", "number_key": "varchar_pattern_ops", "plate_key": "varchar_pattern_ops"}


def _protect_readings() -> None:
    """Refuse, in the database itself, to change who read what, or to forget it before a year has passed."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"""
            CREATE FUNCTION refuse_forgetting() RETURNS trigger LANGUAGE plpgsql
            AS $$ BEGIN
                IF TG_OP = 'DELETE' AND OLD.read_at < (now() AT TIME ZONE 'UTC') - interval '364 days' THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION '{KEPT}';
            END $$""")
        op.execute("""
            CREATE TRIGGER file_reading_kept BEFORE UPDATE OR DELETE ON file_reading
            FOR EACH ROW EXECUTE FUNCTION refuse_forgetting()""")
        op.execute("""
            CREATE TRIGGER file_reading_no_truncate BEFORE TRUNCATE ON file_reading
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""")
        return
    op.execute(f"""
        CREATE TRIGGER file_reading_no_update BEFORE UPDATE ON file_reading
        BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""")
    op.execute(f"""
        CREATE TRIGGER file_reading_no_delete BEFORE DELETE ON file_reading
        WHEN OLD.read_at > datetime('now', '-364 days')
        BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "assignment",
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("adviser_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["adviser_id"], ["adviser.id"], name=op.f("fk_assignment_adviser_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_assignment_customer_id")),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_adviser_id"), ["adviser_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_customer_id"), ["customer_id"], unique=False)
    op.create_table(
        "file_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.Column("adviser_id", sa.Uuid(), nullable=False),
        sa.Column("adviser_name", sa.String(length=160), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_reading")),
    )
    with op.batch_alter_table("file_reading", schema=None) as batch_op:
        batch_op.create_index("ix_file_reading_adviser_id_id", ["adviser_id", "id"], unique=False)
        batch_op.create_index("ix_file_reading_customer_id_id", ["customer_id", "id"], unique=False)
    _protect_readings()
    op.create_index("ix_customer_name_key", "customer", ["name_key"], unique=False, postgresql_ops=PREFIX)
    op.create_index("ix_customer_phone", "customer", ["phone"], unique=False)
    op.create_index("ix_contract_number_key", "contract", ["number_key"], unique=False, postgresql_ops=PREFIX)
    op.drop_index("ix_vehicle_plate_key", table_name="vehicle")
    op.create_index("ix_vehicle_plate_key", "vehicle", ["plate_key"], unique=False, postgresql_ops=PREFIX)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_vehicle_plate_key", table_name="vehicle")
    op.create_index("ix_vehicle_plate_key", "vehicle", ["plate_key"], unique=False)
    op.drop_index("ix_contract_number_key", table_name="contract")
    op.drop_index("ix_customer_phone", table_name="customer")
    op.drop_index("ix_customer_name_key", table_name="customer")
    op.drop_table("file_reading")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_forgetting()")
    op.drop_table("assignment")
