"""Entering an issued paper in the books: its number, its code, its line of history. The facts themselves come from others."""
from dataclasses import replace

from sqlalchemy import select

from insurance.clock import now, today
from insurance.database import db
from insurance.documents.facts import facts_to_dict
from insurance.documents.facts_paper import VehicleFacts
from insurance.documents.models import Document, DocumentCounter, DocumentKind
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.insurer import Insurer
from insurance.references import new_code

SERIES = {
    DocumentKind.CLAIMS_HISTORY: "REL", DocumentKind.PAYMENT_SCHEDULE: "ECH", DocumentKind.GREEN_CARD: "CIA",
    DocumentKind.SPECIAL_CONDITIONS: "CP", DocumentKind.ENDORSEMENT: "AVN", DocumentKind.PAYMENT_RECEIPT: "QUI",
    DocumentKind.RENEWAL_NOTICE: "AVI", DocumentKind.TERMINATION_CERTIFICATE: "CER",
    DocumentKind.FORMAL_NOTICE: "LMD", DocumentKind.CLAIM_DECLARATION: "DEC", DocumentKind.SEPA_MANDATE: "MDT",
}
NO_CODE = "0" * 12
UNIQUE = frozenset({"number", "code"})
"""The mentions by which two papers that say the same still differ."""


def next_number(series: str, year: int) -> str:
    """Return the next number of a series, such as MVA-2026-000123, inside the caller's transaction."""
    counter = db.session.get(DocumentCounter, (series, year), with_for_update=True)
    if counter is None:
        counter = DocumentCounter(series=series, year=year, last=0)
        db.session.add(counter)
    counter.last += 1
    return f"{series}-{year}-{counter.last:06d}"


def paper_mentions(contract, insurer: Insurer) -> dict:
    """Return the mentions of every paper about a contract, its number and its code left blank."""
    vehicle, holder = contract.vehicle, contract.customer
    return dict(
        number="", code=NO_CODE, issued_on=today(), insurer_name=insurer.name,
        insurer_address=insurer.address, insurer_phone=insurer.phone, verify_url=insurer.verify_url,
        holder_name=f"{holder.title} {holder.full_name}", holder_address=holder.address,
        contract_number=contract.number, vehicle=VehicleFacts(
            plate=vehicle.plate, serial_number=vehicle.vin or vehicle.serial_number or ("" if vehicle.plate else "—"),
            make=vehicle.make, model=vehicle.model))


def standing_paper(contract, kind: str) -> Document | None:
    """Return the paper of a kind that the portal issued and that stands for a contract, None when there is none."""
    return db.session.scalar(select(Document).where(
        Document.contract_id == contract.id, Document.kind == kind, Document.facts.is_not(None),
        Document.replaced_at.is_(None)).order_by(Document.id.desc()).limit(1))


def says_the_same(stored: dict, facts, but: frozenset[str] = UNIQUE) -> bool:
    """Return whether stored facts and new ones say the same, leaving out the mentions named."""
    new = facts_to_dict(facts)
    return {name: value for name, value in stored.items() if name not in but} == \
        {name: value for name, value in new.items() if name not in but}


def enter_paper(contract, kind: DocumentKind, facts, by: Actor, words, replacing: Document | None = None) -> Document:
    """Give facts their number and their code, and enter the paper, inside the caller's transaction.

    `replacing` no longer stands from now on. `words` is the wording: the history names the paper. What the customer asked
    for is before their eyes: only what others issue is news.
    """
    if replacing is not None:
        replacing.replaced_at = now()
    facts = replace(facts, number=next_number(SERIES[kind], today().year), code=new_code())
    document = Document(customer_id=contract.customer_id, contract_id=contract.id, kind=kind, title="",
                        issued_on=facts.issued_on, number=facts.number, code=facts.code, facts=facts_to_dict(facts),
                        is_news=by != Actor.CUSTOMER)
    db.session.add(document)
    record(EventKind.PAPER_ISSUED, by, contract.customer, contract, number=facts.number,
           paper=words.DOCUMENT_KINDS[kind])
    return document
