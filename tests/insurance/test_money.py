"""Money: no cent is lost, none is made."""
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.money import pro_rata, proportion, shares

CENTS = st.integers(min_value=-10**9, max_value=10**9)
WEIGHTS = st.lists(st.integers(min_value=0, max_value=1000), min_size=1, max_size=40).filter(any)


@pytest.mark.parametrize(("cents", "numerator", "denominator", "part"), [
    (100, 1, 3, 33), (100, 2, 3, 67), (5, 1, 2, 3), (15, 1, 10, 2), (-5, 1, 2, -3), (0, 7, 9, 0), (999, 0, 1, 0),
    (10_05, 50, 100, 5_03), (41_80, 125, 100, 52_25),
])
def test_half_a_cent_is_rounded_up_in_size(cents, numerator, denominator, part):
    assert proportion(cents, numerator, denominator) == part


@given(CENTS, st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_proportion_is_what_decimal_arithmetic_gives(cents, numerator, denominator):
    exact = Decimal(cents * numerator) / Decimal(denominator)
    assert proportion(cents, numerator, denominator) == exact.quantize(Decimal(1), ROUND_HALF_UP)


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 2), (1, 0), (1, -2)])
def test_a_part_that_is_not_a_positive_fraction_is_refused(numerator, denominator):
    with pytest.raises(ValueError, match="positive fraction"):
        proportion(100, numerator, denominator)


def test_a_premium_is_owed_for_the_days_that_were_covered():
    assert pro_rata(365_00, 1, 365) == 1_00
    assert pro_rata(365_00, 365, 365) == 365_00
    assert pro_rata(418_00, 100, 365) == 114_52
    assert pro_rata(418_00, 0, 365) == 0


@pytest.mark.parametrize(("days", "period_days"), [(366, 365), (-1, 365), (0, 0)])
def test_days_outside_the_period_are_refused(days, period_days):
    with pytest.raises(ValueError, match=r"days do not fit|positive fraction"):
        pro_rata(100, days, period_days)


@given(CENTS, st.integers(0, 366), st.integers(1, 366))
def test_what_is_kept_and_what_is_given_back_differ_from_the_whole_by_one_cent_at_most(cents, days, period):
    days = min(days, period)
    assert abs(pro_rata(cents, days, period) + pro_rata(cents, period - days, period) - cents) <= 1


def test_equal_instalments_begin_with_the_larger_ones():
    assert shares(100_00, [1] * 12) == (8_34,) * 4 + (8_33,) * 8
    assert shares(255_00, [1] * 12) == (21_25,) * 12


def test_the_cents_left_over_go_to_the_shares_that_lost_the_most():
    assert shares(10, [1, 3, 3]) == (2, 4, 4)
    assert shares(100, [98, 1, 1]) == (98, 1, 1)
    assert shares(5, [1, 0, 1]) == (3, 0, 2)


def test_a_refund_is_shared_like_the_charge_it_undoes():
    assert shares(-100_00, [5, 3, 1]) == tuple(-share for share in shares(100_00, [5, 3, 1]))


@given(CENTS, WEIGHTS)
def test_shares_add_up_to_the_amount(cents, weights):
    assert sum(shares(cents, weights)) == cents


@given(CENTS, WEIGHTS)
def test_no_share_is_a_whole_cent_away_from_its_exact_value(cents, weights):
    for share, weight in zip(shares(cents, weights), weights, strict=True):
        assert abs(share * sum(weights) - cents * weight) < sum(weights)


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_weights_that_cannot_share_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        shares(100, weights)
