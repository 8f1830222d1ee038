"""The claims as the desk reads them: what waits for the insurer, and what a phone announced that has not come."""
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from insurance.claims.models import Claim, ClaimDraft, ClaimPiece, ClaimPromise, ClaimState, PieceState
from insurance.claims.queries import WHOLE
from insurance.claims.workflow import OPEN
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.errors import NotFound
from insurance.people.models import Customer
from insurance.staff import assignments
from insurance.staff.models import Adviser, Assignment, Role
from insurance.staff.work import Glance, Whose, Work

KIND, AWAITED_KIND = "claim", "awaited"
ROLES = (Role.CLAIMS,)
_WAITS = Claim.state.in_([state for state in OPEN if state is not ClaimState.PIECES_ASKED])
_NOT_HERE = (ClaimPiece.state == PieceState.MISSING) & ClaimPiece.client_id.is_not(None)


@dataclass(frozen=True)
class Awaited:
    """What a phone announced for a declaration and has not sent: how many, since when; `draft.claim` once it is filed."""

    draft: ClaimDraft
    customer: Customer
    count: int
    since: datetime
    holder: Adviser | None


def work_of(claim: Claim) -> Work:
    """Return a claim as something to be done at the desk."""
    return Work(KIND, claim.id, claim.reference, claim.customer_id, ROLES, lock=f"claim:{claim.public_id}")


def glance(adviser: Adviser) -> Glance:
    """Return, at a glance, the claims that wait for the insurer: those that wait for their customer are left out."""
    return assignments.glance(KIND, Claim.id, Claim.due_on, adviser, _WAITS)


def waiting(adviser: Adviser, whose: Whose, limit: int) -> list[tuple[Claim, Assignment | None]]:
    """Return the open claims with who has each in hand: the first to be due first, those that wait for a customer last."""
    query = (select(Claim).where(Claim.state.in_(OPEN))
             .order_by(Claim.state == ClaimState.PIECES_ASKED, Claim.due_on.is_(None), Claim.due_on, Claim.id)
             .options(joinedload(Claim.customer), joinedload(Claim.contract).joinedload(Contract.vehicle)).limit(limit))
    return [tuple(row) for row in db.session.execute(assignments.of_whom(query, KIND, Claim.id, adviser, whose))]


def standing_promises(claims) -> dict:
    """Return the promise that stands for each of these claims, by claim id."""
    rows = db.session.scalars(select(ClaimPromise).where(ClaimPromise.claim_id.in_([claim.id for claim in claims]),
                                                         ClaimPromise.ended_at.is_(None)))
    return {one.claim_id: one for one in rows}


def claim_known_as(reference: str) -> Claim:
    """Return a claim, whole, by its reference or by that which a phone gave it. Raises `NotFound`."""
    claim = db.session.scalar(
        select(Claim).where((Claim.reference == reference) | (Claim.provisional_reference == reference))
        .options(*WHOLE).execution_options(populate_existing=True).limit(1))
    if claim is None:
        raise NotFound(reference)
    return claim


def open_claims_of(customer) -> list[Claim]:
    """Return the customer's claims that have not ended, the newest first."""
    return list(db.session.scalars(
        select(Claim).where(Claim.customer_id == customer.id, Claim.state.in_(OPEN)).order_by(Claim.id.desc())))


def glance_at_awaited(adviser: Adviser) -> Glance:
    """Return, at a glance, the declarations of which a phone announced something that has not come."""
    return assignments.glance(AWAITED_KIND, ClaimDraft.id, func.nullif(1, 1), adviser,
                              ClaimDraft.id.in_(select(ClaimPiece.draft_id).where(_NOT_HERE)))


def awaited(adviser: Adviser, whose: Whose, limit: int) -> list[Awaited]:
    """Return what phones announced and did not send, what has been waited for longest first."""
    missing = (select(ClaimPiece.draft_id, func.count().label("count"), func.min(ClaimPiece.announced_at).label("since"))
               .where(_NOT_HERE).group_by(ClaimPiece.draft_id).subquery())
    query = (select(ClaimDraft, Customer, missing.c.count, missing.c.since)
             .join(missing, missing.c.draft_id == ClaimDraft.id).join(Customer, Customer.id == ClaimDraft.customer_id)
             .order_by(missing.c.since, ClaimDraft.id).options(joinedload(ClaimDraft.claim)).limit(limit))
    rows = db.session.execute(assignments.of_whom(query, AWAITED_KIND, ClaimDraft.id, adviser, whose))
    return [Awaited(draft, customer, count, since, held.adviser if held else None)
            for draft, customer, count, since, held in rows]


def draft_known_as(reference: str) -> tuple[ClaimDraft, Customer, list[ClaimPiece]]:
    """Return a declaration, its customer and what has not come of it, by the reference of its claim or its own.

    Raises `NotFound`.
    """
    row = db.session.execute(
        select(ClaimDraft, Customer).join(Customer, Customer.id == ClaimDraft.customer_id)
        .outerjoin(Claim, Claim.id == ClaimDraft.claim_id)
        .where((Claim.reference == reference) | (ClaimDraft.provisional_reference == reference)
               | (ClaimDraft.public_id == reference))
        .options(joinedload(ClaimDraft.claim)).limit(1)).first()
    if row is None:
        raise NotFound(reference)
    draft, customer = row
    return draft, customer, list(db.session.scalars(
        select(ClaimPiece).where(ClaimPiece.draft_id == draft.id, _NOT_HERE).order_by(ClaimPiece.id)))


def draft_of(claim: Claim) -> ClaimDraft | None:
    """Return the declaration that a claim was written in, with the times of its phone; None for one that is forgotten."""
    return db.session.scalar(select(ClaimDraft).where(ClaimDraft.claim_id == claim.id).limit(1))


def reference_of(draft: ClaimDraft) -> str:
    """Return what a declaration is called: as its claim, as its phone says, or by its key when it has neither."""
    return draft.claim.reference if draft.claim is not None else draft.provisional_reference or draft.public_id


def awaited_work_of(draft: ClaimDraft) -> Work:
    """Return what is awaited of a declaration as something to be done at the desk."""
    return Work(AWAITED_KIND, draft.id, reference_of(draft), draft.customer_id, ROLES)
