"""Days and delays: against dates that anybody can check in an almanac."""
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.calendar import (
    add_business_days,
    add_months,
    add_working_days,
    easter,
    is_business_day,
    is_public_holiday,
    is_working_day,
    public_holidays,
    whole_years,
)

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))
FEW = st.integers(min_value=0, max_value=30)


@pytest.mark.parametrize("sunday", [
    date(1818, 3, 22), date(1943, 4, 25), date(1954, 4, 18), date(1981, 4, 19), date(2000, 4, 23), date(2008, 3, 23),
    date(2019, 4, 21), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16),
    date(2038, 4, 25), date(2049, 4, 18), date(2076, 4, 19), date(2106, 4, 18),
])
def test_easter_falls_when_the_almanac_says(sunday):
    assert easter(sunday.year) == sunday


@given(st.integers(min_value=1583, max_value=4099))
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    assert easter(year).isoweekday() == 7
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@pytest.mark.parametrize(("year", "monday", "ascension", "whit_monday"), [
    (2026, date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)),
    (2027, date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17)),
    (2028, date(2028, 4, 17), date(2028, 5, 25), date(2028, 6, 5)),
])
def test_france_has_eleven_public_holidays(year, monday, ascension, whit_monday):
    fixed = {date(year, *day) for day in ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))}
    assert public_holidays(year) == fixed | {monday, ascension, whit_monday}
    assert len(public_holidays(year)) == 11


def test_alsace_and_moselle_have_two_more():
    assert public_holidays(2026, alsace_moselle=True) - public_holidays(2026) == {date(2026, 4, 3), date(2026, 12, 26)}
    assert len(public_holidays(2026, alsace_moselle=True)) == 13


def test_two_feasts_may_share_a_day():
    assert date(2008, 5, 1) == easter(2008) + timedelta(days=39)
    assert len(public_holidays(2008)) == 10


@pytest.mark.parametrize(("start", "count", "end"), [
    (date(2026, 7, 10), 5, date(2026, 7, 20)),
    (date(2026, 4, 30), 5, date(2026, 5, 11)),
    (date(2026, 5, 13), 2, date(2026, 5, 18)),
    (date(2026, 12, 23), 5, date(2026, 12, 31)),
])
def test_a_declaration_delay_skips_weekends_and_holidays(start, count, end):
    assert add_working_days(start, count) == end


@pytest.mark.parametrize(("start", "end"), [
    (date(2026, 4, 30), date(2026, 5, 15)),
    (date(2026, 7, 6), date(2026, 7, 18)),
    (date(2026, 12, 18), date(2026, 12, 31)),
])
def test_ten_business_days_count_saturdays(start, end):
    assert add_business_days(start, 10) == end


def test_good_friday_is_worked_in_paris_and_not_in_strasbourg():
    assert is_working_day(date(2026, 4, 3))
    assert not is_working_day(date(2026, 4, 3), alsace_moselle=True)
    assert add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 3)
    assert add_working_days(date(2026, 4, 2), 1, alsace_moselle=True) == date(2026, 4, 7)
    assert add_business_days(date(2026, 12, 24), 1) == date(2026, 12, 26)
    assert add_business_days(date(2026, 12, 24), 1, alsace_moselle=True) == date(2026, 12, 28)


def test_saturday_is_a_business_day_and_not_a_working_day():
    assert is_business_day(date(2026, 7, 18))
    assert not is_working_day(date(2026, 7, 18))
    assert not is_business_day(date(2026, 7, 19))
    assert not is_business_day(date(2026, 8, 15))
    assert is_public_holiday(date(2026, 8, 15))


def test_a_delay_never_runs_backwards():
    for add in (add_working_days, add_business_days):
        with pytest.raises(ValueError, match="forwards"):
            add(date(2026, 1, 1), -1)


@given(DAYS, FEW, st.booleans())
def test_a_delay_ends_on_a_day_that_counts_after_exactly_so_many_of_them(start, count, alsace_moselle):
    for add, counts in ((add_working_days, is_working_day), (add_business_days, is_business_day)):
        end = add(start, count, alsace_moselle)
        passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
        assert sum(counts(day, alsace_moselle) for day in passed) == count
        assert count == 0 or counts(end, alsace_moselle)


@given(DAYS, FEW)
def test_working_days_are_rarer_than_business_days(start, count):
    assert start + timedelta(days=count) <= add_business_days(start, count) <= add_working_days(start, count)


@pytest.mark.parametrize(("day", "months", "result"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2025, 12, 31), -2, date(2025, 10, 31)),
    (date(2025, 4, 30), -2, date(2025, 2, 28)), (date(2026, 1, 1), -14, date(2024, 11, 1)),
    (date(2026, 11, 15), 3, date(2027, 2, 15)), (date(2026, 3, 10), 0, date(2026, 3, 10)),
])
def test_a_delay_in_months_ends_on_the_same_day_of_the_month_or_on_its_last(day, months, result):
    assert add_months(day, months) == result


@given(DAYS, st.integers(-600, 600))
def test_adding_months_moves_by_that_many_months_and_keeps_the_order(day, months):
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day <= day.day
    assert add_months(day + timedelta(days=1), months) >= moved


@pytest.mark.parametrize(("first", "last", "years"), [
    (date(2000, 2, 29), date(2026, 2, 28), 25), (date(2000, 2, 29), date(2026, 3, 1), 26),
    (date(2000, 7, 2), date(2026, 7, 1), 25), (date(2000, 7, 2), date(2026, 7, 2), 26),
    (date(2026, 7, 2), date(2026, 7, 1), -1),
])
def test_a_year_is_whole_on_its_birthday(first, last, years):
    assert whole_years(first, last) == years
