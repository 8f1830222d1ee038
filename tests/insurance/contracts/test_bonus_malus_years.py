"""The bonus-malus over the years: which days an échéance looks at, which claims count, and why."""
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.contracts.bonus_malus import ClaimEffect
from insurance.contracts.bonus_malus_years import Interruption, Outcome, Policy, Standing, history, periods

LAST_DAY = Policy(renewal_opens_period=False)


@dataclass(frozen=True)
class Happened:
    occurred_on: date
    kind: str = "accident"
    at_fault_percent: int = 100


def years_of(start=100, effective_on=date(2020, 1, 1), anniversary="01-01", usage="private", claims=(),
             until=date(2026, 1, 1), **more):
    start = start if isinstance(start, Standing) else Standing(start)
    return history(start, effective_on=effective_on, anniversary=anniversary, usage=usage, claims=claims, until=until,
                   **more)


def series(years):
    return [year.after.hundredths for year in years]


def one_year(start, *claims, **more):
    (year,) = years_of(start, effective_on=date(2025, 1, 1), claims=claims, until=date(2026, 1, 1), **more)
    return year


def test_the_official_example_of_a_31_december():
    *_, period = periods(date(2020, 1, 1), "12-31", until=date(2025, 12, 31), policy=LAST_DAY)
    assert (period.renewal_on, period.first_day, period.last_day) == (
        date(2025, 12, 31), date(2024, 11, 1), date(2025, 10, 31))


def test_an_echeance_written_as_the_first_of_january_looks_at_the_same_days():
    *_, period = periods(date(2020, 1, 1), "01-01", until=date(2026, 1, 1))
    assert (period.renewal_on, period.first_day, period.last_day) == (
        date(2026, 1, 1), date(2024, 11, 1), date(2025, 10, 31))


def test_a_claim_of_the_two_last_months_waits_for_the_next_echeance():  # T21
    late = Happened(date(2025, 11, 5))
    years = years_of(80, date(2024, 1, 1), "12-31", claims=[late], until=date(2026, 12, 31), policy=LAST_DAY)
    assert [(year.period.renewal_on.year, year.after.hundredths) for year in years] == [
        (2024, 76), (2025, 72), (2026, 90)]
    assert [len(year.claims) for year in years] == [0, 0, 1]


@pytest.mark.parametrize(("effective_on", "coefficient", "outcome"), [
    pytest.param(date(2025, 3, 1), 100, Outcome.PERIOD_TOO_SHORT, id="T15: eight months"),
    pytest.param(date(2025, 2, 1), 95, Outcome.REDUCED, id="nine months"),
    pytest.param(date(2025, 1, 1), 95, Outcome.REDUCED, id="T16: ten months"),
    pytest.param(date(2025, 2, 2), 100, Outcome.PERIOD_TOO_SHORT, id="nine months but a day"),
    pytest.param(date(2025, 12, 1), 100, Outcome.PERIOD_TOO_SHORT, id="no day at all"),
])
def test_a_first_period_reduces_from_nine_months_on(effective_on, coefficient, outcome):
    (year,) = years_of(100, effective_on, until=date(2026, 1, 1))
    assert (year.after.hundredths, year.outcome) == (coefficient, outcome)


def test_a_short_first_period_is_followed_by_a_whole_one():
    first, second = years_of(100, date(2024, 12, 1), until=date(2026, 1, 1))
    assert first.outcome is Outcome.PERIOD_TOO_SHORT
    assert (second.period.first_day, second.after.hundredths) == (date(2024, 12, 1), 95)


def test_a_claim_at_fault_counts_even_in_a_short_first_period():
    (year,) = years_of(100, date(2025, 6, 1), claims=[Happened(date(2025, 7, 1))], until=date(2026, 1, 1))
    assert (year.after.hundredths, year.outcome) == (125, Outcome.INCREASED)


@pytest.mark.parametrize(("kind", "effect"), [
    ("glass", ClaimEffect.THEFT_FIRE_GLASS), ("theft", ClaimEffect.THEFT_FIRE_GLASS),
    ("fire", ClaimEffect.THEFT_FIRE_GLASS), ("parking", ClaimEffect.PARKED),
    ("accident", ClaimEffect.NOT_AT_FAULT), ("natural_disaster", ClaimEffect.FORCE_MAJEURE),
])
def test_a_claim_that_the_law_leaves_out_keeps_the_bonus(kind, effect):  # T17, T18
    year = one_year(80, Happened(date(2025, 5, 5), kind, 0))
    assert (year.after.hundredths, year.outcome) == (76, Outcome.REDUCED)
    assert [claim.effect for claim in year.claims] == [effect]


def test_a_policy_may_keep_the_reduction_from_a_driver_who_was_not_at_fault():
    strict = Policy(keeps_bonus_when_not_at_fault=False)
    assert one_year(80, Happened(date(2025, 5, 5), "accident", 0), policy=strict).outcome is Outcome.UNCHANGED
    assert one_year(80, Happened(date(2025, 5, 5), "glass", 0), policy=strict).outcome is Outcome.REDUCED


@pytest.mark.parametrize(("last_day", "coefficient", "outcome"), [
    pytest.param(date(2025, 7, 31), 80, Outcome.INTERRUPTED, id="T19: four months"),
    pytest.param(date(2025, 6, 30), 76, Outcome.REDUCED, id="T20: three months"),
    pytest.param(date(2025, 7, 1), 80, Outcome.INTERRUPTED, id="three months and a day"),
])
def test_a_long_interruption_keeps_the_coefficient_and_no_more(last_day, coefficient, outcome):
    gap = Interruption(date(2025, 4, 1), last_day)
    year = one_year(80, interruptions=[gap])
    assert (year.after.hundredths, year.outcome) == (coefficient, outcome)
    assert one_year(80, Happened(date(2025, 3, 1)), interruptions=[gap]).after.hundredths == 100


