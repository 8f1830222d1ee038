"""Reading claims, their drafts and their pieces. A customer who asks comes first; the desk's readings name nobody."""
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance.claims.models import Claim, ClaimAccount, ClaimDraft, ClaimPiece, ClaimPromise, ClaimState, PieceState
from insurance.claims.workflow import OPEN
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.errors import NotFound
from insurance.history.models import Event

_WITH_PIECES = selectinload(ClaimDraft.pieces).joinedload(ClaimPiece.attachment)
WHOLE = (joinedload(Claim.customer), joinedload(Claim.contract).joinedload(Contract.vehicle),
         selectinload(Claim.pieces).joinedload(ClaimPiece.attachment), selectinload(Claim.promises),
         selectinload(Claim.messages))


def claims_of(customer) -> list[Claim]:
    """Return the customer's claims, whole, the newest first."""
    return list(db.session.scalars(select(Claim).where(Claim.customer_id == customer.id)
                                   .order_by(Claim.filed_at.desc(), Claim.id.desc()).options(*WHOLE)))


def open_claims_of(customer) -> list[Claim]:
    """Return the customer's claims that have not ended, with their pieces and promises, the newest first."""
    return list(db.session.scalars(
        select(Claim).where(Claim.customer_id == customer.id, Claim.state.in_(OPEN))
        .order_by(Claim.filed_at.desc(), Claim.id.desc())
        .options(joinedload(Claim.contract).joinedload(Contract.vehicle), selectinload(Claim.pieces),
                 selectinload(Claim.promises))))


def contracts_with_open_claims():
    """Return the query of the contracts on which a claim has not ended."""
    return select(Claim.contract_id).where(Claim.state.in_(OPEN))


def find_claim(customer, public_id: str) -> Claim:
    """Return one of the customer's own claims, whole. Raises `NotFound`, also for somebody else's."""
    return _one(select(Claim).where(Claim.customer_id == customer.id, Claim.public_id == public_id).options(*WHOLE),
                public_id)


def any_claim(public_id: str) -> Claim:
    """Return a claim, whole, whoever it belongs to: for the desk. Raises `NotFound`."""
    return _one(select(Claim).where(Claim.public_id == public_id).options(*WHOLE), public_id)


def insured_vehicles(customer) -> list[Contract]:
    """Return the customer's contracts with their vehicle and drivers, those that have ended last."""
    return list(db.session.scalars(
        select(Contract).where(Contract.customer_id == customer.id)
        .options(joinedload(Contract.vehicle), selectinload(Contract.drivers))
        .order_by(Contract.ends_on.is_not(None), Contract.effective_on.desc(), Contract.number)))


def drafts_of(customer) -> list[ClaimDraft]:
    """Return the claims that the customer has begun and not filed, the one touched last first."""
    return list(db.session.scalars(
        select(ClaimDraft).where(ClaimDraft.customer_id == customer.id, ClaimDraft.claim_id.is_(None))
        .order_by(ClaimDraft.changed_at.desc()).options(_WITH_PIECES)))


def find_draft(customer, public_id: str) -> ClaimDraft:
    """Return a draft of the customer's, with its pieces and the claim it became. Raises `NotFound`."""
    return _one(_drafts(customer).where(ClaimDraft.public_id == public_id), public_id)


def find_notebook(customer, client_id: str) -> ClaimDraft:
    """Return the draft that the customer's phone calls so. Raises `NotFound`."""
    return _one(_drafts(customer).where(ClaimDraft.client_id == client_id), client_id)


def standing_promise(claim) -> ClaimPromise | None:
    """Return the promise that is open for a claim, None when the insurer owes no date now."""
    return db.session.scalar(select(ClaimPromise).where(ClaimPromise.claim_id == claim.id,
                                                        ClaimPromise.ended_at.is_(None)))


def promises_of(claim) -> list[ClaimPromise]:
    """Return all that was promised for a claim, the oldest first."""
    return list(db.session.scalars(
        select(ClaimPromise).where(ClaimPromise.claim_id == claim.id).order_by(ClaimPromise.id)))


def events_of(claim) -> list[Event]:
    """Return the lines of history of a claim, the oldest first."""
    lines = db.session.scalars(
        select(Event).where(Event.customer_id == claim.customer_id, Event.contract_id == claim.contract_id,
                            Event.kind.startswith("claim.")).order_by(Event.id))
    return [line for line in lines if line.details.get("reference") == claim.reference]


def is_transferred(claim: Claim) -> bool:
    """Return whether an amount is to be transferred to the customer of a claim: only then is an account asked for."""
    return claim.state == ClaimState.SETTLEMENT and not claim.is_paid_to_repairer


def account_for(claim: Claim) -> ClaimAccount | None:
    """Return the account that was given for a claim, its number masked; None before that."""
    return db.session.get(ClaimAccount, claim.id)


def wants_account(claim: Claim) -> bool:
    """Return whether a claim waits for its customer to say where to pay."""
    return is_transferred(claim) and account_for(claim) is None


def missing(pieces: Iterable[ClaimPiece]) -> list[ClaimPiece]:
    """Return the pieces that a claim waits for: needed, and not here or not good."""
    return [piece for piece in pieces
            if piece.is_needed and piece.state in (PieceState.MISSING, PieceState.REFUSED)]


def _drafts(customer):
    return (select(ClaimDraft).where(ClaimDraft.customer_id == customer.id)
            .options(_WITH_PIECES, joinedload(ClaimDraft.claim)))


def _one(query, name: str):
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(name)
    return found
