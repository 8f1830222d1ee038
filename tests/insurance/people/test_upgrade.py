"""Books of the first version, full, are brought to this one and back without losing a line."""
import pytest
from sqlalchemy import inspect, text

from commands.database import check, downgrade, upgrade
from insurance.database import db
from tests.support.factories import make_contract, make_customer, open_account


def _fill(app):
    customer = make_customer("Sophie", "Marchand")
    make_contract(customer, "AA-7204-118")
    open_account(app, customer)
    db.session.commit()


def _counts():
    tables = [name for name in inspect(db.engine).get_table_names() if name != "alembic_version"]
    counts = {name: db.session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar() for name in tables}  # noqa: S608
    db.session.rollback()
    return counts


@pytest.mark.parametrize("engine", ["app", "postgres_app"])
def test_full_books_go_to_the_first_version_and_back(engine, request):
    app = request.getfixturevalue(engine)
    _fill(app)
    before = _counts()
    assert before["contract"] == before["account"] == 1
    db.session.remove()
    downgrade("0001")
    first = _counts()
    assert first == {name: before[name] for name in first}
    assert "imported_email" not in {column["name"] for column in inspect(db.engine).get_columns("customer")}
    upgrade()
    assert _counts() == before
    row = db.session.execute(text("SELECT email, imported_email, paper_asked_at FROM customer")).one()
    db.session.rollback()
    assert row == ("sophie.marchand@example.org", "sophie.marchand@example.org", None)
    check()


def test_the_history_is_still_only_added_to_after_the_upgrade(app):
    _fill(app)
    for statement in ("UPDATE event SET kind = 'x'", "DELETE FROM event"):
        with pytest.raises(Exception, match="only added to"):
            db.session.execute(text(statement))
        db.session.rollback()
