"""Sophie on 23 November 2026, with one contract two years old, and a browser in which she signed in that morning."""
from datetime import UTC, date, datetime

import pytest

from insurance.clock import held_at
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, make_contract, make_customer, open_account

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def that_day():
    """Every test happens on the same day, here and on the server."""
    with held_at(NOW):
        yield


@pytest.fixture
def sophie(app):
    """Her contract is renewed on 15 June and paid to 14 December."""
    customer = make_customer("Sophie", "Marchand")
    make_contract(customer, "AA-7204-118", plate="GH-482-KT", effective_on=date(2024, 6, 15), anniversary="06-15",
                  instalments=[(date(2026, 10, 15), 35_80, "paid"), (date(2026, 11, 15), 35_80, "paid"),
                               (date(2026, 12, 15), 35_80, "upcoming")])
    return open_account(app, customer)


@pytest.fixture
def sign_in(server):
    """Return a browser in which a customer is signed in."""
    def sign_in(customer):
        browser = Browser(server.test_client())
        browser.sign_in(customer.email, PASSWORD)
        return browser
    return sign_in


@pytest.fixture
def browser(sign_in, sophie):
    return sign_in(sophie)
