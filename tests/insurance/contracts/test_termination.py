"""Ending a contract: each motive has its day, its condition and its account."""
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.contracts.termination import (
    EVENTS_OF_LIFE,
    MOTIVES_WITH_AN_EVENT,
    Motive,
    Refusal,
    TerminationFacts,
    Terms,
    any_time_from,
    presumed_receipt,
    renewal_deadline,
    termination,
)

FACTS = TerminationFacts(effective_on=date(2022, 4, 1), anniversary="04-01", today=date(2026, 9, 15),
                         annual_premium_cents=480_00, paid_until=date(2027, 3, 31))
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MOTIVES = st.sampled_from(list(Motive))
ANY_FACTS = st.builds(
    TerminationFacts, effective_on=DAYS, anniversary=DAYS.map("{:%m-%d}".format), today=DAYS,
    annual_premium_cents=st.integers(0, 10**6), paid_until=st.none() | DAYS, event_on=st.none() | DAYS,
    renewal_notice_sent_on=st.none() | DAYS, is_private=st.booleans())


def asked(motive, **changes):
    return termination(motive, replace(FACTS, **changes))


def test_a_contract_ends_on_the_eve_of_its_renewal_when_asked_two_months_before():
    found = asked(Motive.RENEWAL, today=date(2027, 2, 1))
    assert (found.basis, found.refusal, found.ends_on) == (Motive.RENEWAL, None, date(2027, 3, 31))
    assert (found.refund_cents, found.still_due_cents, found.refund_by) == (0, 0, None)
    assert renewal_deadline(date(2027, 4, 1)) == date(2027, 2, 1)


def test_a_renewal_refused_too_late_ends_the_contract_at_any_time_instead():
    found = asked(Motive.RENEWAL, today=date(2027, 2, 2))
    assert (found.motive, found.basis, found.refusal) == (Motive.RENEWAL, Motive.ANY_TIME, Refusal.RENEWAL_TOO_NEAR)
    assert found.ends_on == date(2027, 3, 2)


def test_a_renewal_refused_too_late_in_the_first_year_waits_for_its_end():
    found = asked(Motive.RENEWAL, effective_on=date(2026, 4, 1), today=date(2027, 2, 2))
    assert not found.is_allowed
    assert (found.refusal, found.possible_from, found.ends_on) == (Refusal.RENEWAL_TOO_NEAR, date(2027, 4, 1), None)


def test_a_contract_ends_a_month_after_the_request_once_it_is_a_year_old():
    found = asked(Motive.ANY_TIME)
    assert (found.basis, found.ends_on, found.covered_until) == (
        Motive.ANY_TIME, date(2026, 10, 15), date(2026, 10, 15))
    assert found.refund_by == date(2026, 11, 14)
    assert asked(Motive.ANY_TIME, today=date(2026, 1, 31)).ends_on == date(2026, 2, 28)


@pytest.mark.parametrize(("today", "is_allowed"), [(date(2023, 3, 31), False), (date(2023, 4, 1), True)])
def test_the_first_year_must_have_passed(today, is_allowed):
    found = asked(Motive.ANY_TIME, today=today)
    assert found.is_allowed is is_allowed
    assert found.possible_from == (None if is_allowed else date(2023, 4, 1))
    assert found.refusal is (None if is_allowed else Refusal.FIRST_YEAR)
    assert any_time_from(FACTS) == date(2023, 4, 1)


def test_a_contract_of_an_occupation_is_not_ended_at_any_time():
    for motive in (Motive.ANY_TIME, Motive.LATE_RENEWAL_NOTICE):
        found = asked(motive, is_private=False)
        assert (found.basis, found.refusal, found.possible_from) == (None, Refusal.NOT_A_PRIVATE_CONTRACT, None)
    assert asked(Motive.RENEWAL, is_private=False).ends_on == date(2027, 3, 31)


def test_a_hundred_days_of_365_are_given_back():
    found = asked(Motive.ANY_TIME, today=date(2026, 11, 21))
    assert (date(2027, 3, 31) - found.ends_on).days == 100
    assert found.refund_cents == 131_51


