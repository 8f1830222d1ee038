"""Taking payments: agreed, paid at the bank, heard of, and never taken twice."""
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload

from insurance.billing.models import InstalmentState as State
from insurance.billing.queries import instalments_of
from insurance.clock import held_at, now
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.errors import Reason, Refused
from insurance.history.models import Actor
from insurance.payments import services
from insurance.payments.models import PaymentEventKind as Kind
from insurance.payments.models import PaymentWatch
from insurance.payments.provider import Fact
from insurance.payments.queries import payable_of
from insurance.payments.rules import PaymentState, outcome_of
from insurance.portfolio.reader import read
from insurance.portfolio.services import Saved, import_portfolio
from tests.insurance.payments.conftest import NOON, TODAY, Desk, day
from tests.support.factories import make_contract, make_customer
from tests.support.portfolio import LINE, as_bytes


@pytest.fixture
def bring_in(app, tmp_path):
    """Import one line and return its contract."""

    def bring_in(line):
        path = tmp_path / "portfolio.jsonl"
        path.write_bytes(as_bytes(line))
        (outcome,) = import_portfolio(read(path, today=TODAY), app.extensions["storage"])
        assert isinstance(outcome, Saved), outcome
        db.session.expire_all()
        return db.session.scalar(select(Contract).options(joinedload(Contract.customer)))
    return bring_in


def states(contract):
    db.session.expire_all()
    return [(one.state, one.paid_cents) for one in instalments_of([contract])[contract.id]]


def outcome(desk, payment):
    return outcome_of(desk.whole(payment).events)


def test_what_is_paid_at_the_bank_settles_the_instalments_once_the_bank_says_so(desk, contract):
    payment, reference = desk.agree(contract, day(-45), day(0))
    assert (payment.amount_cents, payment.reference) == (60_00, "PAI-2026-000001")
    desk.bank.pay(reference)
    assert states(contract)[1] == (State.UNPAID, 0)
    assert desk.hear() == 1
    assert states(contract) == [(State.PAID, 0), (State.PAID, 30_00), (State.PAID, 30_00), (State.UPCOMING, 0)]
    assert [one.paid_on for one in instalments_of([contract])[contract.id]][1] == TODAY
    assert outcome(desk, payment).state is PaymentState.PAID


def test_agreeing_twice_on_the_same_thing_is_one_payment_and_one_page(desk, contract):
    first, second = desk.agree(contract, day(-45)), desk.agree(contract, day(-45))
    assert first[0].id == second[0].id
    assert first[1] == second[1]


def test_another_choice_replaces_the_former_one_whose_page_is_then_closed(desk, contract):
    former, old_page = desk.agree(contract, day(-45))
    newer, page = desk.agree(contract, day(-45), day(0))
    assert newer.id != former.id
    assert outcome(desk, former).state is PaymentState.CLOSED
    desk.bank.pay(old_page)
    desk.bank.pay(page)
    desk.hear()
    assert desk.bank.taken_cents() == {newer.public_id: 60_00}


def test_another_choice_waits_while_the_former_one_was_paid_and_nobody_knew(desk, contract):
    _former, page = desk.agree(contract, day(-45))
    desk.bank.pay(page, messages="lost")
    with pytest.raises(Refused) as refusal:
        desk.agree(contract, day(-45), day(0))
    assert refusal.value.reason is Reason.PAYMENT_UNDER_WAY
    assert states(contract)[1] == (State.PAID, 30_00)
    newer, page = desk.agree(contract, day(0))
    assert newer.amount_cents == 30_00


def test_a_page_that_has_too_little_time_left_is_replaced(desk, contract):
    former, _page = desk.agree(contract, day(-45))
    with held_at(NOON + services.PAGE_LIFE - services.PAGE_LEFT):
        assert desk.agree(contract, day(-45))[0].id != former.id
        assert outcome(desk, former).state is PaymentState.CLOSED


def test_what_is_paid_or_does_not_exist_is_not_to_be_paid(desk, contract):
    for days in ([day(-75)], [day(-45), day(-75)], [day(1)], []):
        with pytest.raises(Refused) as refusal:
            desk.agree(contract, *days)
        assert refusal.value.reason is Reason.NOTHING_TO_PAY


def test_a_part_may_be_paid_and_the_rest_after_it(desk, contract):
    _payment, page = desk.agree(contract, day(-45), day(0), amount_cents=40_00)
    desk.bank.pay(page)
    desk.hear()
    assert states(contract)[1:3] == [(State.PAID, 30_00), (State.UPCOMING, 10_00)]
    assert [one.left_cents for one in payable_of(contract)] == [20_00, 30_00]
    rest = desk.pay(contract, day(0))
    assert rest.amount_cents == 20_00
    assert states(contract)[2] == (State.PAID, 30_00)


