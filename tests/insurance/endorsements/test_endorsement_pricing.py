"""What a change costs: explained to the cent, frozen, and the same price from another day."""
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateways.pricing import TableTariff
from insurance.billing.models import Instalment
from insurance.contracts import tariff_table
from insurance.contracts.tariff import price
from insurance.endorsements.pricing import Books, explained, quoted, read, redated
from insurance.versions.rules import patched
from tests.insurance.contracts.test_tariff import RISKS
from tests.support.portfolio import LINE

TABLE = tariff_table.demonstration()
TARIFF = TableTariff(TABLE)
TODAY = date(2026, 11, 23)
DUES = [Instalment(due_on=date(year, month, 10), amount_cents=3580, state="upcoming", paid_cents=0)
        for year, month in ((2026, 12), (2027, 1), (2027, 2))]
BOOKS = Books(facts=LINE, version=4, instalments=DUES, at_fault_on=(), today=TODAY)
GARAGE = {"vehicle": {"parking": "private_garage"}}


def test_a_quote_holds_the_year_before_and_after_and_what_is_owed_for_the_days_left():
    quote = quoted(BOOKS, GARAGE, date(2026, 12, 1), TARIFF)
    assert (quote.premium_before_cents, quote.premium_after_cents, quote.version) == (42960, 40514, 4)
    assert (quote.renewal_on, quote.days_left, quote.days_of_year) == (date(2027, 1, 2), 32, 365)
    assert quote.due_cents == -214
    assert quote.after == patched(quote.before, GARAGE | {"premium": {"annual_cents": 40514}})
    assert quote.units == {("vehicle", "parking"), ("premium", "annual_cents")}
    assert [(one.due_on.isoformat(), one.after_cents - one.before_cents) for one in quote.dues] == [
        ("2026-12-10", -214), ("2027-01-10", -204), ("2027-02-10", -204)]


def test_nothing_that_changes_the_risk_leaves_the_premium_and_the_instalments():
    quote = quoted(BOOKS, {"vehicle": {"registration": "AB-123-CD"}}, TODAY, TARIFF)
    assert (quote.premium_after_cents, quote.due_cents, quote.dues, quote.refund_cents) == (42960, 0, (), 0)


def test_a_quote_is_read_back_as_it_was_kept():
    quote = quoted(BOOKS, GARAGE, TODAY, TARIFF)
    assert read(quote.stored() | {"replaces": None}) == quote


def test_a_quote_from_another_day_keeps_its_price_whatever_the_tariff_became():
    quote = quoted(BOOKS, GARAGE, TODAY, TARIFF)
    other = redated(replace(BOOKS, today=date(2026, 12, 3)), quote, date(2026, 12, 20))
    assert (other.premium_after_cents, other.lines_after, other.after) == (
        quote.premium_after_cents, quote.lines_after, quote.after)
    assert (other.days_left, other.due_cents) == (13, round(-2446 * 13 / 365))


def test_a_contract_that_has_not_begun_is_quoted_for_its_whole_year():
    ahead = replace(BOOKS, facts=LINE | {"effective_date": "2026-12-05", "anniversary": "12-05"})
    quote = quoted(ahead, GARAGE, date(2026, 12, 5), TARIFF)
    assert (quote.days_left, quote.due_cents) == (365, 40514 - 42960)


@given(RISKS, st.integers(1, 10**7))
@settings(max_examples=60)
def test_the_explanation_adds_up_to_the_premium_that_is_paid(risk, premium):
    seen = price(risk, TABLE)
    lines = explained(seen, premium)
    assert sum(one.cents for one in lines) == premium
    assert [(one.key, one.detail) for one in lines] == [(one.key, one.detail) for one in seen.lines]
    assert all(abs(one.cents * seen.annual_cents - other.cents * premium) <= seen.annual_cents
               for one, other in zip(lines, seen.lines, strict=True))


@pytest.mark.parametrize("on", [date(2026, 11, 23), date(2027, 1, 1)])
def test_the_day_of_the_change_counts_and_the_renewal_does_not(on):
    assert quoted(BOOKS, GARAGE, on, TARIFF).days_left == (date(2027, 1, 2) - on).days
