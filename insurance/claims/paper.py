"""The paper of a declaration (déclaration de sinistre): issued when the claim is filed, and once more when the last of the
photos that its phone had announced has come."""
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from insurance.claims.models import Claim, ClaimPiece, PieceState
from insurance.claims.pieces import pieces_of
from insurance.claims.queries import missing
from insurance.clock import PARIS
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.documents.facts_claim import AwaitedPaper, ClaimDeclarationFacts, DeclaredFile, ToldAnswer, ToldStep
from insurance.documents.issuing import enter_paper, paper_mentions
from insurance.documents.models import Document, DocumentKind
from insurance.history.models import Actor, Event
from insurance.insurer import Insurer


def paper_of(claim: Claim) -> Document | None:
    """Return the paper of a claim's declaration that stands; None when it was removed, or before there was any."""
    papers = db.session.scalars(select(Document).where(
        Document.contract_id == claim.contract_id, Document.customer_id == claim.customer_id,
        Document.kind == DocumentKind.CLAIM_DECLARATION, Document.replaced_at.is_(None), Document.removed_at.is_(None)))
    return next((one for one in papers if one.facts["reference"] == claim.reference), None)


def issue_declarations(events: list[Event], insurer: Insurer, words) -> None:
    """Issue the paper of each declaration that has none, inside the caller's transaction, or another one when all that
    its phone had announced is here. `words` is the wording: a paper holds its words."""
    for claim in db.session.scalars(
            select(Claim).where(Claim.reference.in_({event.details["reference"] for event in events})).order_by(Claim.id)
            .options(joinedload(Claim.contract).joinedload(Contract.vehicle),
                     joinedload(Claim.contract).joinedload(Contract.customer))
            .execution_options(populate_existing=True)):
        standing, pieces = paper_of(claim), pieces_of(claim)
        if standing is None or (standing.facts["announced"] and not _on_their_way(pieces)):
            enter_paper(claim.contract, DocumentKind.CLAIM_DECLARATION, declaration_facts(claim, pieces, insurer, words),
                        Actor.CUSTOMER, words, replacing=standing)


def declaration_facts(claim: Claim, pieces: list[ClaimPiece], insurer: Insurer, words) -> ClaimDeclarationFacts:
    """Return what the paper of a declaration says, its number left blank. The contract comes with its vehicle."""
    filed, by_phone = claim.filed_at.astimezone(PARIS), claim.phone_filed_at and claim.phone_filed_at.astimezone(PARIS)
    came = [one for one in pieces if one.draft_id is not None and one.sha256]
    return ClaimDeclarationFacts(
        **paper_mentions(claim.contract, insurer), reference=claim.reference,
        subject=f"{words.CLAIM_NAMES[claim.kind]} du {words.long_date(claim.occurred_on)}",
        occurred_on=claim.occurred_on, declare_by=claim.declare_by, filed_on=filed.date(), filed_at=words.hour(filed),
        phone_filed_on=by_phone.date() if by_phone else None, phone_filed_at=words.hour(by_phone) if by_phone else "",
        provisional_reference=claim.provisional_reference or "", told=_told(claim, words),
        files=tuple(DeclaredFile(
            name=words.CLAIM_PIECES[one.kind], taken_at=_moment(one.phone_taken_at or one.attachment.taken_at, words),
            received_at=_moment(one.received_at, words), sha256=one.sha256) for one in came),
        announced=tuple(words.CLAIM_PIECES[one.kind] for one in _on_their_way(pieces)),
        awaited=tuple(AwaitedPaper(name=words.CLAIM_PIECES[one.kind], due_on=one.due_on) for one in missing(pieces)
                      if one.client_id is None))


def _on_their_way(pieces: list[ClaimPiece]) -> list[ClaimPiece]:
    """Return what the phone has announced and not sent yet."""
    return [one for one in pieces if one.client_id is not None and one.state == PieceState.MISSING]


def _told(claim: Claim, words) -> tuple[ToldStep, ...]:
    told = words.declared_words(claim.declaration, words.CLAIM_KINDS, claim.contract.vehicle.name)
    return tuple(ToldStep(slug=slug, title=words.french(words.claim_title(slug, claim.kind)), answers=tuple(
        ToldAnswer(question=words.french(question), lines=_lines(answer)) for question, answer in answers
        if _lines(answer))) for slug, answers in told.items())


def _lines(answer: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in answer.splitlines() if line.strip())


def _moment(moment: datetime | None, words) -> str:
    """Return a day and its hour in Paris, empty for none."""
    there = moment and moment.astimezone(PARIS)
    return f"{there:%d/%m/%Y}, {words.hour(there)}" if there else ""
