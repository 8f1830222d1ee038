"""What the papers about money say, frozen: payment schedule, receipt, renewal notice. Cents, taxes included.

Where the values come from, besides those of `facts_paper`:

- `frequency` is `wording.FREQUENCIES[...]` and `method` `wording.METHODS[...]`, without a capital: "chaque mois", "par
  prélèvement";
- `DirectDebit` from `SepaMandate` (`reference`, `masked_iban`) and the creditor's name and identifier (ICS) from
  `Insurer`; None when the premium is not debited from an account;
- `instalments` from `Instalment`, oldest first; the period from the days that they pay for; `announced_from` is the
  first debit to come that is `DEBIT_NOTICE` away or more, None without a direct debit;
- a receipt from one paid `Instalment`; `payment_reference` from the payment, empty when there is none;
- a renewal notice from the insurer's renewal, which alone knows the parts of the premium: the portal computes none.
  `renewal_on` is the first day of the new year of insurance; the two days of refusal from `refusal_days`.

The days that follow from a rule are frozen too: a rule may change, what a paper said may not.
"""
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from insurance.contracts.nonpayment import suspension_after, termination_after
from insurance.contracts.termination import ANSWER_TO_LATE_NOTICE_DAYS, LATE_NOTICE_DAYS, renewal_deadline
from insurance.documents.facts import paper_kind, refuse_blanks, refuse_upside_down
from insurance.documents.facts_paper import ContractPaper, refuse_negative

DEBIT_NOTICE = timedelta(days=14)
"""How long before a direct debit its amount and its day are announced (SEPA rulebook)."""


@dataclass(frozen=True, kw_only=True)
class DirectDebit:
    """Who debits which account under which mandate. `masked_account` hides all but the last characters.

    The creditor's identifier (ICS) and the mandate's reference (RUM) are blank when they are not known yet.
    """

    creditor_name: str
    creditor_identifier: str
    mandate_reference: str
    masked_account: str

    def __post_init__(self):
        refuse_blanks(self, but={"creditor_identifier", "mandate_reference"})


@dataclass(frozen=True, kw_only=True)
class ScheduledInstalment:
    """A sum that falls due on a day. `paid_on` is None when it is not paid, or when nobody noted the day."""

    due_on: date
    amount_cents: int
    is_paid: bool
    is_unpaid: bool = False
    paid_on: date | None = None

    def __post_init__(self):
        refuse_negative(self)
        if (self.is_unpaid and self.is_paid) or (self.paid_on is not None and not self.is_paid):
            raise ValueError("an instalment is paid, late, or neither")


@paper_kind("payment_schedule")
@dataclass(frozen=True, kw_only=True)
class PaymentScheduleFacts(ContractPaper):
    """The dates and the amounts of a year of premium (échéancier), with what is paid on the day of issue.

    `announced_from` is the first debit of which this paper is the announcement, None when it announces none. Raises
    ValueError for an announcement without a direct debit, or of a debit that is less than fourteen days away.
    """

    period_from: date
    period_until: date
    frequency: str
    method: str
    direct_debit: DirectDebit | None
    announced_from: date | None
    instalments: tuple[ScheduledInstalment, ...]

    def __post_init__(self):
        super().__post_init__()
        refuse_upside_down(self.period_from, self.period_until)
        if self.announced_from is not None and (
                self.direct_debit is None or self.announced_from < self.issued_on + DEBIT_NOTICE):
            raise ValueError("a debit is announced fourteen days ahead")

    @property
    def total_cents(self) -> int:
        """What the year costs, taxes included."""
        return sum(one.amount_cents for one in self.instalments)

    @property
    def paid_cents(self) -> int:
        """What was paid on the day of issue."""
        return sum(one.amount_cents for one in self.instalments if one.is_paid)


@paper_kind("payment_receipt")
@dataclass(frozen=True, kw_only=True)
class PaymentReceiptFacts(ContractPaper):
    """The receipt of one paid instalment (quittance). `payment_reference` is that of the bank, empty when unknown.

    `method` is empty when the books do not say how it was paid.
    """

    amount_cents: int
    due_on: date
    paid_on: date
    method: str
    period_from: date
    period_until: date
    payment_reference: str

    may_be_blank: ClassVar[frozenset[str]] = frozenset({"method", "payment_reference"})

    def __post_init__(self):
        super().__post_init__()
        refuse_upside_down(self.period_from, self.period_until)


