"""Writing in the ledger: each thing once, its money put where it belongs, and the instalments brought to what is paid."""
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select

from insurance.billing.queries import instalments_of
from insurance.billing.rules import late_ones, standing
from insurance.clock import PARIS, now, today
from insurance.contracts.terms import write as write_columns
from insurance.database import db, one_at_a_time, transaction
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import Author, record
from insurance.payments.models import Payment, PaymentEvent, PaymentWatch
from insurance.payments.models import PaymentEventKind as Kind
from insurance.payments.provider import Fact
from insurance.payments.queries import payments_of, whole_payment
from insurance.payments.rules import PaymentState, entry_day, incoming, outcome_of, paid_by, parts_of, taken_back

WATCHED_FOR = timedelta(days=120)  # the delay in which the holder of a card may dispute a payment, as networks set it
_COMES = frozenset({Kind.CAPTURED, Kind.DISPUTE_WON})
_GOES = frozenset({Kind.REFUNDED, Kind.DISPUTED, Kind.RETURNED})
_TOLD = {Kind.CAPTURED: EventKind.PAYMENT_RECEIVED, Kind.REFUSED: EventKind.PAYMENT_REFUSED,
         Kind.REFUNDED: EventKind.PAYMENT_REFUNDED, Kind.DISPUTED: EventKind.PAYMENT_DISPUTED,
         Kind.RETURNED: EventKind.DEBIT_RETURNED}


def key_of(contract_id) -> str:
    """Return the key under which one writer at a time touches the money of a contract."""
    return f"payments:{contract_id}"


def write(payment: Payment, facts: Iterable[Fact], by: Author = Actor.RULE) -> None:
    """Write what is stated of a payment; what is written already is left out."""
    with transaction():
        one_at_a_time(key_of(payment.contract_id))
        for fact in sorted(facts, key=lambda one: one.occurred_at):
            add(payment, fact.kind, fact.key, fact.amount_cents, reason=fact.refusal, occurred_at=fact.occurred_at, by=by)


def add(payment: Payment, kind: Kind, key: str = "", amount_cents: int = 0, by: Author = Actor.RULE, reason=None,
        occurred_at=None, **values) -> PaymentEvent | None:
    """Add one thing to a payment, inside the caller's transaction; None when it is written already.

    Money that comes in goes to what it was agreed for, then to whatever is late; money that goes back comes from what
    pays nothing first. Nothing is taken for having happened in the future, nor before it was agreed.
    """
    one_at_a_time(key_of(payment.contract_id))
    payment = whole_payment(payment.id)
    if any(event.kind == kind and event.key == key for event in payment.events):
        return None
    paid = paid_by(payment.events)
    entries = []
    if kind in _COMES:
        schedule = instalments_of([payment.contract])[payment.contract_id]
        room: dict[date, int] = {}
        for one in schedule:
            room[one.due_on] = room.get(one.due_on, 0) + one.left_cents
        late = [one.due_on for one in late_ones(payment.contract, schedule, today())]
        entries = incoming(amount_cents, paid, parts_of(payment), room, late)
    elif kind in _GOES:
        entries = taken_back(amount_cents, paid)
    happened = min(max(occurred_at or now(), payment.opened_at), now())
    event = PaymentEvent(payment_id=payment.id, kind=kind, key=key, amount_cents=amount_cents, entries=entries,
                         reason=reason, occurred_at=happened, recorded_at=now(), **values)
    db.session.add(event)
    db.session.flush()
    payment = whole_payment(payment.id)
    if entries:
        settle(payment.contract)
    if kind in _COMES:
        _ask_for_the_excess_back(payment, event)
    watch(payment, now() if outcome_of(whole_payment(payment.id).events).refunds_asked else None)
    if kind in _TOLD:
        record(_TOLD[kind], by, payment.customer, payment.contract, reference=payment.reference,
               amount_cents=amount_cents, payment_id=str(payment.id), event_id=str(event.id), reason=reason)
    return event


def _ask_for_the_excess_back(payment: Payment, event: PaymentEvent) -> None:
    """Money that a provider took and that finds nothing to pay goes back by itself: somebody paid twice."""
    outcome = outcome_of(payment.events)
    asked = sum(one.amount_cents for one in payment.events if one.kind == Kind.REFUND_ASKED and one.key in outcome.refunds_asked)
    if payment.provider is not None and outcome.excess_cents > asked:
        db.session.add(PaymentEvent(
            payment_id=payment.id, kind=Kind.REFUND_ASKED, key=f"{payment.public_id}-excess-{event.id}",
            amount_cents=outcome.excess_cents - asked, occurred_at=now(), recorded_at=now()))
        db.session.flush()


def watch(payment: Payment, look_at: datetime | None = None) -> None:
    """See that a payment is asked about for as long as something of it is not known, from `look_at` on (else from now).

    What was received is still asked about, after a day, two, four, eight…: the message that says that a bank took it
    back may be lost as any other.
    """
    line = db.session.get(PaymentWatch, payment.id)
    outcome = outcome_of(whole_payment(payment.id).events)
    if outcome.is_settled:
        age = now() - outcome.paid_at if outcome.state is PaymentState.PAID and payment.provider else WATCHED_FOR
        look_at = None if age >= WATCHED_FOR else now() + max(age, timedelta(days=1))
        if line is not None and look_at is None:
            db.session.delete(line)
    if line is None and (look_at is not None or not outcome.is_settled):
        db.session.add(PaymentWatch(payment_id=payment.id, look_at=look_at or now()))
    elif line is not None and look_at is not None:
        line.look_at = look_at


def settle(contract) -> None:
    """Bring the instalments of a contract to what the insurer's files say and what is paid here, inside a transaction."""
    paid, paid_on, returned = _paid_here(contract)
    for one in instalments_of([contract])[contract.id]:
        here = min(paid.get(one.due_on, 0), one.amount_cents)
        if one.due_on in paid:
            paid[one.due_on] -= here
        write_columns(one, standing((one.said_state, one.said_paid_on), one.amount_cents, here, paid_on.get(one.due_on),
                                    returned.get(one.due_on)))


def _paid_here(contract) -> tuple[dict[date, int], dict[date, date], dict[date, str]]:
    """Return, by the day of each instalment: what is paid of it here, the last day it was, why a debit came back."""
    paid: dict[date, int] = {}
    paid_on: dict[date, date] = {}
    returned: dict[date, str] = {}
    events = [event for payment in payments_of([contract])[contract.id] for event in payment.events]
    for event in sorted(events, key=lambda one: (one.occurred_at, one.id)):
        for entry in event.entries:
            day = entry_day(entry)
            if day is None:
                continue
            paid[day] = paid.get(day, 0) + entry["cents"]
            if entry["cents"] > 0:
                paid_on[day] = event.occurred_at.astimezone(PARIS).date()
    for payment in payments_of([contract])[contract.id]:
        for event in payment.events:
            if event.kind == Kind.RETURNED:
                for day, _cents in parts_of(payment):
                    returned.setdefault(day, event.reason or "")
    return paid, paid_on, returned


def settle_all(contracts) -> None:
    """Do the same for those of these contracts that have a payment (a reaction to an import)."""
    ids = [contract.id for contract in contracts]
    known = set(db.session.scalars(select(Payment.contract_id).where(Payment.contract_id.in_(ids)).distinct()))
    for contract in contracts:
        if contract.id in known:
            settle(contract)
