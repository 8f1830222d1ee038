"""Each instalment is reminded of once of a kind, never to somebody who asked for quiet, whatever days were missed."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from insurance.billing.models import Instalment, SepaMandate
from insurance.clock import held_at
from insurance.database import db, transaction
from insurance.history.models import Actor
from insurance.notices import Channel, NoticeKind, NoticeRefusal
from insurance.outbox import MailKind, OutgoingMail
from insurance.payments import links, reminders, services
from insurance.payments.models import PaymentLink
from insurance.payments.queries import contract_behind
from tests.insurance.payments.conftest import NOON, day
from tests.support.factories import make_contract, make_mandate

DAYS = (7, 1)


def mails():
    return [(mail.kind, mail.details["due_on"]) for mail in db.session.scalars(select(OutgoingMail).where(
        OutgoingMail.kind.in_([MailKind.INSTALMENT_DUE, MailKind.INSTALMENT_LATE])).order_by(OutgoingMail.id))]


def on(offset):
    return held_at(NOON + timedelta(days=offset))


@pytest.fixture
def contract(camille):
    return make_contract(camille, payment_method="card", instalments=[(day(7), 30_00, "upcoming"), (day(60), 30_00, "upcoming")])


def live(*offsets):
    """Let the worker run on these days, several times each."""
    for offset in offsets:
        with on(offset):
            for _ in range(2):
                reminders.remind(DAYS)


def test_a_reminder_comes_seven_days_before_then_the_day_before_then_once_when_it_is_late(contract):
    live(*range(-3, 30))
    due = day(7).isoformat()
    assert mails() == [(MailKind.INSTALMENT_DUE, due), (MailKind.INSTALMENT_DUE, due), (MailKind.INSTALMENT_LATE, due)]


def test_after_days_without_a_worker_only_the_nearest_reminder_is_sent(contract):
    live(6, 7)
    assert mails() == [(MailKind.INSTALMENT_DUE, day(7).isoformat())]


def test_what_is_paid_meanwhile_is_not_reminded_of(contract, desk):
    live(0)
    desk.pay(contract, day(7))
    live(*range(1, 30))
    assert len(mails()) == 1


def test_somebody_who_asked_for_quiet_is_not_reminded_for_ten_days(contract):
    with on(9):
        reminders.be_quiet(contract)
        assert reminders.quiet_until(contract) == day(19)
    live(*range(10, 20))
    assert mails() == []
    live(20)
    assert mails() == [(MailKind.INSTALMENT_LATE, day(7).isoformat())]


def test_somebody_who_has_just_tried_to_pay_is_not_reminded(contract, desk):
    with on(10):
        services.agree(contract, [day(7)], Actor.CUSTOMER, desk.bank)
    live(10, 11, 12)
    assert mails() == []
    live(14)
    assert len(mails()) == 1


def test_a_debit_is_announced_with_its_account_and_is_not_late_by_itself(contract):
    with transaction() as session:
        contract.payment_method = "direct_debit"
        session.add(SepaMandate(contract_id=contract.id, iban="FR1420041010050500013M02606"))
    live(0, 6, 20)
    assert [kind for kind, _ in mails()] == [MailKind.INSTALMENT_DUE] * 2
    assert db.session.scalar(select(OutgoingMail)).details["account"] == "FR•• •••• •••• 2606"


def test_each_debit_is_announced_once_fourteen_days_before_whoever_asked_for_quiet(contract):
    with transaction() as session:
        contract.payment_method = "direct_debit"
        session.add(SepaMandate(contract_id=contract.id, iban="FR1420041010050500013M02606", reference="M1"))
        session.add(NoticeRefusal(customer_id=contract.customer_id, notice=NoticeKind.REMINDERS, channel=Channel.MAIL))
    make_mandate(contract, used_in=30)
    reminders.be_quiet(contract)
    for offset in (-8, -7, 0, 7, 8, 45, 46, 47):
        with on(offset):
            for _ in range(2):
                reminders.announce_debits(14)
    sent = [(mail.details["due_on"], mail.details["account"], mail.written_at.date()) for mail in db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.kind == MailKind.DEBIT_ANNOUNCED).order_by(OutgoingMail.id))]
    assert sent == [(day(7).isoformat(), "FR•• •••• •••• 2606", day(-7)), (day(60).isoformat(), "DE•• •••• •••• 3000", day(46))]


def test_nobody_announces_a_debit_of_what_is_paid_by_card_or_of_a_contract_that_has_ended(contract):
    reminders.announce_debits(14)
    with transaction():
        contract.payment_method, contract.ends_on = "direct_debit", day(-1)
    reminders.announce_debits(14)
    assert db.session.scalar(select(OutgoingMail)) is None


def test_a_contract_that_has_ended_is_not_reminded_of_anything(contract):
    with transaction():
        contract.ends_on = day(-1)
    live(0, 6, 12)
    assert mails() == []


def test_what_has_been_late_for_long_is_left_to_the_letters_of_the_law(contract):
    with transaction():
        db.session.scalar(select(Instalment).where(Instalment.due_on == day(7))).state = "unpaid"
    live(40)
    assert mails() == []


def test_the_link_of_a_reminder_pays_that_contract_and_is_forgotten_in_time(contract):
    live(0)
    secret = db.session.scalar(select(OutgoingMail.secret))
    assert contract_behind(secret).id == contract.id
    with on(60):
        links.purge()
        assert db.session.query(PaymentLink).count() == 1
    with on(61):
        links.purge()
        assert db.session.query(PaymentLink).count() == 0
