"""Ending a contract at the customer's request: on which ground, from when, and what is given back (pure).

Code des assurances, art. L113-12 to L113-16, L121-9, L121-11 and R113-12. The online request (L113-14, D113-7) is sent
and received on the same day, `today`. What is refused here is the date that the law would give: the request itself may
always be sent, and an adviser answers it. The insurer's own reasons to end a contract are not the customer's to ask.

Conventions to be settled with the general conditions: the last covered day is the day that the law calls the effect of
the termination, so that no hour is lost (the day before the échéance when the contract ends there, for the échéance is
the first day of the next year); premiums are counted by days of the current annual period.
"""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from insurance.calendar import add_months
from insurance.contracts.rules import next_anniversary
from insurance.money import proportion

RENEWAL_NOTICE_MONTHS = 2  # L113-12
LATE_NOTICE_DAYS, ANSWER_TO_LATE_NOTICE_DAYS = 15, 20  # L113-15-1
FIRST_YEAR_MONTHS, ANY_TIME_NOTICE_MONTHS = 12, 1  # L113-15-2
EVENT_MONTHS, EVENT_NOTICE_MONTHS = 3, 1  # L113-16
SALE_NOTICE_DAYS, SALE_ENDS_AFTER_MONTHS = 10, 6  # L121-11
REDUCED_RISK_NOTICE_DAYS = 30  # L113-4
REFUND_DAYS = 30  # L113-15-1, L113-15-2
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """What the law leaves to the general conditions (conditions générales).

    `refund_counts_from_sale`: L121-11 allows the insurer no indemnity, and is silent on the premium between the sale,
    which suspends the cover, and the end of the contract.
    """

    refund_counts_from_sale: bool = False


DEFAULT_TERMS = Terms()


class Motive(StrEnum):
    """Why the customer ends the contract, as the list of the online request names it (art. D113-7, 3°)."""

    RENEWAL = "renewal"  # L113-12
    LATE_RENEWAL_NOTICE = "late_renewal_notice"  # L113-15-1, loi Chatel
    ANY_TIME = "any_time"  # L113-15-2, loi Hamon
    VEHICLE_SOLD = "vehicle_sold"  # L121-11, sale or gift
    MOVED_HOME = "moved_home"  # L113-16
    MARITAL_STATUS = "marital_status"  # L113-16
    MATRIMONIAL_REGIME = "matrimonial_regime"  # L113-16
    OCCUPATION = "occupation"  # L113-16
    RETIREMENT = "retirement"  # L113-16
    TOTAL_LOSS = "total_loss"  # L121-9, by an event that is not covered
    REDUCED_RISK_REFUSED = "reduced_risk_refused"  # L113-4
    OTHER = "other"  # R113-12 I


class Refusal(StrEnum):
    """Why a motive gives no date."""

    FIRST_YEAR = "first_year"
    NOT_A_PRIVATE_CONTRACT = "not_a_private_contract"
    RENEWAL_TOO_NEAR = "renewal_too_near"
    NOTICE_WAS_IN_TIME = "notice_was_in_time"
    ANSWER_TOO_LATE = "answer_too_late"
    NOT_RENEWED_YET = "not_renewed_yet"
    EVENT_DAY_MISSING = "event_day_missing"
    EVENT_NOT_YET = "event_not_yet"
    EVENT_BEFORE_CONTRACT = "event_before_contract"
    EVENT_TOO_OLD = "event_too_old"
    NO_SUCH_MOTIVE = "no_such_motive"


EVENTS_OF_LIFE = frozenset({Motive.MOVED_HOME, Motive.MARITAL_STATUS, Motive.MATRIMONIAL_REGIME, Motive.OCCUPATION,
                            Motive.RETIREMENT})
MOTIVES_WITH_AN_EVENT = EVENTS_OF_LIFE | {Motive.VEHICLE_SOLD, Motive.TOTAL_LOSS}
_ASKED_AGAIN = frozenset({Refusal.EVENT_DAY_MISSING, Refusal.EVENT_NOT_YET})


@dataclass(frozen=True, kw_only=True)
class TerminationFacts:
    """What the end of a contract depends on.

    `effective_on`: the day of the first subscription. `anniversary`: MM-DD. `event_on`: the day of the sale, of the
    move… `renewal_notice_sent_on`: when the last avis d'échéance left, None when none did. `paid_until`: last day that
    the premiums paid cover, None when nothing is paid. `is_private`: a natural person outside their occupation.
    """

    effective_on: date
    anniversary: str
    today: date
    annual_premium_cents: int
    paid_until: date | None
    event_on: date | None = None
    renewal_notice_sent_on: date | None = None
    is_private: bool = True


