"""What is written, to the customer and to the insurer's systems, of money that came or went."""
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance import outbox
from insurance.billing.queries import instalments_of
from insurance.billing.rules import Stage, arrears_of
from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.history.models import Event, EventKind
from insurance.insurer import Insurer
from insurance.outbox import MailKind
from insurance.payments.links import new_link
from insurance.payments.models import Payment, PaymentEvent

_MAILS = {EventKind.PAYMENT_RECEIVED: MailKind.PAYMENT_RECEIVED, EventKind.PAYMENT_REFUNDED: MailKind.PAYMENT_REFUNDED,
          EventKind.PAYMENT_DISPUTED: MailKind.PAYMENT_TAKEN_BACK, EventKind.DEBIT_RETURNED: MailKind.PAYMENT_TAKEN_BACK}


def tell(events: Sequence[Event], insurer: Insurer) -> None:
    """Tell the customer of money that came or went, and the insurer's systems, whose books must follow (a reaction)."""
    for event in events:
        payment = db.session.scalar(
            select(Payment).where(Payment.reference == event.details["reference"])
            .options(selectinload(Payment.events), joinedload(Payment.customer),
                     joinedload(Payment.contract).joinedload(Contract.vehicle)))
        moved = next(one for one in payment.events if str(one.id) == event.details["event_id"])
        _tell_customer(event, payment, moved)
        outbox.post(MailKind.PAYMENT_HANDED_OVER, insurer.email, payment.customer, name=payment.customer.full_name,
                    event=event.kind, means=payment.means, **_about(payment, moved))


def _tell_customer(event: Event, payment: Payment, moved: PaymentEvent) -> None:
    contract = payment.contract
    light = arrears_of(contract, instalments_of([contract])[contract.id], now())
    is_due_again = event.kind in (EventKind.PAYMENT_DISPUTED, EventKind.DEBIT_RETURNED)
    outbox.post(
        _MAILS[event.kind], payment.customer.email, payment.customer, secret=new_link(contract) if is_due_again else None,
        first_name=payment.customer.first_name, means=payment.means, vehicle=contract.vehicle.name,
        public_id=contract.public_id, late_cents=light.late_cents, is_off=light.is_off,
        back_at=light.resumes_at.isoformat() if light.stage is Stage.RESUMING else "", reason=moved.reason or "",
        **_about(payment, moved))


def _about(payment: Payment, moved: PaymentEvent) -> dict:
    return {"reference": payment.reference, "number": payment.contract.number, "amount_cents": moved.amount_cents,
            "entries": moved.entries, "occurred_at": moved.occurred_at.isoformat()}
