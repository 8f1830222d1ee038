"""A bonus-malus over the years: each échéance looks at its reference period and moves the coefficient (pure).

Annexe à l'article A121-1 du code des assurances. A claim is anything with `occurred_on`, `kind` (as in the portfolio
format) and `at_fault_percent`: the rows of `PastClaim` are.
"""
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from insurance.calendar import add_months, whole_years
from insurance.contracts.bonus_malus import (
    CLEAN_YEARS_TO_START,
    FLOOR,
    START,
    ClaimEffect,
    effect_of,
    is_first_claim_free,
    next_coefficient,
)
from insurance.contracts.rules import next_anniversary

SHORTEST_PERIOD_MONTHS, LONGEST_INTERRUPTION_MONTHS = 9, 3  # art. 9
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Policy:
    """What the law leaves open: to be settled with the general conditions (conditions générales).

    `renewal_opens_period`: the échéance is the first day of the new year of insurance, as in the portfolio format; else
    the last day of the old one, as in the official example of 31 December. The reference period moves by one day.
    `has_reusable_free_claim`: art. 4 speaks of the *first* claim after a *first* period of three years at 0.50, hence
    one free claim per contract; some insurers grant it anew after three more years.
    `keeps_bonus_when_not_at_fault`: art. 6 only forbids the increase; that the reduction stays is practice.
    """

    renewal_opens_period: bool = True
    has_reusable_free_claim: bool = False
    keeps_bonus_when_not_at_fault: bool = True


DEFAULT_POLICY = Policy()


class Outcome(StrEnum):
    """What an échéance did to the coefficient."""

    REDUCED = "reduced"
    BACK_TO_START = "back_to_start"  # art. 5, last paragraph
    AT_FLOOR = "at_floor"
    INCREASED = "increased"
    SPARED = "spared"  # the only claim was the free one, art. 4
    UNCHANGED = "unchanged"  # a claim not at fault, where the policy then gives no reduction
    PERIOD_TOO_SHORT = "period_too_short"  # art. 9
    INTERRUPTED = "interrupted"  # art. 9


