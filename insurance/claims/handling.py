"""What the insurer's people do with a claim: take it, write, ask, move it on, decide, review a piece, explain a delay.

Each verb says a sentence that the customer reads, and leaves a date: that of the table of delays, or the one given.
`seen` is the revision of the claim that its reader had before them: two people do not decide the same thing twice.
"""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from insurance import outbox
from insurance.calendar import add_working_days
from insurance.claims import pieces
from insurance.claims.books import write_in_the_books
from insurance.claims.models import (
    Claim,
    ClaimKind,
    ClaimMessage,
    ClaimPiece,
    ClaimPromise,
    ClaimState,
    PieceKind,
    PieceRefusal,
    PieceState,
    PromiseKind,
    PromiseOutcome,
)
from insurance.claims.promises import finish, promise
from insurance.claims.queries import any_claim
from insurance.claims.queue import KIND, work_of
from insurance.claims.rules import LegalClock, legal_deadlines
from insurance.claims.services import (
    PIECES_WITHIN_WORKING_DAYS,
    about,
    complete_if_all_here,
    mail_details,
    stop_clock,
)
from insurance.claims.workflow import ENDED, claim_workflow
from insurance.clock import now, today
from insurance.database import db, one_at_a_time, transaction
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.history.recorder import Author, record
from insurance.outbox import MailKind
from insurance.staff import assignments
from insurance.staff.assignments import holder_of
from insurance.staff.models import Adviser

LIABILITIES = (0, 50, 100)  # as the books and the bonus-malus know them (annexe A121-1)
REPORT_WITHIN_WORKING_DAYS = 5


@dataclass(frozen=True)
class Asking:
    """A piece that is asked for, and what the customer must know of it."""

    kind: PieceKind
    note: str = ""


def heed_hands(events: list[Event]) -> None:
    """Let customers know who has their claim in hand: a reaction to what is taken, given and put back at the desk.

    Whoever first has it in hand has taken it in charge: what was promised within 72 hours.
    """
    for event in events:
        if event.details["work"] == KIND:
            claim = db.session.get(Claim, UUID(event.details["subject"]))
            claim = _locked(claim.public_id)
            holder = holder_of(work_of(claim))
            claim.handler_id, claim.handler_name = (holder.id, holder.name) if holder else (None, None)
            by = db.session.get(Adviser, event.adviser_id) if event.adviser_id else Actor.RULE
            if holder is not None and "take_in_charge" in claim_workflow.allowed(claim, by):
                _move(claim, "take_in_charge", by, promised=PromiseKind.APPOINT)
            else:
                record(EventKind.CLAIM_HANDLER_CHANGED, by, claim.customer, claim.contract, **about(claim),
                       handler=claim.handler_name or "")


def leave_hands(events: list[Event]) -> None:
    """Forget who has in hand a claim that has ended: a reaction to its last move, whoever made it."""
    for claim in db.session.scalars(select(Claim).where(
            Claim.reference.in_({event.details["reference"] for event in events}), Claim.state.in_(ENDED))):
        assignments.close(work_of(claim))


def answer(public_id: str, by: Adviser, words: str) -> ClaimMessage:
    """Write to the customer of a claim; the same words again, unanswered, are the same message."""
    with transaction():
        claim = _locked(public_id)
        last = claim.messages[-1] if claim.messages else None
        if last is not None and last.adviser_name is not None and last.words == words:
            return last
        message = ClaimMessage(claim_id=claim.id, adviser_name=by.name, words=words, sent_at=now())
        for one in claim.messages:
            if one.adviser_name is None:
                one.read_at = one.read_at or now()
        db.session.add(message)
        record(EventKind.CLAIM_ANSWERED, by, claim.customer, claim.contract, **about(claim))
        outbox.post(MailKind.CLAIM_ANSWERED, claim.customer.email, claim.customer, secret=words,
                    first_name=claim.customer.first_name, by=by.name, **mail_details(claim))
    return message


def note_read(public_id: str, by: Adviser) -> None:
    """Say that what the customer wrote was read; twice is once."""
    with transaction():
        for one in _locked(public_id).messages:
            if one.adviser_name is None:
                one.read_at = one.read_at or now()


def ask_for_pieces(public_id: str, by: Adviser, asked: Iterable[Asking], said: str, due_on: date | None = None,
                   seen: int | None = None) -> Claim:
    """Ask the customer for pieces by a day; the clock of the insurer stops until they are here."""
    with transaction():
        claim = _locked(public_id, seen)
        due_on = due_on or add_working_days(today(), PIECES_WITHIN_WORKING_DAYS)
        for one in asked:
            pieces.ask(claim, one.kind, one.note, due_on)
        if claim.state != ClaimState.PIECES_ASKED:
            claim_workflow.perform("ask_pieces", claim, by, **about(claim), said=said)
        stop_clock(claim)
        _tell(claim, said)
    return claim


