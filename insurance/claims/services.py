"""Writing a claim, online or in a phone's notebook, and filing it: once, however often it is sent."""
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from insurance import outbox
from insurance.attachments.models import Attachment
from insurance.calendar import add_working_days
from insurance.claims import journey, pieces
from insurance.claims.declared import day_in, declare_by, noticed_on
from insurance.claims.models import (
    Claim,
    ClaimDraft,
    ClaimKind,
    ClaimPiece,
    ClaimState,
    PieceKind,
    PieceState,
    PromiseKind,
    PromiseOutcome,
)
from insurance.claims.pieces import Announced
from insurance.claims.promises import pause, promise, resume
from insurance.claims.queries import find_claim, find_draft, find_notebook, missing, promises_of, standing_promise, wants_account
from insurance.claims.workflow import claim_workflow
from insurance.clock import PARIS, now, today
from insurance.contracts.queries import find_contract
from insurance.database import db, one_at_a_time, transaction
from insurance.documents.services import next_number
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind

SERIES = "SIN"
DRAFT_LIFE = timedelta(days=30)
DRAFTS_AT_ONCE = 20  # a phone that goes mad must not fill the books
PIECES_AT_MOST = 50  # the paper of a declaration names them all, in 30 KB
PIECES_WITHIN_WORKING_DAYS = 10


def begin(customer) -> ClaimDraft:
    """Begin a declaration online and return its draft; one that nobody has answered yet is used again."""
    with transaction():
        one_at_a_time(_key(customer))
        blank = next((draft for draft in _open_drafts(customer) if not draft.answers), None)
        return blank or _new_draft(customer, str(uuid4()))


def answer(customer, public_id: str, step: str, given: dict) -> ClaimDraft:
    """Keep the answers to a step of a declaration. One that was filed keeps what was filed."""
    with transaction():
        one_at_a_time(_key(customer))
        draft = find_draft(customer, public_id)
        if draft.claim_id is None:
            draft.answers = draft.answers | journey.known({step: given})
            draft.changed_at = now()
    return draft


def keep_notebook(customer, client_id: str, answers: dict, phone_times: dict, announced: Iterable[Announced],
                  sequence: int = 0, provisional_reference: str | None = None) -> ClaimDraft:
    """Keep a phone's notebook as it says it is, and return its draft; an older copy than the one that is here is not heard.

    `sequence` counts the changes made on the phone. What is announced before the claim is filed may be taken back by the
    next copy; afterwards only more can be announced. Raises `Refused(TOO_MANY_DRAFTS)`.
    """
    with transaction():
        one_at_a_time(_key(customer))
        draft = _notebook(customer, client_id) or _new_draft(customer, client_id)
        if sequence >= draft.sequence:
            draft.sequence, draft.phone_times = sequence, draft.phone_times | phone_times
            draft.provisional_reference = draft.provisional_reference or provisional_reference
            announced = list(announced)[:PIECES_AT_MOST]
            if draft.claim_id is None:
                draft.answers, draft.changed_at = journey.known(answers), now()
            pieces.announce(draft, announced)
    return find_notebook(customer, client_id)


def receive_piece(customer, client_id: str, piece_id: str, attachment: Attachment, kind: PieceKind = PieceKind.OTHER,
                  taken_at: datetime | None = None) -> ClaimPiece:
    """Note that a piece of a phone's notebook has arrived, announced or not, filed or not; twice is once.

    Raises `NotFound` for a notebook that was never kept, `Refused(KEY_OF_ANOTHER_FILE)` when another file came under
    this id.
    """
    with transaction():
        one_at_a_time(_key(customer))
        draft = _notebook(customer, client_id)
        if draft is None:
            raise NotFound(client_id)
        pieces.announce(draft, _with(draft, Announced(piece_id, kind, attachment.name, attachment.received_bytes, taken_at)))
        piece = next(one for one in pieces.pieces_of(draft) if one.client_id == piece_id)
        _receive(customer, draft, piece, attachment)
    return piece


def add_to_draft(customer, public_id: str, kind: PieceKind, attachment: Attachment) -> ClaimPiece:
    """Add a file to a declaration that is being written online; the same twice is once."""
    with transaction():
        one_at_a_time(_key(customer))
        draft = find_draft(customer, public_id)
        owner = draft.claim or draft
        piece = pieces.slot_for(owner, kind, attachment)
        _receive(customer, draft, piece, attachment)
    return piece