@dataclass(frozen=True)
class Termination:
    """What a request comes to.

    `basis` is the ground that applies, None when none does; it differs from `motive` when the law replaces it (R113-12
    I), and `refusal` then says why the motive itself did not do. `ends_on` is the last day of the contract,
    `covered_until` the last day of cover (earlier after a sale). Cents: `refund_cents` comes back, at the latest on
    `refund_by` when the law sets a day; `still_due_cents` is cover not paid yet. `possible_from`: when nothing applies
    yet, the first day on which the contract may be ended at any time.
    """

    motive: Motive
    basis: Motive | None
    refusal: Refusal | None = None
    ends_on: date | None = None
    covered_until: date | None = None
    refund_cents: int = 0
    still_due_cents: int = 0
    refund_by: date | None = None
    possible_from: date | None = None

    @property
    def is_allowed(self) -> bool:
        """True when the law gives an end to the contract."""
        return self.basis is not None


def termination(motive: Motive, facts: TerminationFacts, terms: Terms = DEFAULT_TERMS) -> Termination:
    """Return when a contract ends if the customer asks today, on which ground, and what is given back.

    R113-12 I: a motive that does not apply, a late answer to the renewal notice or no motive at all count as a request
    to end the contract at any time, once it is a year old. A renewal refused too late because the notice itself was
    late is answered by L113-15-1 first. A day of event left out or still to come is asked again: nothing replaces it.
    """
    end = _RULES[motive](facts)
    if isinstance(end, date):
        return _ended(motive, motive, None, end, facts, terms)
    for basis in () if end in _ASKED_AGAIN else _instead_of(motive, facts):
        other_end = _RULES[basis](facts)
        if isinstance(other_end, date):
            return _ended(motive, basis, end, other_end, facts, terms)
    return Termination(motive, None, end, possible_from=any_time_from(facts) if facts.is_private else None)


def ended_on(ends_on: date, basis: Motive, facts: TerminationFacts, terms: Terms = DEFAULT_TERMS) -> Termination:
    """Return the account of a contract that ended on a day that the insurer's books say, on this ground."""
    return _ended(basis, basis, None, ends_on, facts, terms)


def any_time_from(facts: TerminationFacts) -> date:
    """Return the first day on which the contract may be ended without a reason: a year after it began (L113-15-2)."""
    return add_months(facts.effective_on, FIRST_YEAR_MONTHS)


def renewal_deadline(renewal_on: date) -> date:
    """Return the last day to refuse a renewal; the day of sending counts (L113-12)."""
    return add_months(renewal_on, -RENEWAL_NOTICE_MONTHS)


def presumed_receipt(sent_on: date) -> date:
    """Return the day on which the letter of a new insurer is presumed received: the day after (R113-12 III)."""
    return sent_on + _ONE_DAY


def _renewal(facts: TerminationFacts) -> date | Refusal:
    renewal_on = next_anniversary(facts.anniversary, facts.today)
    return Refusal.RENEWAL_TOO_NEAR if facts.today > renewal_deadline(renewal_on) else renewal_on - _ONE_DAY


def _late_renewal_notice(facts: TerminationFacts) -> date | Refusal:
    """L113-15-1: twenty days after a notice that left too late; any day, when a renewal came without one.

    After the échéance the law does not say when an answer within the twenty days takes effect: the next day here, as
    without a notice, never backwards, for the vehicle must have been insured.
    """
    if not facts.is_private:
        return Refusal.NOT_A_PRIVATE_CONTRACT
    sent_on = facts.renewal_notice_sent_on
    if sent_on is None:
        has_been_renewed = facts.today >= next_anniversary(facts.anniversary, facts.effective_on)
        return facts.today + _ONE_DAY if has_been_renewed else Refusal.NOT_RENEWED_YET
    renewal_on = _renewal_announced(sent_on, facts.anniversary)
    if sent_on <= renewal_deadline(renewal_on) - timedelta(days=LATE_NOTICE_DAYS):
        return Refusal.NOTICE_WAS_IN_TIME
    if facts.today > sent_on + timedelta(days=ANSWER_TO_LATE_NOTICE_DAYS):
        return Refusal.ANSWER_TOO_LATE
    return renewal_on - _ONE_DAY if facts.today < renewal_on else facts.today + _ONE_DAY