def test_refused_cards_are_told_and_another_one_may_follow(desk, contract):
    payment, page = desk.agree(contract, day(-45))
    desk.bank.pay(page, "51")
    desk.hear()
    assert (outcome(desk, payment).state, outcome(desk, payment).refusal) == (PaymentState.OPEN, "insufficient-funds")
    desk.bank.pay(page)
    desk.hear()
    assert (outcome(desk, payment).state, outcome(desk, payment).refusal) == (PaymentState.PAID, None)


@pytest.mark.parametrize("messages", ["prompt", "late", "twice", "out-of-order", "lost", "wrong-amount"])
def test_whatever_happens_to_the_messages_the_truth_is_learnt(desk, contract, messages):
    payment, page = desk.agree(contract, day(-45))
    desk.bank.pay(page, messages=messages)
    desk.hear()
    with held_at(NOON + timedelta(minutes=3)):
        desk.hear()
        desk.look_again()
        assert states(contract)[1] == (State.PAID, 30_00)
        assert outcome(desk, payment).kept_cents == desk.bank.taken_cents()[payment.public_id] == 30_00
        assert db.session.get(PaymentWatch, payment.id).look_at >= NOON + timedelta(days=1)


def test_a_message_that_says_another_amount_is_noted_and_not_believed(desk, contract):
    payment, page = desk.agree(contract, day(-45))
    desk.bank.pay(page, messages="wrong-amount")
    desk.hear()
    assert outcome(desk, payment).state is PaymentState.OPEN
    assert [event.kind for event in desk.whole(payment).events][-1] == Kind.MISMATCH


def test_a_message_that_says_closed_is_not_believed_before_the_bank_is_asked(desk, contract):
    payment, _page = desk.agree(contract, day(-45))
    services.hear([Fact(Kind.CLOSED, "expired", now(), payment.public_id)])
    assert outcome(desk, payment).state is PaymentState.OPEN
    assert desk.look_again() == 1
    assert outcome(desk, payment).state is PaymentState.OPEN


def test_a_message_about_a_payment_that_is_not_ours_changes_nothing(desk, contract):
    services.hear([Fact(Kind.CAPTURED, "capture", now(), "of-somebody---", amount_cents=30_00)])
    services.hear([Fact(Kind.REFUNDED, "refund", now(), reference="pi_of_somebody", amount_cents=30_00)])
    assert states(contract)[1] == (State.UNPAID, 0)


def test_an_abandoned_page_is_closed_at_the_bank_and_here(desk, contract):
    payment, _page = desk.agree(contract, day(-45))
    with held_at(NOON + services.PAGE_LIFE):
        assert desk.look_again() == 1
        assert outcome(desk, payment).state is PaymentState.CLOSED
        assert desk.look_again() == 0


def test_a_page_that_was_never_shown_is_given_up_when_its_time_has_passed(desk, contract):
    payment = services.agree(contract, [day(-45)], Actor.CUSTOMER, desk.bank)
    with held_at(NOON + timedelta(minutes=1)):
        desk.look_again()
        assert outcome(desk, payment).state is PaymentState.OPEN
    with held_at(NOON + services.PAGE_LIFE + timedelta(hours=6)):
        desk.look_again()
        assert outcome(desk, payment).state is PaymentState.CLOSED


def test_a_page_that_comes_after_its_payment_was_replaced_is_shown_to_nobody(desk, contract):
    former = desk.whole(services.agree(contract, [day(-45)], Actor.CUSTOMER, desk.bank))
    desk.agree(contract, day(0))
    with pytest.raises(Refused) as refusal:
        services.page_of(desk.whole(former), desk.bank, "Cotisation", "https://portal.example/retour")
    assert refusal.value.reason is Reason.NOTHING_TO_PAY


def test_a_page_that_was_being_made_while_its_payment_was_replaced_is_closed(desk, contract):
    former = desk.whole(services.agree(contract, [day(-45)], Actor.CUSTOMER, desk.bank))

    class Slow:
        """The bank, that takes its time: somebody chooses something else meanwhile."""

        name = desk.bank.name

        def open(self, order):
            self.page = desk.bank.open(order).reference
            desk.agree(contract, day(0))
            return desk.bank.open(order)

        def close(self, reference):
            return desk.bank.close(reference)

    slow = Slow()
    with pytest.raises(Refused) as refusal:
        services.page_of(former, slow, "Cotisation", "https://portal.example/retour")
    assert refusal.value.reason is Reason.PAYMENT_UNDER_WAY
    assert not desk.bank.look(slow.page).is_open


def test_money_that_comes_twice_for_the_same_thing_goes_back_by_itself(desk, contract):
    first, page = desk.agree(contract, day(-45))
    desk.bank.pay(page, messages="lost")
    with transaction():  # meanwhile the insurer's file says that it was paid elsewhere
        one = instalments_of([contract])[contract.id][1]
        one.state = one.said_state = State.PAID
    with held_at(NOON + timedelta(minutes=1)):
        desk.look_again()
        assert desk.bank.taken_cents()[first.public_id] == 0
        assert outcome(desk, first).state is PaymentState.REFUNDED
        assert outcome(desk, first).excess_cents == 0


