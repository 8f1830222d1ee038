"""Bonus-malus: the coefficient de réduction-majoration, annexe à l'article A121-1 du code des assurances (pure).

Coefficients are integers, in hundredths: 0.60 × 0.95 made with floats and cut to two decimals gives 0.56, not 0.57.
The coefficient belongs to the contract: a claim by any of its drivers counts (art. 5). It applies to the premium of
third-party liability, damage, theft, fire, glass and natural disasters, not to the rest (art. 3).

Here one year moves the coefficient. `bonus_malus_years` walks over the échéances of a contract; `bonus_malus_outlook`
finds what the coefficient was before, and says what it may become. The surcharge of a novice driver (A121-1-1), which
the coefficient multiplies (art. 2), is at the end.
"""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from insurance.calendar import whole_years

START, FLOOR, CAP = 100, 50, 350  # art. 1, 4 and 5
YEARS_BEFORE_FREE_CLAIM = 3  # art. 4
CLEAN_YEARS_TO_START = 2  # art. 5
_NO_SUCH_FAULT = "a driver is at fault wholly (100) or partly (50)"


@dataclass(frozen=True)
class Rates:
    """What a claim-free year and a claim do to a coefficient, in thousandths."""

    claim_free: int
    at_fault: int
    partly_at_fault: int


ORDINARY_RATES = Rates(claim_free=950, at_fault=1250, partly_at_fault=1125)
ROUNDS_RATES = Rates(claim_free=930, at_fault=1200, partly_at_fault=1100)


class ClaimEffect(StrEnum):
    """What a claim does to the coefficient, and why."""

    AT_FAULT = "at_fault"
    PARTLY_AT_FAULT = "partly_at_fault"
    FIRST_AFTER_FLOOR = "first_after_floor"  # art. 4
    FORCE_MAJEURE = "force_majeure"  # art. 6, 2°
    NOT_AT_FAULT = "not_at_fault"  # art. 6, 3°
    PARKED = "parked"  # art. 7
    THEFT_FIRE_GLASS = "theft_fire_glass"  # art. 7

    @property
    def increases(self) -> bool:
        """True when the claim raises the coefficient."""
        return self in (ClaimEffect.AT_FAULT, ClaimEffect.PARTLY_AT_FAULT)


def rates_for(usage: str) -> Rates:
    """Return the rates of a usage: "tournées" and "tous déplacements" have their own (art. 4 and 5)."""
    return ROUNDS_RATES if usage == "professional_rounds" else ORDINARY_RATES


def next_coefficient(
    hundredths: int, *, at_fault: Sequence[int], usage: str, years_at_floor: int, clean_years: int,
) -> int:
    """Return the coefficient after an annual period of insurance, in hundredths.

    Annexe A121-1, art. 4 and 5: −5 % without a claim (−7 % for rounds), never under 0.50; +25 % for each claim
    (+20 %), half of it when the fault is shared, never over 3.50; no increase for the first claim after three years at
    0.50; 1.00 at most after two claim-free years. The coefficient is cut to two decimals after *each* claim: art. 5
    increases "le coefficient obtenu", and art. 5 says that what is obtained is cut (three claims at 0.60 make 1.16).

    `at_fault`: 100 or 50 for each claim that counts, in the order of their dates (the order matters). `years_at_floor`:
    whole years at 0.50 before the first of them, 0 when the free claim is used up. `clean_years`: claim-free years
    before this one. Raises ValueError for a coefficient outside 50–350 or another share of fault.
    """
    if not FLOOR <= hundredths <= CAP:
        raise ValueError(f"{hundredths} hundredths is no coefficient")
    if not set(at_fault) <= {50, 100}:
        raise ValueError(_NO_SUCH_FAULT)
    rates = rates_for(usage)
    if not at_fault:
        reduced = max(FLOOR, hundredths * rates.claim_free // 1000)
        return min(START, reduced) if clean_years + 1 >= CLEAN_YEARS_TO_START else reduced
    for percent in at_fault[is_first_claim_free(hundredths, years_at_floor):]:
        hundredths = min(CAP, hundredths * (rates.at_fault if percent == 100 else rates.partly_at_fault) // 1000)
    return hundredths


def is_first_claim_free(hundredths: int, years_at_floor: int) -> bool:
    """Say whether the first claim raises nothing: after three years at 0.50 at least (annexe A121-1, art. 4)."""
    return hundredths == FLOOR and years_at_floor >= YEARS_BEFORE_FREE_CLAIM


def claim_free_ladder(usage: str) -> tuple[int, ...]:
    """Return the coefficients that claim-free years give from 1.00 down to 0.50: fourteen steps, ten for rounds."""
    ladder = [START]
    while ladder[-1] > FLOOR:
        ladder.append(next_coefficient(ladder[-1], at_fault=(), usage=usage, years_at_floor=0, clean_years=0))
    return tuple(ladder)


def effect_of(kind: str, at_fault_percent: int) -> ClaimEffect:
    """Return what a claim does by itself (annexe A121-1, art. 5 to 7). Raises ValueError for another share of fault.

    A theft, a fire and broken glass never count. A parked vehicle hit by somebody unknown does not when nobody of the
    contract is at fault; a car park is also where one may be. The insurer says "0 %" of a driver who took the vehicle
    unknown to its owner (art. 6, 1°).
    """
    if kind in ("theft", "fire", "glass"):
        return ClaimEffect.THEFT_FIRE_GLASS
    if kind == "natural_disaster":
        return ClaimEffect.FORCE_MAJEURE
    if at_fault_percent == 0:
        return ClaimEffect.PARKED if kind == "parking" else ClaimEffect.NOT_AT_FAULT
    if at_fault_percent not in (50, 100):
        raise ValueError(_NO_SUCH_FAULT)
    return ClaimEffect.AT_FAULT if at_fault_percent == 100 else ClaimEffect.PARTLY_AT_FAULT


def novice_rate(claim_free_years: int, ladder: Sequence[int]) -> int:
    """Return the surcharge of a novice driver, in percent of the reference premium.

    Art. A121-1-1: 100 % at most, 50 % after conduite accompagnée, halved after each claim-free year. Half of the
    *initial* rate, says the letter (100, 50, 0); half of the last one, says practice (100, 50, 25, 0): the ladder
    belongs to the product (`tariff.json`) and says what each claim-free year leaves. Its last rate is for ever.
    """
    return ladder[min(claim_free_years, len(ladder) - 1)]


def novice_years(licensed_on: date, on: date, at_fault_on: Iterable[date] = ()) -> int:
    """Return how many whole years of licence have passed on a day without a claim at fault (art. A121-1-1).

    A year with such a claim leaves the surcharge where it was: it is not counted. Never negative.
    """
    years = max(0, whole_years(licensed_on, on))
    marred = {whole_years(licensed_on, day) for day in at_fault_on if day >= licensed_on}
    return years - len(marred & set(range(years)))
