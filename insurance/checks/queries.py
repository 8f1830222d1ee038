"""Reading checks: what a customer waits for, what waits at the desk."""
import uuid

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from insurance.checks.models import CheckState, HistoryCheck
from insurance.claims.models import Claim
from insurance.claims.workflow import ENDED
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.errors import NotFound
from insurance.staff import assignments
from insurance.staff.models import Assignment, Role
from insurance.staff.work import Glance, Whose, Work

WORK_KIND = "history-check"
WAITS = HistoryCheck.state == CheckState.WAITING
WHOLE = (joinedload(HistoryCheck.customer), joinedload(HistoryCheck.contract).joinedload(Contract.vehicle),
         joinedload(HistoryCheck.document))


def waiting_checks_of(customer) -> dict[uuid.UUID, HistoryCheck]:
    """Return, by contract, the claims histories that a customer waits for."""
    rows = db.session.scalars(select(HistoryCheck).where(HistoryCheck.customer_id == customer.id, WAITS).options(*WHOLE))
    return {one.contract_id: one for one in rows}


def undecided_claims(contract) -> list[Claim]:
    """Return the claims declared for a contract of which the share of liability is not known yet."""
    return list(db.session.scalars(
        select(Claim).where(Claim.contract_id == contract.id, Claim.state.not_in(ENDED), Claim.liability_percent.is_(None))
        .order_by(Claim.id)))


def check_for_desk(reference: str) -> HistoryCheck:
    """Return a check, whole, whatever its state. Raises `NotFound`."""
    found = db.session.scalar(select(HistoryCheck).where(HistoryCheck.reference == reference).options(*WHOLE))
    if found is None:
        raise NotFound(reference)
    return found


def glance(adviser) -> Glance:
    """Return, at a glance, the claims histories to check."""
    return assignments.glance(WORK_KIND, HistoryCheck.id, HistoryCheck.due_on, adviser, WAITS)


def waiting(adviser, whose: Whose, limit: int) -> list[tuple[HistoryCheck, Assignment | None]]:
    """Return the claims histories to check, with who has each in hand, the first due first."""
    query = select(HistoryCheck).where(WAITS).order_by(HistoryCheck.due_on, HistoryCheck.id).options(*WHOLE).limit(limit)
    return [tuple(row) for row in
            db.session.execute(assignments.of_whom(query, WORK_KIND, HistoryCheck.id, adviser, whose))]


def work_of(check: HistoryCheck) -> Work:
    """Return a check as something to be done at the desk."""
    return Work(WORK_KIND, check.id, check.reference, check.customer_id, (Role.ADVISER,))
