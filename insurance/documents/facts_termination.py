"""What a termination certificate says (certificat de résiliation), frozen on the day it is issued.

Where the values come from, besides those of `facts_paper`: `effective_on` from `Contract.effective_on`; `ends_on`,
`covered_until`, `refund_cents`, `refund_by` and `still_due_cents` from the `Termination` that was carried out, or
`Contract.ends_on` when the insurer ended the contract; `end_time` is the hour of `ends_on` at which the contract stops,
"24 h" as `cover_dates` counts; `reason` from `Contract.termination_reason` or the words of the request; `asked_on` from
that request, None when the insurer ended the contract.
"""
from dataclasses import dataclass
from datetime import date

from insurance.documents.facts import paper_kind, refuse_upside_down
from insurance.documents.facts_paper import ContractPaper


@paper_kind("termination_certificate")
@dataclass(frozen=True, kw_only=True)
class TerminationCertificateFacts(ContractPaper):
    """The end of a contract: its day and hour, its reason, what is given back or still due (cents, 0 when nothing is).

    `covered_until` is the last covered day when it comes before the end (a sold vehicle, art. L121-11), else None.
    `refund_by` is the last day to give the premium back, None when no text sets one. Raises ValueError for a refund and
    a debt at once, for a cover that lasts longer than the contract.
    """

    effective_on: date
    ends_on: date
    end_time: str
    covered_until: date | None
    reason: str
    asked_on: date | None
    refund_cents: int
    refund_by: date | None
    still_due_cents: int

    def __post_init__(self):
        super().__post_init__()
        refuse_upside_down(self.effective_on, self.ends_on)
        if self.covered_until is not None:
            refuse_upside_down(self.covered_until, self.ends_on)
        if self.refund_cents and self.still_due_cents:
            raise ValueError("a sum is given back or still due, not both")