def test_an_interruption_outside_the_reference_period_changes_nothing():
    years = years_of(100, date(2023, 1, 1), until=date(2026, 1, 1),
                     interruptions=[Interruption(date(2023, 11, 15), date(2024, 3, 15))])
    assert [year.outcome for year in years] == [Outcome.REDUCED, Outcome.INTERRUPTED, Outcome.REDUCED]


def test_the_free_claim_needs_three_years_at_0_50_on_its_day():
    claims = [Happened(date(2023, 1, 2))]
    year = years_of(Standing(51), date(2019, 1, 1), claims=claims, until=date(2024, 1, 1))[-1]
    assert (year.before.floor_since, year.after.hundredths, year.outcome) == (date(2020, 1, 1), 50, Outcome.SPARED)
    assert year.claims[0].effect is ClaimEffect.FIRST_AFTER_FLOOR
    too_early = [Happened(date(2022, 12, 31))]
    year = years_of(Standing(51), date(2019, 1, 1), claims=too_early, until=date(2024, 1, 1))[-1]
    assert (year.after.hundredths, year.outcome) == (62, Outcome.INCREASED)


@pytest.mark.parametrize(("is_reusable", "coefficient"), [(False, 62), (True, 50)])
def test_whether_a_second_claim_is_free_is_for_the_policy_to_say(is_reusable, coefficient):
    claims = [Happened(date(2018, 6, 1)), Happened(date(2023, 6, 1))]
    years = years_of(Standing(50, floor_since=date(2015, 1, 1)), date(2018, 1, 1), claims=claims,
                     until=date(2024, 1, 1), policy=Policy(has_reusable_free_claim=is_reusable))
    assert series(years) == [50] * 5 + [coefficient]


def test_a_second_claim_of_the_year_is_not_free():
    start = Standing(50, floor_since=date(2020, 1, 1))
    year = one_year(start, Happened(date(2025, 9, 1)), Happened(date(2025, 2, 1), at_fault_percent=50))
    assert [(claim.occurred_on.month, claim.effect) for claim in year.claims] == [
        (2, ClaimEffect.FIRST_AFTER_FLOOR), (9, ClaimEffect.AT_FAULT)]
    assert (year.after.hundredths, year.after.floor_since, year.outcome) == (62, None, Outcome.INCREASED)


def test_a_malus_returns_to_1_00_after_two_claim_free_years():  # T13
    years = years_of(125, date(2022, 1, 1), claims=[Happened(date(2022, 3, 1))], until=date(2025, 1, 1))
    assert series(years) == [156, 148, 100]
    assert years[-1].outcome is Outcome.BACK_TO_START


def test_claims_are_taken_in_the_order_of_their_dates():
    whole, shared = Happened(date(2025, 2, 1)), Happened(date(2025, 6, 1), at_fault_percent=50)
    assert one_year(85, shared, whole).after.hundredths == 119


def test_an_anniversary_on_a_29_february_has_a_period_each_year():
    found = list(periods(date(2020, 2, 29), "02-29", until=date(2026, 12, 31)))
    assert [period.renewal_on for period in found[:4]] == [
        date(2021, 2, 28), date(2022, 2, 28), date(2023, 2, 28), date(2024, 2, 29)]


MONTH_DAYS = st.dates(date(2000, 1, 1), date(2019, 12, 31))


@given(MONTH_DAYS, st.dates(date(2020, 1, 1), date(2020, 12, 31)), st.booleans())
def test_periods_follow_each_other_without_a_gap_or_an_overlap(effective_on, day, opens):
    policy = Policy(renewal_opens_period=opens)
    found = list(periods(effective_on, f"{day:%m-%d}", until=date(2026, 1, 1), policy=policy))
    spoken = [period for period in found if period.last_day >= effective_on]
    assert spoken[0].first_day == effective_on
    for one, other in pairwise(spoken):
        assert other.first_day == one.last_day + timedelta(days=1)
    for period in spoken[1:]:
        assert period.is_long_enough
        assert timedelta(days=58) <= period.renewal_on - period.last_day <= timedelta(days=63)


CLAIMS = st.lists(st.builds(
    Happened, st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    st.sampled_from(["accident", "parking", "theft", "fire", "glass", "natural_disaster", "vandalism", "other"]),
    st.sampled_from([0, 50, 100])), max_size=8)


@given(st.integers(50, 350), CLAIMS, st.booleans())
def test_whatever_happens_a_history_is_whole_numbers_within_bounds_and_links_up(start, claims, is_reusable):
    years = years_of(start, claims=claims, policy=Policy(has_reusable_free_claim=is_reusable))
    assert [year.period.renewal_on.year for year in years] == list(range(2021, 2027))
    assert years[0].before.hundredths == start
    for one, other in pairwise(years):
        assert one.after == other.before
    for year in years:
        assert type(year.after.hundredths) is int
        assert 50 <= year.after.hundredths <= 350
        assert (year.after.floor_since is not None) == (year.after.hundredths == 50)
        assert (year.outcome is Outcome.INCREASED) <= any(claim.effect.increases for claim in year.claims)


@given(st.integers(50, 350), CLAIMS)
def test_each_claim_counts_at_one_echeance_at_most(start, claims):
    looked_at = sum(len(year.claims) for year in years_of(start, claims=claims))
    assert looked_at == sum(claim.occurred_on <= date(2025, 10, 31) for claim in claims)
