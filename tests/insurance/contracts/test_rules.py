"""What a contract is worth at each instant, by the law and by the clocks of Paris."""
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.contracts.models import Contract, Driver, Vehicle
from insurance.contracts.nonpayment import notice_possible_on, resumption_after
from insurance.contracts.rules import (
    Cover,
    CoverDates,
    cover_at,
    cover_dates,
    is_novice,
    next_anniversary,
    presumption_ends_on,
    suspension_starts_on,
    termination_possible_on,
)

PARIS = ZoneInfo("Europe/Paris")


def contract(**values):
    """Return a contract that no database knows, in force since long."""
    return Contract(**{
        "state": "active", "effective_on": date(2020, 1, 1), "anniversary": "01-01", "payment_frequency": "yearly",
        "recorded_at": datetime(2026, 5, 5, 10, 0, tzinfo=UTC),
        "vehicle": Vehicle(is_registered=True)} | values)


def at(year, month, day, hour=0, minute=0, second=0, fold=0):
    """Return an instant by the clocks of Paris."""
    return datetime(year, month, day, hour, minute, second, tzinfo=PARIS, fold=fold)


def cover(one, moment):
    return cover_at(cover_dates(one), moment)


BEGIN, SUSPENSION, END = (datetime(2026, 1, day, tzinfo=UTC) for day in (10, 20, 30))
BEFORE, SECOND = timedelta(seconds=-1), timedelta(seconds=1)


@pytest.mark.parametrize(("dates", "moment", "worth"), [
    (CoverDates(BEGIN), BEGIN + BEFORE, Cover.NOT_YET), (CoverDates(BEGIN), BEGIN, Cover.VALID),
    (CoverDates(BEGIN), BEGIN + timedelta(days=9999), Cover.VALID),
    (CoverDates(BEGIN, ends_at=END), END + BEFORE, Cover.VALID), (CoverDates(BEGIN, ends_at=END), END, Cover.ENDED),
    (CoverDates(BEGIN, suspended_from=SUSPENSION), SUSPENSION + BEFORE, Cover.VALID),
    (CoverDates(BEGIN, suspended_from=SUSPENSION), SUSPENSION, Cover.SUSPENDED),
    (CoverDates(BEGIN, ends_at=END, suspended_from=SUSPENSION), END + BEFORE, Cover.SUSPENDED),
    (CoverDates(BEGIN, ends_at=END, suspended_from=SUSPENSION), END, Cover.ENDED),
    (CoverDates(BEGIN, provisional_until=SUSPENSION), BEGIN + BEFORE, Cover.NOT_YET),
    (CoverDates(BEGIN, provisional_until=SUSPENSION), BEGIN, Cover.PROVISIONAL),
    (CoverDates(BEGIN, provisional_until=SUSPENSION), SUSPENSION + BEFORE, Cover.PROVISIONAL),
    (CoverDates(BEGIN, provisional_until=SUSPENSION), SUSPENSION, Cover.VALID),
    (CoverDates(BEGIN, suspended_from=BEGIN, provisional_until=END), BEGIN, Cover.SUSPENDED),
    (CoverDates(BEGIN, suspended_from=SUSPENSION, resumes_at=END), END + BEFORE, Cover.SUSPENDED),
    (CoverDates(BEGIN, suspended_from=SUSPENSION, resumes_at=END), END, Cover.VALID),
    (CoverDates(BEGIN, suspended_from=SUSPENSION, resumes_at=BEGIN), SUSPENSION + BEFORE, Cover.VALID),
    (CoverDates(BEGIN, suspended_from=SUSPENSION, ends_at=SUSPENSION, resumes_at=END), END, Cover.ENDED),
    (CoverDates(BEGIN, resumes_at=END), END + BEFORE, Cover.VALID),
    (CoverDates(BEGIN, ends_at=BEGIN), BEGIN, Cover.ENDED), (CoverDates(END, ends_at=BEGIN), BEGIN + SECOND, Cover.ENDED),
])
def test_what_a_contract_is_worth_at_each_edge_of_its_dates(dates, moment, worth):
    assert cover_at(dates, moment) is worth
    assert worth.is_in_force is (worth in (Cover.VALID, Cover.PROVISIONAL))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_whatever_the_instant_a_contract_that_ended_never_comes_back(moment):
    dates = CoverDates(BEGIN, END, SUSPENSION, SUSPENSION)
    if cover_at(dates, moment) is Cover.ENDED:
        assert cover_at(dates, moment + timedelta(days=1)) is Cover.ENDED
    assert cover_at(dates, moment).is_in_force is (BEGIN <= moment < SUSPENSION)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25), date(2026, 10, 26), date(2026, 7, 1),
                                 date(2024, 2, 29), date(2027, 1, 1)])