def test_days_of_a_leap_period_are_counted_in_366():
    found = asked(Motive.ANY_TIME, today=date(2027, 11, 22), paid_until=date(2028, 3, 31))
    assert (date(2028, 3, 31) - found.ends_on).days == 100
    assert found.refund_cents == 131_15


def test_what_was_covered_and_not_paid_stays_due():
    found = asked(Motive.ANY_TIME, paid_until=date(2026, 9, 30))
    assert (found.refund_cents, found.still_due_cents, found.refund_by) == (0, 19_73, None)
    unpaid = asked(Motive.ANY_TIME, effective_on=date(2025, 4, 1), today=date(2026, 4, 1), paid_until=None)
    assert unpaid.still_due_cents == 480_00 + 40_77


@pytest.mark.parametrize(("sent_on", "today", "basis", "refusal", "ends_on"), [
    pytest.param(date(2027, 1, 17), date(2027, 1, 20), Motive.ANY_TIME, Refusal.NOTICE_WAS_IN_TIME, date(2027, 2, 20),
                 id="fifteen days before the deadline: in time"),
    pytest.param(date(2027, 1, 18), date(2027, 2, 7), Motive.LATE_RENEWAL_NOTICE, None, date(2027, 3, 31),
                 id="fourteen days before: twenty days to answer"),
    pytest.param(date(2027, 1, 18), date(2027, 2, 8), Motive.ANY_TIME, Refusal.ANSWER_TOO_LATE, date(2027, 3, 8),
                 id="on the twenty-first day"),
    pytest.param(date(2027, 2, 20), date(2027, 3, 12), Motive.LATE_RENEWAL_NOTICE, None, date(2027, 3, 31),
                 id="after the deadline"),
    pytest.param(date(2027, 3, 25), date(2027, 4, 14), Motive.LATE_RENEWAL_NOTICE, None, date(2027, 4, 15),
                 id="answered after the renewal"),
    pytest.param(date(2027, 4, 20), date(2027, 4, 22), Motive.LATE_RENEWAL_NOTICE, None, date(2027, 4, 23),
                 id="sent after the renewal"),
    pytest.param(None, date(2027, 4, 20), Motive.LATE_RENEWAL_NOTICE, None, date(2027, 4, 21), id="never sent"),
])
def test_a_late_renewal_notice_gives_twenty_days(sent_on, today, basis, refusal, ends_on):
    found = asked(Motive.LATE_RENEWAL_NOTICE, renewal_notice_sent_on=sent_on, today=today)
    assert (found.basis, found.refusal, found.ends_on) == (basis, refusal, ends_on)


def test_a_notice_that_never_left_matters_only_once_the_contract_was_renewed():
    found = asked(Motive.LATE_RENEWAL_NOTICE, effective_on=date(2026, 4, 1), today=date(2027, 3, 31))
    assert (found.basis, found.refusal) == (None, Refusal.NOT_RENEWED_YET)


def test_a_renewal_refused_too_late_because_of_a_late_notice_still_ends_at_the_renewal():
    found = asked(Motive.RENEWAL, renewal_notice_sent_on=date(2027, 2, 10), today=date(2027, 2, 20))
    assert (found.basis, found.refusal, found.ends_on) == (
        Motive.LATE_RENEWAL_NOTICE, Refusal.RENEWAL_TOO_NEAR, date(2027, 3, 31))


@pytest.mark.parametrize("motive", sorted(EVENTS_OF_LIFE))
def test_an_event_of_life_gives_three_months_to_ask_and_one_to_leave(motive):
    found = asked(motive, event_on=date(2026, 6, 15))
    assert (found.basis, found.ends_on) == (motive, date(2026, 10, 15))
    late = asked(motive, event_on=date(2026, 6, 14))
    assert (late.basis, late.refusal) == (Motive.ANY_TIME, Refusal.EVENT_TOO_OLD)
    first_year = {"effective_on": date(2026, 4, 1)}
    assert asked(motive, event_on=date(2026, 6, 15), **first_year).ends_on == date(2026, 10, 15)
    assert not asked(motive, event_on=date(2026, 6, 14), **first_year).is_allowed


def test_a_sale_stops_the_cover_at_midnight_and_the_contract_in_ten_days():
    found = asked(Motive.VEHICLE_SOLD, event_on=date(2026, 9, 12), effective_on=date(2026, 4, 1))
    assert (found.covered_until, found.ends_on) == (date(2026, 9, 12), date(2026, 9, 25))
    assert found.refund_cents == 245_92  # 187 days of 365


