"""Reading documents. Who asks comes first."""
from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.database import db
from insurance.documents.models import Document, DocumentKind
from insurance.errors import NotFound, Reason, Refused

OF_THE_PAST = (DocumentKind.SPECIAL_CONDITIONS, DocumentKind.RENEWAL_NOTICE)
PROOFS = (DocumentKind.ATTESTATION, DocumentKind.GREEN_CARD)


def documents_of(customer, contract=None, kind: str = "", year: int | None = None) -> list[Document]:
    """Return the customer's standing documents, newest first; of one contract, one kind, one year when given."""
    query = (select(Document)
             .where(Document.customer_id == customer.id, Document.replaced_at.is_(None), Document.removed_at.is_(None))
             .order_by(Document.issued_on.desc(), Document.id.desc()))
    if contract is not None:
        query = query.where(Document.contract_id == contract.id)
    if kind:
        query = query.where(Document.kind == kind)
    if year is not None:
        query = query.where(Document.issued_on.between(date(year, 1, 1), date(year, 12, 31)))
    return list(db.session.scalars(query))


def former_documents_of(customer) -> list[Document]:
    """Return what no longer stands and still tells of the past, newest first: older terms, older notices, older files.

    Not proofs of insurance, which would lie, nor papers that the customer may have anew at any time.
    """
    return list(db.session.scalars(
        select(Document)
        .where(Document.customer_id == customer.id, Document.replaced_at.is_not(None), Document.removed_at.is_(None),
               or_(Document.kind.in_(OF_THE_PAST), Document.file_key.is_not(None)))
        .order_by(Document.issued_on.desc(), Document.id.desc())))


def kinds_and_years(customer) -> tuple[list[str], list[int]]:
    """Return the kinds and the years of the customer's standing documents: what there is to search for."""
    rows = db.session.execute(
        select(Document.kind, Document.issued_on)
        .where(Document.customer_id == customer.id, Document.replaced_at.is_(None), Document.removed_at.is_(None))).all()
    present = {kind for kind, _ in rows}
    return [kind for kind in DocumentKind if kind in present], sorted({on.year for _, on in rows}, reverse=True)


def find_document(customer, public_id: str) -> Document:
    """Return one of the customer's own documents. Raises `NotFound`, also for somebody else's or a removed one."""
    document = db.session.scalar(
        select(Document)
        .where(Document.customer_id == customer.id, Document.public_id == public_id, Document.removed_at.is_(None))
        .options(joinedload(Document.contract).joinedload(Contract.vehicle)))
    if document is None:
        raise NotFound(public_id)
    return document


def news_of(customer) -> list[Document]:
    """Return what is new to a customer, newest first."""
    return list(db.session.scalars(
        select(Document)
        .where(Document.customer_id == customer.id, Document.is_news, Document.opened_at.is_(None),
               Document.replaced_at.is_(None), Document.removed_at.is_(None))
        .order_by(Document.issued_on.desc(), Document.id.desc())))


def standing_cards(contracts, on: date) -> dict:
    """Return the international card of each of these contracts that is not over on a day, by contract id."""
    found = db.session.scalars(select(Document).where(
        Document.contract_id.in_([contract.id for contract in contracts]),
        Document.kind == DocumentKind.GREEN_CARD, Document.replaced_at.is_(None), Document.facts.is_not(None)))
    return {document.contract_id: document for document in found
            if date.fromisoformat(document.facts["valid_until"]) >= on}


def may_be_shown(document) -> bool:
    """Return whether a document tells the truth today: a proof of insurance does not while the cover is off."""
    return tells_the_truth(document, document.contract)


def tells_the_truth(document, contract) -> bool:
    """Return the same, for a document whose contract is at hand, its vehicle loaded."""
    return document.kind not in PROOFS or cover_at(cover_dates(contract), now()) not in (Cover.SUSPENDED, Cover.ENDED)


def downloadable(contract, documents: Iterable[Document]) -> list[Document]:
    """Return those of these documents that are of a contract and tell the truth today, oldest first."""
    return sorted((one for one in documents if one.contract_id == contract.id and tells_the_truth(one, contract)),
                  key=lambda one: (one.issued_on, one.id))


def find_showable(customer, public_id: str) -> Document:
    """Return one of the customer's documents to be read. Raises `Refused(COVER_OFF)` for a proof that would lie."""
    document = find_document(customer, public_id)
    if not may_be_shown(document):
        raise Refused(Reason.COVER_OFF)
    return document