def test_a_refund_makes_the_newest_instalment_due_again(desk, contract):
    payment = desk.pay(contract, day(-45), day(0))
    services.refund(payment, 40_00, Actor.INSURER, desk.bank)
    assert states(contract)[1:3] == [(State.UNPAID, 20_00), (State.UPCOMING, 0)]
    assert outcome(desk, payment).kept_cents == desk.bank.taken_cents()[payment.public_id] == 20_00
    desk.hear()
    assert outcome(desk, payment).kept_cents == 20_00
    for cents in (20_01, 0, -1):
        with pytest.raises(Refused) as refusal:
            services.refund(payment, cents, Actor.INSURER, desk.bank)
        assert refusal.value.reason is Reason.NOTHING_TO_REFUND


def test_a_dispute_takes_the_money_and_the_instalment_is_due_again(desk, contract):
    payment = desk.pay(contract, day(-45))
    desk.bank.dispute(next(event.key for event in desk.whole(payment).events if event.kind == Kind.SENT))
    desk.hear()
    assert states(contract)[1] == (State.UNPAID, 0)
    assert outcome(desk, payment).state is PaymentState.REFUNDED


def test_a_dispute_whose_message_is_lost_is_learnt_all_the_same(desk, contract):
    payment = desk.pay(contract, day(-45))
    desk.bank.dispute(next(event.key for event in desk.whole(payment).events if event.kind == Kind.SENT), messages="lost")
    desk.hear()
    assert desk.look_again() == 0
    with held_at(NOON + timedelta(days=1)):
        assert desk.look_again() == 1
        assert states(contract)[1] == (State.UNPAID, 0)
        assert db.session.get(PaymentWatch, payment.id) is None


def test_what_was_received_is_asked_about_less_and_less_often_and_then_no_more(desk, contract):
    payment = desk.pay(contract, day(-45))
    asked = []
    for days in range(140):
        with held_at(NOON + timedelta(days=days)):
            asked += [days] * desk.look_again()
    assert asked == [1, 2, 4, 8, 16, 32, 64, 128]
    assert db.session.get(PaymentWatch, payment.id) is None


def test_nothing_is_believed_to_have_happened_in_the_future_or_before_it_was_agreed(desk, contract):
    payment, _page = desk.agree(contract, day(-45))
    services.hear([Fact(Kind.CAPTURED, "capture", now() + timedelta(days=3), payment.public_id, amount_cents=30_00)])
    assert outcome(desk, payment).paid_at == now()
    other, _page = desk.agree(contract, day(0))
    services.hear([Fact(Kind.CAPTURED, "capture", now() - timedelta(days=3), other.public_id, amount_cents=30_00)])
    assert outcome(desk, other).paid_at == other.opened_at


@pytest.mark.parametrize("books", ["app", "postgres_app"])
def test_a_line_of_the_ledger_can_be_neither_changed_nor_deleted(request, books, bank):
    request.getfixturevalue(books)
    contract = make_contract(make_customer(), payment_method="card", instalments=[(day(-45), 30_00, "unpaid")])
    Desk(bank).pay(contract, day(-45))
    for table in ("payment", "payment_event"):
        for statement in (f"UPDATE {table} SET amount_cents = 1", f"DELETE FROM {table}"):  # noqa: S608
            with pytest.raises(DBAPIError, match="only added to"), db.engine.begin() as connection:
                connection.execute(text(statement))


def test_a_file_that_repeats_what_it_said_before_the_payment_changes_nothing_of_it(bring_in, desk):
    line = LINE | {"premium": {"annual_cents": 42960, "frequency": "monthly", "method": "card"}, "documents": [], "instalments": [
        {"due_date": day(-75).isoformat(), "amount_cents": 3580, "status": "paid", "paid_on": day(-74).isoformat()},
        {"due_date": day(-45).isoformat(), "amount_cents": 3580, "status": "unpaid"},
        {"due_date": day(15).isoformat(), "amount_cents": 3580, "status": "upcoming"}]}
    contract = bring_in(line)
    desk.pay(contract, day(-45))
    for offset, status in enumerate(("unpaid", "upcoming", "unpaid")):
        line["instalments"][1]["status"] = status
        line["instalments"].append({"due_date": day(45 + offset).isoformat(), "amount_cents": 3580, "status": "upcoming"})
        contract = bring_in(line)
        assert states(contract)[1] == (State.PAID, 35_80)
    line["instalments"].pop(0)  # positions move
    contract = bring_in(line)
    assert states(contract)[:3] == [(State.PAID, 0), (State.PAID, 35_80), (State.UPCOMING, 0)]
    assert [one.said_state for one in instalments_of([contract])[contract.id]][1] == State.UNPAID
    payment, = desk.payments(contract)
    services.refund(payment, 35_80, Actor.INSURER, desk.bank)
    assert states(contract)[1] == (State.UNPAID, 0)
