"""What a claims history says (relevé d'information, "relevé de sinistres"), frozen on the day it is issued.

Code des assurances, annexe à l'article A121-1, art. 12: the items of the European model (règlement d'exécution (UE)
2024/1855) and the French ones. Where the values come from, besides those of `facts_paper`:

- `insurer_country` ("F") and `insurer_code` from `Insurer`: the country and the code under which it is known there;
- `holder_born_on` from `Customer.born_on`; `subscribed_on`, `effective_on`, `ended_on` from `Contract.effective_on`
  (twice, as long as the portfolio says nothing of the day of subscription) and `Contract.ends_on` once it has passed;
- `usage` is `wording.USAGES[vehicle.usage]`; a driver's `role` is `wording.DRIVER_ROLES[driver.role]`, the rest of a
  `HistoryDriver` comes from `Driver`, and `declared_*` stay None as long as nobody knows them;
- `coefficient_*` from `Contract.bonus_malus_hundredths`, the year of insurance that it applies to, and the years before
  from `bonus_malus_years`; `last_renewal_on` is the last anniversary that has passed, None in the first year;
- `claims` from `PastClaim` and the settled `Claim`s since `claims_since`, `nature` being `wording.PAST_CLAIMS[kind]`;
- `termination_reason` is `Contract.termination_reason`, empty while the contract runs.
"""
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from insurance.documents.facts import paper_kind, refuse_blanks, refuse_upside_down
from insurance.documents.facts_paper import ContractPaper


@dataclass(frozen=True, kw_only=True)
class HistoryDriver:
    """A driver named on the contract. The licence is blank and its day None when the insurer was not told."""

    name: str
    role: str
    born_on: date
    licence_number: str
    licensed_on: date | None
    declared_from: date | None = None
    declared_until: date | None = None

    def __post_init__(self):
        refuse_blanks(self, but={"licence_number"})


@dataclass(frozen=True, kw_only=True)
class HistoryClaim:
    """A claim of the last five annual periods. `liability_percent` is the share held against the insured's driver.

    `responsible_driver` is that driver's name, empty when nobody was responsible or when it is not known.
    """

    occurred_on: date
    nature: str
    has_injury: bool
    liability_percent: int
    responsible_driver: str
    is_settled: bool

    def __post_init__(self):
        refuse_blanks(self, but={"responsible_driver"})
        if not 0 <= self.liability_percent <= 100:
            raise ValueError("a share of liability is between 0 and 100 %")


@dataclass(frozen=True, kw_only=True)
class PastCoefficient:
    """The coefficient, in hundredths, that applied from a day on."""

    applied_from: date
    hundredths: int


@paper_kind("claims_history")
@dataclass(frozen=True, kw_only=True)
class ClaimsHistoryFacts(ContractPaper):
    """The claims history of a contract over the five annual periods before the day of issue.

    `coefficient_hundredths` is None for a vehicle that the bonus-malus does not concern (art. A121-1); its period, both
    days included, then is too. `years_at_floor` counts the years at 0.50. `coefficient_history` goes back in time.
    Raises ValueError for periods upside down, a claim outside of the five years, a coefficient without its period.
    """

    insurer_country: str
    insurer_code: str
    holder_born_on: date
    subscribed_on: date
    effective_on: date
    ended_on: date | None
    usage: str
    drivers: tuple[HistoryDriver, ...]
    coefficient_hundredths: int | None
    coefficient_from: date | None
    coefficient_until: date | None
    coefficient_history: tuple[PastCoefficient, ...]
    years_at_floor: int
    last_renewal_on: date | None
    claims_since: date
    claims: tuple[HistoryClaim, ...]
    termination_reason: str

    may_be_blank: ClassVar[frozenset[str]] = frozenset({"claims", "coefficient_history", "termination_reason"})

    def __post_init__(self):
        super().__post_init__()
        refuse_upside_down(self.effective_on, self.ended_on or self.effective_on)
        period = (self.coefficient_hundredths, self.coefficient_from, self.coefficient_until)
        if None in period and any(part is not None for part in period):
            raise ValueError("a coefficient has the period that it applies to")
        if self.coefficient_from is not None:
            refuse_upside_down(self.coefficient_from, self.coefficient_until)
        if not all(self.claims_since <= claim.occurred_on <= self.issued_on for claim in self.claims):
            raise ValueError("a claim is outside of the five annual periods")
