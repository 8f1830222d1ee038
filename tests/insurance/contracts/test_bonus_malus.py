"""One year of bonus-malus: the vectors of the official tables, and what no sequence of claims can break."""
from datetime import date
from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.contracts.bonus_malus import (
    ClaimEffect,
    claim_free_ladder,
    effect_of,
    is_first_claim_free,
    next_coefficient,
    novice_rate,
    novice_years,
)

ROUNDS = "professional_rounds"
COEFFICIENTS = st.integers(min_value=50, max_value=350)
AT_FAULT = st.lists(st.sampled_from([50, 100]), max_size=6)
USAGES = st.sampled_from(["private", "private_commute", "professional", ROUNDS])
YEARS = st.integers(min_value=0, max_value=10)


def after(hundredths, *at_fault, usage="private", years_at_floor=0, clean_years=0):
    return next_coefficient(
        hundredths, at_fault=at_fault, usage=usage, years_at_floor=years_at_floor, clean_years=clean_years)


def test_thirteen_claim_free_years_lead_from_1_00_to_0_50():  # T1
    assert claim_free_ladder("private") == (100, 95, 90, 85, 80, 76, 72, 68, 64, 60, 57, 54, 51, 50)
    assert claim_free_ladder("private_commute") == claim_free_ladder("professional") == claim_free_ladder("private")


def test_nine_claim_free_years_of_rounds_lead_from_1_00_to_0_50():  # T2
    assert claim_free_ladder(ROUNDS) == (100, 93, 86, 79, 73, 67, 62, 57, 53, 50)


@pytest.mark.parametrize(("before", "at_fault", "expected"), [
    pytest.param(100, [100], 125, id="T3 first"),
    pytest.param(100, [100] * 2, 156, id="T3 second"),
    pytest.param(100, [100] * 3, 195, id="T3 third"),
    pytest.param(100, [100] * 4, 243, id="T3 fourth"),
    pytest.param(100, [100] * 5, 303, id="T3 fifth"),
    pytest.param(100, [100] * 6, 350, id="T3 cap"),
    pytest.param(68, [100], 85, id="T4 one"),
    pytest.param(68, [100, 100], 106, id="T4 two"),
    pytest.param(95, [100], 118, id="T5"),
    pytest.param(72, [100], 90, id="T6"),
    pytest.param(60, [], 57, id="T7"),
    pytest.param(100, [50], 112, id="T8"),
    pytest.param(90, [50], 101, id="T9 0.90"),
    pytest.param(85, [50], 95, id="T9 0.85"),
    pytest.param(64, [50], 72, id="T9 0.64"),
    pytest.param(50, [50], 56, id="T9 0.50"),
    pytest.param(60, [100, 100, 100], 116, id="T22"),
])
def test_the_vectors_of_the_ordinary_usage(before, at_fault, expected):
    assert after(before, *at_fault) == expected


@pytest.mark.parametrize(("before", "at_fault", "expected"), [(100, [100], 120), (100, [50], 110), (68, [100], 81)])
def test_the_vectors_of_rounds(before, at_fault, expected):  # T14
    assert after(before, *at_fault, usage=ROUNDS) == expected


def test_the_first_claim_after_three_years_at_0_50_is_free():  # T10, T11, T12
    assert after(50, 100, years_at_floor=3) == 50
    assert after(50, 100, years_at_floor=2) == 62
    assert after(50, 100, 100, years_at_floor=3) == 62
    assert after(50, 50, 100, years_at_floor=7) == 62


def test_years_at_0_50_spare_nobody_who_has_left_it():
    assert after(51, 100, years_at_floor=3) == 63
    assert not is_first_claim_free(51, 12)


def test_two_claim_free_years_bring_a_malus_back_to_1_00():  # T13
    assert after(156) == 148
    assert after(148, clean_years=1) == 100
    assert after(350, clean_years=5) == 100
    assert after(80, clean_years=1) == 76


def test_the_order_of_a_whole_and_a_shared_fault_matters():
    assert after(85, 100, 50) == 119
    assert after(85, 50, 100) == 118


@pytest.mark.parametrize("before", [60, 120, 140, 240, 260, 280, 300])
def test_a_reduction_that_floats_would_get_wrong(before):
    exact = Decimal(before) * Decimal("0.95")
    assert after(before) == exact.quantize(Decimal(1), ROUND_DOWN) == exact
    assert int(before / 100 * 0.95 * 100) == exact - 1


@pytest.mark.parametrize("before", [72, 144, 164, 188, 204, 228])
def test_an_increase_that_floats_would_get_wrong(before):
    exact = Decimal(before) * Decimal("1.25")
    assert after(before, 100) == exact.quantize(Decimal(1), ROUND_DOWN) == exact
    assert int(before / 100 * 1.25 * 100) == exact - 1


@pytest.mark.parametrize("before", [288, 328, 332, 348])
def test_the_cap_is_reached_from_any_high_coefficient(before):
    assert after(before, 100) == 350


