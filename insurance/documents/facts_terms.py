"""What the contract's own papers say, frozen: special conditions (conditions particulières), endorsements (avenants).

Where the values come from, besides those of `facts_paper`: all the French words are those of `wording` on the day of
issue, because a product may change its names and a signed paper may not.

- `version` and `version_on` from `ContractVersion.number` and the day of its `recorded_at`; `product`, `usage`,
  `parking`, `energy`, `frequency`, `method` from `PRODUCTS`, `USAGES`, `PARKINGS`, `ENERGIES`, `FREQUENCIES` and
  `METHODS`;
- `drivers` from `Driver`; `coverages` from `Coverage`, `name` being `COVERAGES[code][0]`; `options` `OPTIONS[code][0]`;
- `general_conditions` is the reference of the general conditions that go with the contract, `supervisor` the name and
  the address of the authority that supervises the insurer, both from the configuration;
- an endorsement from the endorsement request that was accepted: its rows before and after, and `due_cents` or
  `refund_cents`, the part of the difference that is left until the next renewal; `code_sent_to` is where the one-time
  code went, masked ("06 •• •• •• 18").
"""
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from insurance.documents.facts import paper_kind, refuse_blanks, refuse_upside_down
from insurance.documents.facts_paper import ContractPaper, refuse_negative


@dataclass(frozen=True, kw_only=True)
class NamedDriver:
    """A driver named on the contract. The licence is blank and its day None when there is none yet."""

    name: str
    role: str
    born_on: date
    licence_number: str
    licensed_on: date | None

    def __post_init__(self):
        refuse_blanks(self, but={"licence_number"})


@dataclass(frozen=True, kw_only=True)
class CoverageLine:
    """A coverage and its amounts, in cents. None where the special conditions fix none."""

    name: str
    deductible_cents: int | None
    limit_cents: int | None

    def __post_init__(self):
        refuse_blanks(self)
        refuse_negative(self)


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """How the holder signed: on which day, at which time ("14 h 32"), with the code sent where (masked)."""

    accepted_on: date
    accepted_at: str
    code_sent_to: str

    def __post_init__(self):
        refuse_blanks(self, but={"code_sent_to"})


@paper_kind("special_conditions")
@dataclass(frozen=True, kw_only=True)
class SpecialConditionsFacts(ContractPaper):
    """The special conditions of a contract: the mentions of art. L112-4 du code des assurances, and the premium.

    `ends_on` is the last covered day of a contract that is not renewed, else None. `anniversary_on` is the next
    renewal. Texts may be blank where there is nothing to say (no trailer, no known parking); `mileage_limit_km` is None
    without a limit. `acceptance` is None on paper that is not signed with a code.
    """

    version: int
    version_on: date
    product: str
    general_conditions: str
    supervisor: str
    energy: str
    fiscal_power: int | None
    first_registered_on: date
    usage: str
    parking: str
    mileage_limit_km: int | None
    trailers: str
    has_paid_transport: bool
    drivers: tuple[NamedDriver, ...]
    coverages: tuple[CoverageLine, ...]
    options: tuple[str, ...]
    coefficient_hundredths: int | None
    premium_cents: int
    frequency: str
    method: str
    effective_on: date
    anniversary_on: date
    ends_on: date | None
    acceptance: Acceptance | None

    may_be_blank: ClassVar[frozenset[str]] = frozenset(
        {"general_conditions", "energy", "parking", "trailers", "options"})

    def __post_init__(self):
        super().__post_init__()
        if self.ends_on is not None:
            refuse_upside_down(self.effective_on, self.ends_on)


@dataclass(frozen=True, kw_only=True)
class Change:
    """A term of the contract before and after. `before` is blank for what is new, `after` for what is taken away."""

    label: str
    before: str
    after: str

    def __post_init__(self):
        refuse_blanks(self, but={"before", "after"})
        if self.before == self.after:
            raise ValueError(f"{self.label} does not change")


@paper_kind("endorsement")
@dataclass(frozen=True, kw_only=True)
class EndorsementFacts(ContractPaper):
    """An endorsement: what changes in the contract, from which day, for which premium, and its acceptance.

    Art. L112-3 du code des assurances: a change is established by an endorsement that the parties sign. The two
    premiums are for a year; until the next renewal the holder owes `due_cents` or is owed `refund_cents`. Raises
    ValueError for both at once.
    """

    subject: str
    version: int
    effective_on: date
    changes: tuple[Change, ...]
    premium_before_cents: int
    premium_after_cents: int
    due_cents: int
    refund_cents: int
    anniversary_on: date
    acceptance: Acceptance

    def __post_init__(self):
        super().__post_init__()
        refuse_upside_down(self.effective_on, self.anniversary_on)
        if self.due_cents and self.refund_cents:
            raise ValueError("a sum is due or given back, not both")

    @property
    def difference_cents(self) -> int:
        """What the year costs more, or less when below zero."""
        return self.premium_after_cents - self.premium_before_cents