def accept_piece(piece_public_id: str, by: Adviser) -> ClaimPiece:
    """Accept a piece that has arrived; twice is once."""
    with transaction():
        claim, piece = _locked_piece(piece_public_id)
        if piece.state != PieceState.ACCEPTED:
            _reviewed(piece, PieceState.ACCEPTED)
            record(EventKind.CLAIM_PIECE_ACCEPTED, by, claim.customer, claim.contract, **about(claim), piece=piece.kind)
            complete_if_all_here(claim)
    return piece


def refuse_piece(piece_public_id: str, by: Adviser, refusal: PieceRefusal, note: str = "",
                 due_on: date | None = None) -> ClaimPiece:
    """Refuse a piece, say why, and ask for it again by a day: the clock of the insurer stops until it is here."""
    with transaction():
        claim, piece = _locked_piece(piece_public_id)
        _reviewed(piece, PieceState.REFUSED)
        piece.refusal, piece.refusal_note, piece.is_needed = refusal, note, True
        piece.due_on = due_on or add_working_days(today(), PIECES_WITHIN_WORKING_DAYS)
        record(EventKind.CLAIM_PIECE_REFUSED, by, claim.customer, claim.contract, **about(claim), piece=piece.kind,
               refusal=refusal, said=note)
        if "ask_pieces" in claim_workflow.allowed(claim, by):
            claim_workflow.perform("ask_pieces", claim, by, **about(claim))
        stop_clock(claim)
        _tell(claim, "")
    return piece


def waive_piece(piece_public_id: str, by: Adviser) -> ClaimPiece:
    """Wait no more for a piece; once nothing more is waited for, the clock of the insurer runs again. Twice is once."""
    with transaction():
        claim, piece = _locked_piece(piece_public_id)
        if piece.is_needed and piece.state in (PieceState.MISSING, PieceState.REFUSED):
            piece.is_needed = False
            record(EventKind.CLAIM_PIECE_DROPPED, by, claim.customer, claim.contract, **about(claim), piece=piece.kind)
            complete_if_all_here(claim)
    return piece


def appraise(public_id: str, by: Adviser, on: date, appraiser: str, place: str, said: str = "",
             due_on: date | None = None, seen: int | None = None) -> Claim:
    """Say when, by whom and where the vehicle is looked at. The report is promised, from that day on."""
    with transaction():
        claim = _locked(public_id, seen)
        claim.appraisal_on, claim.appraiser, claim.appraisal_place = on, appraiser, place
        report_on = due_on or add_working_days(max(on, today()), REPORT_WITHIN_WORKING_DAYS)
        _move(claim, "appraise", by, said, PromiseKind.APPRAISE, report_on, appraiser=appraiser, on=on.isoformat(),
              place=place)
    return claim


def repair(public_id: str, by: Adviser, repairer: str, said: str = "", due_on: date | None = None,
           seen: int | None = None) -> Claim:
    """Say that the vehicle is being repaired, where, and by when."""
    with transaction():
        claim = _locked(public_id, seen)
        claim.repairer = repairer
        _move(claim, "repair", by, said, PromiseKind.REPAIR, due_on, repairer=repairer)
    return claim


def declare_total_loss(public_id: str, by: Adviser, reported_on: date, said: str = "", due_on: date | None = None,
                       seen: int | None = None) -> Claim:
    """Say that the vehicle is not worth repairing: an offer is due within fifteen days of the report (L327-1)."""
    with transaction():
        claim = _locked(public_id, seen)
        claim.reported_on = reported_on
        due_on = due_on or max(today(), legal_deadlines(claim)[LegalClock.TOTAL_LOSS_OFFER])
        _move(claim, "declare_total_loss", by, said, PromiseKind.OFFER, due_on)
    return claim


def await_recovery(public_id: str, by: Adviser, said: str = "", due_on: date | None = None,
                   seen: int | None = None) -> Claim:
    """Wait for a stolen vehicle that may be found. Raises `Refused(MOVE_NOT_ALLOWED)` when nothing was stolen."""
    with transaction():
        claim = _locked(public_id, seen)
        if claim.kind != ClaimKind.THEFT:
            raise Refused(Reason.MOVE_NOT_ALLOWED)
        _move(claim, "await_recovery", by, said, PromiseKind.THEFT_WAIT, due_on)
    return claim


def await_third_party(public_id: str, by: Adviser, said: str = "", due_on: date | None = None,
                      seen: int | None = None) -> Claim:
    """Wait for somebody else's insurer, and promise news of it."""
    with transaction():
        claim = _locked(public_id, seen)
        _move(claim, "await_third_party", by, said, PromiseKind.THIRD_PARTY, due_on)
    return claim


