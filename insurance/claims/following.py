"""What a customer does with a claim that is filed: write, contest, take back, have opened again."""
from insurance.claims.models import Claim, ClaimMessage, ClaimPiece, ClaimState, PieceState, PromiseKind, PromiseOutcome
from insurance.claims.promises import finish, promise
from insurance.claims.services import about, complete_if_all_here, locked_claim
from insurance.claims.workflow import claim_workflow
from insurance.clock import now
from insurance.database import db, transaction
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record

DECIDED = (ClaimState.DECISION, ClaimState.SETTLEMENT, ClaimState.CLOSED)


def write(customer, public_id: str, words: str) -> ClaimMessage:
    """Send a message to whoever handles the claim; the same words again, unanswered, are the same message."""
    with transaction():
        claim = locked_claim(customer, public_id)
        last = claim.messages[-1] if claim.messages else None
        if last is not None and last.adviser_name is None and last.words == words:
            return last
        message = ClaimMessage(claim_id=claim.id, words=words, sent_at=now())
        db.session.add(message)
        record(EventKind.CLAIM_MESSAGE_SENT, Actor.CUSTOMER, customer, claim.contract, **about(claim))
    return message


def may_contest(claim: Claim) -> bool:
    """Return whether a decision stands that its customer has not contested yet."""
    return claim.liability_percent is not None and claim.contested_at is None and claim.state in DECIDED


def contest(customer, public_id: str, words: str) -> Claim:
    """Contest the decision on a claim, and say why: it is looked at again, by a date. Twice is once.

    Raises `Refused(MOVE_NOT_ALLOWED)` when no decision was made.
    """
    with transaction():
        claim = locked_claim(customer, public_id)
        if claim.contested_at is not None:
            return claim
        if not may_contest(claim):
            raise Refused(Reason.MOVE_NOT_ALLOWED)
        claim.contested_at = now()
        db.session.add(ClaimMessage(claim_id=claim.id, words=words, sent_at=now()))
        record(EventKind.CLAIM_CONTESTED, Actor.CUSTOMER, customer, claim.contract, **about(claim))
        finish(claim, outcome=PromiseOutcome.DROPPED)
        promise(claim, PromiseKind.LOOK_AGAIN)
    return claim


def withdraw(customer, public_id: str) -> Claim:
    """Take a claim back; twice is once. Raises `Refused(MOVE_NOT_ALLOWED)` once it is decided."""
    with transaction():
        claim = locked_claim(customer, public_id)
        if claim.state != ClaimState.WITHDRAWN:
            claim_workflow.perform("withdraw", claim, Actor.CUSTOMER, **about(claim))
            finish(claim, outcome=PromiseOutcome.DROPPED)
    return claim


def reopen(customer, public_id: str, words: str) -> Claim:
    """Ask for a claim that has ended to be looked at again, and say why. Twice is once."""
    with transaction():
        claim = locked_claim(customer, public_id)
        if claim.state != ClaimState.REOPENED:
            claim_workflow.perform("reopen", claim, Actor.CUSTOMER, **about(claim))
            db.session.add(ClaimMessage(claim_id=claim.id, words=words, sent_at=now()))
            promise(claim, PromiseKind.LOOK_AGAIN)
    return claim


def give_up_piece(customer, public_id: str, piece_public_id: str) -> None:
    """Say that a piece which was announced will not come; nothing is waited for any more. Twice is once.

    Raises `Refused(MOVE_NOT_ALLOWED)` for one that the claim needs.
    """
    with transaction():
        claim = locked_claim(customer, public_id)
        piece = db.session.query(ClaimPiece).filter_by(claim_id=claim.id, public_id=piece_public_id).one_or_none()
        if piece is None:
            return
        if piece.is_needed or piece.state != PieceState.MISSING:
            raise Refused(Reason.MOVE_NOT_ALLOWED)
        db.session.delete(piece)
        record(EventKind.CLAIM_PIECE_DROPPED, Actor.CUSTOMER, customer, claim.contract, **about(claim), piece=piece.kind)
        complete_if_all_here(claim)


def find_piece(claim: Claim, piece_public_id: str) -> ClaimPiece:
    """Return a piece of a claim. Raises `NotFound`."""
    found = next((piece for piece in claim.pieces if piece.public_id == piece_public_id), None)
    if found is None:
        raise NotFound(piece_public_id)
    return found
