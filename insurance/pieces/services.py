"""Asking for the pieces of a contract, receiving them, deciding, and what follows when they are all there.

The pieces follow the contract: `follow` asks for what a provisional contract calls for and waives the rest, however the
contract came to be so. It is called when a contract is written, and daily for those that were there before. A change
that was made here calls for its own (`ask_after`): the contract stands as it was changed meanwhile.
"""
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance import outbox
from insurance.attachments.models import Attachment
from insurance.attachments.services import use
from insurance.clock import now, today
from insurance.contracts.models import Contract, ContractState
from insurance.database import db, one_at_a_time, transaction
from insurance.errors import Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind
from insurance.pieces.desk import piece_for_desk, work_of
from insurance.pieces.models import Piece, PieceFile, PieceRefusal, PieceReminder, PieceState
from insurance.pieces.queries import contracts_behind, find_piece, pieces_of
from insurance.pieces.rules import (
    OPEN,
    TO_SEND,
    WantedPiece,
    passed_reminders,
    pieces_due_on,
    progress,
    reminder_due,
    wanted_after,
    wanted_pieces,
)
from insurance.pieces.table import PiecesTable
from insurance.pieces.workflow import piece_workflow
from insurance.staff import assignments
from insurance.versions.queries import facts_around
from insurance.versions.services import amend


def follow(contract_ids: Iterable, table: PiecesTable) -> None:
    """Ask for the pieces that these contracts call for today, and no longer for the others."""
    is_concerned = (Contract.state == ContractState.PROVISIONAL) | Contract.id.in_(
        select(Piece.contract_id).where(Piece.state.in_(OPEN)))
    with transaction():
        for contract in _contracts(Contract.id.in_(set(contract_ids)) & is_concerned):
            _follow(contract, table)


def ask_after(contract_id, reference: str, version: int, table: PiecesTable) -> None:
    """Ask for the pieces that a change calls for, which made a version of a contract; twice is once.

    What was sent before is of what was there before: it is asked again. What is asked already, and not sent, is not
    asked twice.
    """
    with transaction():
        for contract in _contracts(Contract.id == contract_id):
            present = {(piece.kind, piece.subject): piece for piece in _pieces_in_the_books(contract)
                       if piece.customer_id == contract.customer_id}
            if all(piece.about != reference for piece in present.values()):
                _ask(contract, wanted_after(*facts_around(contract_id, version), table), present, table, reference)


def follow_forgotten(table: PiecesTable) -> None:
    """Ask for the pieces of the provisional contracts that were in the books before anybody asked. A daily job."""
    forgotten = select(Contract.id).where(
        Contract.state == ContractState.PROVISIONAL, Contract.id.not_in(select(Piece.contract_id)))
    for contract_id in db.session.scalars(forgotten).all():
        follow([contract_id], table)


def send(customer, public_id: str, attachments: Sequence[Attachment]) -> Piece:
    """Let these files stand for a piece; the same ones again change nothing.

    After a refusal they take the place of what was refused; a piece made of one file keeps the newest. Raises
    `NotFound`, `Refused(MOVE_NOT_ALLOWED)` once it is accepted or no longer asked for, `Refused(PICTURE_EXPECTED)`,
    `Refused(PIECE_IS_FULL)`.
    """
    with transaction() as session:
        one_at_a_time(_lock(public_id))
        piece = find_piece(customer, public_id)
        sent = list({one.id: one for one in attachments}.values())
        present = {one.attachment_id for one in piece.current_files}
        if piece.state == PieceState.RECEIVED and present.issuperset(one.id for one in sent):
            return piece
        is_afresh = piece.state == PieceState.REFUSED or piece.most_files == 1
        new = [one for one in sent if is_afresh or one.id not in present]
        if piece.is_picture and not all(one.is_picture for one in new):
            raise Refused(Reason.PICTURE_EXPECTED)
        if len(new) + (0 if is_afresh else len(present)) > piece.most_files:
            raise Refused(Reason.PIECE_IS_FULL)
        _perform("send", piece, Actor.CUSTOMER, count=len(new))
        if is_afresh:
            _set_aside(piece.current_files)
        session.add_all(PieceFile(piece_id=piece.id, attachment_id=one.id) for one in new)
        use(new)
        piece.received_at, piece.decided_at, piece.refusal, piece.note = now(), None, None, None
    return piece


