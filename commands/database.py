"""The schema: made, upgraded, compared with the models."""
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import text

from insurance.database import db

FOLDER = Path(__file__).parents[1] / "migrations"
group = AppGroup("database", help="Create and upgrade the tables.")


def _alembic(connection) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def upgrade(revision: str = "head") -> None:
    """Bring the tables to a revision, the newest by default. Nothing happens when they already are there."""
    with db.engine.connect().execution_options(writer=True) as connection:
        command.upgrade(_alembic(connection), revision)


def downgrade(revision: str) -> None:
    """Take the tables back to a revision ("base": none)."""
    with db.engine.connect().execution_options(writer=True) as connection:
        command.downgrade(_alembic(connection), revision)


def ensure() -> None:
    """Make the tables of a new installation; refuse to work on tables of another version.

    Raises `click.ClickException`, with the command to type.
    """
    with _alone(), db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        wanted = ScriptDirectory.from_config(_alembic(connection)).get_current_head()
        connection.rollback()
        if present is None:
            upgrade()
    if present not in (None, wanted):
        raise click.ClickException("The tables are of another version. Type: flask database upgrade")


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time look at the tables and make them: those of this machine, and on PostgreSQL all of them."""
    with open(Path(current_app.instance_path) / ".tables.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # before connecting: a new SQLite cannot be put in WAL mode by two at once
        with db.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('tables', 0))"))
            yield


def check() -> None:
    """Raise `alembic.util.CommandError` when the tables differ from the models."""
    with db.engine.connect() as connection:
        command.check(_alembic(connection))


@group.command("upgrade")
def upgrade_command() -> None:
    """Create the tables, or bring them to this version."""
    upgrade()


@group.command("revision")
@click.argument("message")
def revision_command(message: str) -> None:
    """Write a new migration from the difference between tables and models (developers)."""
    with db.engine.connect() as connection:
        command.revision(_alembic(connection), message, autogenerate=True)
