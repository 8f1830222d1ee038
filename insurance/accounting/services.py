"""Entering money by hand: at once below a limit, above it once a second person has agreed."""
from dataclasses import dataclass
from datetime import date

from insurance import outbox
from insurance.accounting.models import Posting, PostingKind, PostingState
from insurance.accounting.queries import find_posting, posting_of, refund_work_of, work_of
from insurance.accounting.workflow import posting_workflow
from insurance.clock import now, paris_noon, today
from insurance.contracts.models import Contract
from insurance.database import db, one_at_a_time, transaction
from insurance.documents.issuing import next_number
from insurance.errors import Reason, Refused
from insurance.history.models import EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind
from insurance.payments import ledger
from insurance.payments.models import Means, Payment
from insurance.payments.models import PaymentEventKind as Kind
from insurance.payments.queries import schedule_of
from insurance.payments.services import SERIES as PAYMENT_SERIES
from insurance.staff import assignments
from insurance.staff.models import Adviser
from insurance.terminations.models import TerminationRequest

SERIES = "ENC"


@dataclass(frozen=True)
class Entry:
    """Money that somebody saw: how much (cents), by what means, on which day, and why it is entered by hand."""

    amount_cents: int
    means: Means
    moved_on: date
    reason: str


def receive(contract: Contract, entry: Entry, by: Adviser, limit_cents: int) -> Posting:
    """Enter money that came for a contract; it pays what is oldest first. `contract` comes with its customer and vehicle.

    Above `limit_cents` it waits for a second person. Raises ValueError for no money, or for a day that has not come.
    """
    if entry.amount_cents <= 0 or entry.moved_on > today():
        raise ValueError("money that came is a sum and has a day")
    return _enter(PostingKind.RECEIPT, contract, entry, by, limit_cents)


def refund_termination(request: TerminationRequest, entry: Entry, by: Adviser, limit_cents: int) -> Posting:
    """Enter that the refund of a termination was ordered. `request` comes with its contract and customer.

    Raises `Refused(ALREADY_REFUNDED)` when it was, ValueError for another sum than the one announced.
    """
    if entry.amount_cents != request.refund_cents:
        raise ValueError("what is given back is what was announced")
    with transaction():
        one_at_a_time(f"refund:{request.reference}")
        if posting_of(request) is not None:
            raise Refused(Reason.ALREADY_REFUNDED)
        posting = _enter(PostingKind.REFUND, request.contract, entry, by, limit_cents, request.reference)
        assignments.close(refund_work_of(request))
    return posting


def approve(reference: str, by: Adviser) -> None:
    """Agree to what a colleague entered. Raises `Refused(NOT_ONESELF)`, `Refused(MOVE_NOT_ALLOWED)` once it is decided."""
    with transaction():
        posting = _to_decide(reference, by)
        posting_workflow.perform("post", posting, by, **_about(posting))
        _decided(posting, by)
        _post(posting, by)


def refuse(reference: str, by: Adviser) -> None:
    """Refuse what a colleague entered. Raises as `approve`."""
    with transaction():
        posting = _to_decide(reference, by)
        posting_workflow.perform("refuse", posting, by, **_about(posting))
        _decided(posting, by)


def _enter(kind: PostingKind, contract: Contract, entry: Entry, by: Adviser, limit_cents: int, about=None) -> Posting:
    needs_two = entry.amount_cents > limit_cents
    with transaction():
        posting = Posting(
            reference=next_number(SERIES, today().year), kind=kind, contract_id=contract.id, customer_id=contract.customer_id,
            state=PostingState.WAITING if needs_two else PostingState.POSTED, means=entry.means, about=about,
            amount_cents=entry.amount_cents, moved_on=entry.moved_on, reason=entry.reason, entered_by=by.id,
            entered_by_name=by.name, entered_at=now(), entered_on=today())
        posting.contract, posting.customer = contract, contract.customer
        db.session.add(posting)
        db.session.flush()
        record(EventKind.POSTING_PROPOSED if needs_two else EventKind.POSTING_ENTERED, by, contract.customer, contract,
               **_about(posting))
        if not needs_two:
            _post(posting, by)
    return posting


def _to_decide(reference: str, by: Adviser) -> Posting:
    one_at_a_time(f"posting:{reference}")
    posting = find_posting(reference)
    if posting.entered_by == by.id:
        raise Refused(Reason.NOT_ONESELF)
    return posting


def _decided(posting: Posting, by: Adviser) -> None:
    posting.decided_by, posting.decided_by_name = by.id, by.name
    assignments.close(work_of(posting))


def _post(posting: Posting, by: Adviser) -> None:
    """Let what was entered have its effect: a line of the ledger, or an order to the insurer's treasury and a mail."""
    if posting.kind == PostingKind.REFUND:
        outbox.post(MailKind.TERMINATION_REFUNDED, posting.customer.email, posting.customer, number=posting.contract.number,
                    first_name=posting.customer.first_name, amount_cents=posting.amount_cents, reference=posting.about,
                    means=posting.means)
        return
    one_at_a_time(ledger.key_of(posting.contract_id))
    parts, left = [], posting.amount_cents
    for one in schedule_of(posting.contract):
        part = min(one.left_cents, left)
        if part:
            parts.append({"due_on": one.due_on.isoformat(), "cents": part})
            left -= part
    moment = min(paris_noon(posting.moved_on), now())
    payment = Payment(reference=next_number(PAYMENT_SERIES, today().year), contract_id=posting.contract_id,
                      customer_id=posting.customer_id, means=posting.means, amount_cents=posting.amount_cents, parts=parts,
                      opened_at=moment)
    db.session.add(payment)
    db.session.flush()
    posting.payment_id = payment.id
    ledger.add(payment, Kind.CAPTURED, posting.reference, posting.amount_cents, by=by, occurred_at=moment)


def _about(posting: Posting) -> dict:
    return {"number": posting.contract.number, "reference": posting.reference, "amount_cents": posting.amount_cents}
