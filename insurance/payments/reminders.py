"""Reminding of what falls due and of what is late: each thing once, and not somebody who asked for quiet."""
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from insurance import outbox
from insurance.billing.models import Instalment, InstalmentState
from insurance.billing.queries import mandate_of
from insurance.billing.rules import is_late
from insurance.clock import now, today
from insurance.contracts.models import Contract, PaymentMethod
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.database import db, one_at_a_time, transaction
from insurance.outbox import MailKind
from insurance.payments.links import new_link
from insurance.payments.models import Payment, Reminder, ReminderPause

QUIET = timedelta(days=10)
AFTER_A_TRY = timedelta(days=3)  # somebody who has just tried to pay knows
LATE_AFTER = timedelta(days=3)
TOO_LATE = timedelta(days=30)  # the letters of the law have taken over
LATE = "late"
ANNOUNCED = "announced"


def be_quiet(contract) -> None:
    """Send no reminder of what is late on a contract for ten days; asked twice, from now."""
    with transaction():
        pause = db.session.get(ReminderPause, contract.id) or ReminderPause(contract_id=contract.id)
        pause.until = today() + QUIET
        db.session.add(pause)


def quiet_until(contract) -> date | None:
    """Return until when a customer is not reminded of what is late, None when they are."""
    pause = db.session.get(ReminderPause, contract.id)
    return pause.until if pause is not None and pause.until >= today() else None


def remind(days_before: Sequence[int]) -> None:
    """Remind of each instalment so many days before it falls due, and once when it is late (a daily job).

    After days without a worker only the nearest reminder is sent. What is at the bank already is not reminded of.
    """
    on, furthest = today(), timedelta(days=max(days_before, default=0))
    query = (select(Instalment.contract_id, Instalment.due_on)
             .where(Instalment.due_on.between(on - TOO_LATE, on + furthest), Instalment.state != InstalmentState.PAID)
             .order_by(Instalment.due_on, Instalment.contract_id))
    for contract_id, due_on in db.session.execute(query).all():
        with transaction():
            _remind(contract_id, due_on, days_before)


def announce_debits(days_before: int) -> None:
    """Announce each debit so many days before it, once: its amount, its day, its account (a daily job).

    The SEPA rulebook asks for fourteen days unless another delay is agreed: nobody can do without it, whoever asked for
    quiet included. After days without a worker it is announced late rather than never.
    """
    query = (select(Instalment.contract_id, Instalment.due_on).join(Contract, Contract.id == Instalment.contract_id)
             .where(Instalment.due_on.between(today() + timedelta(days=1), today() + timedelta(days=days_before)),
                    Instalment.state == InstalmentState.UPCOMING, Contract.payment_method == PaymentMethod.DIRECT_DEBIT)
             .order_by(Instalment.due_on, Instalment.contract_id))
    for contract_id, due_on in db.session.execute(query).all():
        with transaction():
            _announce(contract_id, due_on)


def _announce(contract_id, due_on: date) -> None:
    one_at_a_time(f"reminders:{contract_id}")
    contract, due = _contract_and_due(contract_id, due_on)
    if due is None or due.state != InstalmentState.UPCOMING or cover_at(cover_dates(contract), now()) is Cover.ENDED \
            or db.session.get(Reminder, (contract_id, due_on, ANNOUNCED)) is not None:
        return
    mandate = mandate_of(contract, due_on)
    db.session.add(Reminder(contract_id=contract_id, due_on=due_on, kind=ANNOUNCED, sent_at=now()))
    outbox.post(
        MailKind.DEBIT_ANNOUNCED, contract.customer.email, contract.customer, first_name=contract.customer.first_name,
        number=contract.number, vehicle=contract.vehicle.name, amount_cents=due.left_cents, due_on=due_on.isoformat(),
        account=mandate.masked_iban if mandate else "", reference=(mandate.reference or "") if mandate else "",
        public_id=contract.public_id)


def _contract_and_due(contract_id, due_on: date) -> tuple[Contract, Instalment | None]:
    """Return a contract with its vehicle and its holder, and what is still to be paid of a day."""
    contract = db.session.scalar(select(Contract).where(Contract.id == contract_id).options(
        joinedload(Contract.vehicle), joinedload(Contract.customer)))
    return contract, db.session.scalar(select(Instalment).where(
        Instalment.contract_id == contract_id, Instalment.due_on == due_on, Instalment.state != InstalmentState.PAID).limit(1))


def _remind(contract_id, due_on: date, days_before: Sequence[int]) -> None:
    one_at_a_time(f"reminders:{contract_id}")
    contract, due = _contract_and_due(contract_id, due_on)
    if due is None or cover_at(cover_dates(contract), now()) is Cover.ENDED:
        return
    wanted = _wanted(contract, due, days_before)
    sent = set(db.session.scalars(select(Reminder.kind).where(
        Reminder.contract_id == contract_id, Reminder.due_on == due_on)))
    if not wanted or wanted[0] in sent or _knows(contract):
        return
    for kind in set(wanted) - sent:
        db.session.add(Reminder(contract_id=contract_id, due_on=due_on, kind=kind, sent_at=now()))
    mandate = mandate_of(contract, due_on)
    outbox.post(
        MailKind.INSTALMENT_LATE if wanted[0] == LATE else MailKind.INSTALMENT_DUE, contract.customer.email,
        contract.customer, secret=new_link(contract), first_name=contract.customer.first_name, number=contract.number,
        vehicle=contract.vehicle.name, amount_cents=due.left_cents, due_on=due_on.isoformat(),
        account=mandate.masked_iban if mandate else "", reason=due.return_reason or "")


def _wanted(contract, due: Instalment, days_before: Sequence[int]) -> list[str]:
    """Return the kinds of reminders whose time has come, the nearest first."""
    left = (due.due_on - today()).days
    if left >= 0:
        return [f"due-{days}" for days in sorted(days_before) if left <= days] if due.state == InstalmentState.UPCOMING else []
    is_time = is_late(due, contract.payment_method, today()) and today() >= due.due_on + LATE_AFTER
    return [LATE] if is_time else []


def _knows(contract) -> bool:
    has_tried = db.session.scalar(select(Payment.id).where(
        Payment.contract_id == contract.id, Payment.opened_at > now() - AFTER_A_TRY).limit(1))
    return has_tried is not None or quiet_until(contract) is not None
