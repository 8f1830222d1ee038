"""What a request to end a contract declares, and what it comes to: values in, values out."""
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from hashlib import sha256

from insurance.billing.models import InstalmentState
from insurance.calendar import add_months
from insurance.contracts.models import PaymentFrequency, Usage
from insurance.contracts.rules import next_anniversary
from insurance.contracts.termination import MOTIVES_WITH_AN_EVENT, Motive, Refusal, Termination

PRIVATE_USAGES = frozenset({Usage.PRIVATE, Usage.PRIVATE_COMMUTE})
MONTHS = {PaymentFrequency.MONTHLY: 1, PaymentFrequency.QUARTERLY: 3, PaymentFrequency.HALF_YEARLY: 6,
          PaymentFrequency.YEARLY: 12}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Identity:
    """Who asks, and for which contract (art. D113-7, 1° and 2°), as a visitor typed it."""

    last_name: str
    first_name: str
    email: str
    contract_number: str
    plate: str = ""


@dataclass(frozen=True)
class Declaration:
    """Why the contract is to end, and the day of the event if there is one (art. D113-7, 3° and 4°)."""

    motive: Motive
    event_on: date | None = None
    note: str | None = None

    @property
    def fingerprint(self) -> str:
        """A short text that differs when anything in it does."""
        return _fingerprint(self)


@dataclass(frozen=True)
class Outcome:
    """What a declaration comes to on a day: the columns of the request that it would become.

    As in `contracts.termination.Termination`, but for the amounts: None when the books hold no payment to count from.
    """

    motive: Motive
    event_on: date | None
    note: str | None
    basis: Motive | None
    refusal: Refusal | None
    ends_on: date | None
    covered_until: date | None
    refund_cents: int | None
    still_due_cents: int | None
    refund_by: date | None
    possible_from: date | None

    @property
    def fingerprint(self) -> str:
        """A short text that differs when anything in it does: what was confirmed is what was shown."""
        return _fingerprint(self)


def outcome(declared: Declaration, found: Termination, has_account: bool) -> Outcome:
    """Return what a declaration comes to, with its account only when there is one."""
    has_account = has_account and found.is_allowed
    return Outcome(
        declared.motive, declared.event_on, declared.note, found.basis, found.refusal, found.ends_on,
        found.covered_until, found.refund_cents if has_account else None,
        found.still_due_cents if has_account else None, found.refund_by if has_account else None, found.possible_from)


def event_fault(motive: Motive, event_on: date | None, today: date) -> Refusal | None:
    """Return why a day of event cannot be taken and is asked again, None when it can."""
    if motive not in MOTIVES_WITH_AN_EVENT:
        return None
    if event_on is None:
        return Refusal.EVENT_DAY_MISSING
    return Refusal.EVENT_NOT_YET if event_on > today else None


def is_private(usage: str) -> bool:
    """Return whether a vehicle is used outside an occupation: what L113-15-1 and L113-15-2 ask for."""
    return usage in PRIVATE_USAGES


def paid_until(instalments: Sequence, frequency: str, anniversary: str, premium_cents: int) -> date | None:
    """Return the last day that the premiums paid cover, None when the books hold no instalment.

    Each instalment (oldest first) pays from its day to the next one, the last from its day for what the frequency
    says; those that are paid are put end to end, so that one left unpaid in the middle is counted as owed. What was
    due before the first of them is taken as paid: the books no longer speak of it. A year of insurance whose whole
    premium is paid is covered to its end, in however many instalments.
    """
    if not instalments:
        return None
    days = timedelta()
    for place, one in enumerate(instalments):
        is_last = place + 1 == len(instalments)
        until = add_months(one.due_on, MONTHS[frequency]) if is_last else instalments[place + 1].due_on
        if one.state == InstalmentState.PAID:
            days += until - one.due_on
    found = instalments[0].due_on + days - _ONE_DAY
    renewal_on = next_anniversary(anniversary, instalments[-1].due_on)
    paid = sum(one.amount_cents for one in instalments
               if one.state == InstalmentState.PAID and one.due_on >= add_months(renewal_on, -12))
    return max(found, renewal_on - _ONE_DAY) if paid >= premium_cents > 0 else found


def _fingerprint(values) -> str:
    said = [str(getattr(values, field.name)) for field in fields(values)]
    return sha256("\0".join(said).encode()).hexdigest()[:32]