@dataclass(frozen=True)
class Period:
    """The reference period (art. 9) that an échéance looks at, both days included; empty when it came too soon."""

    renewal_on: date
    first_day: date
    last_day: date

    @property
    def is_long_enough(self) -> bool:
        """True from nine months on: only the first period of a contract may have less than twelve (art. 9)."""
        return add_months(self.first_day, SHORTEST_PERIOD_MONTHS) <= self.last_day + _ONE_DAY

    def holds(self, day: date) -> bool:
        """Say whether a day belongs to the period."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Interruption:
    """Days without cover, both included: a suspension or a gap between two contracts."""

    first_day: date
    last_day: date

    @property
    def is_long(self) -> bool:
        """True beyond three months, however they are spread over the reference periods (art. 9)."""
        return add_months(self.first_day, LONGEST_INTERRUPTION_MONTHS) <= self.last_day

    def touches(self, period: Period) -> bool:
        """Say whether the interruption and a reference period share a day."""
        return self.first_day <= period.last_day and self.last_day >= period.first_day


@dataclass(frozen=True)
class JudgedClaim:
    """A claim of a reference period and what it does to the coefficient."""

    occurred_on: date
    kind: str
    at_fault_percent: int
    effect: ClaimEffect


@dataclass(frozen=True)
class Standing:
    """Where a coefficient stands: its hundredths, and the past that still matters.

    `floor_since` is the day from which it has been 0.50 (None above); `clean_years` counts the last consecutive
    claim-free years; `has_used_free_claim` says that art. 4 already spared a claim.
    """

    hundredths: int
    floor_since: date | None = None
    clean_years: int = 0
    has_used_free_claim: bool = False


@dataclass(frozen=True)
class Year:
    """An échéance: what was looked at, what was found, and the coefficient before and after."""

    period: Period
    before: Standing
    after: Standing
    outcome: Outcome
    claims: tuple[JudgedClaim, ...] = ()


def periods(effective_on: date, anniversary: str, *, until: date, policy: Policy = DEFAULT_POLICY) -> Iterator[Period]:
    """Yield the reference period of each échéance after `effective_on`, up to `until` included, oldest first.

    Annexe A121-1, art. 9: twelve months that end two months before the échéance. They follow each other without a gap
    nor an overlap, whatever the length of the months. `anniversary` is MM-DD.
    """
    renewal_on = next_anniversary(anniversary, effective_on)
    first_day = effective_on
    while renewal_on <= until:
        last_day = add_months(renewal_on, -2) - _ONE_DAY * policy.renewal_opens_period
        yield Period(renewal_on, first_day, last_day)
        first_day = max(effective_on, last_day + _ONE_DAY)
        renewal_on = next_anniversary(anniversary, renewal_on)


def judge(period: Period, claims: Iterable) -> tuple[JudgedClaim, ...]:
    """Return the claims of a reference period, each with its effect, in the order of their dates."""
    judged = [
        JudgedClaim(claim.occurred_on, claim.kind, claim.at_fault_percent,
                    effect_of(claim.kind, claim.at_fault_percent))
        for claim in claims if period.holds(claim.occurred_on)]
    return tuple(sorted(judged, key=lambda claim: claim.occurred_on))


def review(
    standing: Standing, period: Period, claims: Sequence[JudgedClaim], *, usage: str,
    interruptions: Iterable[Interruption] = (), policy: Policy = DEFAULT_POLICY,
) -> Year:
    """Return what an échéance does to a coefficient. `claims` are those of the period, as `judge` returns them.

    Annexe A121-1, art. 9: nothing is reduced after a first period of less than nine months, nor when the cover was
    interrupted for more than three. Such a year is not a claim-free year either, and does not break their row (the
    article is silent). A claim at fault raises the coefficient all the same.
    """
    if any(claim.effect.increases for claim in claims):
        return _after_claims(standing, period, claims, usage, policy)
    if not period.is_long_enough:
        return Year(period, standing, standing, Outcome.PERIOD_TOO_SHORT, tuple(claims))
    if any(gap.is_long and gap.touches(period) for gap in interruptions):
        return Year(period, standing, standing, Outcome.INTERRUPTED, tuple(claims))
    if not policy.keeps_bonus_when_not_at_fault and any(claim.effect is ClaimEffect.NOT_AT_FAULT for claim in claims):
        return Year(period, standing, replace(standing, clean_years=0), Outcome.UNCHANGED, tuple(claims))
    return _after_claim_free_year(standing, period, claims, usage)


def history(
    start: Standing, *, effective_on: date, anniversary: str, usage: str, claims: Iterable, until: date,
    interruptions: Sequence[Interruption] = (), policy: Policy = DEFAULT_POLICY,
) -> tuple[Year, ...]:
    """Return what each échéance up to `until` did to the coefficient brought at `effective_on`, oldest first.

    The usage is taken as constant: call twice for a contract whose usage changed.
    """
    standing = start
    if start.hundredths == FLOOR and start.floor_since is None:
        standing = replace(start, floor_since=effective_on)
    claims, years = list(claims), []
    for period in periods(effective_on, anniversary, until=until, policy=policy):
        years.append(review(
            standing, period, judge(period, claims), usage=usage, interruptions=interruptions, policy=policy))
        standing = years[-1].after
    return tuple(years)


def _after_claim_free_year(standing: Standing, period: Period, claims: Sequence[JudgedClaim], usage: str) -> Year:
    before, clean_years = standing.hundredths, standing.clean_years + 1
    after = next_coefficient(before, at_fault=(), usage=usage, years_at_floor=0, clean_years=standing.clean_years)
    outcome = Outcome.REDUCED
    if before == FLOOR:
        outcome = Outcome.AT_FLOOR
    elif before > START == after and clean_years >= CLEAN_YEARS_TO_START:
        outcome = Outcome.BACK_TO_START
    floor_since = standing.floor_since if before == FLOOR else period.renewal_on if after == FLOOR else None
    moved = replace(standing, hundredths=after, clean_years=clean_years, floor_since=floor_since)
    return Year(period, standing, moved, outcome, tuple(claims))


def _after_claims(
    standing: Standing, period: Period, claims: Sequence[JudgedClaim], usage: str, policy: Policy,
) -> Year:
    counted = [place for place, claim in enumerate(claims) if claim.effect.increases]
    years_at_floor = _years_at_floor(standing, claims[counted[0]].occurred_on, policy)
    after = next_coefficient(
        standing.hundredths, at_fault=[claims[place].at_fault_percent for place in counted], usage=usage,
        years_at_floor=years_at_floor, clean_years=standing.clean_years)
    moved = replace(standing, hundredths=after, clean_years=0, floor_since=None)
    if not is_first_claim_free(standing.hundredths, years_at_floor):
        return Year(period, standing, moved, Outcome.INCREASED, tuple(claims))
    told = list(claims)
    told[counted[0]] = replace(told[counted[0]], effect=ClaimEffect.FIRST_AFTER_FLOOR)
    moved = replace(moved, has_used_free_claim=True, floor_since=period.renewal_on if after == FLOOR else None)
    return Year(period, standing, moved, Outcome.SPARED if after == FLOOR else Outcome.INCREASED, tuple(told))


def _years_at_floor(standing: Standing, on: date, policy: Policy) -> int:
    """Count the whole years at 0.50 on the day of a claim: art. 4 speaks of a claim that *follows* three years."""
    if standing.floor_since is None or (standing.has_used_free_claim and not policy.has_reusable_free_claim):
        return 0
    return whole_years(standing.floor_since, on)