def _any_time(facts: TerminationFacts) -> date | Refusal:
    """L113-15-2: after the first year, one month after receipt."""
    if not facts.is_private:
        return Refusal.NOT_A_PRIVATE_CONTRACT
    if facts.today < any_time_from(facts):
        return Refusal.FIRST_YEAR
    return add_months(facts.today, ANY_TIME_NOTICE_MONTHS)


def _event_of_life(facts: TerminationFacts) -> date | Refusal:
    """L113-16: within three months of the event, one month after notice. That the risk was tied to it is declared."""
    if refusal := _event_fault(facts):
        return refusal
    if facts.today > add_months(facts.event_on, EVENT_MONTHS):
        return Refusal.EVENT_TOO_OLD
    return add_months(facts.today, EVENT_NOTICE_MONTHS)


def _vehicle_sold(facts: TerminationFacts) -> date | Refusal:
    """L121-11: ten days after notice; by itself six months after the sale, when nobody asked before."""
    if refusal := _event_fault(facts):
        return refusal
    return min(facts.today + timedelta(days=SALE_NOTICE_DAYS), add_months(facts.event_on, SALE_ENDS_AFTER_MONTHS))


def _total_loss(facts: TerminationFacts) -> date | Refusal:
    """L121-9: the contract ends by itself on the day of the loss."""
    return _event_fault(facts) or facts.event_on


def _reduced_risk_refused(facts: TerminationFacts) -> date | Refusal:
    """L113-4: thirty days after the customer, refused a lower premium for a lower risk, denounces the contract."""
    return facts.today + timedelta(days=REDUCED_RISK_NOTICE_DAYS)


def _other(_facts: TerminationFacts) -> date | Refusal:
    return Refusal.NO_SUCH_MOTIVE


_RULES: dict[Motive, Callable[[TerminationFacts], date | Refusal]] = {
    Motive.RENEWAL: _renewal,
    Motive.LATE_RENEWAL_NOTICE: _late_renewal_notice,
    Motive.ANY_TIME: _any_time,
    Motive.VEHICLE_SOLD: _vehicle_sold,
    Motive.TOTAL_LOSS: _total_loss,
    Motive.REDUCED_RISK_REFUSED: _reduced_risk_refused,
    Motive.OTHER: _other,
} | dict.fromkeys(EVENTS_OF_LIFE, _event_of_life)


def _instead_of(motive: Motive, facts: TerminationFacts) -> tuple[Motive, ...]:
    """Return the grounds to try, in order, when the motive asked for does not apply."""
    if motive is Motive.RENEWAL and facts.renewal_notice_sent_on is not None:
        return Motive.LATE_RENEWAL_NOTICE, Motive.ANY_TIME
    return (Motive.ANY_TIME,)


def _event_fault(facts: TerminationFacts) -> Refusal | None:
    if facts.event_on is None:
        return Refusal.EVENT_DAY_MISSING
    if facts.event_on > facts.today:
        return Refusal.EVENT_NOT_YET
    return Refusal.EVENT_BEFORE_CONTRACT if facts.event_on < facts.effective_on else None


def _renewal_announced(sent_on: date, anniversary: str) -> date:
    """Return the échéance that a notice speaks of: the nearest one, for a late notice may leave after it."""
    coming = next_anniversary(anniversary, sent_on)
    last = next_anniversary(anniversary, add_months(coming, -12) - _ONE_DAY)
    return min((last, coming), key=lambda renewal_on: abs(renewal_on - sent_on))


def _ended(
    motive: Motive, basis: Motive, refusal: Refusal | None, ends_on: date, facts: TerminationFacts, terms: Terms,
) -> Termination:
    """Return the end of the contract with its accounts, by days of the annual period in which it ends."""
    covered_until = min(ends_on, facts.event_on) if basis is Motive.VEHICLE_SOLD and facts.event_on else ends_on
    counted_to = covered_until if terms.refund_counts_from_sale else ends_on
    paid_until = facts.paid_until or facts.effective_on - _ONE_DAY
    renewal_on = next_anniversary(facts.anniversary, counted_to)
    period_days = (renewal_on - add_months(renewal_on, -12)).days
    balance = proportion(facts.annual_premium_cents, abs((paid_until - counted_to).days), period_days)
    is_refund = paid_until > counted_to
    has_legal_delay = basis in (Motive.ANY_TIME, Motive.LATE_RENEWAL_NOTICE) and is_refund
    return Termination(
        motive, basis, refusal, ends_on, covered_until,
        refund_cents=balance if is_refund else 0, still_due_cents=0 if is_refund else balance,
        refund_by=ends_on + timedelta(days=REFUND_DAYS) if has_legal_delay else None)
