"""Papers about money: sums that add up, announcements that are early enough, the days to refuse a renewal."""
from dataclasses import replace
from datetime import date

import pytest

from insurance.documents.facts_payment import PremiumLine, ScheduledInstalment, refusal_days
from tests.support import papers


def test_a_schedule_adds_up():
    facts = papers.payment_schedule()
    assert (facts.total_cents, facts.paid_cents) == (12 * 3580, 11 * 3580)


@pytest.mark.parametrize("state", [
    {"is_paid": True, "is_unpaid": True}, {"is_paid": False, "paid_on": date(2026, 1, 8)},
])
def test_an_instalment_is_paid_or_late_or_neither(state):
    with pytest.raises(ValueError, match="paid, late, or neither"):
        ScheduledInstalment(due_on=date(2026, 1, 8), amount_cents=3580, **state)


def test_a_debit_is_announced_fourteen_days_ahead_and_only_a_debit_is():
    facts = papers.payment_schedule()
    assert replace(facts, announced_from=date(2026, 12, 8)).announced_from == date(2026, 12, 8)
    with pytest.raises(ValueError, match="fourteen days"):
        replace(facts, announced_from=date(2026, 12, 7))
    with pytest.raises(ValueError, match="fourteen days"):
        replace(facts, direct_debit=None)


def test_the_account_and_the_creditor_of_a_debit_are_named():
    debit = papers.payment_schedule().direct_debit
    assert replace(debit, mandate_reference="", creditor_identifier="").masked_account == debit.masked_account
    with pytest.raises(ValueError, match="masked_account is empty"):
        replace(debit, masked_account="")


@pytest.mark.parametrize("make", [papers.payment_schedule, papers.payment_receipt])
def test_a_period_that_ends_before_it_begins_is_refused(make):
    with pytest.raises(ValueError, match="before it begins"):
        replace(make(), period_until=date(2025, 1, 1))


def test_a_year_of_renewal_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        replace(papers.renewal_notice(), period_until=date(2027, 1, 1))


@pytest.mark.parametrize("change", [
    {"total_cents": 438_39}, {"taxes_cents": 81_17}, {"natural_disaster_cents": None}, {"reductions": ()},
    {"surcharges": (PremiumLine(label="alcool", amount_cents=1),)},
])
def test_a_notice_whose_parts_are_not_the_total_is_refused(change):
    with pytest.raises(ValueError, match="the total says"):
        replace(papers.renewal_notice(), **change)


def test_a_part_of_the_premium_has_a_name_and_is_not_below_zero():
    with pytest.raises(ValueError, match="label is empty"):
        PremiumLine(label="", amount_cents=1)
    with pytest.raises(ValueError, match="below zero"):
        PremiumLine(label="réduction", amount_cents=-1)


@pytest.mark.parametrize(("sent_on", "late_until"), [
    (date(2026, 9, 1), None), (date(2026, 10, 18), None),  # fifteen days before 2 November
    (date(2026, 10, 19), date(2026, 11, 8)), (date(2026, 11, 24), date(2026, 12, 14)),
    (date(2027, 1, 5), date(2027, 1, 25)),
])
def test_a_renewal_is_refused_two_months_before_or_twenty_days_after_a_late_notice(sent_on, late_until):
    """Code des assurances, art. L113-12 and L113-15-1."""
    assert refusal_days(date(2027, 1, 2), sent_on) == (date(2026, 11, 2), late_until)
