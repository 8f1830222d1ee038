"""A worker that is killed between the bank and the database: nothing is taken twice, given back twice, or lost."""
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gateways.payments.sandbox import Sandbox
from insurance.billing.queries import instalments_of
from insurance.clock import held_at, now
from insurance.database import db
from insurance.history.models import Actor
from insurance.payments import services
from insurance.payments.queries import whole_payment
from insurance.payments.rules import PaymentState, outcome_of
from tests.insurance.payments.conftest import NOON, Desk, day

ROOT = Path(__file__).parents[3]
# Another process does one thing with the bank, and dies the moment the bank has answered: nothing is written after it.
DIES = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from app import create_app
from gateways.payments.sandbox import Sandbox
from insurance.clock import held_at
from insurance.history.models import Actor
from insurance.payments import services
from insurance.payments.queries import whole_payment
from uuid import UUID

instance, bank_file, verb, payment_id, moment = sys.argv[1:]

class Deadly(Sandbox):
    pass

def deadly(name):
    def act(self, *args):
        getattr(Sandbox, name)(self, *args)
        os.kill(os.getpid(), signal.SIGKILL)
    return act

setattr(Deadly, verb, deadly(verb))
bank = Deadly(Path(bank_file), "secret", "https://portal.example/demo/banque/")
app = create_app(INSTANCE_PATH=instance)
with app.app_context(), held_at(datetime.fromisoformat(moment)):
    payment = whole_payment(UUID(payment_id))
    if verb == "open":
        services.page_of(payment, bank, "Cotisation", "https://portal.example/retour")
    elif verb == "refund":
        services.refund(payment, 10_00, Actor.INSURER, bank)
    elif verb == "close":
        services.agree(payment.contract, [payment.opened_at.date()], Actor.CUSTOMER, bank)
    else:
        services.look_at(payment, bank)
"""


@pytest.fixture
def bank(app):
    return Sandbox(Path(app.instance_path) / "bank.db", "secret", "https://portal.example/demo/banque/")


def die(app, bank, verb, payment):
    """Let another process do this, and be killed at it."""
    db.session.rollback()
    done = subprocess.run(
        [sys.executable, "-c", DIES, app.instance_path, str(bank._file), verb, str(payment.id), now().isoformat()],
        cwd=ROOT, env=os.environ | {"DATABASE_URL": app.config["DATABASE_URL"]}, capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    db.session.rollback()  # what this process reads from here on is what the other one left


def settled(contract):
    return [(one.state, one.paid_cents) for one in instalments_of([contract])[contract.id]]


def live(desk, *minutes):
    """Let the workers that are left do their job."""
    for wait in minutes:
        with held_at(NOON.replace(hour=NOON.hour + wait // 60, minute=wait % 60)):
            desk.look_again()


def test_killed_once_the_bank_has_made_the_page_it_is_the_same_page_afterwards(app, bank, contract):
    payment = services.agree(contract, [day(-45)], Actor.CUSTOMER, bank)
    die(app, bank, "open", payment)
    assert outcome_of(whole_payment(payment.id).events).reference is None
    desk = Desk(bank)
    again, page = desk.agree(contract, day(-45))
    assert again.id == payment.id
    bank.pay(page)
    desk.hear()
    assert list(bank.taken_cents().values()) == [30_00]
    assert settled(contract)[1] == ("paid", 30_00)


def test_killed_once_the_bank_has_said_that_it_was_paid_the_next_worker_learns_it_and_nobody_pays_again(app, bank, contract):
    desk = Desk(bank)
    payment, page = desk.agree(contract, day(-45))
    bank.pay(page, messages="lost")
    die(app, bank, "look", payment)
    assert settled(contract)[1] == ("unpaid", 0)
    live(desk, 5)
    assert settled(contract)[1] == ("paid", 30_00)
    assert outcome_of(whole_payment(payment.id).events).kept_cents == 30_00
    live(desk, 10, 60)
    assert list(bank.taken_cents().values()) == [30_00]


def test_killed_once_the_bank_has_given_money_back_it_is_not_given_back_again(app, bank, contract):
    desk = Desk(bank)
    payment = desk.pay(contract, day(-45))
    die(app, bank, "refund", payment)
    assert bank.taken_cents() == {payment.public_id: 20_00}
    assert outcome_of(whole_payment(payment.id).events).kept_cents == 30_00
    live(desk, 5, 30)
    assert bank.taken_cents() == {payment.public_id: 20_00}
    outcome = outcome_of(whole_payment(payment.id).events)
    assert (outcome.state, outcome.kept_cents, outcome.refunds_asked) == (PaymentState.PAID, 20_00, frozenset())


def test_killed_once_the_bank_has_closed_the_former_page_another_payment_is_still_possible(app, bank, contract):
    desk = Desk(bank)
    payment, old_page = desk.agree(contract, day(-45))
    die(app, bank, "close", payment)
    newer, page = desk.agree(contract, day(0))
    bank.pay(old_page)
    bank.pay(page)
    desk.hear()
    assert bank.taken_cents() == {newer.public_id: 30_00}