def test_cover_begins_at_midnight_in_paris_summer_and_winter(day):
    one = contract(effective_on=day)
    midnight = at(day.year, day.month, day.day)
    assert cover(one, midnight.astimezone(UTC) + BEFORE) is Cover.NOT_YET
    assert cover(one, midnight).is_in_force


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)])
def test_the_last_day_is_covered_whole_however_long_it_lasts(day, hours):
    one = contract(ends_on=day)
    first = at(day.year, day.month, day.day).astimezone(UTC)
    assert cover(one, first + timedelta(hours=hours) + BEFORE) is Cover.VALID
    assert cover(one, first + timedelta(hours=hours)) is Cover.ENDED


@pytest.mark.parametrize("fold", [0, 1])
def test_both_hours_that_have_the_same_name_in_october_are_covered(fold):
    assert cover(contract(ends_on=date(2026, 10, 25)), at(2026, 10, 25, 2, 30, fold=fold)) is Cover.VALID


def test_a_formal_notice_suspends_after_thirty_days_and_lets_terminate_ten_days_later():
    one = contract(formal_notice_on=date(2026, 3, 12))
    assert suspension_starts_on(one) == date(2026, 4, 11)
    assert termination_possible_on(one) == date(2026, 4, 21)
    assert cover(one, at(2026, 4, 10, 23, 59, 59)) is Cover.VALID
    assert cover(one, at(2026, 4, 11)) is Cover.SUSPENDED


def test_the_days_that_the_insurer_gives_win_over_those_that_are_counted():
    one = contract(formal_notice_on=date(2026, 3, 12), suspended_on=date(2026, 4, 15), may_be_terminated_on=date(2026, 5, 2))
    assert suspension_starts_on(one) == date(2026, 4, 15)
    assert termination_possible_on(one) == date(2026, 5, 2)
    assert cover(one, at(2026, 4, 14, 12)) is Cover.VALID
    assert cover(one, at(2026, 4, 15)) is Cover.SUSPENDED


def test_the_law_by_its_days_unpaid_noticed_suspended_and_covered_again():
    """The example that the trade agrees on: due on 1 March 2026, paid on 15 April at ten."""
    sent_on = notice_possible_on(date(2026, 3, 1))
    assert sent_on == date(2026, 3, 12)
    back_at = resumption_after(at(2026, 4, 15, 10))
    assert back_at == at(2026, 4, 16, 12)
    one = contract(formal_notice_on=sent_on, resumes_at=back_at)
    assert [cover(one, moment) for moment in (
        at(2026, 4, 10, 23, 59, 59), at(2026, 4, 11), at(2026, 4, 15, 10), at(2026, 4, 16, 11, 59, 59), at(2026, 4, 16, 12))] == [
        Cover.VALID, Cover.SUSPENDED, Cover.SUSPENDED, Cover.SUSPENDED, Cover.VALID]


@pytest.mark.parametrize(("paid_at", "back_at"), [
    (at(2026, 4, 15, 0), at(2026, 4, 16, 12)), (at(2026, 4, 15, 23, 59, 59), at(2026, 4, 16, 12)),
    (datetime(2026, 4, 15, 22, 0, tzinfo=UTC), at(2026, 4, 17, 12)), (at(2026, 3, 28, 18), at(2026, 3, 29, 12)),
    (at(2026, 10, 24, 18), at(2026, 10, 25, 12)), (at(2026, 12, 31, 18), at(2027, 1, 1, 12)),
])
def test_cover_is_back_at_noon_by_the_clocks_of_paris_on_the_day_after(paid_at, back_at):
    assert resumption_after(paid_at) == back_at
    assert resumption_after(paid_at).utcoffset() == timedelta(0)


def test_a_payment_ends_the_suspensions_that_began_before_it_and_no_later_one():
    one = contract(formal_notice_on=date(2026, 3, 12), resumes_at=at(2026, 4, 16, 12))
    assert cover(one, at(2026, 4, 16, 12)) is Cover.VALID
    one.formal_notice_on = date(2026, 6, 12)
    assert cover(one, at(2026, 7, 12)) is Cover.SUSPENDED
    one.formal_notice_on, one.state, one.recorded_at = None, "suspended", at(2026, 4, 12)
    assert cover(one, at(2026, 4, 16, 12)) is Cover.VALID
    one.recorded_at = at(2026, 4, 17)
    assert cover(one, at(2026, 4, 17)) is Cover.SUSPENDED


@pytest.mark.parametrize(("values", "back_at"), [
    ({"payment_frequency": "monthly"}, at(2027, 1, 1)), ({"payment_frequency": "quarterly"}, at(2027, 1, 1)),
    ({"payment_frequency": "monthly", "anniversary": "04-11"}, at(2027, 4, 11)),
    ({"payment_frequency": "monthly", "anniversary": "04-12"}, at(2026, 4, 12)),
    ({"payment_frequency": "yearly"}, None),
    ({"payment_frequency": "monthly", "suspended_on": date(2026, 4, 11)}, None),
    ({"payment_frequency": "monthly", "state": "suspended"}, None),
    ({"payment_frequency": "monthly", "resumes_at": at(2026, 4, 16, 12)}, at(2026, 4, 16, 12)),
    ({"payment_frequency": "yearly", "resumes_at": at(2026, 4, 16, 12)}, at(2026, 4, 16, 12)),
])
def test_paid_in_parts_a_suspension_that_is_counted_ends_with_the_year_of_insurance(values, back_at):
    assert cover_dates(contract(formal_notice_on=date(2026, 3, 12), **values)).resumes_at == back_at


