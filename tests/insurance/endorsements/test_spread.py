"""What a change of premium does to the instalments: to the cent, and never below nothing."""
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.endorsements.spread import Due, Spread, moved, next_year, rescheduled, spread

TODAY, RENEWAL = date(2026, 11, 23), date(2027, 6, 1)
DAYS = {"effective_on": TODAY, "renewal_on": RENEWAL, "today": TODAY}


def due(day, cents=3000, state="upcoming"):
    return SimpleNamespace(due_on=day, amount_cents=cents, state=state, paid_cents=0)


MONTHS = [due(date(2027, month, 5)) for month in range(1, 6)]
SCHEDULES = st.lists(
    st.builds(due, st.dates(date(2026, 6, 1), date(2028, 6, 1)), st.integers(0, 100_000),
              st.sampled_from(["upcoming", "paid", "unpaid"])), max_size=14, unique_by=lambda one: one.due_on,
).map(lambda all_: sorted(all_, key=lambda one: one.due_on))


def test_what_is_owed_is_shared_over_the_instalments_to_come():
    assert spread(MONTHS, 1001, **DAYS) == Spread(tuple(
        Due(one.due_on, 3000, 3000 + extra) for one, extra in zip(MONTHS, (201, 200, 200, 200, 200), strict=True)))


def test_what_is_given_back_is_taken_off_them_and_the_rest_refunded():
    assert spread(MONTHS[:2], -1001, **DAYS) == Spread((Due(MONTHS[0].due_on, 3000, 2499), Due(MONTHS[1].due_on, 3000, 2500)))
    assert spread(MONTHS[:1], -4000, **DAYS) == Spread((Due(MONTHS[0].due_on, 3000, 0),), 1000)
    assert spread([], -4000, **DAYS) == Spread((), 4000)


def test_a_debit_that_is_announced_already_and_what_is_paid_or_late_stay_as_they_are():
    near, paid, late = due(TODAY + timedelta(days=13)), due(date(2027, 1, 1), state="paid"), due(TODAY, state="unpaid")
    assert spread([late, near, paid, MONTHS[0]], 100, **DAYS).dues == (Due(MONTHS[0].due_on, 3000, 3100),)
    assert spread([near], -100, **DAYS) == Spread((), 100)


def test_an_instalment_of_which_something_is_paid_stays_as_it_is():
    begun = due(date(2027, 1, 1))
    begun.paid_cents = 1
    assert spread([begun], 100, **DAYS).dues == (Due(date(2026, 12, 7), 0, 100),)


def test_without_anything_to_come_what_is_owed_is_asked_once_after_a_notice():
    assert spread([], 365, **DAYS).dues == (Due(date(2026, 12, 7), 0, 365),)
    later = DAYS | {"effective_on": date(2027, 1, 10)}
    assert spread(MONTHS[:1], 365, **later).dues == (Due(date(2027, 1, 10), 0, 365),)


def test_an_instalment_before_the_change_or_after_the_renewal_has_no_part_in_it():
    after = due(date(2027, 6, 5))
    seen = spread([*MONTHS, after], 1000, effective_on=date(2027, 4, 5), renewal_on=RENEWAL, today=TODAY)
    assert [one.due_on for one in seen.dues] == [date(2027, 4, 5), date(2027, 5, 5)]


@given(SCHEDULES, st.integers(-1_000_000, 1_000_000), st.dates(TODAY, RENEWAL - timedelta(days=1)))
def test_nothing_is_lost_and_nothing_falls_below_zero(instalments, due_cents, effective_on):
    seen = spread(instalments, due_cents, effective_on=effective_on, renewal_on=RENEWAL, today=TODAY)
    assert sum(one.after_cents - one.before_cents for one in seen.dues) - seen.refund_cents == due_cents
    assert all(one.after_cents >= 0 for one in seen.dues)
    assert seen.refund_cents >= 0
    assert not (seen.refund_cents and due_cents > 0)
    assert len({one.due_on for one in seen.dues}) == len(seen.dues)


@given(SCHEDULES, st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_coming_year_follows_the_premium(instalments, before, after):
    seen = next_year(instalments, before, after, renewal_on=RENEWAL)
    assert all(one.due_on >= RENEWAL for one in seen)
    assert next_year(instalments, before, before, renewal_on=RENEWAL) == ()
    total = sum(one.amount_cents for one in instalments if one.state == "upcoming" and one.due_on >= RENEWAL)
    moved = sum(one.after_cents - one.before_cents for one in seen)
    assert abs((total + moved) * before - total * after) <= before // 2 + 1


@pytest.mark.parametrize(("frequency", "expected"), [
    ("yearly", [("2027-01-05", 15000)]), ("monthly", []),
    ("quarterly", [("2027-01-05", 7500), ("2027-04-05", 7500)]),
    ("half_yearly", [("2027-01-05", 15000)]),
])
def test_another_frequency_asks_the_same_sum_on_other_days(frequency, expected):
    seen = rescheduled(MONTHS, frequency, renewal_on=RENEWAL, today=TODAY)
    assert [(one.due_on.isoformat(), one.after_cents) for one in seen if one.after_cents] == expected
    assert sum(one.after_cents - one.before_cents for one in seen) == 0


@given(SCHEDULES, st.sampled_from(["monthly", "quarterly", "half_yearly", "yearly"]))
def test_another_frequency_loses_no_cent_and_stays_before_the_renewal(instalments, frequency):
    seen = rescheduled(instalments, frequency, renewal_on=RENEWAL, today=TODAY)
    assert sum(one.after_cents - one.before_cents for one in seen) == 0
    assert all(one.due_on < RENEWAL for one in seen if one.after_cents)


def test_another_day_of_the_month_is_never_before_the_one_that_was_agreed_nor_past_the_year():
    may = date(2027, 5, 5)
    assert moved(MONTHS, 15, renewal_on=RENEWAL, today=TODAY)[-2:] == (Due(may, 3000, 0), Due(date(2027, 5, 15), 0, 3000))
    late = [due(date(2027, month, 20)) for month in (3, 4, 5)]
    assert [one.due_on for one in moved(late, 5, renewal_on=RENEWAL, today=TODAY) if one.after_cents] == [
        date(2027, 4, 5), date(2027, 5, 5)]  # that of 20 May has no room before the renewal: it stays
    assert moved(late[:2] + [due(date(2027, 6, 20))], 5, renewal_on=RENEWAL, today=TODAY)[-1] == Due(date(2027, 7, 5), 0, 3000)
    assert moved(late[2:], 5, renewal_on=RENEWAL, today=TODAY)[0] == Due(date(2027, 5, 5), 0, 3000)


def test_a_debit_that_is_announced_keeps_its_day_and_its_place():
    near, later = due(date(2026, 12, 1)), due(date(2026, 12, 28))
    assert moved([near, later], 1, renewal_on=RENEWAL, today=TODAY) == (
        Due(date(2026, 12, 28), 3000, 0), Due(date(2027, 1, 1), 0, 3000))
    assert moved([due(date(2026, 12, 7))], 1, renewal_on=date(2026, 12, 20), today=TODAY) == ()


@given(SCHEDULES, st.integers(1, 28))
def test_moving_the_day_of_the_debit_loses_no_cent(schedule, day):
    dues = moved(schedule, day, renewal_on=RENEWAL, today=TODAY)
    assert sum(one.after_cents - one.before_cents for one in dues) == 0
    assert all(one.due_on >= TODAY + timedelta(days=14) and one.after_cents >= 0 for one in dues)
    assert len({one.due_on for one in dues}) == len(dues)
