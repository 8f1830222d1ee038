"""The tables are what the models say, on SQLite and on PostgreSQL, and the history cannot be rewritten in either."""
import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from commands.database import check, downgrade, upgrade
from insurance.clock import now
from insurance.database import Base, db, transaction
from insurance.history.models import Actor, Event, EventKind
from insurance.history.recorder import record
from tests.support.factories import make_customer


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path, portal):
    """A portal on an empty database of each kind; the test runs inside its application context."""
    settings = {}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        name = server.new_database()
        settings = {"DATABASE_URL": server.url(name)}
    app = portal(tmp_path / "instance", **settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if settings:
        server.drop(name)


@pytest.fixture(params=["app", "postgres_app"])
def books(request):
    """A portal with its tables, on each kind of database."""
    return request.getfixturevalue(request.param)


def tables():
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_what_the_models_say_and_can_be_undone_and_redone(empty):
    upgrade()
    check()
    assert tables() == {table.name for table in Base.metadata.sorted_tables}
    downgrade("base")
    assert tables() == set()
    upgrade()
    check()


def test_upgrading_tables_that_are_up_to_date_changes_nothing(books):
    customer = make_customer()
    upgrade()
    check()
    assert db.session.get(type(customer), customer.id) is not None


OVERWRITE = {"sqlite": "REPLACE INTO event (id, occurred_at, kind, actor, details) SELECT id, occurred_at, 'x', 'x', '{}' "
                       "FROM event", "postgresql": "TRUNCATE event"}


@pytest.mark.parametrize("statement", ["UPDATE event SET kind = 'nothing'", "DELETE FROM event", OVERWRITE],
                         ids=["update", "delete", "overwrite"])
def test_a_line_of_history_can_be_neither_changed_nor_deleted(books, statement):
    with transaction():
        record(EventKind.SIGNED_IN, Actor.CUSTOMER, device="phone")
    words = statement if isinstance(statement, str) else statement[db.engine.dialect.name]
    with pytest.raises(DBAPIError, match="only added to"), db.engine.begin() as connection:
        connection.execute(text(words))
    assert db.session.query(Event.kind, Event.details).all() == [(EventKind.SIGNED_IN, {"device": "phone"})]


def test_an_instant_comes_back_as_it_went_in_whatever_the_database(books):
    with transaction() as session:
        event = Event(kind=EventKind.SIGNED_IN, actor=Actor.CUSTOMER, occurred_at=now())
        session.add(event)
    written = event.occurred_at
    db.session.expire_all()
    assert event.occurred_at == written
    assert event.occurred_at.utcoffset().total_seconds() == 0