def add_to_claim(customer, public_id: str, kind: PieceKind, attachment: Attachment) -> ClaimPiece:
    """Add a file to a claim, at any time: it fills what was asked for when it is of that kind."""
    with transaction():
        claim = locked_claim(customer, public_id)
        piece = pieces.receive(claim, pieces.slot_for(claim, kind, attachment), attachment)
        complete_if_all_here(claim)
    return piece


def discard(customer, public_id: str) -> None:
    """Forget a declaration that was not sent, with its pieces; twice is once. One that was filed stays."""
    with transaction():
        one_at_a_time(_key(customer))
        draft = db.session.scalar(select(ClaimDraft).where(
            ClaimDraft.customer_id == customer.id, ClaimDraft.public_id == public_id, ClaimDraft.claim_id.is_(None)))
        if draft is not None:
            db.session.execute(delete(ClaimPiece).where(ClaimPiece.draft_id == draft.id))
            db.session.delete(draft)


def remove_from_draft(customer, public_id: str, piece_public_id: str) -> None:
    """Take a file back before the claim is filed; twice is once."""
    with transaction():
        one_at_a_time(_key(customer))
        draft = find_draft(customer, public_id)
        if draft.claim_id is None:
            db.session.execute(delete(ClaimPiece).where(ClaimPiece.draft_id == draft.id,
                                                        ClaimPiece.public_id == piece_public_id))


def file(customer, draft: ClaimDraft, phone_filed_at: datetime | None = None, seen: str | None = None) -> Claim:
    """File a claim and return it: the same one, however often the draft is sent.

    What the claim needs and has not received is asked for at once, by the rule. `seen` is the fingerprint of the answers
    that were read before sending. Raises `Refused(DRAFT_INCOMPLETE)` while a step waits for a good answer,
    `Refused(CHANGED_MEANWHILE)` when other answers were read.
    """
    with transaction():
        one_at_a_time(_key(customer))
        draft = find_draft(customer, draft.public_id)
        if draft.claim is not None:
            return find_claim(customer, draft.claim.public_id)
        if seen is not None and seen != journey.fingerprint(draft.answers):
            raise Refused(Reason.CHANGED_MEANWHILE)
        claim = _enter(customer, draft, phone_filed_at)
        draft.claim_id, draft.changed_at = claim.id, now()
        for piece in pieces.pieces_of(draft):
            piece.claim_id = claim.id
        db.session.flush()
        record(EventKind.CLAIM_FILED, Actor.CUSTOMER, customer, claim.contract, **about(claim))
        promise(claim, PromiseKind.TAKE_IN_CHARGE)
        _ask_for_what_is_needed(claim, draft.answers)
        outbox.post(MailKind.CLAIM_FILED, customer.email, customer, first_name=customer.first_name,
                    **mail_details(claim))
    return find_claim(customer, claim.public_id)


def complete_if_all_here(claim: Claim) -> None:
    """Say that a claim has all it waited for, inside the caller's transaction; the clock that was stopped runs again."""
    if claim.state != ClaimState.PIECES_ASKED or missing(pieces.pieces_of(claim)):
        return
    claim_workflow.perform("complete", claim, Actor.RULE, **about(claim))
    let_clock_run(claim)


def let_clock_run(claim: Claim) -> None:
    """Give the customer a date again once nothing more is waited for from them."""
    if standing_promise(claim) is not None:
        return
    paused = next((one for one in reversed(promises_of(claim)) if one.outcome == PromiseOutcome.PAUSED), None)
    if paused is not None:
        resume(claim, paused)
    else:
        promise(claim, PromiseKind.CHECK_PIECES)


def stop_clock(claim: Claim) -> None:
    """Stop the clock while the customer has something to send, once somebody is in charge: to be taken in charge is due."""
    standing = standing_promise(claim)
    if standing is not None and standing.kind != PromiseKind.TAKE_IN_CHARGE:
        pause(claim)


def locked_claim(customer, public_id: str) -> Claim:
    """Return a claim of the customer's to be changed by nobody else until the transaction ends."""
    one_at_a_time(f"claim:{public_id}")
    return find_claim(customer, public_id)


def about(claim: Claim) -> dict:
    """The details that every line of history about a claim shares."""
    return {"reference": claim.reference, "claim_kind": claim.kind}


