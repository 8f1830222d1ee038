"""A contract that can be changed, and the answers of each kind of change."""
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

import wording
from gateways.storage import FolderStorage
from insurance.clock import held_at
from insurance.contracts.models import Contract
from insurance.contracts.queries import find_contract
from insurance.database import db
from insurance.endorsements import services, signing
from insurance.endorsements.queries import find_endorsement
from insurance.people.models import Customer
from insurance.portfolio.reader import read
from insurance.portfolio.services import import_portfolio
from tests.support.endorsements import ANSWERS
from tests.support.mailbox import code_sent
from tests.support.portfolio import as_bytes, changed

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SIGNED_LINE = changed("instalments", [
    {"due_date": "2026-11-02", "amount_cents": 3580, "status": "paid", "paid_on": "2026-11-03"},
    {"due_date": "2026-12-10", "amount_cents": 3580, "status": "upcoming"},
    {"due_date": "2026-12-20", "amount_cents": 3580, "status": "upcoming"}])


@pytest.fixture
def at_noon(app):
    """A clock that stands still, six weeks before the renewal of 2 January."""
    with held_at(NOW):
        yield


@pytest.fixture
def bring_in(app, tmp_path, at_noon):
    """Import one line and return what became of it."""
    folder = tmp_path / "portfolio"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "general.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")

    def bring_in(line):
        path = folder / "portfolio.jsonl"
        path.write_bytes(as_bytes(line))
        (outcome,) = import_portfolio(read(path, today=TODAY), FolderStorage(tmp_path / "kept"))
        return outcome.outcome
    return bring_in


@pytest.fixture
def customer(bring_in):
    """Sophie, whose contract came by the portfolio."""
    bring_in(SIGNED_LINE)
    return db.session.scalar(select(Customer))


@pytest.fixture
def contract(customer):
    return db.session.scalar(select(Contract))


class Counter:
    """What the pages do for a customer, without the pages."""

    def __init__(self, app, customer):
        self.app, self.customer = app, customer
        self.offer, self.insurer = app.extensions["offer"], app.extensions["insurer"]
        self.passwords = app.extensions["passwords"]

    @property
    def contract(self):
        """The contract, read again."""
        db.session.expire_all()
        public_id = db.session.scalar(select(Contract.public_id))
        return find_contract(self.customer, public_id)

    def write(self, kind, **answers):
        """Answer all the steps of a kind, some otherwise."""
        for step, answer in (ANSWERS[kind] | answers).items():
            if answer is not None:
                services.keep_answer(self.customer, self.contract, kind, step, answer)

    def quote(self, kind, **answers):
        """Write a change and quote it."""
        self.write(kind, **answers)
        return services.make_quote(self.customer, self.contract.public_id, kind, self.offer)

    def ask_code(self, endorsement):
        """Ask for the code that signs a quote, and return it."""
        signing.ask_code(self.customer, endorsement.public_id, self.offer, self.passwords)
        return code_sent()

    def sign(self, endorsement, code=None):
        """Sign a quote with the code that is sent."""
        typed = self.ask_code(endorsement) if code is None else code
        return signing.sign(self.customer, endorsement.public_id, typed, "iPhone, Safari", "0" * 64, self.passwords,
                            self.offer, self.insurer, wording)

    def change(self, kind, **answers):
        """Write, quote and sign a change, and return it as it is now."""
        signed = self.sign(self.quote(kind, **answers))
        db.session.expire_all()
        return find_endorsement(self.customer, signed.public_id)


@pytest.fixture
def counter(app, customer):
    return Counter(app, customer)


def later(days):
    """Hold the clock some days after the others."""
    return held_at(NOW + timedelta(days=days))
