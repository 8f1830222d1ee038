"""The legal traffic light of non-payment (L113-3): one stage at each instant, and every day that matters."""
from datetime import UTC, date, datetime

import pytest

from insurance.billing.models import Instalment, SepaMandate, SignedMandate
from insurance.billing.rules import Stage, arrears_of, mandate_on
from insurance.contracts.models import Contract, Vehicle
from insurance.contracts.nonpayment import resumption_after
from tests.insurance.contracts.test_rules import at

DUE, SENT = date(2026, 3, 1), date(2026, 3, 12)


def contract(**values):
    return Contract(**{
        "state": "active", "effective_on": date(2020, 1, 1), "anniversary": "01-01", "payment_frequency": "yearly",
        "payment_method": "direct_debit", "recorded_at": datetime(2020, 1, 1, tzinfo=UTC),
        "vehicle": Vehicle(is_registered=True)} | values)


def due(on=DUE, cents=5000, state="unpaid", paid_cents=0):
    return Instalment(due_on=on, amount_cents=cents, state=state, paid_cents=paid_cents)


def test_the_light_goes_through_every_stage_of_the_law_by_its_days():
    one, late = contract(), [due()]
    before = arrears_of(one, late, at(2026, 3, 11))
    assert (before.stage, before.late_cents, before.late_since, before.notice_from) == (Stage.UNPAID, 5000, DUE, SENT)
    one.formal_notice_on = SENT
    noticed = arrears_of(one, late, at(2026, 4, 10, 23, 59))
    assert noticed.stage is Stage.NOTICED
    assert (noticed.noticed_on, noticed.suspended_on, noticed.terminable_on) == (SENT, date(2026, 4, 11), date(2026, 4, 21))
    assert noticed.resumes_at is None
    suspended = arrears_of(one, late, at(2026, 4, 15, 10))
    assert suspended.stage is Stage.SUSPENDED
    assert suspended.back_if_paid == at(2026, 4, 16, 12)
    assert arrears_of(one, late, at(2026, 4, 20, 23, 59)).stage is Stage.SUSPENDED
    assert arrears_of(one, late, at(2026, 4, 21)).stage is Stage.TERMINABLE


def test_once_paid_the_light_says_when_the_cover_is_back_and_then_goes_out():
    one = contract(formal_notice_on=SENT, resumes_at=resumption_after(at(2026, 4, 15, 10)))
    paid = [due(state="paid")]
    waiting = arrears_of(one, paid, at(2026, 4, 15, 10))
    assert (waiting.stage, waiting.resumes_at, waiting.is_off) == (Stage.RESUMING, at(2026, 4, 16, 12), True)
    assert arrears_of(one, paid, at(2026, 4, 16, 11, 59)).stage is Stage.RESUMING
    assert arrears_of(one, paid, at(2026, 4, 16, 12)).stage is Stage.CLEAR
    assert arrears_of(one, [*paid, due(date(2026, 4, 16))], at(2026, 4, 16, 13)).stage is Stage.UNPAID


def test_paid_in_parts_the_light_says_when_the_suspension_ends_without_a_payment():
    one = contract(formal_notice_on=SENT, payment_frequency="monthly")
    assert arrears_of(one, [due()], at(2026, 5, 1)).resumes_at == at(2027, 1, 1)
    assert arrears_of(one, [due()], at(2026, 5, 1)).stage is Stage.TERMINABLE
    assert arrears_of(one, [due()], at(2027, 1, 1)).stage is Stage.UNPAID


def test_what_is_late_adds_up_without_what_was_already_paid_of_it():
    found = arrears_of(contract(), [due(date(2026, 2, 1), 1000, paid_cents=300), due(cents=234), due(date(2026, 1, 1), 7, "paid")],
                       at(2026, 3, 5))
    assert (found.late_cents, found.late_since) == (934, date(2026, 2, 1))


