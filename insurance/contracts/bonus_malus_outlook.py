"""What a bonus-malus was before the day we know it, and what it may become (pure).

The portfolio gives the present coefficient, its day, and the claims of five annual periods. Nothing is invented: every
past from which the rules lead to the known coefficient is tried, and a year is told only as far as they agree.
"""
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile

from insurance.calendar import add_months
from insurance.contracts.bonus_malus import (
    CAP,
    FLOOR,
    START,
    YEARS_BEFORE_FREE_CLAIM,
    ClaimEffect,
    claim_free_ladder,
)
from insurance.contracts.bonus_malus_years import (
    DEFAULT_POLICY,
    JudgedClaim,
    Period,
    Policy,
    Standing,
    judge,
    periods,
    review,
)

_Judged = tuple[Period, tuple[JudgedClaim, ...]]

KNOWN_PERIODS = 5
"""Annual periods whose claims the insurer must be able to tell (annexe A121-1, art. 12)."""


class Certainty(StrEnum):
    """How a past coefficient is known."""

    GIVEN = "given"  # the insurer says so
    DERIVED = "derived"  # no other value leads to the known one
    LIKELY = "likely"  # several do; this one comes from 1.00 without a claim before the known years
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PastCoefficient:
    """A coefficient and the day from which it applied.

    `hundredths` is None when unknown. `lowest` and `highest` bound what is possible; None when the rules and the known
    claims do not lead to the present coefficient at all: the insurer knows something that we do not.
    """

    applied_on: date
    hundredths: int | None
    certainty: Certainty
    lowest: int | None
    highest: int | None


@dataclass(frozen=True)
class Explanation:
    """The years up to the known coefficient, oldest first, and the standings in which the contract may be now."""

    years: tuple[PastCoefficient, ...]
    standings: frozenset[Standing]


@dataclass(frozen=True)
class Outlook:
    """What the coefficient becomes at an échéance, in hundredths; two values when the past leaves a doubt.

    `claim_free`: nothing more happens. `partly_at_fault`, `at_fault`: one more claim happens on the day asked for.
    """

    renewal_on: date
    claim_free: tuple[int, ...]
    partly_at_fault: tuple[int, ...]
    at_fault: tuple[int, ...]


def explain_back(
    coefficient: int, as_of: date, anniversary: str, usage: str, claims: Sequence, since: date,
    *, policy: Policy = DEFAULT_POLICY,
) -> Explanation:
    """Return the coefficients of the last years, as far as they can be derived; the last one is exactly `coefficient`.

    Hundredths; `as_of` is the day from which `coefficient` applies, `since` the day the contract began. At most five
    échéances are told: the claims before are not known. The usage is taken as constant, the cover as uninterrupted.
    """
    known = list(periods(since, anniversary, until=as_of, policy=policy))
    told = known[-KNOWN_PERIODS:]
    days = [since, *(period.renewal_on for period in known)][-len(told) - 1:]
    judged = [(period, judge(period, claims)) for period in told]
    given = PastCoefficient(days[-1] if told else as_of, coefficient, Certainty.GIVEN, coefficient, coefficient)
    may_have_older_claims = len(known) > len(told)
    pasts = [
        walked for hundredths in (range(FLOOR, CAP + 1) if told else ())
        for start in _standings(hundredths, days[0], policy, may_have_older_claims)
        if (walked := _walk(start, judged, usage, policy))[-1].hundredths == coefficient]
    standings = {walked[-1] for walked in pasts} or _standings(coefficient, given.applied_on, policy, True)
    return Explanation((*_told(days[:-1], pasts, usage), given), frozenset(standings))


def what_if(
    standings: Collection[Standing], as_of: date, *, effective_on: date, anniversary: str, usage: str, claims: Sequence,
    on: date, policy: Policy = DEFAULT_POLICY,
) -> Outlook:
    """Return what the coefficient becomes at the échéance whose reference period holds the day `on`.

    `standings` are those of the échéance `as_of` (the last one told): one when the past is certain, else all that
    `explain_back` left. The claims known since then count. In the two months before an échéance the answer is the one
    of the échéance after: that is when a claim of today is looked at. A day that `as_of` has looked at already, or
    before the contract began, stands for the first day after. Raises ValueError without a standing.
    """
    if not standings:
        raise ValueError("nothing to look forward from")
    horizon = add_months(max(on, as_of, effective_on), 24)
    ahead = [period for period in periods(effective_on, anniversary, until=horizon, policy=policy)
             if period.renewal_on > as_of]
    on = max(on, ahead[0].first_day)
    waited = list(takewhile(lambda period: period.last_day < on, ahead))
    last = ahead[len(waited)]
    settled = [(period, judge(period, claims)) for period in waited]
    known = judge(last, claims)

    def after(*more: JudgedClaim) -> tuple[int, ...]:
        judged = tuple(sorted((*known, *more), key=lambda claim: claim.occurred_on))
        walks = (_walk(standing, [*settled, (last, judged)], usage, policy) for standing in standings)
        return tuple(sorted({walk[-1].hundredths for walk in walks}))

    return Outlook(last.renewal_on, after(), after(JudgedClaim(on, "accident", 50, ClaimEffect.PARTLY_AT_FAULT)),
                   after(JudgedClaim(on, "accident", 100, ClaimEffect.AT_FAULT)))


def _told(days: Sequence[date], pasts: Sequence[tuple[Standing, ...]], usage: str) -> Iterator[PastCoefficient]:
    """Yield what all the pasts say of each day; failing that, what those without an older claim say."""
    ladder = claim_free_ladder(usage)
    ordinary = [past for past in pasts if past[0].hundredths in ladder]
    for place, day in enumerate(days):
        possible, likely = ({past[place].hundredths for past in some} for some in (pasts, ordinary))
        bounds = (min(possible), max(possible)) if possible else (None, None)
        if len(possible) == 1:
            yield PastCoefficient(day, bounds[0], Certainty.DERIVED, *bounds)
        elif len(likely) == 1:
            yield PastCoefficient(day, likely.pop(), Certainty.LIKELY, *bounds)
        else:
            yield PastCoefficient(day, None, Certainty.UNKNOWN, *bounds)


def _walk(start: Standing, judged: Sequence[_Judged], usage: str, policy: Policy) -> tuple[Standing, ...]:
    """Return the standing at the start and after each échéance."""
    walked = [start]
    for period, claims in judged:
        walked.append(review(walked[-1], period, claims, usage=usage, policy=policy).after)
    return tuple(walked)


def _standings(hundredths: int, on: date, policy: Policy, may_have_used_free_claim: bool) -> set[Standing]:
    """Return every past that may still matter to a coefficient on a day."""
    floors: list[date | None] = [None]
    if hundredths == FLOOR:
        floors = [add_months(on, -12 * years) for years in range(YEARS_BEFORE_FREE_CLAIM + 1)]
    rows = (0, 1) if hundredths > START else (0,)
    used = (False, True) if may_have_used_free_claim and not policy.has_reusable_free_claim else (False,)
    return {Standing(hundredths, floor, row, spent) for floor in floors for row in rows for spent in used}