def mail_details(claim: Claim) -> dict:
    """The details that every mail about a claim shares, as JSON keeps them."""
    standing = standing_promise(claim)
    due_on = standing.due_at.astimezone(PARIS).date().isoformat() if standing else None
    return {"public_id": claim.public_id, "reference": claim.reference, "claim_kind": claim.kind,
            "claim_state": claim.state, "occurred_on": claim.occurred_on.isoformat(),
            "vehicle": claim.contract.vehicle.name, "plate": claim.contract.vehicle.plate,
            "handler": claim.handler_name or "", "wants_account": wants_account(claim),
            "promise": standing.kind if standing else "", "due_on": due_on,
            "missing_pieces": [{"kind": one.kind, "note": one.note} for one in missing(pieces.pieces_of(claim))]}


def _enter(customer, draft: ClaimDraft, phone_filed_at: datetime | None) -> Claim:
    if journey.next_to_answer(draft.answers, today()) != journey.REVIEW:
        raise Refused(Reason.DRAFT_INCOMPLETE)
    declared = journey.on_path(draft.answers)
    try:
        contract = find_contract(customer, declared["contract"]["contract"])
    except NotFound as error:
        raise Refused(Reason.DRAFT_INCOMPLETE) from error
    claim = Claim(
        reference=next_number(SERIES, today().year), customer_id=customer.id, contract_id=contract.id,
        kind=ClaimKind(declared["kind"]["kind"]), state=ClaimState.FILED, declaration=declared,
        occurred_on=day_in(declared, "occurred_on"), noticed_on=noticed_on(declared),
        declare_by=declare_by(declared, customer),
        has_injury=declared.get("injuries", {}).get("injured") == "yes", filed_at=now(),
        phone_filed_at=phone_filed_at, provisional_reference=draft.provisional_reference)
    claim.customer, claim.contract = customer, contract
    db.session.add(claim)
    db.session.flush()
    return claim


def _ask_for_what_is_needed(claim: Claim, answers: dict) -> None:
    """Ask for the pieces that a claim of this kind needs; one that needs none waits as it was filed."""
    needed = [one.kind for one in journey.wanted(answers, claim.contract.vehicle.is_registered) if one.is_required]
    here = {piece.kind for piece in pieces.pieces_of(claim) if piece.state == PieceState.RECEIVED}
    for kind in needed:
        if kind not in here:
            pieces.ask(claim, kind, due_on=add_working_days(today(), PIECES_WITHIN_WORKING_DAYS))
    if needed:
        name = "ask_pieces" if missing(pieces.pieces_of(claim)) else "complete"
        claim_workflow.perform(name, claim, Actor.RULE, **about(claim))


def _receive(customer, draft: ClaimDraft, piece: ClaimPiece, attachment: Attachment) -> None:
    if draft.claim_id is None:
        pieces.receive(draft, piece, attachment)
        draft.changed_at = now()
        return
    claim = locked_claim(customer, draft.claim.public_id)
    piece.claim_id = claim.id
    pieces.receive(claim, piece, attachment)
    complete_if_all_here(claim)


def _with(draft: ClaimDraft, more: Announced) -> list[Announced]:
    """Return what a notebook has announced, and one thing more if it was not."""
    there = [Announced(one.client_id, PieceKind(one.kind), one.name, one.announced_bytes, one.phone_taken_at)
             for one in pieces.pieces_of(draft) if one.client_id]
    if len(there) >= PIECES_AT_MOST and all(one.client_id != more.client_id for one in there):
        raise Refused(Reason.TOO_MANY_PIECES)
    return there if any(one.client_id == more.client_id for one in there) else [*there, more]


def _notebook(customer, client_id: str) -> ClaimDraft | None:
    return db.session.scalar(
        select(ClaimDraft).where(ClaimDraft.customer_id == customer.id, ClaimDraft.client_id == client_id)
        .options(joinedload(ClaimDraft.claim)).execution_options(populate_existing=True))


def _open_drafts(customer) -> list[ClaimDraft]:
    return list(db.session.scalars(select(ClaimDraft).where(
        ClaimDraft.customer_id == customer.id, ClaimDraft.claim_id.is_(None)).order_by(ClaimDraft.id.desc())))


def _new_draft(customer, client_id: str) -> ClaimDraft:
    if len(_open_drafts(customer)) >= DRAFTS_AT_ONCE:
        raise Refused(Reason.TOO_MANY_DRAFTS)
    draft = ClaimDraft(customer_id=customer.id, client_id=client_id, answers={}, phone_times={}, sequence=0,
                       begun_at=now(), changed_at=now())
    db.session.add(draft)
    db.session.flush()
    return draft


def _key(customer) -> str:
    return f"claim-draft:{customer.id}"
