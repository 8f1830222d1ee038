"""A bank of one's own, and a contract with something to pay."""
from datetime import UTC, date, datetime, timedelta

import pytest

from gateways.payments.sandbox import Sandbox
from insurance.clock import held_at
from insurance.history.models import Actor
from insurance.payments import services
from insurance.payments.queries import payments_of, whole_payment
from tests.support.factories import make_contract, make_customer

NOON = datetime(2026, 4, 15, 8, 0, tzinfo=UTC)
"""Ten in the morning in Paris."""
TODAY = date(2026, 4, 15)


def day(offset):
    return TODAY + timedelta(days=offset)


@pytest.fixture(autouse=True)
def noon():
    """All this happens on one morning."""
    with held_at(NOON):
        yield


@pytest.fixture
def bank(tmp_path):
    """The bank of the demonstration."""
    return Sandbox(tmp_path / "bank.db", "secret", "https://portal.example/demo/banque/")


@pytest.fixture
def camille(app):
    return make_customer()


@pytest.fixture
def contract(camille):
    """A contract paid by card, with an instalment that is late, one of today and one to come."""
    return make_contract(camille, payment_method="card", instalments=[
        (day(-75), 30_00, "paid"), (day(-45), 30_00, "unpaid"), (day(0), 30_00, "upcoming"), (day(30), 30_00, "upcoming")])


@pytest.fixture
def desk(bank):
    """What a customer and the portal do together, in one word each."""
    return Desk(bank)


class Desk:
    """Agreeing, paying at the bank, hearing what the bank says."""

    def __init__(self, bank):
        self.bank = bank

    def agree(self, contract, *days, amount_cents=None):
        """Agree on a payment and open its page; return the payment and the bank's reference."""
        payment = services.agree(contract, days, Actor.CUSTOMER, self.bank, amount_cents)
        page = services.page_of(self.whole(payment), self.bank, "Cotisation", "https://portal.example/retour")
        return payment, page.reference

    def hear(self):
        """Deliver the bank's messages; return how many there were."""

        def post(body, signature):
            services.hear(self.bank.heard(body, signature))
            return 204

        return self.bank.deliver(post)

    def pay(self, contract, *days, **how):
        """Agree, pay, hear."""
        payment, reference = self.agree(contract, *days)
        self.bank.pay(reference, **how)
        self.hear()
        return payment

    def look_again(self):
        return services.look_again(lambda name: self.bank if name == self.bank.name else None)

    @staticmethod
    def whole(payment):
        return whole_payment(payment.id)

    @staticmethod
    def payments(contract):
        return payments_of([contract])[contract.id]