def test_without_a_formal_notice_nothing_is_counted():
    assert suspension_starts_on(contract()) is None
    assert termination_possible_on(contract()) is None


@pytest.mark.parametrize(("state", "worth"), [("suspended", Cover.SUSPENDED), ("terminated", Cover.ENDED)])
def test_a_state_without_its_date_counts_from_when_it_was_recorded(state, worth):
    one = contract(state=state)
    assert cover(one, one.recorded_at + BEFORE) is Cover.VALID
    assert cover(one, one.recorded_at) is worth


def test_a_contract_terminated_for_later_covers_until_then():
    one = contract(state="terminated", ends_on=date(2026, 12, 31))
    assert cover(one, at(2026, 12, 31, 23, 59)) is Cover.VALID
    assert cover(one, at(2027, 1, 1)) is Cover.ENDED


def test_the_memo_is_a_presumption_for_the_fifteen_days_that_follow_the_day_of_effect():
    one = contract(effective_on=date(2026, 7, 1))
    assert presumption_ends_on(one.effective_on) == date(2026, 7, 16)
    assert cover(one, at(2026, 7, 1)) is Cover.PROVISIONAL
    assert cover(one, at(2026, 7, 16, 23, 59, 59)) is Cover.PROVISIONAL
    assert cover(one, at(2026, 7, 17)) is Cover.VALID


@pytest.mark.parametrize(("transmitted_on", "until"), [
    (date(2026, 7, 1), at(2026, 7, 4)), (date(2026, 6, 20), at(2026, 7, 4)), (date(2026, 7, 5), at(2026, 7, 8)),
    (date(2026, 7, 15), at(2026, 7, 17)), (date(2026, 9, 1), at(2026, 7, 17)), (None, at(2026, 7, 17)),
])
def test_the_presumption_ends_sooner_when_the_register_must_know_the_vehicle(transmitted_on, until):
    one = contract(effective_on=date(2026, 7, 1), fva_transmitted_on=transmitted_on)
    assert cover_dates(one).provisional_until == until


def test_seventy_two_hours_are_hours_even_across_the_change_of_time():
    one = contract(effective_on=date(2026, 3, 27), fva_transmitted_on=date(2026, 3, 27))
    assert cover_dates(one).provisional_until == at(2026, 3, 30, 1)


def test_a_vehicle_that_is_not_registered_is_never_provisional():
    one = contract(effective_on=date(2026, 7, 1), vehicle=Vehicle(is_registered=False))
    assert cover(one, at(2026, 7, 2)) is Cover.VALID


def test_the_dates_of_a_cover_are_instants_of_utc():
    dates = cover_dates(contract(ends_on=date(2026, 12, 31), formal_notice_on=date(2026, 3, 12)))
    for moment in (dates.begins_at, dates.ends_at, dates.suspended_from, dates.provisional_until):
        assert moment.utcoffset() == timedelta(0)


@pytest.mark.parametrize(("anniversary", "after", "expected"), [
    ("01-02", date(2026, 1, 1), date(2026, 1, 2)), ("01-02", date(2026, 1, 2), date(2027, 1, 2)),
    ("12-31", date(2026, 12, 31), date(2027, 12, 31)), ("06-28", date(2026, 11, 23), date(2027, 6, 28)),
    ("02-29", date(2026, 1, 1), date(2026, 2, 28)), ("02-29", date(2026, 2, 28), date(2027, 2, 28)),
    ("02-29", date(2027, 12, 1), date(2028, 2, 29)), ("02-29", date(2028, 2, 28), date(2028, 2, 29)),
    ("02-29", date(2028, 2, 29), date(2029, 2, 28)),
])
def test_the_next_anniversary_is_strictly_later_and_always_a_day_that_exists(anniversary, after, expected):
    assert next_anniversary(anniversary, after) == expected


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_an_anniversary_comes_within_a_year(after, day):
    found = next_anniversary(f"{day:%m-%d}", after)
    assert after < found <= after + timedelta(days=366)


@pytest.mark.parametrize(("licensed_on", "on", "novice"), [
    (date(2023, 11, 24), date(2026, 11, 23), True), (date(2023, 11, 23), date(2026, 11, 23), False), (None, date(2026, 11, 23), False),
    (date(2024, 2, 29), date(2027, 2, 28), True), (date(2024, 2, 29), date(2027, 3, 1), False),
])
def test_a_driver_is_a_novice_for_three_years(licensed_on, on, novice):
    assert is_novice(Driver(licensed_on=licensed_on), on) is novice
