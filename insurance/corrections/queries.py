"""Reading corrections: the customer's newest, and those that wait at the desk."""
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance.attachments.models import Attachment
from insurance.corrections.models import Correction, CorrectionState
from insurance.database import db
from insurance.errors import NotFound
from insurance.staff import assignments
from insurance.staff.models import Assignment, Role
from insurance.staff.work import Glance, Whose, Work

WORK_KIND = "correction"
_WAITS = Correction.state == CorrectionState.RECEIVED
_WHOLE = (joinedload(Correction.customer), selectinload(Correction.files))


def newest_correction(customer) -> Correction | None:
    """Return the correction that the customer asked for last, None when there is none or it was taken back."""
    newest = db.session.scalar(select(Correction).where(Correction.customer_id == customer.id).options(*_WHOLE)
                               .order_by(Correction.id.desc()).limit(1))
    return None if newest is None or newest.state == CorrectionState.WITHDRAWN else newest


def open_correction(customer) -> Correction | None:
    """Return the correction of a customer that waits for its answer, None when none does."""
    newest = newest_correction(customer)
    return newest if newest is not None and newest.state == CorrectionState.RECEIVED else None


def correction_for_desk(reference: str) -> Correction:
    """Return a correction, whole, whatever its state. Raises `NotFound`."""
    found = db.session.scalar(select(Correction).where(Correction.reference == reference).options(*_WHOLE))
    if found is None:
        raise NotFound(reference)
    return found


def file_of(correction: Correction, public_id: str) -> Attachment:
    """Return one of its files. Raises `NotFound`."""
    found = next((one for one in correction.files if one.public_id == public_id), None)
    if found is None:
        raise NotFound(public_id)
    return found


def glance(adviser) -> Glance:
    """Return, at a glance, the corrections to check."""
    return assignments.glance(WORK_KIND, Correction.id, Correction.due_on, adviser, _WAITS)


def waiting(adviser, whose: Whose, limit: int) -> list[tuple[Correction, Assignment | None]]:
    """Return the corrections to check, with who has each in hand, the first promised first."""
    query = select(Correction).where(_WAITS).order_by(Correction.due_on, Correction.id).options(*_WHOLE).limit(limit)
    return [tuple(row) for row in
            db.session.execute(assignments.of_whom(query, WORK_KIND, Correction.id, adviser, whose))]


def work_of(correction: Correction) -> Work:
    """Return a correction as something to be done at the desk."""
    return Work(WORK_KIND, correction.id, correction.reference, correction.customer_id, (Role.ADVISER,))
