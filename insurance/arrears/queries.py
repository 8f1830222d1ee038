"""Reading formal notices, and the contracts for which one may be sent."""
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from insurance.arrears.models import FormalNotice, NoticeState
from insurance.billing.models import Instalment, InstalmentState
from insurance.clock import today
from insurance.contracts.models import Contract, ContractState, PaymentMethod
from insurance.contracts.nonpayment import GRACE_DAYS
from insurance.database import db
from insurance.documents.models import Document
from insurance.errors import NotFound
from insurance.staff import assignments
from insurance.staff.models import Assignment, Role
from insurance.staff.work import Glance, Whose, Work

WORK_KIND = "formal-notice"
OPEN = (NoticeState.PREPARED, NoticeState.SENT, NoticeState.SUSPENDED, NoticeState.PAID)
_TO_SEND = FormalNotice.state == NoticeState.PREPARED
_WHOLE = (joinedload(FormalNotice.customer), joinedload(FormalNotice.contract).joinedload(Contract.vehicle))


def open_notice_of(contract_id) -> FormalNotice | None:
    """Return the formal notice of a contract that still has an effect to come, whole; None when there is none."""
    return db.session.scalar(select(FormalNotice).options(*_WHOLE).where(
        FormalNotice.contract_id == contract_id, FormalNotice.state.in_(OPEN)))


def contracts_with_a_notice(contracts) -> set:
    """Return the ids of those of these contracts that have an open formal notice."""
    return set(db.session.scalars(select(FormalNotice.contract_id).where(
        FormalNotice.contract_id.in_([contract.id for contract in contracts]), FormalNotice.state.in_(OPEN))))


def open_notices(*states: NoticeState) -> list[FormalNotice]:
    """Return the formal notices in these states (any open one without), whole, the longest prepared first."""
    return list(db.session.scalars(select(FormalNotice).options(*_WHOLE).where(FormalNotice.state.in_(states or OPEN))
                                   .order_by(FormalNotice.sent_on, FormalNotice.id)))


def notice_for_desk(reference: str) -> FormalNotice:
    """Return a formal notice, whole, whatever its state. Raises `NotFound`."""
    notice = db.session.scalar(select(FormalNotice).options(*_WHOLE).where(FormalNotice.reference == reference))
    if notice is None:
        raise NotFound(reference)
    return notice


def letter_of(notice: FormalNotice) -> Document:
    """Return the letter of a formal notice. Raises `NotFound` while it is not dated."""
    letter = db.session.get(Document, notice.document_id) if notice.document_id is not None else None
    if letter is None:
        raise NotFound(notice.reference)
    return letter


def glance(adviser) -> Glance:
    """Return, at a glance, the letters to send."""
    return assignments.glance(WORK_KIND, FormalNotice.id, FormalNotice.due_on, adviser, _TO_SEND)


def waiting(adviser, whose: Whose, limit: int) -> list[tuple[FormalNotice, Assignment | None]]:
    """Return the letters to send, with who has each in hand, the longest awaited first."""
    query = select(FormalNotice).where(_TO_SEND).order_by(FormalNotice.due_on, FormalNotice.id).options(*_WHOLE).limit(limit)
    return [tuple(row) for row in db.session.execute(assignments.of_whom(query, WORK_KIND, FormalNotice.id, adviser, whose))]


def work_of(notice: FormalNotice) -> Work:
    """Return a formal notice as something to be done at the desk."""
    return Work(WORK_KIND, notice.id, notice.reference, notice.customer_id, (Role.ADVISER,))


def contracts_to_notify(on: date) -> list:
    """Return the ids of the contracts that have something late enough for a formal notice, and none that runs."""
    is_late = (Instalment.state == InstalmentState.UNPAID) | (
        (Instalment.state == InstalmentState.UPCOMING) & (Contract.payment_method == PaymentMethod.CARD))
    return list(db.session.scalars(
        select(Contract.id).join(Instalment, Instalment.contract_id == Contract.id)
        .where(is_late, Instalment.due_on < on - timedelta(days=GRACE_DAYS),
               Contract.state.not_in((ContractState.TERMINATED, ContractState.SUSPENDED)),
               Contract.formal_notice_on.is_(None), Contract.suspended_on.is_(None),
               Contract.ends_on.is_(None) | (Contract.ends_on >= on),
               ~exists().where(FormalNotice.contract_id == Contract.id, FormalNotice.state.in_(OPEN)))
        .distinct().order_by(Contract.id)))


def coming_notices() -> list[tuple[Contract, date]]:
    """Return the contracts to which a formal notice may be sent within ten days, and from which day."""
    on = today()
    rows = db.session.execute(
        select(Contract, Instalment.due_on).join(Instalment, Instalment.contract_id == Contract.id)
        .where(Instalment.state == InstalmentState.UNPAID, Instalment.due_on.between(on - timedelta(days=GRACE_DAYS), on),
               Contract.formal_notice_on.is_(None), Contract.suspended_on.is_(None),
               Contract.state.not_in((ContractState.TERMINATED, ContractState.SUSPENDED)))
        .options(joinedload(Contract.customer)).order_by(Instalment.due_on, Contract.number))
    return [(contract, due_on + timedelta(days=GRACE_DAYS + 1)) for contract, due_on in rows]
