"""Reading the pieces. Who asks comes first; what the desk reads is below, and only the desk asks for it."""
import uuid
from collections import defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from insurance.attachments.models import Attachment
from insurance.clock import today
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.errors import NotFound
from insurance.pieces.models import Piece, PieceFile, PieceState
from insurance.pieces.rules import TO_SEND, Progress, progress
from insurance.staff.work import Glance

_WHOLE = (joinedload(Piece.customer), joinedload(Piece.contract).joinedload(Contract.vehicle),
          selectinload(Piece.files).joinedload(PieceFile.attachment))


def pieces_of(contract) -> list[Piece]:
    """Return the pieces still asked of the present holder of a contract, in their order, with their files."""
    return list(db.session.scalars(
        select(Piece)
        .where(Piece.contract_id == contract.id, Piece.customer_id == contract.customer_id,
               Piece.state != PieceState.WAIVED)
        .options(selectinload(Piece.files).joinedload(PieceFile.attachment))
        .order_by(Piece.position, Piece.id)))


def progress_of(contracts) -> dict[object, Progress]:
    """Return, by contract id, how far the pieces of each contract are; nothing for one of which none is asked."""
    pieces = defaultdict(list)
    for piece in db.session.scalars(
            select(Piece).join(Contract, Contract.id == Piece.contract_id)
            .where(Piece.contract_id.in_([contract.id for contract in contracts]),
                   Piece.customer_id == Contract.customer_id)):
        pieces[piece.contract_id].append(piece)
    found = {contract_id: progress(some) for contract_id, some in pieces.items()}
    return {contract_id: one for contract_id, one in found.items() if one is not None}


def find_piece(customer, public_id: str) -> Piece:
    """Return one of the pieces asked of a customer, whole. Raises `NotFound`, also for somebody else's."""
    return _found(public_id, Piece.customer_id == customer.id)


def piece_for_desk(public_id: str) -> Piece:
    """Return a piece, whole, for somebody at the desk. Raises `NotFound`."""
    return _found(public_id)


def pieces_to_check(before: date | None = None) -> list[Piece]:
    """Return the pieces that somebody at the desk must look at: those due first, then those that came first."""
    query = select(Piece).where(Piece.state == PieceState.RECEIVED).options(*_WHOLE)
    if before is not None:
        query = query.where(Piece.due_on < before)
    return list(db.session.scalars(query.order_by(Piece.due_on, Piece.received_at, Piece.position)))


def glance(_adviser) -> Glance:
    """Return what waits in the queue of the pieces."""
    waiting, due_on = db.session.execute(
        select(func.count(), func.min(Piece.due_on)).where(Piece.state == PieceState.RECEIVED)).one()
    late = db.session.scalar(
        select(func.count()).where(Piece.state == PieceState.RECEIVED, Piece.due_on < today()))
    return Glance(waiting=waiting, late=late, due_on=due_on)


def contracts_behind() -> list[uuid.UUID]:
    """Return the ids of the contracts whose present holder still has something to send."""
    return list(db.session.scalars(
        select(Piece.contract_id).join(Contract, Contract.id == Piece.contract_id)
        .where(Piece.state.in_(TO_SEND), Piece.customer_id == Contract.customer_id)
        .distinct().order_by(Piece.contract_id)))


def find_file(piece: Piece, public_id: str) -> Attachment:
    """Return a file that was sent for a piece. Raises `NotFound` for any other file, whoever's it is."""
    for one in piece.files:
        if one.attachment.public_id == public_id:
            return one.attachment
    raise NotFound(public_id)


def _found(public_id: str, *conditions) -> Piece:
    piece = db.session.scalar(select(Piece).where(Piece.public_id == public_id, *conditions).options(*_WHOLE))
    if piece is None:
        raise NotFound(public_id)
    return piece
