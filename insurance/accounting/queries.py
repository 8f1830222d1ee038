"""What waits for a second person, what a termination gives back, what happened to money lately."""
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from insurance.accounting.models import Posting, PostingKind, PostingState
from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.errors import NotFound
from insurance.payments.models import Payment, PaymentEvent
from insurance.payments.models import PaymentEventKind as Kind
from insurance.people.rules import number_key
from insurance.staff import assignments
from insurance.staff.models import Assignment, Role
from insurance.staff.work import Glance, Whose, Work
from insurance.terminations.models import TerminationRequest, TerminationState
from insurance.terminations.queries import find_request

WORK_KIND, REFUND_KIND = "posting", "termination-refund"
REFUND_MARK = "RB-"  # before the reference of the termination: the request and its refund are two things to do
REFUND_DAYS = timedelta(days=30)  # art. L113-15-2, when the request says no other day
_WAITS = Posting.state == PostingState.WAITING
_WHOLE = (joinedload(Posting.customer), joinedload(Posting.contract).joinedload(Contract.vehicle))
_TO_REFUND = (TerminationRequest.state == TerminationState.PROCESSED) & (TerminationRequest.refund_cents > 0) & ~exists().where(
    Posting.about == TerminationRequest.reference, Posting.state != PostingState.REFUSED)


def contract_numbered(number: str) -> Contract | None:
    """Return the contract of a number however it is typed, whole; None when there is none."""
    return db.session.scalar(select(Contract).where(Contract.number_key == number_key(number)).options(
        joinedload(Contract.customer), joinedload(Contract.vehicle)))


def find_posting(reference: str) -> Posting:
    """Return what was entered by hand, whole. Raises `NotFound`."""
    posting = db.session.scalar(select(Posting).where(Posting.reference == reference).options(*_WHOLE))
    if posting is None:
        raise NotFound(reference)
    return posting


def glance(adviser) -> Glance:
    """Return, at a glance, what waits for a second person."""
    return assignments.glance(WORK_KIND, Posting.id, Posting.entered_on, adviser, _WAITS)


def waiting(adviser, whose: Whose, limit: int) -> list[tuple[Posting, Assignment | None]]:
    """Return what waits for a second person, with who has each in hand, the oldest first."""
    query = select(Posting).where(_WAITS).order_by(Posting.id).options(*_WHOLE).limit(limit)
    return [tuple(row) for row in db.session.execute(assignments.of_whom(query, WORK_KIND, Posting.id, adviser, whose))]


def work_of(posting: Posting) -> Work:
    """Return something that waits for a second person as something to be done at the desk."""
    return Work(WORK_KIND, posting.id, posting.reference, posting.customer_id, (Role.ADVISER,))


def refunds_glance(adviser) -> Glance:
    """Return, at a glance, the terminations whose refund is not made."""
    return assignments.glance(REFUND_KIND, TerminationRequest.id, TerminationRequest.refund_by, adviser, _TO_REFUND)


def refunds_waiting(adviser, whose: Whose, limit: int) -> list[tuple[TerminationRequest, Assignment | None]]:
    """Return the terminations whose refund is not made, the first legal day first."""
    query = (select(TerminationRequest).where(_TO_REFUND).order_by(TerminationRequest.refund_by, TerminationRequest.id)
             .options(joinedload(TerminationRequest.customer),
                      joinedload(TerminationRequest.contract).joinedload(Contract.vehicle)).limit(limit))
    return [tuple(row) for row in db.session.execute(
        assignments.of_whom(query, REFUND_KIND, TerminationRequest.id, adviser, whose))]


def find_refund(reference: str) -> TerminationRequest:
    """Return, whole, the termination of which a refund is known by RB- and its reference.

    Raises `NotFound`, also for one that is not decided or gives nothing back.
    """
    request = find_request(reference.removeprefix(REFUND_MARK)) if reference.startswith(REFUND_MARK) else None
    if request is None or request.state != TerminationState.PROCESSED or not request.refund_cents:
        raise NotFound(reference)
    return request


def posting_of(request: TerminationRequest) -> Posting | None:
    """Return what was entered for the refund of a termination, unless it was refused."""
    return db.session.scalar(select(Posting).where(Posting.about == request.reference, Posting.state != PostingState.REFUSED))


def refund_work_of(request: TerminationRequest) -> Work:
    """Return the refund of a termination as something to be done at the desk."""
    return Work(REFUND_KIND, request.id, REFUND_MARK + request.reference, request.customer_id, (Role.ADVISER,))


def refund_by(request: TerminationRequest) -> date:
    """Return the last day on which a termination's refund is in time: that of the request, else thirty days after its end."""
    return request.refund_by or request.ends_on + REFUND_DAYS


def recent_payments(days: int = 30) -> list[Payment]:
    """Return the payments of the last days with their events, the newest first."""
    return list(db.session.scalars(
        select(Payment).where(Payment.opened_at > now() - timedelta(days=days)).order_by(Payment.id.desc()).limit(200)
        .options(selectinload(Payment.events), joinedload(Payment.customer), joinedload(Payment.contract))))


def to_look_into() -> list[tuple[Payment, PaymentEvent]]:
    """Return what a person should look into: a sum that was said and is not the one agreed, a refund that failed."""
    rows = db.session.execute(
        select(Payment, PaymentEvent).join(PaymentEvent, PaymentEvent.payment_id == Payment.id)
        .where(PaymentEvent.kind.in_((Kind.MISMATCH, Kind.REFUND_FAILED)), PaymentEvent.recorded_at > now() - timedelta(days=60))
        .order_by(PaymentEvent.id.desc()).options(joinedload(Payment.customer), joinedload(Payment.contract)))
    return [tuple(row) for row in rows]


def payment_for_desk(reference: str) -> Payment:
    """Return a payment with its events. Raises `NotFound`."""
    payment = db.session.scalar(select(Payment).where(Payment.reference == reference).options(
        selectinload(Payment.events), joinedload(Payment.customer),
        joinedload(Payment.contract).joinedload(Contract.vehicle)))
    if payment is None:
        raise NotFound(reference)
    return payment


def postings_of(contract, kind: PostingKind) -> list[Posting]:
    """Return what was entered by hand for a contract, the newest first."""
    return list(db.session.scalars(select(Posting).where(Posting.contract_id == contract.id, Posting.kind == kind)
                                   .order_by(Posting.id.desc())))
