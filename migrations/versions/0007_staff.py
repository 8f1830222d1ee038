"""The insurer's people: who they are, their links, their sessions; a line of history says which adviser wrote it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply. To the history only columns are added: SQLite makes no new table, so that its triggers stay."""
    op.create_table(
        "adviser",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(length=13), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_set_at", sa.DateTime(), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser")),
        sa.UniqueConstraint("email", name=op.f("uq_adviser_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_adviser_public_id")),
    )
    op.create_table(
        "staff_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("adviser_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("consumed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["adviser_id"], ["adviser.id"], name=op.f("fk_staff_link_adviser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_link")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_staff_link_secret_hash")),
    )
    with op.batch_alter_table("staff_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_link_adviser_id"), ["adviser_id"], unique=False)
    op.create_table(
        "desk_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("adviser_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["adviser_id"], ["adviser.id"], name=op.f("fk_desk_session_adviser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_desk_session_token_hash")),
    )
    with op.batch_alter_table("desk_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_session_adviser_id"), ["adviser_id"], unique=False)
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("adviser_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("adviser_name", sa.String(length=160), nullable=True))
        batch_op.create_index(
            "ix_event_adviser_id_id", ["adviser_id", "id"], unique=False,
            sqlite_where=sa.text("adviser_id IS NOT NULL"), postgresql_where=sa.text("adviser_id IS NOT NULL"))


def downgrade() -> None:
    """Undo. SQLite drops a column in place: a table made again would lose its triggers."""
    with op.batch_alter_table("event", schema=None, recreate="never") as batch_op:
        batch_op.drop_index("ix_event_adviser_id_id")
        batch_op.drop_column("adviser_name")
        batch_op.drop_column("adviser_id")
    op.drop_table("desk_session")
    op.drop_table("staff_link")
    op.drop_table("adviser")