@dataclass(frozen=True, kw_only=True)
class PremiumLine:
    """A named part of the premium."""

    label: str
    amount_cents: int

    def __post_init__(self):
        refuse_blanks(self)
        refuse_negative(self)


@paper_kind("renewal_notice")
@dataclass(frozen=True, kw_only=True)
class RenewalNoticeFacts(ContractPaper):
    """The notice of a renewal (avis d'échéance): what the coming year costs, when, and how to refuse it.

    Annexe à l'article A121-1, art. 14: the reference premium, the coefficient, the net premium, the surcharges, the
    reductions. Art. L125-2: the premium for natural disasters apart, None for a contract without that coverage. The
    net premium, the surcharges, the other lines, that part and the taxes, less the reductions, are the total. The
    coefficient is None for a vehicle that the bonus-malus leaves out (art. A121-1).
    `late_refusal_until` is None when the notice is sent in time. Raises ValueError when the parts are not the total.
    """

    renewal_on: date
    period_until: date
    reference_premium_cents: int
    coefficient_hundredths: int | None
    net_premium_cents: int
    surcharges: tuple[PremiumLine, ...]
    reductions: tuple[PremiumLine, ...]
    other_lines: tuple[PremiumLine, ...]
    natural_disaster_cents: int | None
    taxes_cents: int
    total_cents: int
    previous_total_cents: int | None
    due_on: date
    frequency: str
    method: str
    refusal_until: date
    late_refusal_until: date | None

    may_be_blank: ClassVar[frozenset[str]] = frozenset({"surcharges", "reductions", "other_lines"})

    def __post_init__(self):
        super().__post_init__()
        refuse_upside_down(self.renewal_on, self.period_until)
        added = sum(line.amount_cents for line in (*self.surcharges, *self.other_lines))
        taken_off = sum(line.amount_cents for line in self.reductions)
        parts = self.net_premium_cents + added + (self.natural_disaster_cents or 0) + self.taxes_cents - taken_off
        if parts != self.total_cents:
            raise ValueError(f"the lines make {parts} cents, the total says {self.total_cents}")


def refusal_days(renewal_on: date, sent_on: date) -> tuple[date, date | None]:
    """Return the last day to refuse a renewal and, when its notice is sent too late, the one that replaces it.

    Code des assurances, art. L113-12 and L113-15-1: two months before; twenty days after a notice that is sent less
    than fifteen days before that day, or after it.
    """
    deadline = renewal_deadline(renewal_on)
    is_late = sent_on > deadline - timedelta(days=LATE_NOTICE_DAYS)
    return deadline, sent_on + timedelta(days=ANSWER_TO_LATE_NOTICE_DAYS) if is_late else None


@dataclass(frozen=True, kw_only=True)
class LateInstalment:
    """What is left to pay of an instalment that fell due."""

    due_on: date
    amount_cents: int

    def __post_init__(self):
        refuse_negative(self)


@paper_kind("formal_notice")
@dataclass(frozen=True, kw_only=True)
class FormalNoticeFacts(ContractPaper):
    """The formal notice (mise en demeure) for premiums that are not paid, as it leaves on `issued_on` (art. L113-3, R113-1).

    `instalments` from what is left of each late `Instalment`, oldest first; the days of the suspension and of the
    possible termination from `contracts.nonpayment`. Raises ValueError for a suspension or a termination that would
    come sooner than the article allows.
    """

    instalments: tuple[LateInstalment, ...]
    suspended_on: date
    terminable_on: date

    def __post_init__(self):
        super().__post_init__()
        if self.suspended_on < suspension_after(self.issued_on) or self.terminable_on < termination_after(self.suspended_on):
            raise ValueError("a suspension comes thirty days after the notice, a termination ten days later")

    @property
    def total_cents(self) -> int:
        """What is asked for."""
        return sum(one.amount_cents for one in self.instalments)
