"""The portal on PostgreSQL is the portal: the same portfolio, the same account, the same pages, nothing that only SQLite forgives."""
import re

import pytest
from sqlalchemy import func, select

from commands.portfolio import import_file
from demo import FEATURED
from demo.load import write_portfolio
from insurance.clock import today
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.documents.models import Document
from insurance.people.models import Customer
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, open_account
from tests.support.mailbox import deliver, link_in
from tests.support.routes import address, rules, things_of


@pytest.fixture
def imported(postgres_app, tmp_path):
    """The portal, with the portfolio of the demonstration."""
    assert import_file(write_portfolio(tmp_path / "demo", today()), quiet=True) == 0
    return postgres_app


def test_the_portfolio_enters_whole_and_entering_it_again_changes_nothing(imported, tmp_path):
    def counts():
        return [db.session.scalar(select(func.count()).select_from(model)) for model in (Contract, Customer, Document)]

    first = counts()
    assert first[:2] == [14, 13]
    assert import_file(write_portfolio(tmp_path / "demo", today()), quiet=True) == 0
    assert counts() == first


def test_from_the_form_to_the_dashboard(imported, postgres_server):
    sophie = FEATURED[0]
    browser = Browser(postgres_server.test_client())
    browser.visit("/creer-mon-compte")
    browser.send("/creer-mon-compte", contract_number=sophie.contract_number.lower(), last_name=sophie.last_name.upper(),
                 first_name=sophie.first_name, email=sophie.email)
    browser.send("/creer-mon-compte/mot-de-passe", password=PASSWORD)
    link = link_in(next(mail for mail in deliver(imported) if mail["To"] == sophie.email))
    browser.visit(link)
    browser.send(link)
    browser.sign_in(sophie.contract_number, PASSWORD)
    assert browser.page.all("h1")[0].text == f"Bonjour {sophie.first_name}"
    assert "n’a pas pu s’afficher" not in browser.page.text


def test_every_page_of_the_featured_customers_opens(imported, postgres_server):
    for featured in FEATURED:
        customer = db.session.scalar(select(Customer).where(Customer.email == featured.email))
        open_account(imported, customer)
        browser = Browser(postgres_server.test_client())
        browser.sign_in(customer.email, PASSWORD)
        for rule in rules(postgres_server, "customer", "GET"):
            path = address(postgres_server, rule, things_of(customer))
            assert browser.ask(path, follow_redirects=True).status_code in (200, 404, 409), path


GOOD = {"email": "a@example.org", "subject": "s", "text": "t", "contract_number": "AA-1", "last_name": "x", "first_name": "y"}


@pytest.mark.parametrize("value", ["\x00", "a\x00b@example.org", "é" * 5000, "99999999999999999999"], ids=range(4))
def test_a_field_that_makes_no_sense_is_never_a_crash(postgres_server, value):
    """PostgreSQL refuses what SQLite takes: a text with a NUL, a number that is too big, a string that is too long."""
    visitor = Browser(postgres_server.test_client())
    for rule in rules(postgres_server, "public", "POST"):
        path = address(postgres_server, rule, {})
        fields = set(re.findall(r'name="(\w+)"', visitor.ask(path, follow_redirects=True).text)) - {"csrf_token", "viewport"}
        for field in fields:
            answer = visitor.post(path, {name: GOOD.get(name, "x") for name in fields} | {field: value})
            assert answer.status_code < 500, (path, field)


@pytest.mark.parametrize("value", ["\x00", "99999999999999999999"], ids=range(2))
def test_an_address_that_makes_no_sense_is_never_a_crash(imported, postgres_server, value):
    customer = db.session.scalar(select(Customer).where(Customer.email == FEATURED[0].email))
    open_account(imported, customer)
    browser = Browser(postgres_server.test_client())
    browser.sign_in(customer.email, PASSWORD)
    for rule in rules(postgres_server, method="GET"):
        path = address(postgres_server, rule, dict.fromkeys(things_of(customer), value))
        query = dict.fromkeys(("suite", "avant", "vu", "incident", "etape", "nature", "annee"), value)
        assert browser.ask(path, query_string=query).status_code < 500, path
