"""What the papers about money say, frozen: payment schedule, receipt, renewal notice. Amounts are cents, taxes included.

Where the values come from, besides those of `facts_paper`:

- `frequency` is `wording.FREQUENCIES[...]` and `method` `wording.METHODS[...]`, without a capital: "chaque mois", "par
  prélèvement";
- `DirectDebit` from `SepaMandate` (`reference`, `masked_iban`) and the creditor's name and identifier (ICS) from
  `Insurer`; None when the premium is not debited from an account;
- `instalments` from `Instalment`, oldest first; the period from the days that they pay for;
- a receipt from one paid `Instalment`; `payment_reference` from the payment, empty when there is none;
- a renewal notice from the insurer's renewal, which alone knows the parts of the premium: the portal computes none.
  `renewal_on` is the first day of the new year of insurance.
"""
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from insurance.calendar import add_months
from insurance.documents.facts import paper_kind, refuse_blanks, refuse_upside_down
from insurance.documents.facts_paper import ContractPaper, refuse_negative

DEBIT_NOTICE = timedelta(days=14)
"""How long before a direct debit its amount and its day are announced (SEPA rulebook)."""

REFUSAL_NOTICE_MONTHS = 2
"""How long before the renewal it is refused, at the latest (art. L113-12 du code des assurances)."""

LATE_NOTICE = timedelta(days=15)
REFUSAL_AFTER_LATE_NOTICE = timedelta(days=20)
"""Art. L113-15-1: a notice sent less than fifteen days before that day, or after it, opens twenty days."""


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
        if self.is_unpaid and self.is_paid or self.paid_on is not None and not self.is_paid:
            raise ValueError("an instalment is paid, late, or neither")


@paper_kind("payment_schedule")
@dataclass(frozen=True, kw_only=True)
class PaymentScheduleFacts(ContractPaper):
    """The dates and the amounts of a year of premium (échéancier), with what is paid on the day of issue."""

    period_from: date
    period_until: date
    frequency: str
    method: str
    direct_debit: DirectDebit | None
    instalments: tuple[ScheduledInstalment, ...]

    def __post_init__(self):
        super().__post_init__()
        refuse_upside_down(self.period_from, self.period_until)

    @property
    def total_cents(self) -> int:
        """What the year costs, taxes included."""
        return sum(one.amount_cents for one in self.instalments)

    @property
    def paid_cents(self) -> int:
        """What was paid on the day of issue."""
        return sum(one.amount_cents for one in self.instalments if one.is_paid)

    @property
    def first_announced_on(self) -> date | None:
        """The first debit that this paper announces early enough to be its pre-notification, None when none is."""
        if self.direct_debit is None:
            return None
        return min((one.due_on for one in self.instalments
                    if not one.is_paid and one.due_on >= self.issued_on + DEBIT_NOTICE), default=None)


@paper_kind("payment_receipt")
@dataclass(frozen=True, kw_only=True)
class PaymentReceiptFacts(ContractPaper):
    """The receipt of one paid instalment (quittance). `payment_reference` is that of the bank, empty when unknown."""

    amount_cents: int
    due_on: date
    paid_on: date
    method: str
    period_from: date
    period_until: date
    payment_reference: str

    may_be_blank: ClassVar[frozenset[str]] = frozenset({"payment_reference"})

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
    net premium, the surcharges, the other lines, that part and the taxes, less the reductions, are the total.
    Raises ValueError when they are not.
    """

    renewal_on: date
    period_until: date
    reference_premium_cents: int
    coefficient_hundredths: int
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

    may_be_blank: ClassVar[frozenset[str]] = frozenset({"surcharges", "reductions", "other_lines"})

    def __post_init__(self):
        super().__post_init__()
        refuse_upside_down(self.renewal_on, self.period_until)
        added = sum(line.amount_cents for line in (*self.surcharges, *self.other_lines))
        taken_off = sum(line.amount_cents for line in self.reductions)
        parts = self.net_premium_cents + added + (self.natural_disaster_cents or 0) + self.taxes_cents - taken_off
        if parts != self.total_cents:
            raise ValueError(f"the lines make {parts} cents, the total says {self.total_cents}")

    @property
    def refusal_deadline_on(self) -> date:
        """The last day to send a refusal of the renewal, two months before it (art. L113-12)."""
        return add_months(self.renewal_on, -REFUSAL_NOTICE_MONTHS)

    @property
    def is_late(self) -> bool:
        """Say whether the notice is sent too late for that day to hold (art. L113-15-1)."""
        return self.issued_on > self.refusal_deadline_on - LATE_NOTICE

    @property
    def late_refusal_deadline_on(self) -> date:
        """The twentieth day after the notice is sent, which replaces the other one when the notice is late."""
        return self.issued_on + REFUSAL_AFTER_LATE_NOTICE