def test_a_sale_may_be_refunded_from_the_day_of_the_sale():
    sold = replace(FACTS, event_on=date(2026, 9, 12))
    generous = termination(Motive.VEHICLE_SOLD, sold, Terms(refund_counts_from_sale=True))
    assert generous.refund_cents == 263_01  # 200 days


def test_a_sale_ends_the_contract_by_itself_after_six_months():
    assert asked(Motive.VEHICLE_SOLD, event_on=date(2026, 3, 8)).ends_on == date(2026, 9, 8)
    assert asked(Motive.VEHICLE_SOLD, event_on=date(2026, 3, 20)).ends_on == date(2026, 9, 20)


def test_a_total_loss_ends_the_contract_on_its_day():
    found = asked(Motive.TOTAL_LOSS, event_on=date(2026, 9, 1))
    assert (found.ends_on, found.refund_cents) == (date(2026, 9, 1), 277_48)  # 211 days


def test_a_lower_risk_that_was_refused_a_lower_premium_ends_in_thirty_days():
    found = asked(Motive.REDUCED_RISK_REFUSED, effective_on=date(2026, 4, 1))
    assert (found.basis, found.ends_on) == (Motive.REDUCED_RISK_REFUSED, date(2026, 10, 15))


def test_another_motive_counts_as_a_request_to_end_at_any_time():
    found = asked(Motive.OTHER)
    assert (found.basis, found.refusal, found.ends_on) == (
        Motive.ANY_TIME, Refusal.NO_SUCH_MOTIVE, date(2026, 10, 15))
    found = asked(Motive.OTHER, effective_on=date(2026, 4, 1))
    assert (found.basis, found.possible_from) == (None, date(2027, 4, 1))


@pytest.mark.parametrize("motive", sorted(MOTIVES_WITH_AN_EVENT))
def test_the_day_of_an_event_is_asked_again_rather_than_replaced(motive):
    for event_on, refusal in ((None, Refusal.EVENT_DAY_MISSING), (date(2026, 9, 16), Refusal.EVENT_NOT_YET)):
        found = asked(motive, event_on=event_on)
        assert (found.basis, found.refusal) == (None, refusal)
    assert asked(motive, event_on=date(2022, 3, 31)).refusal is Refusal.EVENT_BEFORE_CONTRACT


def test_the_letter_of_a_new_insurer_is_presumed_received_the_next_day():
    assert presumed_receipt(date(2026, 12, 31)) == date(2027, 1, 1)


@given(MOTIVES, ANY_FACTS)
def test_a_request_always_has_a_date_or_a_reason(motive, facts):
    found = termination(motive, facts)
    assert found.is_allowed == (found.ends_on is not None)
    assert found.is_allowed or found.refusal is not None
    assert (found.basis is motive) == (found.refusal is None)


@given(MOTIVES, ANY_FACTS)
def test_money_goes_one_way_and_never_beyond_what_the_days_are_worth(motive, facts):
    found = termination(motive, facts)
    assert found.refund_cents >= 0
    assert found.still_due_cents >= 0
    assert found.refund_cents == 0 or found.still_due_cents == 0
    assert found.refund_by is None or (found.refund_cents >= 0 and found.refund_by > found.ends_on)


@given(MOTIVES, ANY_FACTS)
def test_cover_never_stops_before_the_request_except_by_an_event(motive, facts):
    found = termination(motive, facts)
    if found.is_allowed and found.basis not in (Motive.VEHICLE_SOLD, Motive.TOTAL_LOSS):
        assert found.covered_until == found.ends_on >= facts.today
    elif found.is_allowed:
        assert facts.event_on <= found.covered_until <= max(found.ends_on, facts.event_on)


@given(ANY_FACTS, st.integers(0, 400))
def test_asking_later_never_ends_a_contract_sooner(facts, days):
    later = replace(facts, today=facts.today + timedelta(days=days))
    one, other = termination(Motive.ANY_TIME, facts), termination(Motive.ANY_TIME, later)
    assert not one.is_allowed or one.ends_on <= other.ends_on
