"""What a customer may change: an e-mail that differs from the insurer's, paper on request, the language of the proof."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply. Only columns are added: SQLite makes no new table, so that what refers to a customer stays."""
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("imported_email", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("refused_emails", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("paper_asked_at", sa.DateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_customer_imported_email"), ["imported_email"], unique=False)
    with op.batch_alter_table("mail_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=254), nullable=True))
    op.execute("UPDATE customer SET imported_email = email")  # until now, only imports wrote it


def downgrade() -> None:
    """Undo. SQLite drops a column in place: a table made again would take with it what refers to it."""
    with op.batch_alter_table("mail_link", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("email")
    with op.batch_alter_table("customer", schema=None, recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_imported_email"))
        batch_op.drop_column("paper_asked_at")
        batch_op.drop_column("refused_emails")
        batch_op.drop_column("imported_email")
