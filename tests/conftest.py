"""A portal of its own for each test: a migrated database copied from a template, people, a browser."""
import os
import shutil

import pytest

from app import create_app
from commands.database import upgrade
from gateways.passwords import Passwords
from insurance.accounts.models import Account
from insurance.clock import now
from insurance.database import db, transaction
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, make_contract, make_customer

os.environ.pop("INSTANCE_PATH", None)


@pytest.fixture(scope="session")
def passwords():
    """Argon2id as in production but for its memory, so that a hundred sign-ins stay fast."""
    return Passwords(memory_kib=1024)


@pytest.fixture(scope="session")
def empty_books(tmp_path_factory):
    """The file of a database that the migrations made, with nothing in it."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(INSTANCE_PATH=folder, TESTING=True)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return folder / "portal.db"


@pytest.fixture
def app(tmp_path, empty_books, passwords):
    """The portal, in an instance folder of its own; the test runs inside its application context."""
    instance = tmp_path / "instance"
    instance.mkdir()
    shutil.copy(empty_books, instance / "portal.db")
    app = create_app(INSTANCE_PATH=instance, TESTING=True, PASSWORDS=passwords)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def sophie(app):
    """A customer with an account and one contract in force."""
    customer = make_customer("Sophie", "Marchand")
    make_contract(customer, "AA-7204-118", plate="GH-482-KT")
    return open_account(app, customer)


@pytest.fixture
def karim(app):
    """Another customer, to whom nothing of Sophie's belongs."""
    customer = make_customer("Karim", "Benali")
    make_contract(customer, "AA-7188-052", plate="FA-913-LN")
    return open_account(app, customer)


def open_account(app, customer, password=PASSWORD):
    """Give a customer an account, as the link of the mail does."""
    with transaction() as session:
        session.add(Account(customer_id=customer.id, password_hash=app.extensions["passwords"].hash(password),
                            password_set_at=now(), opened_at=now(), email_verified_at=now()))
    return customer


@pytest.fixture
def visitor(app):
    """A browser in which nobody is signed in."""
    return Browser(app.test_client())


@pytest.fixture
def browser(app, sophie):
    """A browser in which Sophie is signed in."""
    browser = Browser(app.test_client())
    browser.sign_in(sophie.email, PASSWORD)
    return browser
