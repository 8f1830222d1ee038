"""What the calendar does with claims, each day: promises that fall due, files that have not come, drafts left alone."""
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from insurance import outbox
from insurance.claims.models import Claim, ClaimDraft, ClaimPiece, ClaimPromise, PieceState
from insurance.claims.promises import delays
from insurance.claims.services import DRAFT_LIFE, about, locked_claim, mail_details
from insurance.clock import now
from insurance.database import db, one_at_a_time, transaction
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind
from insurance.people.models import Customer


def watch_promises() -> None:
    """Warn the desk before each date that was promised, and say so to the customer when one has passed.

    The desk's queue is read from `alerted_at` and `missed_at`; who missed it writes the reason (`handling.explain_delay`).
    """
    standing = db.session.execute(
        select(ClaimPromise.id, ClaimPromise.due_at, Claim.public_id, Claim.customer_id)
        .join(Claim, Claim.id == ClaimPromise.claim_id).where(ClaimPromise.ended_at.is_(None))
        .order_by(ClaimPromise.due_at)).all()
    for promise_id, due_at, public_id, customer_id in standing:
        if delays().alert_at(due_at) <= now():
            _look_at(promise_id, public_id, db.session.get(Customer, customer_id))


def ask_again(hours: int) -> None:
    """Tell each customer, once, what their phone announced and did not send within so many hours."""
    waiting = db.session.execute(
        select(ClaimDraft.id, ClaimDraft.customer_id)
        .where(ClaimDraft.reminded_at.is_(None), ClaimDraft.id.in_(
            select(ClaimPiece.draft_id).where(ClaimPiece.state == PieceState.MISSING,
                                              ClaimPiece.client_id.is_not(None),
                                              ClaimPiece.announced_at < now() - timedelta(hours=hours))))).all()
    for draft_id, customer_id in waiting:
        _remind(draft_id, db.session.get(Customer, customer_id))


def purge() -> None:
    """Forget the declarations that nobody has touched for thirty days; their files serve as nothing any more."""
    with transaction():
        old = select(ClaimDraft.id).where(ClaimDraft.claim_id.is_(None), ClaimDraft.changed_at < now() - DRAFT_LIFE)
        db.session.execute(delete(ClaimPiece).where(ClaimPiece.draft_id.in_(old)))
        db.session.execute(delete(ClaimDraft).where(ClaimDraft.id.in_(old)))


def _look_at(promise_id, public_id: str, customer) -> None:
    with transaction():
        claim = locked_claim(customer, public_id)
        standing = db.session.get(ClaimPromise, promise_id, populate_existing=True)
        if standing.ended_at is not None:
            return
        standing.alerted_at = standing.alerted_at or now()
        if standing.missed_at is None and standing.due_at < now():
            standing.missed_at = now()
            record(EventKind.CLAIM_DATE_MISSED, Actor.RULE, customer, claim.contract, **about(claim),
                   promise=standing.kind)
            outbox.post(MailKind.CLAIM_LATE, customer.email, customer, first_name=customer.first_name,
                        **mail_details(claim))


def _remind(draft_id, customer) -> None:
    with transaction():
        one_at_a_time(f"claim-draft:{customer.id}")
        draft = db.session.scalar(
            select(ClaimDraft).where(ClaimDraft.id == draft_id).options(joinedload(ClaimDraft.claim))
            .execution_options(populate_existing=True))
        missing = list(db.session.scalars(
            select(ClaimPiece.kind).where(ClaimPiece.draft_id == draft_id, ClaimPiece.state == PieceState.MISSING,
                                          ClaimPiece.client_id.is_not(None)).order_by(ClaimPiece.id)))
        if draft.reminded_at is not None or not missing:
            return
        draft.reminded_at = now()
        outbox.post(MailKind.CLAIM_PIECES_AWAITED, customer.email, customer, first_name=customer.first_name,
                    pieces=missing, count=len(missing), public_id=draft.claim.public_id if draft.claim else "",
                    reference=draft.claim.reference if draft.claim else draft.provisional_reference or "")