def take_back(customer, public_id: str, file_public_id: str) -> Piece:
    """Take one file out of a piece that nobody has checked yet; without any, it is missing again.

    Raises `NotFound`, `Refused(MOVE_NOT_ALLOWED)`.
    """
    with transaction():
        one_at_a_time(_lock(public_id))
        piece = find_piece(customer, public_id)
        if "take_back" not in piece_workflow.allowed(piece, Actor.CUSTOMER):
            raise Refused(Reason.MOVE_NOT_ALLOWED)
        _set_aside([one for one in piece.current_files if one.attachment.public_id == file_public_id])
        piece.received_at = now()  # whoever looks at it meanwhile must look again
        if not piece.current_files:
            _perform("take_back", piece, Actor.CUSTOMER)
    return piece


def accept(public_id: str, seen: int, by, insurer_email: str) -> Piece:
    """Accept a piece; when it is the last one the contract becomes definitive. `by` is the adviser who looked at it.

    `seen` is the revision that was looked at. Raises `NotFound`, `Refused(MOVE_NOT_ALLOWED)`,
    `Refused(CHANGED_MEANWHILE)` when the customer has sent something else since.
    """
    with transaction():
        piece = _seen(public_id, seen)
        _perform("accept", piece, by)
        piece.decided_at, piece.refusal, piece.note = now(), None, None
        db.session.flush()
        _close_work(piece)
        _complete(piece, by, insurer_email)
    return piece


def refuse(public_id: str, seen: int, refusal: PieceRefusal, note: str, by) -> Piece:
    """Refuse a piece, say why and what to send instead; `note` is in the adviser's own words, and may be empty.

    Raises what `accept` raises.
    """
    with transaction():
        piece = _seen(public_id, seen)
        _perform("refuse", piece, by, refusal=refusal)
        piece.decided_at, piece.refusal, piece.note = now(), refusal, note.strip() or None
        contract, customer = piece.contract, piece.customer
        outbox.post(MailKind.PIECE_REFUSED, customer.email, customer, first_name=customer.first_name,
                    number=contract.number, vehicle=contract.vehicle.name, piece=piece.kind, person=piece.subject,
                    why=refusal, note=piece.note, due_on=piece.due_on.isoformat(),
                    is_late=piece.due_on < today(), public_id=contract.public_id)
        db.session.flush()
        _close_work(piece)
    return piece


def remind(table: PiecesTable) -> None:
    """Remind those who still have pieces to send, on the days of the table, once for each day of it. A daily job."""
    for contract_id in contracts_behind():
        with transaction():
            for contract in _contracts(Contract.id == contract_id):
                _remind(contract, table)


def _remind(contract: Contract, table: PiecesTable) -> None:
    pieces = pieces_of(contract)
    due_on = progress(pieces).due_on
    written = set(db.session.scalars(select(PieceReminder.days_before).where(
        PieceReminder.contract_id == contract.id, PieceReminder.due_on == due_on)))
    if reminder_due(due_on, today(), table, written) is not None:
        _tell(MailKind.PIECES_REMINDER, contract, pieces)
        _note_reminders(contract, due_on, table, written)


def _seen(public_id: str, seen: int) -> Piece:
    """Return a piece that is still as it was looked at; nobody else decides on its contract meanwhile."""
    one_at_a_time(_lock(public_id))
    piece = piece_for_desk(public_id)
    one_at_a_time(f"pieces:{piece.contract_id}")  # two advisers and two last pieces: one of them must see both
    if piece.revision != seen:
        raise Refused(Reason.CHANGED_MEANWHILE)
    return piece


def _contracts(condition) -> list[Contract]:
    return list(db.session.scalars(
        select(Contract).where(condition)
        .options(joinedload(Contract.customer), joinedload(Contract.vehicle), selectinload(Contract.drivers))
        .order_by(Contract.id)))


def _follow(contract: Contract, table: PiecesTable) -> None:
    """Bring the pieces of one contract to what it calls for."""
    runs = contract.state != ContractState.TERMINATED and (contract.ends_on is None or contract.ends_on >= today())
    called = {(one.kind, one.subject): one for one in wanted_pieces(contract, table)} if runs else {}
    new = dict(called) if contract.state == ContractState.PROVISIONAL else {}
    for piece in _pieces_in_the_books(contract):
        key = piece.kind, piece.subject
        is_wanted = piece.customer_id == contract.customer_id and (
            key in called if piece.about else new.pop(key, None) is not None)
        if is_wanted:
            new.pop(key, None)
        if not is_wanted and piece.state in OPEN:
            _perform("waive", piece, Actor.RULE)
        elif is_wanted and piece.state == PieceState.WAIVED:
            _perform("ask_again", piece, Actor.RULE)
            piece.due_on = pieces_due_on(contract, today(), table)
        elif is_wanted and piece.state in OPEN and contract.documents_due_on is not None:
            piece.due_on = contract.documents_due_on
    _ask(contract, new.values(), {}, table)


