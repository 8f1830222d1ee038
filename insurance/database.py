"""The one database handle, its types, and the one way to write to it."""
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, TypeDecorator, Uuid, event, func, select, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError

from insurance.errors import Reason, Refused

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator):
    """An aware UTC datetime, kept naive in the database because SQLite knows no time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        """Refuse a naive datetime: an instant without a zone is a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMES)


Base.registry.update_type_annotation_map({datetime: Instant})
db = SQLAlchemy(model_class=Base)
Key = Uuid(as_uuid=True)
UNAVAILABLE = (OperationalError, InterfaceError)  # what a database raises when it does not answer, or its disk is full


def prepare(engine) -> None:
    """Set SQLite up so that an acknowledged write survives a power cut and writers queue instead of failing.

    WAL with synchronous=FULL loses no commit; a deferred transaction that turns into a writer ignores the busy
    timeout, so writers begin IMMEDIATE (see docs/decisions/0003). Without recursive triggers, a REPLACE would delete
    a line of history unseen. PostgreSQL needs none of it.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def configure(connection, _record):
        connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000",
                       "journal_size_limit=67108864", "trusted_schema=OFF", "recursive_triggers=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection):
        writer = connection.get_execution_options().get("writer", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


def ask_alive() -> None:
    """Raise the database's own error when it does not answer."""
    db.session.execute(text("SELECT 1"))


def abandon_reading() -> None:
    """End a read that failed: PostgreSQL answers nothing else before, and the rest of a page deserves an answer."""
    db.session.rollback()


def begins_with(column, prefix: str):
    """Return the condition that a text begins with a prefix of letters and figures, such that an index answers it.

    SQLite compares bytes, so a range does; PostgreSQL needs LIKE and an index with `pattern_ops`, for its own order
    follows a language.
    """
    if db.engine.dialect.name == "postgresql":
        return column.like(prefix + "%")
    return (column >= prefix) & (column < prefix + "\U0010ffff")


@contextmanager
def transaction() -> Iterator[Session]:
    """All or nothing: the outermost block commits, services may call one another.

    Raises `Refused(CHANGED_MEANWHILE)` when somebody else changed the same thing since it was read.
    """
    session = db.session()
    if session.info.get("writing"):
        yield session
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside transaction()")
    session.commit()  # ends the read, so that what follows sees the present under the write lock
    session.info["writing"] = True
    try:
        session.connection(execution_options={"writer": True})
        yield session
        while session.info.get("at_end"):
            session.info["at_end"].pop(0)()
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise Refused(Reason.CHANGED_MEANWHILE) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False
        session.info.pop("at_end", None)
        session.info.pop("events", None)


def one_at_a_time(key: str) -> None:
    """Let nobody else pass here with the same key until this transaction ends. SQLite's writers already queue."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def at_end(action: Callable[[], None]) -> None:
    """Run `action` at the end of the transaction under way, when all that it writes is written, and before it commits."""
    db.session.info.setdefault("at_end", []).append(action)
