"""One way to write: all or nothing, one after another, and never lost."""
import threading
import time
from datetime import datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from insurance.contracts.models import Contract
from insurance.database import at_end, db, transaction
from insurance.errors import Reason, Refused
from insurance.history.models import Event
from insurance.people.models import Customer
from tests.support.factories import make_contract, make_customer


@pytest.fixture(params=["app", "postgres_app"])
def books(request):
    """A portal on each kind of database."""
    return request.getfixturevalue(request.param)


class Failure(Exception):
    """What goes wrong in the middle."""


def fail_after(*actions):
    """Do these things in one transaction, and fail."""
    with transaction():
        for action in actions:
            action()
        raise Failure


def customers():
    return db.session.scalar(select(func.count()).select_from(Customer))


def test_what_fails_in_the_middle_leaves_nothing_behind(books):
    with pytest.raises(Failure):
        fail_after(make_customer)
    assert customers() == 0


def test_an_inner_block_commits_nothing_by_itself(books):
    def inner():
        with transaction():
            make_customer()

    with pytest.raises(Failure):
        fail_after(inner)
    assert customers() == 0


def test_after_a_failure_the_next_transaction_works(books):
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text("INSERT INTO customer (id) VALUES (NULL)"))
    make_customer()
    assert customers() == 1


def test_what_was_changed_outside_is_refused_rather_than_written_by_chance(books):
    customer = make_customer()
    customer.city = "Nowhere"
    with pytest.raises(RuntimeError, match="outside"), transaction():
        pass
    db.session.rollback()
    assert customer.city == "Lille"


def test_what_follows_is_done_at_the_end_before_all_is_written(books):
    seen = []
    with transaction():
        make_customer()
        at_end(lambda: seen.append(customers()))
        make_customer("Other", "Person")
        assert seen == []
    assert seen == [2]


def test_what_follows_a_failure_is_not_done(books):
    seen = []
    with pytest.raises(Failure):
        fail_after(lambda: at_end(lambda: seen.append(1)))
    with transaction():
        pass
    assert seen == []


def test_a_failure_in_what_follows_undoes_all(books):
    def write():
        with transaction():
            make_customer()
            at_end(lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        write()
    assert customers() == 0


def test_two_people_cannot_change_the_same_contract_from_the_same_page(books):
    contract = make_contract(make_customer())
    key, barrier, outcomes = contract.id, threading.Barrier(2), []

    def change(plan):
        with books.app_context():
            mine = db.session.get(Contract, key)
            assert mine.product == "comprehensive"
            db.session.expunge(mine)
            barrier.wait()
            try:
                with transaction() as session:
                    session.add(mine)
                    mine.product = plan
            except Refused as error:
                outcomes.append(error.reason)
            else:
                outcomes.append("written")

    threads = [threading.Thread(target=change, args=(plan,)) for plan in ("third_party", "third_party_plus")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == sorted([Reason.CHANGED_MEANWHILE, "written"])


def test_many_writers_at_once_all_write_and_lose_nothing(books):
    key = make_customer().id

    def add():
        with books.app_context():
            for _ in range(10):
                with transaction() as session:
                    customer = session.get(Customer, key, with_for_update=True)
                    customer.city = str(int(customer.city) + 1) if customer.city.isdigit() else "1"

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert db.session.scalar(select(Customer.city)) == "40"


def test_a_writer_waits_for_the_one_before_it(app):
    key, order, inside = make_customer().id, [], threading.Event()

    def slow():
        with app.app_context(), transaction():
            inside.set()
            time.sleep(0.2)
            order.append("first")

    thread = threading.Thread(target=slow)
    thread.start()
    inside.wait()
    with transaction() as session:
        order.append("second")
        assert session.get(Customer, key) is not None
    thread.join()
    assert order == ["first", "second"]


def test_reading_does_not_wait_for_a_writer(app):
    make_customer()
    inside, finish = threading.Event(), threading.Event()

    def slow():
        with app.app_context(), transaction():
            make_customer("Other", "Person")
            db.session.flush()
            inside.set()
            finish.wait()

    thread = threading.Thread(target=slow)
    thread.start()
    inside.wait()
    assert customers() == 1
    finish.set()
    thread.join()
    db.session.rollback()
    assert customers() == 2


def test_sqlite_keeps_every_write_through_a_power_cut_and_checks_its_references(app):
    settings = {name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in (
        "journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema", "recursive_triggers")}
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "trusted_schema": 0,
                        "recursive_triggers": 1}


def test_a_contract_belongs_to_somebody_who_exists(books):
    contract = make_contract(make_customer())
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text("DELETE FROM customer WHERE id = :id"), {"id": db.session.scalar(text("SELECT id FROM customer"))})
    assert db.session.get(Contract, contract.id) is not None


def test_an_instant_without_a_zone_is_refused(books):
    with pytest.raises(StatementError, match="time zone"), transaction() as session:
        session.add(Event(kind="x", actor="y", occurred_at=datetime(2026, 1, 1)))
