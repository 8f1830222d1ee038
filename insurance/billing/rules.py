"""Where non-payment stands, as the legal traffic light: values in, values out."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from insurance.billing.models import Instalment, InstalmentState, SepaMandate, SignedMandate
from insurance.clock import PARIS
from insurance.contracts.models import PaymentMethod
from insurance.contracts.nonpayment import notice_possible_on, resumption_after
from insurance.contracts.rules import Cover, cover_at, cover_dates, suspension_starts_on, termination_possible_on


class Stage(StrEnum):
    """What non-payment has come to, the steps of art. L113-3 in their order."""

    CLEAR = "clear"
    UNPAID = "unpaid"
    NOTICED = "noticed"  # a formal notice runs: the day of the suspension is known
    SUSPENDED = "suspended"
    TERMINABLE = "terminable"  # suspended for ten days: the insurer may terminate
    RESUMING = "resuming"  # all is paid: the cover is back at an instant that is known


@dataclass(frozen=True)
class Arrears:
    """The traffic light of a contract at an instant: its stage, what is late (cents), and every day that matters.

    `notice_from` is the first day on which a notice may be sent; `resumes_at` when a suspended cover is back: after a
    payment, or, without one, with the end of the year of insurance; `back_if_paid` when it would be after a payment now.
    """

    stage: Stage
    late_cents: int = 0
    late_since: date | None = None
    notice_from: date | None = None
    noticed_on: date | None = None
    suspended_on: date | None = None
    terminable_on: date | None = None
    resumes_at: datetime | None = None
    back_if_paid: datetime | None = None

    @property
    def is_off(self) -> bool:
        """True while the vehicle is not covered because something is, or was, not paid."""
        return self.stage in (Stage.SUSPENDED, Stage.TERMINABLE, Stage.RESUMING)


def standing(said: tuple[str, date | None], amount_cents: int, paid_cents: int, paid_on: date | None = None,
             return_reason: str | None = None) -> dict:
    """Return where an instalment stands, by column: from what the files say, and what was paid of it here (0024).

    `said` is the state and the day of payment of the insurer's files. `return_reason` is why its direct debit came
    back, None when none did: it is then unpaid, until it is paid.
    """
    said_state, said_paid_on = said
    stands = {"paid_cents": min(paid_cents, amount_cents), "return_reason": None}
    if paid_cents >= amount_cents > 0:
        return stands | {"state": InstalmentState.PAID, "paid_on": said_paid_on or paid_on}
    if return_reason is None or said_state == InstalmentState.PAID:
        return stands | {"state": said_state, "paid_on": said_paid_on}
    return stands | {"state": InstalmentState.UNPAID, "paid_on": None, "return_reason": return_reason}


def is_late(instalment: Instalment, method: str, on: date) -> bool:
    """Return whether an instalment is late on a day.

    The insurer says so, or its day has passed and nobody debits it: what is paid by card waits for nobody else.
    """
    if instalment.state == InstalmentState.UPCOMING:
        return method == PaymentMethod.CARD and instalment.due_on < on
    return instalment.state == InstalmentState.UNPAID


def late_ones(contract, instalments: Sequence[Instalment], on: date) -> list[Instalment]:
    """Return the instalments of a contract that are late on a day, in their order."""
    return [one for one in instalments if is_late(one, contract.payment_method, on)]


def arrears_of(contract, instalments: Sequence[Instalment], moment: datetime) -> Arrears:
    """Return the traffic light of a contract at `moment` (aware). `contract.vehicle` must be loaded."""
    today = moment.astimezone(PARIS).date()
    late = late_ones(contract, instalments, today)
    cents, since = sum(one.left_cents for one in late), min((one.due_on for one in late), default=None)
    dates = cover_dates(contract)
    cover = cover_at(dates, moment)
    runs = dates.suspended_from is not None and (dates.resumes_at is None or moment < dates.resumes_at)
    if cover is Cover.ENDED or not (runs or late):
        return Arrears(Stage.CLEAR, cents, since)
    if not runs:
        return Arrears(Stage.UNPAID, cents, since, notice_from=notice_possible_on(since))
    days = {"noticed_on": contract.formal_notice_on, "suspended_on": suspension_starts_on(contract),
            "terminable_on": termination_possible_on(contract), "resumes_at": dates.resumes_at,
            "back_if_paid": resumption_after(moment)}
    if moment < dates.suspended_from:
        return Arrears(Stage.NOTICED, cents, since, **days)
    if contract.resumes_at is not None and contract.resumes_at > dates.suspended_from:
        return Arrears(Stage.RESUMING, cents, since, **days)
    is_terminable = days["terminable_on"] is not None and today >= days["terminable_on"]
    return Arrears(Stage.TERMINABLE if is_terminable else Stage.SUSPENDED, cents, since, **days)


def mandate_on(said: SepaMandate | None, signed: Sequence[SignedMandate], on: date) -> SepaMandate | SignedMandate | None:
    """Return the mandate under which an account is debited on a day, None when none is known.

    The newest that was signed here and whose day has come; else what the insurer's files say. The files still say the
    former account for a while: they prevail only when they know better, by a mandate signed later, or by an account that
    was never heard of here.
    """
    given = sorted((one for one in signed if one.signed_at is not None), key=lambda one: one.signed_at)
    used = [one for one in given if one.revoked_at is None and one.used_from <= on]
    if not used:
        return said
    return said if said is not None and _knows_better(said, used[-1], given) else used[-1]


def _knows_better(said: SepaMandate, newest: SignedMandate, given: Sequence[SignedMandate]) -> bool:
    if said.iban == newest.iban:
        return False
    if said.signed_on is not None:
        return said.signed_on > newest.signed_on
    return said.iban not in {iban for one in given for iban in (one.iban, one.former_iban)}
