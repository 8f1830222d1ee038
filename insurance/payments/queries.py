"""Reading the ledger: who asks comes first."""
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance.billing.models import Instalment
from insurance.billing.queries import instalments_of
from insurance.billing.rules import is_late
from insurance.clock import now, today
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.errors import NotFound, Reason, Refused
from insurance.payments.models import CalendarFeed, Payment, PaymentEvent, PaymentLink, PaymentWatch
from insurance.payments.models import PaymentEventKind as Kind
from insurance.payments.rules import Outcome, PaymentState, may_be_paid, outcome_of, paid_by, parts_of
from insurance.people.models import Customer
from insurance.references import hash_secret

_WHOLE = (selectinload(Payment.events), joinedload(Payment.customer),
          joinedload(Payment.contract).joinedload(Contract.vehicle))


def payments_of(contracts) -> dict:
    """Return the payments of these contracts with their events, newest first, by contract id."""
    found = defaultdict(list)
    query = (select(Payment).where(Payment.contract_id.in_([contract.id for contract in contracts]))
             .options(selectinload(Payment.events)).order_by(Payment.id.desc())
             .execution_options(populate_existing=True))
    for payment in db.session.scalars(query):
        found[payment.contract_id].append(payment)
    return found


def live_payments(contract_id) -> list[Payment]:
    """Return the payments of a contract by which money may still come, with their events."""
    query = (select(Payment).join(PaymentWatch).where(Payment.contract_id == contract_id)
             .options(selectinload(Payment.events)).order_by(Payment.id))
    return [one for one in db.session.scalars(query) if outcome_of(one.events).state.is_live]


def find_payment(customer, public_id: str) -> Payment:
    """Return one of the customer's own payments, whole. Raises `NotFound`, also for somebody else's."""
    payment = db.session.scalar(select(Payment).options(*_WHOLE).where(
        Payment.customer_id == customer.id, Payment.public_id == public_id))
    if payment is None:
        raise NotFound(public_id)
    return payment


def payment_under(key: str) -> Payment | None:
    """Return the payment that a provider knows under a key, whole; None when it is none of ours."""
    return db.session.scalar(select(Payment).options(*_WHOLE).where(Payment.public_id == key))


def payment_known_as(reference: str) -> Payment | None:
    """Return the payment to whose page, or to whose money, a provider gave this reference; None when it is none of ours."""
    return db.session.scalar(select(Payment).options(*_WHOLE).where(Payment.id.in_(
        select(PaymentEvent.payment_id).where(PaymentEvent.kind.in_((Kind.SENT, Kind.CAPTURED)),
                                              PaymentEvent.key == reference))).limit(1))


def whole_payment(payment_id) -> Payment:
    """Return a payment with its events, its contract and its customer, as they are in the database now."""
    return db.session.scalar(select(Payment).options(*_WHOLE).where(Payment.id == payment_id)
                             .execution_options(populate_existing=True))


def due_to_look(limit: int = 20) -> list:
    """Return the ids of the payments of which their provider is to be asked now, the longest awaited first."""
    return list(db.session.scalars(
        select(PaymentWatch.payment_id).join(Payment)
        .where(PaymentWatch.look_at <= now(), Payment.provider.is_not(None))
        .order_by(PaymentWatch.look_at).limit(limit)))


def collecting(payments: Iterable[Payment]) -> dict[date, Outcome]:
    """Return, by the day of each instalment, the outcome of the payment by which its money is on the way."""
    found = {}
    for payment in payments:
        outcome = outcome_of(payment.events)
        if outcome.state.is_live:
            found |= {day: outcome for day, _cents in parts_of(payment)}
    return found


def payable_of(contract) -> list[Instalment]:
    """Return the instalments of a contract that may be paid by card today, the oldest first."""
    on_the_way = collecting(live_payments(contract.id))
    days = {day for day, outcome in on_the_way.items() if outcome.state is PaymentState.PENDING}
    return [one for one in schedule_of(contract)
            if one.due_on not in days and may_be_paid(one, contract.payment_method, today())]


def contract_behind(secret: str) -> Contract:
    """Return the contract that a payment link leads to, whole. Raises `Refused(LINK_NO_LONGER_VALID)`."""
    contract = db.session.scalar(
        select(Contract).join(PaymentLink, PaymentLink.contract_id == Contract.id)
        .where(PaymentLink.secret_hash == hash_secret(secret), PaymentLink.until >= today())
        .options(joinedload(Contract.vehicle), joinedload(Contract.customer)))
    if contract is None:
        raise Refused(Reason.LINK_NO_LONGER_VALID)
    return contract


def last_paid_at(contract) -> datetime | None:
    """Return when money that was kept was last taken for a contract, None when none was."""
    kept = [payment for payment in payments_of([contract])[contract.id] if outcome_of(payment.events).kept_cents > 0]
    return max((event.occurred_at for payment in kept for event in payment.events if event.kind == Kind.CAPTURED), default=None)


def calendar_of(customer) -> CalendarFeed | None:
    """Return the private address of a customer's due dates, None when there is none."""
    return db.session.get(CalendarFeed, customer.id)


def customer_behind(secret: str) -> Customer | None:
    """Return whose due dates are at a private address, None when it leads nowhere."""
    return db.session.scalar(select(Customer).join(CalendarFeed).where(CalendarFeed.secret_hash == hash_secret(secret)))


@dataclass(frozen=True)
class Line:
    """An instalment as its holder sees it: whether money is on the way, whether it may be paid, by which payments it was."""

    instalment: Instalment
    is_late: bool
    is_payable: bool
    is_on_the_way: bool
    paid_with: tuple[Payment, ...] = ()


def lines_of(contract, payments: Sequence[Payment]) -> list[Line]:
    """Return the instalments of a contract as their holder sees them. `payments` are all of its own, with their events."""
    payable = {one.id for one in payable_of(contract)}
    days = {day for day, outcome in collecting(payments).items() if outcome.state is PaymentState.PENDING}
    paid_with = defaultdict(list)
    for payment in reversed(payments):
        for day, cents in paid_by(payment.events).items():
            if cents > 0:
                paid_with[day].append(payment)
    return [Line(one, is_late(one, contract.payment_method, today()), one.id in payable, one.due_on in days,
                 tuple(paid_with[one.due_on])) for one in schedule_of(contract)]


def schedule_of(contract) -> list[Instalment]:
    """Return the instalments of a contract, the oldest first."""
    return instalments_of([contract])[contract.id]