def decide(public_id: str, by: Adviser, liability_percent: int, deductible_cents: int, said: str = "",
           due_on: date | None = None, seen: int | None = None) -> Claim:
    """Say the customer's share of liability and what stays at their charge; the contract's books know it from now on."""
    if liability_percent not in LIABILITIES:
        raise ValueError(f"liability is one of {LIABILITIES}")
    with transaction():
        claim = _locked(public_id, seen)
        claim.liability_percent, claim.deductible_cents, claim.decided_on = liability_percent, deductible_cents, today()
        claim.contested_at = None
        _move(claim, "decide", by, said, PromiseKind.SETTLE, due_on, liability_percent=liability_percent,
              deductible_cents=deductible_cents)
        write_in_the_books(claim)
    return claim


def settle(public_id: str, by: Adviser, settlement_cents: int, payment_on: date, said: str = "",
           is_paid_to_repairer: bool = False, seen: int | None = None) -> Claim:
    """Say the amount, to whom it goes, and promise the day of its payment."""
    with transaction():
        claim = _locked(public_id, seen)
        claim.settlement_cents, claim.payment_on = settlement_cents, payment_on
        claim.is_paid_to_repairer = is_paid_to_repairer
        _move(claim, "settle", by, said, PromiseKind.PAY, payment_on, settlement_cents=settlement_cents,
              payment_on=payment_on.isoformat())
    return claim


def close(public_id: str, by: Adviser, said: str = "", seen: int | None = None) -> Claim:
    """Close a claim: what was promised is done."""
    with transaction():
        claim = _locked(public_id, seen)
        _move(claim, "close", by, said)
        write_in_the_books(claim)
    return claim


def refuse(public_id: str, by: Adviser, said: str, seen: int | None = None) -> Claim:
    """Refuse a claim, with its reason; the customer may complain or have it reopened."""
    with transaction():
        claim = _locked(public_id, seen)
        _move(claim, "refuse", by, said, outcome=PromiseOutcome.DROPPED)
        write_in_the_books(claim)
    return claim


def reopen(public_id: str, by: Adviser, said: str, due_on: date | None = None, seen: int | None = None) -> Claim:
    """Open again a claim that had ended."""
    with transaction():
        claim = _locked(public_id, seen)
        _move(claim, "reopen", by, said, PromiseKind.LOOK_AGAIN, due_on)
    return claim


def explain_delay(public_id: str, by: Adviser, reason: str, due_on: date, seen: int | None = None) -> ClaimPromise:
    """Give another date for what was promised, and the reason: before the date it is postponed, after it, it was missed.

    Raises `Refused(NOTHING_PROMISED)` when no date stands, `Refused(DAY_PASSED)`.
    """
    with transaction():
        claim = _locked(public_id, seen)
        ended = finish(claim, reason, PromiseOutcome.POSTPONED)
        if ended is None:
            raise Refused(Reason.NOTHING_PROMISED)
        made = promise(claim, PromiseKind(ended.kind), due_on)
        record(EventKind.CLAIM_DATE_MOVED, by, claim.customer, claim.contract, **about(claim), promise=ended.kind,
               due_on=due_on.isoformat(), said=reason, was_missed=ended.outcome == PromiseOutcome.MISSED)
        _tell(claim, reason)
    return made


def _move(claim: Claim, name: str, by: Author, said: str = "", promised: PromiseKind | None = None,
          due_on: date | None = None, outcome: PromiseOutcome = PromiseOutcome.KEPT, **details) -> None:
    claim_workflow.perform(name, claim, by, **about(claim), **details, **({"said": said} if said else {}))
    finish(claim, said, outcome)
    if promised is not None:
        promise(claim, promised, due_on)
    _tell(claim, said)


def _tell(claim: Claim, said: str) -> None:
    """Let a mail leave that says where the claim stands now."""
    outbox.post(MailKind.CLAIM_MOVED, claim.customer.email, claim.customer, first_name=claim.customer.first_name,
                said=said, **mail_details(claim))


def _reviewed(piece: ClaimPiece, state: PieceState) -> None:
    """Say what a piece is worth. Raises `Refused(MOVE_NOT_ALLOWED)` for one that has not arrived."""
    if piece.attachment_id is None or piece.state not in (PieceState.RECEIVED, PieceState.ACCEPTED):
        raise Refused(Reason.MOVE_NOT_ALLOWED)
    piece.state, piece.reviewed_at = state, now()


def _locked(public_id: str, seen: int | None = None) -> Claim:
    one_at_a_time(f"claim:{public_id}")
    claim = any_claim(public_id)
    if seen is not None and claim.revision != seen:
        raise Refused(Reason.CHANGED_MEANWHILE)
    return claim


def _locked_piece(public_id: str) -> tuple[Claim, ClaimPiece]:
    piece = db.session.query(ClaimPiece).filter_by(public_id=public_id).one_or_none()
    if piece is None or piece.claim_id is None:
        raise NotFound(public_id)
    claim = _locked(db.session.query(Claim.public_id).filter_by(id=piece.claim_id).scalar())
    db.session.refresh(piece)
    return claim, piece
