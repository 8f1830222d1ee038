"""What a termination certificate says (certificat de résiliation), frozen on the day it is issued.

Where the values come from, besides those of `facts_paper`: `effective_on` from `Contract.effective_on`; `ends_on` from
`Contract.ends_on`; `end_time` is the hour of that day at which the cover stops, "24 h" as `cover_dates` counts, another
when the law says so (a sold vehicle: "0 h" of the day after the sale, art. L121-11); `reason` from
`Contract.termination_reason` or the words of the termination request; `asked_on` from that request, None when the
insurer ended the contract; `refund_cents` is the part of the premium paid for the days after the end.
"""
from dataclasses import dataclass
from datetime import date, timedelta

from insurance.documents.facts import paper_kind, refuse_upside_down
from insurance.documents.facts_paper import ContractPaper

REFUND_WITHIN = timedelta(days=30)
"""How long the insurer has, from the end of the contract, to give the premium back (art. L113-15-2)."""


@paper_kind("termination_certificate")
@dataclass(frozen=True, kw_only=True)
class TerminationCertificateFacts(ContractPaper):
    """The end of a contract: its day and hour, its reason, what is given back (cents, 0 when nothing is)."""

    effective_on: date
    ends_on: date
    end_time: str
    reason: str
    asked_on: date | None
    refund_cents: int

    def __post_init__(self):
        super().__post_init__()
        refuse_upside_down(self.effective_on, self.ends_on)

    @property
    def refund_due_on(self) -> date:
        """The last day to give the premium back."""
        return self.ends_on + REFUND_WITHIN
