"""A portal where cards are paid at the demonstration's bank, and a customer who owes something."""
from datetime import timedelta

import pytest

from commands.paying import follow_payments
from insurance.billing.models import Instalment
from insurance.clock import today
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from tests.support.browser import Browser
from tests.support.factories import PASSWORD


@pytest.fixture
def shop(app, portal):
    """The portal as the demonstration serves it; the test reads its books."""
    return portal(app.instance_path, MODE="demo")


@pytest.fixture
def bank(shop):
    """The bank at which its customers pay."""
    return shop.extensions["payments"].present


@pytest.fixture
def contract(sophie):
    """Sophie's contract: one instalment is late, one comes soon, one later."""
    contract = db.session.query(Contract).filter_by(customer_id=sophie.id).one()
    with transaction() as session:
        contract.payment_method = "card"
        for position, (days, state) in enumerate([(-40, "paid"), (-20, "unpaid"), (9, "upcoming"), (40, "upcoming")]):
            session.add(Instalment(contract_id=contract.id, position=position, due_on=today() + timedelta(days=days),
                                   amount_cents=51_00, state=state))
    return contract


@pytest.fixture
def browser(shop, sophie, contract):
    """A browser in which Sophie is signed in."""
    browser = Browser(shop.test_client())
    browser.sign_in(sophie.email, PASSWORD)
    return browser


@pytest.fixture
def visitor(shop):
    """A browser in which nobody is signed in."""
    return Browser(shop.test_client())


@pytest.fixture
def follow(shop):
    """Let the worker do its work once: the bank's messages come, the bank is asked."""

    def follow():
        with shop.app_context():
            follow_payments()
        db.session.rollback()
    return follow