@given(COEFFICIENTS, AT_FAULT, USAGES, YEARS, YEARS)
def test_a_coefficient_stays_a_whole_number_between_the_floor_and_the_cap(before, at_fault, usage, floor, clean):
    coefficient = after(before, *at_fault, usage=usage, years_at_floor=floor, clean_years=clean)
    assert type(coefficient) is int
    assert 50 <= coefficient <= 350


@given(COEFFICIENTS, AT_FAULT, st.sampled_from([50, 100]), USAGES, YEARS, YEARS)
def test_one_more_claim_never_lowers_a_coefficient(before, at_fault, more, usage, floor, clean):
    given_facts = {"usage": usage, "years_at_floor": floor, "clean_years": clean}
    assert after(before, *at_fault, **given_facts) <= after(before, *at_fault, more, **given_facts)


@given(COEFFICIENTS, COEFFICIENTS, AT_FAULT, USAGES, YEARS)
def test_the_better_of_two_drivers_stays_the_better(one, other, at_fault, usage, clean):
    low, high = sorted((one, other))
    assert after(low, *at_fault, usage=usage, clean_years=clean) <= after(
        high, *at_fault, usage=usage, clean_years=clean)


@given(COEFFICIENTS, AT_FAULT.filter(bool), USAGES)
def test_a_shared_fault_never_costs_more_than_a_whole_one(before, at_fault, usage):
    assert after(before, *[50] * len(at_fault), usage=usage) <= after(before, *at_fault, usage=usage)
    assert after(before, *at_fault, usage=usage) <= after(before, *[100] * len(at_fault), usage=usage)


@given(COEFFICIENTS, USAGES)
def test_each_step_is_what_decimal_arithmetic_gives(before, usage):
    reduction, increase = ("0.93", "1.20") if usage == ROUNDS else ("0.95", "1.25")
    assert after(before, usage=usage) == max(50, int(before * Decimal(reduction)))
    assert after(before, 100, usage=usage) == min(350, int(before * Decimal(increase)))


@given(COEFFICIENTS, st.integers(1, 8), USAGES)
def test_no_malus_survives_two_claim_free_years(before, more_years, usage):
    coefficient = before
    for clean_years in range(1 + more_years):
        coefficient = after(coefficient, usage=usage, clean_years=clean_years)
    assert coefficient <= 100


@pytest.mark.parametrize(("hundredths", "at_fault"), [(49, []), (351, []), (100, [0]), (100, [25]), (100, [100, 99])])
def test_what_is_no_coefficient_or_no_share_of_fault_is_refused(hundredths, at_fault):
    with pytest.raises(ValueError, match=r"no coefficient|at fault"):
        after(hundredths, *at_fault)


@pytest.mark.parametrize(("kind", "percent", "effect"), [
    ("accident", 100, ClaimEffect.AT_FAULT), ("accident", 50, ClaimEffect.PARTLY_AT_FAULT),
    ("accident", 0, ClaimEffect.NOT_AT_FAULT), ("parking", 0, ClaimEffect.PARKED),
    ("parking", 50, ClaimEffect.PARTLY_AT_FAULT), ("theft", 0, ClaimEffect.THEFT_FIRE_GLASS),
    ("fire", 100, ClaimEffect.THEFT_FIRE_GLASS), ("glass", 0, ClaimEffect.THEFT_FIRE_GLASS),
    ("natural_disaster", 0, ClaimEffect.FORCE_MAJEURE), ("vandalism", 0, ClaimEffect.NOT_AT_FAULT),
    ("other", 100, ClaimEffect.AT_FAULT),
])
def test_each_claim_has_one_effect_and_its_reason(kind, percent, effect):
    assert effect_of(kind, percent) is effect
    assert effect.increases == (effect in (ClaimEffect.AT_FAULT, ClaimEffect.PARTLY_AT_FAULT))


def test_a_share_of_fault_that_the_law_does_not_know_is_refused():
    with pytest.raises(ValueError, match="at fault"):
        effect_of("accident", 25)


@pytest.mark.parametrize(("ladder", "rates"), [
    ((100, 50, 25, 0), [100, 50, 25, 0, 0]), ((100, 50, 0), [100, 50, 0, 0, 0]), ((50, 25, 0), [50, 25, 0, 0, 0]),
])
def test_a_novice_surcharge_goes_down_the_ladder_of_the_product(ladder, rates):
    assert [novice_rate(years, ladder) for years in range(5)] == rates


def test_a_year_with_a_claim_at_fault_leaves_the_novice_surcharge_where_it_was():
    licensed = date(2024, 3, 15)
    assert novice_years(licensed, date(2025, 3, 14)) == 0
    assert novice_years(licensed, date(2025, 3, 15)) == 1
    assert novice_years(licensed, date(2027, 3, 15)) == 3
    claims = [date(2025, 6, 1), date(2025, 9, 1)]
    assert [novice_years(licensed, date(year, 3, 15), claims) for year in (2025, 2026, 2027)] == [1, 1, 2]
    assert novice_years(licensed, date(2026, 1, 1), [date(2025, 6, 1)]) == 1
    assert novice_years(date(2027, 1, 1), date(2026, 1, 1)) == 0
