"""The pieces as the desk sees them: the contracts of which some wait to be looked at. Nobody here asks for their own."""
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from insurance.attachments.models import Attachment
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.errors import NotFound
from insurance.pieces.models import Piece, PieceFile, PieceState
from insurance.pieces.queries import found_piece
from insurance.staff import assignments
from insurance.staff.models import Assignment, Role
from insurance.staff.work import Glance, Whose, Work

WORK_KIND, PREFIX = "pieces", "PIE-"
_RECEIVED = (Piece.contract_id == Contract.id, Piece.customer_id == Contract.customer_id,
             Piece.state == PieceState.RECEIVED)
_DUE_ON = select(func.min(Piece.due_on)).where(*_RECEIVED).correlate(Contract).scalar_subquery()
_COUNT = select(func.count(Piece.id)).where(*_RECEIVED).correlate(Contract).scalar_subquery()
_SINCE = select(func.min(Piece.received_at)).where(*_RECEIVED).correlate(Contract).scalar_subquery()
_WAITS = select(Piece.id).where(*_RECEIVED).correlate(Contract).exists()


def glance(adviser) -> Glance:
    """Return what waits in the queue of the pieces: contracts, by the first day by which their pieces are due."""
    return assignments.glance(WORK_KIND, Contract.id, _DUE_ON, adviser, _WAITS)


def waiting(adviser, whose: Whose, limit: int) -> list[tuple[Contract, int, date, datetime, Assignment | None]]:
    """Return the contracts with pieces to be looked at, due first: how many, by when, since when, in whose hand."""
    query = (select(Contract, _COUNT, _DUE_ON.label("due_on"), _SINCE.label("since")).where(_WAITS)
             .options(joinedload(Contract.customer), joinedload(Contract.vehicle)).limit(limit)
             .order_by("due_on", "since"))
    return [tuple(row) for row in db.session.execute(
        assignments.of_whom(query, WORK_KIND, Contract.id, adviser, whose))]


def work_of(contract: Contract) -> Work:
    """Return the pieces of a contract as something to be done at the desk."""
    return Work(WORK_KIND, contract.id, PREFIX + contract.number, contract.customer_id, (Role.ADVISER,))


def find_work(reference: str) -> Contract:
    """Return the contract whose pieces a reference names, with its holder and vehicle. Raises `NotFound`."""
    contract = db.session.scalar(
        select(Contract)
        .where(Contract.number == reference.removeprefix(PREFIX), Contract.id.in_(select(Piece.contract_id)))
        .options(joinedload(Contract.customer), joinedload(Contract.vehicle)))
    if contract is None or not reference.startswith(PREFIX):
        raise NotFound(reference)
    return contract


def piece_for_desk(public_id: str) -> Piece:
    """Return a piece, whole, for somebody at the desk. Raises `NotFound`."""
    return found_piece(public_id)


def find_file(contract: Contract, public_id: str) -> Attachment:
    """Return a file that the present holder of a contract sent for one of its pieces. Raises `NotFound` for any other."""
    found = db.session.scalar(
        select(Attachment).join(PieceFile, PieceFile.attachment_id == Attachment.id)
        .join(Piece, Piece.id == PieceFile.piece_id)
        .where(Attachment.public_id == public_id, Piece.contract_id == contract.id,
               Piece.customer_id == contract.customer_id).limit(1))
    if found is None:
        raise NotFound(public_id)
    return found
