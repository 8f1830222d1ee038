"""What a change of premium does to the instalments to come: cents, and not one of them lost (pure)."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from insurance.billing.models import InstalmentState
from insurance.calendar import add_months
from insurance.contracts.models import PaymentFrequency
from insurance.money import proportion, shares

NOTICE = timedelta(days=14)
"""A debit that is nearer was announced with its amount (SEPA rulebook): it is left as it is. A card is given as long."""

MONTHS = {PaymentFrequency.MONTHLY: 1, PaymentFrequency.QUARTERLY: 3, PaymentFrequency.HALF_YEARLY: 6,
          PaymentFrequency.YEARLY: 12}


@dataclass(frozen=True)
class Due:
    """An instalment to come, before and after; 0 before for a new one, 0 after for one that is no longer asked."""

    due_on: date
    before_cents: int
    after_cents: int


@dataclass(frozen=True)
class Spread:
    """The instalments that change, oldest first, and what is given back besides, in cents."""

    dues: tuple[Due, ...]
    refund_cents: int = 0


def spread(instalments: Sequence, due_cents: int, *, effective_on: date, renewal_on: date, today: date) -> Spread:
    """Share what is owed (or given back, below zero) until the renewal over the instalments of the year still to come.

    In proportion to their amounts, exactly. None to come: what is owed is asked once, after a notice; what is given
    back is refunded. An instalment never falls below nothing: the rest is refunded.
    """
    open_ones = [one for one in instalments if _may_change(one, effective_on, today) and one.due_on < renewal_on]
    total = sum(one.amount_cents for one in open_ones)
    if due_cents > 0 and not open_ones:
        return Spread((Due(max(effective_on, today + NOTICE), 0, due_cents),))
    change = max(due_cents, -total)
    parts = shares(change, _weights(open_ones)) if open_ones else ()
    dues = tuple(Due(one.due_on, one.amount_cents, one.amount_cents + part)
                 for one, part in zip(open_ones, parts, strict=True) if part)
    return Spread(dues, change - due_cents)


def next_year(instalments: Sequence, before_cents: int, after_cents: int, *, renewal_on: date) -> tuple[Due, ...]:
    """Return the instalments of the years after the renewal that the books already hold, at the new yearly premium."""
    ahead = [one for one in instalments if one.state == InstalmentState.UPCOMING and one.due_on >= renewal_on]
    total = sum(one.amount_cents for one in ahead)
    if not total or before_cents == after_cents:
        return ()
    parts = shares(proportion(total, after_cents, before_cents), _weights(ahead))
    return tuple(Due(one.due_on, one.amount_cents, part) for one, part in zip(ahead, parts, strict=True)
                 if part != one.amount_cents)


def rescheduled(instalments: Sequence, frequency: str, *, renewal_on: date, today: date) -> tuple[Due, ...]:
    """Return the instalments of the year still to come, asked as often as another frequency says: the same sum.

    They begin on the day of the first one that may still change, and stay before the renewal.
    """
    open_ones = [one for one in instalments if _may_change(one, today, today) and one.due_on < renewal_on]
    if not open_ones:
        return ()
    first, days, step = open_ones[0].due_on, [], MONTHS[PaymentFrequency(frequency)]
    while (day := add_months(first, step * len(days))) < renewal_on:
        days.append(day)
    parts = dict(zip(days, shares(sum(one.amount_cents for one in open_ones), [1] * len(days)), strict=True))
    before = {one.due_on: one.amount_cents for one in open_ones}
    return tuple(Due(day, before.get(day, 0), parts.get(day, 0)) for day in sorted(before.keys() | parts.keys())
                 if before.get(day, 0) != parts.get(day, 0))


def moved(instalments: Sequence, day: int, *, renewal_on: date, today: date) -> tuple[Due, ...]:
    """Return the instalments still to come, debited on another day of the month (1 to 28): the same sums.

    Each goes to the first such day on or after its own, so that nothing is asked before it was agreed; to the one before
    when that is past the year. One that has nowhere to go, or would meet another there, stays where it is.
    """
    ahead = [one for one in instalments if _may_change(one, today, today)]
    before = {one.due_on: one.amount_cents for one in ahead}
    fixed, after = {one.due_on for one in instalments} - before.keys(), dict.fromkeys(before, 0)
    for one in ahead:
        later = one.due_on.replace(day=day) if one.due_on.day <= day else add_months(one.due_on.replace(day=day), 1)
        fit = later if (later < renewal_on) == (one.due_on < renewal_on) else add_months(later, -1)
        place = one.due_on if fit in fixed or after.get(fit) or fit < today + NOTICE else fit
        after[place] = after.get(place, 0) + one.amount_cents
    return tuple(Due(on, before.get(on, 0), after[on]) for on in sorted(after) if before.get(on, 0) != after[on])


def _may_change(instalment, effective_on: date, today: date) -> bool:
    """Return whether an instalment is still to be asked as it will be: not announced, and nothing of it paid."""
    return instalment.state == InstalmentState.UPCOMING and not instalment.paid_cents and (
        instalment.due_on >= max(effective_on, today + NOTICE))


def _weights(instalments: Sequence) -> list[int]:
    amounts = [one.amount_cents for one in instalments]
    return amounts if any(amounts) else [1] * len(amounts)