def _ask(contract: Contract, wanted: Collection[WantedPiece], present: dict[tuple[str, str], Piece], table: PiecesTable,
         about: str = "") -> None:
    """Ask for pieces of which some may be `present` in the books, and tell the holder. Nothing for none."""
    due_on, asked = pieces_due_on(contract, today(), table), 0
    for one in wanted:
        piece = present.get((one.kind, one.subject))
        if piece is None:
            db.session.add(_asked(contract, one, due_on, about))
        elif piece.state not in TO_SEND:
            _perform("ask_again", piece, Actor.RULE)
            piece.about, piece.due_on, piece.asked_at = about, due_on, now()
            piece.received_at, piece.decided_at = None, None
            _set_aside(piece.current_files)
        else:
            continue
        asked += 1
    if asked:
        record(EventKind.PIECES_ASKED, Actor.RULE, contract.customer, contract, number=contract.number, count=asked)
        db.session.flush()
        pieces = pieces_of(contract)
        _tell(MailKind.PIECES_ASKED, contract, pieces)
        _note_reminders(contract, progress(pieces).due_on, table, ())  # those already due: this mail is one


def _pieces_in_the_books(contract: Contract) -> list[Piece]:
    """Return all the pieces of a contract, those asked of a former holder too."""
    return list(db.session.scalars(
        select(Piece).where(Piece.contract_id == contract.id)
        .options(joinedload(Piece.customer), joinedload(Piece.contract), selectinload(Piece.files)).order_by(Piece.id)))


def _asked(contract: Contract, wanted: WantedPiece, due_on: date, about: str) -> Piece:
    return Piece(contract_id=contract.id, customer_id=contract.customer_id, kind=wanted.kind, subject=wanted.subject, about=about,
                 position=wanted.position, most_files=wanted.most_files, is_picture=wanted.is_picture, due_on=due_on)


def _close_work(piece: Piece) -> None:
    """Nobody has the pieces of a contract in hand any more once all that came was looked at."""
    if all(one.state != PieceState.RECEIVED for one in pieces_of(piece.contract)):
        assignments.close(work_of(piece.contract))


def _complete(piece: Piece, by, insurer_email: str) -> None:
    """Say that all is accepted: of a new contract, which becomes definitive; else of the change that a piece was asked for."""
    contract, customer, pieces = piece.contract, piece.customer, pieces_of(piece.contract)
    is_provisional = contract.state == ContractState.PROVISIONAL
    asked_together = [one for one in pieces if is_provisional or one.about == piece.about]
    if not (is_provisional or piece.about) or any(one.state != PieceState.ACCEPTED for one in asked_together):
        return
    about = "" if is_provisional else piece.about
    if is_provisional:
        amend(contract, {"status": ContractState.ACTIVE.value, "documents_due_on": None}, by)
    record(EventKind.PIECES_COMPLETE, by, customer, contract, number=contract.number,
           **({"reference": about} if about else {}))
    outbox.post(MailKind.PIECES_COMPLETE, customer.email, customer, first_name=customer.first_name, about=about,
                number=contract.number, vehicle=contract.vehicle.name, public_id=contract.public_id)
    outbox.post(MailKind.PIECES_HANDED_OVER, insurer_email, customer, number=contract.number, name=customer.full_name,
                about=about)


def _perform(name: str, piece: Piece, by, **details) -> None:
    piece_workflow.perform(name, piece, by, piece=piece.kind, person=piece.subject, number=piece.contract.number,
                           **details)


def _tell(kind: MailKind, contract: Contract, pieces: Sequence[Piece]) -> None:
    """Write to the holder of a contract which pieces are still to be sent, and by when."""
    customer = contract.customer
    outbox.post(kind, customer.email, customer, first_name=customer.first_name, number=contract.number,
                vehicle=contract.vehicle.name, public_id=contract.public_id,
                due_on=progress(pieces).due_on.isoformat(), is_late=progress(pieces).due_on < today(),
                is_provisional=contract.state == ContractState.PROVISIONAL,
                asked=[{"kind": piece.kind, "subject": piece.subject, "refusal": piece.refusal}
                       for piece in pieces if piece.state in TO_SEND])


def _note_reminders(contract: Contract, due_on: date, table: PiecesTable, written: Collection[int]) -> None:
    db.session.add_all(PieceReminder(contract_id=contract.id, due_on=due_on, days_before=days)
                       for days in passed_reminders(due_on, today(), table) if days not in written)


def _set_aside(files: Iterable[PieceFile]) -> None:
    for one in files:
        one.replaced_at = now()


def _lock(public_id: str) -> str:
    return f"piece:{public_id}"
