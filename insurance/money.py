"""Amounts of money: whole cents, never floats. Values in, values out.

A half cent is rounded up in size, so that what is given back mirrors what was asked: -x rounds as x does.
"""
from collections.abc import Sequence


def proportion(cents: int, numerator: int, denominator: int) -> int:
    """Return the `numerator`/`denominator` part of an amount, rounded to the nearest cent, half a cent upwards.

    Cents in, cents out. Raises ValueError unless the fraction is positive or zero.
    """
    if numerator < 0 or denominator <= 0:
        raise ValueError("a part is a positive fraction")
    size = (2 * abs(cents) * numerator + denominator) // (2 * denominator)
    return size if cents >= 0 else -size


def pro_rata(cents: int, days: int, period_days: int) -> int:
    """Return the part of a period's amount that belongs to `days` of its `period_days`, rounded like `proportion`.

    Cents in, cents out. Raises ValueError for more days than the period has, or fewer than none.
    """
    if not 0 <= days <= period_days:
        raise ValueError(f"{days} days do not fit in {period_days}")
    return proportion(cents, days, period_days)


def shares(cents: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split an amount in proportion to weights, without losing or making a cent: the shares add up to `cents`.

    Each share is its exact value rounded up or down; the cents left over go to the shares that lost the most, the
    first ones when they lost the same: twelve equal instalments of 100,00 € begin with four of 8,34 €.
    Raises ValueError for a negative weight or when all weights are zero.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights are positive or zero, and not all zero")
    size = abs(cents)
    rounded_down = [size * weight // total for weight in weights]
    lost_most_first = sorted(range(len(weights)), key=lambda place: -(size * weights[place] % total))
    for place in lost_most_first[:size - sum(rounded_down)]:
        rounded_down[place] += 1
    return tuple(share if cents >= 0 else -share for share in rounded_down)