@pytest.mark.parametrize(("method", "state", "on", "stage"), [
    ("card", "upcoming", DUE, Stage.CLEAR), ("card", "upcoming", date(2026, 3, 2), Stage.UNPAID),
    ("direct_debit", "upcoming", date(2026, 3, 20), Stage.CLEAR), ("direct_debit", "unpaid", DUE, Stage.UNPAID),
    ("card", "paid", date(2026, 3, 20), Stage.CLEAR),
])
def test_what_is_paid_by_card_is_late_the_day_after_and_a_debit_when_the_bank_says_so(method, state, on, stage):
    found = arrears_of(contract(payment_method=method), [due(state=state)], at(on.year, on.month, on.day))
    assert found.stage is stage


def test_a_contract_that_has_ended_has_no_light_whatever_it_owes():
    one = contract(state="terminated", ends_on=date(2026, 3, 31), formal_notice_on=SENT)
    found = arrears_of(one, [due()], at(2026, 5, 1))
    assert (found.stage, found.late_cents) == (Stage.CLEAR, 5000)


@pytest.mark.parametrize(("values", "stage", "terminable_on"), [
    ({"state": "suspended"}, Stage.SUSPENDED, None),
    ({"suspended_on": date(2026, 4, 1)}, Stage.TERMINABLE, date(2026, 4, 11)),
    ({"suspended_on": date(2026, 4, 1), "may_be_terminated_on": date(2026, 6, 1)}, Stage.SUSPENDED, date(2026, 6, 1)),
])
def test_what_the_insurer_says_of_a_suspension_is_what_the_light_says(values, stage, terminable_on):
    found = arrears_of(contract(**values), [due()], at(2026, 5, 1))
    assert (found.stage, found.terminable_on) == (stage, terminable_on)


A, B, C = "FR7630006000011234567890189", "FR1420041010050500013M02606", "DE89370400440532013000"
SIGNED_AT, FIRST_USE = at(2026, 11, 23, 12), date(2026, 12, 7)


def mandate(iban=B, former=A, signed_at=SIGNED_AT, used_from=FIRST_USE, revoked_at=None):
    return SignedMandate(iban=iban, former_iban=former, signed_at=signed_at, used_from=used_from, revoked_at=revoked_at)


@pytest.mark.parametrize(("said", "signed", "on", "iban"), [
    (A, [mandate()], date(2026, 12, 6), A),
    (A, [mandate()], FIRST_USE, B),  # the files are late: the account signed here is debited all the same
    (B, [mandate()], FIRST_USE, B),
    (C, [mandate()], FIRST_USE, C),  # an account never heard of here: the insurer knows better
    (A, [mandate(revoked_at=at(2026, 11, 24, 12))], FIRST_USE, A),
    (A, [mandate(signed_at=None, used_from=None)], FIRST_USE, A),  # a draft debits nothing
    (None, [mandate(former=None)], FIRST_USE, B),
    (None, [], FIRST_USE, None),
    (A, [mandate(C, B, at(2026, 12, 8, 9), date(2026, 12, 22)), mandate()], date(2026, 12, 21), B),
    (A, [mandate(C, B, at(2026, 12, 8, 9), date(2026, 12, 22)), mandate()], date(2026, 12, 22), C),
])
def test_the_newest_mandate_whose_day_has_come_is_the_one_that_is_debited(said, signed, on, iban):
    found = mandate_on(SepaMandate(iban=said) if said else None, signed, on)
    assert (found.iban if found else None) == iban


@pytest.mark.parametrize(("signed_on", "iban"), [(date(2026, 11, 24), A), (date(2026, 11, 23), B), (date(2020, 1, 1), B)])
def test_a_mandate_that_the_files_say_is_younger_prevails_and_an_older_one_does_not(signed_on, iban):
    assert mandate_on(SepaMandate(iban=A, signed_on=signed_on), [mandate()], FIRST_USE).iban == iban
