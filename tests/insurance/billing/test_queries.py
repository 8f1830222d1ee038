"""What is due, what is late, and what the dashboard says first."""
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from insurance.billing.models import SepaMandate
from insurance.billing.queries import AlertKind, alerts_of, instalments_of, mandate_of, next_due
from insurance.billing.rules import Stage
from insurance.clock import held_at
from insurance.contracts.queries import contracts_of
from insurance.database import db, transaction
from tests.support.factories import make_contract, make_customer

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
IBAN = "FR1420041010050500013M02606"


def day(offset):
    return TODAY + timedelta(days=offset)


@pytest.fixture(autouse=True)
def noon():
    """All this happens at noon on one day."""
    with held_at(NOON):
        yield


@pytest.fixture
def camille(app):
    return make_customer()


def alerts(customer):
    contracts = contracts_of(customer)
    return alerts_of(contracts, instalments_of(contracts))


def kinds(customer):
    return [alert.kind for alert in alerts(customer)]


def test_a_contract_without_trouble_says_nothing(camille):
    make_contract(camille, instalments=[(day(-30), 3580, "paid"), (day(40), 3580, "upcoming")])
    assert alerts(camille) == []


def test_instalments_come_oldest_first_and_by_contract(camille):
    one = make_contract(camille, "AA-1", instalments=[(day(5), 2, "upcoming"), (day(-5), 1, "paid")])
    two = make_contract(camille, "AA-2", instalments=[(day(1), 3, "upcoming")])
    found = instalments_of([one, two])
    assert [[item.amount_cents for item in found[contract.id]] for contract in (one, two)] == [[1, 2], [3]]
    assert instalments_of([])[one.id] == []


@pytest.mark.parametrize(("offset", "is_due"), [(-1, False), (0, True), (1, True)])
def test_the_next_payment_is_today_or_later(camille, offset, is_due):
    contract = make_contract(camille, instalments=[(day(offset), 3580, "upcoming")])
    assert (next_due(instalments_of([contract])[contract.id]) is not None) is is_due


@pytest.mark.parametrize(("offset", "said"), [(0, True), (15, True), (16, False)])
def test_a_payment_is_announced_fifteen_days_before(camille, offset, said):
    make_contract(camille, instalments=[(day(offset), 3580, "upcoming")])
    assert kinds(camille) == ([AlertKind.DUE_SOON] if said else [])


def test_an_alert_about_money_carries_the_whole_traffic_light(camille):
    make_contract(camille, formal_notice_on=day(-12), instalments=[(day(-40), 5000, "unpaid")])
    alert, = alerts(camille)
    assert (alert.kind, alert.arrears.stage, alert.arrears.late_cents) == (AlertKind.ARREARS, Stage.NOTICED, 5000)


def test_a_new_contract_says_until_when_the_memo_counts(camille):
    make_contract(camille, state="provisional", effective_on=day(-9), documents_due_on=day(21))
    alert, = alerts(camille)
    assert (alert.kind, alert.on, alert.until) == (AlertKind.PROVISIONAL, day(-9), day(6))


def test_the_last_day_of_the_memo_is_the_day_before_the_register_must_know(camille):
    make_contract(camille, effective_on=day(-1), fva_transmitted_on=day(-1))
    alert, = alerts(camille)
    assert alert.until == day(1)


def test_a_contract_to_come_says_from_when(camille):
    make_contract(camille, effective_on=day(3))
    alert, = alerts(camille)
    assert (alert.kind, alert.on) == (AlertKind.NOT_YET, day(3))


def test_a_contract_that_ended_says_nothing(camille):
    make_contract(camille, state="terminated", ends_on=day(-1), formal_notice_on=day(-90), instalments=[(day(-60), 5000, "unpaid")])
    assert alerts(camille) == []


def test_the_gravest_comes_first(camille):
    make_contract(camille, "AA-1", instalments=[(day(1), 3580, "upcoming")])
    make_contract(camille, "AA-2", effective_on=day(3))
    make_contract(camille, "AA-3", instalments=[(day(-40), 100, "unpaid")])
    make_contract(camille, "AA-4", state="suspended", suspended_on=day(-15))
    make_contract(camille, "AA-5", formal_notice_on=day(-12))
    assert kinds(camille) == [AlertKind.ARREARS] * 3 + [AlertKind.NOT_YET, AlertKind.DUE_SOON]
    assert [alert.arrears.stage for alert in alerts(camille)[:3]] == [Stage.TERMINABLE, Stage.NOTICED, Stage.UNPAID]


def test_an_account_is_masked_on_the_screen_and_sealed_in_the_database(camille):
    contract = make_contract(camille)
    with transaction() as session:
        session.add(SepaMandate(contract_id=contract.id, iban=IBAN))
    assert mandate_of(contract).masked_iban == "FR•• •••• •••• 2606"
    raw = db.session.scalar(text("SELECT iban FROM sepa_mandate"))
    assert IBAN not in raw
    db.session.expire_all()
    assert mandate_of(contract).iban == IBAN


def test_a_contract_paid_by_card_has_no_mandate(camille):
    assert mandate_of(make_contract(camille, payment_method="card")) is None
