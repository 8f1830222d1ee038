"""Reading the pieces. Who asks comes first; what the desk reads is in `desk`."""
import uuid
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance.contracts.models import Contract
from insurance.database import db
from insurance.errors import NotFound
from insurance.pieces.models import Piece, PieceFile, PieceState
from insurance.pieces.rules import TO_SEND, Progress, progress

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
    return found_piece(public_id, Piece.customer_id == customer.id)


def contracts_behind() -> list[uuid.UUID]:
    """Return the ids of the contracts whose present holder still has something to send."""
    return list(db.session.scalars(
        select(Piece.contract_id).join(Contract, Contract.id == Piece.contract_id)
        .where(Piece.state.in_(TO_SEND), Piece.customer_id == Contract.customer_id)
        .distinct().order_by(Piece.contract_id)))


def found_piece(public_id: str, *conditions) -> Piece:
    """Return a piece, whole, for which these conditions hold. Raises `NotFound`."""
    piece = db.session.scalar(select(Piece).where(Piece.public_id == public_id, *conditions).options(*_WHOLE))
    if piece is None:
        raise NotFound(public_id)
    return piece
