"""The photos and papers of a claim: announced, received once however often they are sent, asked for, reviewed."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from insurance.attachments.models import Attachment
from insurance.attachments.services import use
from insurance.claims.models import Claim, ClaimDraft, ClaimPiece, PieceKind, PieceSource, PieceState
from insurance.clock import now
from insurance.database import db
from insurance.errors import Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record


@dataclass(frozen=True)
class Announced:
    """What a phone says that it will send. `taken_at` is by the phone's own clock."""

    client_id: str
    kind: PieceKind
    name: str = ""
    bytes: int | None = None
    taken_at: datetime | None = None


def announce(draft: ClaimDraft, announced: Iterable[Announced]) -> None:
    """Note what a phone will send, and forget what it will not send any more; what has arrived stays, and is of the kind that
    is announced when it came before that without saying."""
    announced = {one.client_id: one for one in announced}
    there = {piece.client_id: piece for piece in pieces_of(draft) if piece.client_id}
    for client_id, one in announced.items():
        piece = there.get(client_id) or _add(draft, one.kind, PieceSource.ANNOUNCED, client_id=client_id)
        if piece.state == PieceState.MISSING:
            piece.kind, piece.name, piece.announced_bytes = one.kind, one.name[:200], one.bytes
        elif piece.kind == PieceKind.OTHER:
            piece.kind = one.kind
        piece.phone_taken_at = piece.phone_taken_at or one.taken_at
    for client_id, piece in there.items():
        if client_id not in announced and piece.state == PieceState.MISSING and draft.claim_id is None:
            db.session.delete(piece)


def receive(owner: ClaimDraft | Claim, piece: ClaimPiece, attachment: Attachment) -> ClaimPiece:
    """Note that a piece has arrived; again, it changes nothing. Raises `Refused(KEY_OF_ANOTHER_FILE)` for another file."""
    if piece.state in (PieceState.RECEIVED, PieceState.ACCEPTED):
        if piece.attachment_id != attachment.id:
            raise Refused(Reason.KEY_OF_ANOTHER_FILE)
        return piece
    use([attachment])
    piece.attachment_id, piece.sha256, piece.received_at = attachment.id, attachment.received_sha256, now()
    piece.attachment = attachment
    piece.name = piece.name or attachment.name
    piece.state, piece.refusal, piece.refusal_note = PieceState.RECEIVED, None, ""
    if isinstance(owner, Claim):
        record(EventKind.CLAIM_PIECE_RECEIVED, Actor.CUSTOMER, owner.customer, owner.contract,
               reference=owner.reference, piece=piece.kind)
    return piece


def slot_for(owner: ClaimDraft | Claim, kind: PieceKind, attachment: Attachment) -> ClaimPiece:
    """Return the piece that a file of this kind fills: the one it already is, one that is waited for, or a new one."""
    there = pieces_of(owner)
    same = [piece for piece in there if piece.attachment_id == attachment.id and piece.kind == kind]
    waiting = [piece for piece in there if piece.kind == kind and piece.client_id is None
               and piece.state in (PieceState.MISSING, PieceState.REFUSED)]
    return next(iter(same + waiting), None) or _add(owner, kind, PieceSource.SENT)


def ask(claim: Claim, kind: PieceKind, note: str = "", due_on: date | None = None) -> ClaimPiece:
    """Note that a claim needs a piece: the one of this kind that was announced and is on its way, or a new one."""
    for piece in pieces_of(claim):
        if piece.kind == kind and piece.state == PieceState.MISSING and not note:
            piece.is_needed, piece.due_on = True, due_on
            return piece
    return _add(claim, kind, PieceSource.ASKED, is_needed=True, note=note, due_on=due_on)


def pieces_of(owner: ClaimDraft | Claim) -> list[ClaimPiece]:
    """Return the pieces of a draft or of a claim, those that this transaction has added included."""
    column = ClaimPiece.claim_id if isinstance(owner, Claim) else ClaimPiece.draft_id
    return list(db.session.scalars(select(ClaimPiece).where(column == owner.id).order_by(ClaimPiece.id)))


def _add(owner: ClaimDraft | Claim, kind: PieceKind, source: PieceSource, **values) -> ClaimPiece:
    is_claim = isinstance(owner, Claim)
    piece = ClaimPiece(customer_id=owner.customer_id, kind=kind, source=source, state=PieceState.MISSING,
                       draft_id=None if is_claim else owner.id, claim_id=owner.id if is_claim else owner.claim_id,
                       announced_at=now(), **values)
    db.session.add(piece)
    db.session.flush()
    return piece
