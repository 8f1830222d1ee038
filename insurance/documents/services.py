"""Issuing attestations, whose facts are frozen on the day they are issued; opening a document."""
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from insurance.billing.models import InstalmentState
from insurance.clock import now, today
from insurance.contracts.rules import Cover, cover_at, cover_dates, next_anniversary
from insurance.database import db, transaction
from insurance.documents.facts import (
    AttestationFacts,
    UnregisteredAttestationFacts,
    end_on_memo,
    facts_from_dict,
    facts_to_dict,
)
from insurance.documents.issuing import NO_CODE, next_number
from insurance.documents.models import Document, DocumentKind
from insurance.documents.queries import find_showable
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.insurer import Insurer
from insurance.references import new_code

_BLANK = {"number": "", "code": NO_CODE, "issued_on": date(2000, 1, 1)}


def open_document(customer, public_id: str) -> Document:
    """Note that a customer opens a document, the first time, and return it. Raises like `find_showable`."""
    with transaction():
        document = find_showable(customer, public_id)
        if document.opened_at is None:
            document.opened_at = now()
    return document


def issue_attestations(contracts, instalments: dict, insurer: Insurer) -> list[Document]:
    """Issue the attestation of each contract for which what it says has changed, and return those that are new.

    R211-14-0-1: the memo is delivered at subscription, free, and not each year: the one that stands keeps its date
    until a fact in it changes. Nothing is issued for a contract that has ended. Vehicles and customers must be
    loaded; `instalments` are lists, oldest first, by contract id.
    """
    with transaction():
        standing = standing_attestations(contracts)
        alive = [one for one in contracts if cover_at(cover_dates(one), now()) is not Cover.ENDED]
        issued = [_issue(one, instalments[one.id], insurer, standing.get(one.id)) for one in alive]
    return [document for document in issued if document is not None]


def _issue(contract, instalments, insurer: Insurer, standing: Document | None) -> Document | None:
    facts = _attestation_facts(contract, instalments, insurer, number="?", code=_BLANK["code"], issued_on=today())
    if standing is not None:
        if _same_words(facts_from_dict(standing.facts), facts):
            return None
        standing.replaced_at = now()
    series = "MVA" if contract.vehicle.is_registered else "ATT"
    facts = replace(facts, number=next_number(series, today().year), code=new_code())
    document = Document(customer_id=contract.customer_id, contract_id=contract.id, kind=DocumentKind.ATTESTATION,
                        title="", issued_on=facts.issued_on, number=facts.number, code=facts.code,
                        facts=facts_to_dict(facts), is_news=True)
    db.session.add(document)
    record(EventKind.DOCUMENT_ISSUED, Actor.RULE, contract.customer, contract, number=facts.number)
    return document


def standing_attestations(contracts) -> dict:
    """Return the attestation that stands for each of these contracts, by contract id."""
    found = db.session.scalars(select(Document).where(
        Document.contract_id.in_([contract.id for contract in contracts]),
        Document.kind == DocumentKind.ATTESTATION, Document.replaced_at.is_(None), Document.removed_at.is_(None)))
    return {document.contract_id: document for document in found}


def _same_words(one, other) -> bool:
    """Return whether two attestations differ only by what makes each of them unique."""
    return type(one) is type(other) and replace(one, **_BLANK) == replace(other, **_BLANK)


def _attestation_facts(contract, instalments, insurer, **unique):
    vehicle, holder = contract.vehicle, contract.customer
    common = dict(
        unique, insurer_name=insurer.name, insurer_address=insurer.address,
        holder_name=f"{holder.title} {holder.full_name}", holder_address=holder.address,
        contract_number=contract.number, make=vehicle.make, model=vehicle.model)
    if vehicle.is_registered:
        return AttestationFacts(
            **common, insurer_phone=insurer.phone, assistance_phone=insurer.assistance_phone,
            effective_on=contract.covered_from, covered_until=end_on_memo(contract.covered_from, contract.ends_on),
            plate=vehicle.plate, trailers=vehicle.trailers or "", has_paid_transport=vehicle.has_paid_transport,
            verify_url=insurer.verify_url)
    first, last = paid_period(contract, instalments)
    return UnregisteredAttestationFacts(
        **common, valid_from=first, valid_until=last, serial_number=vehicle.serial_number or vehicle.vin or "—")


def paid_period(contract, instalments) -> tuple[date, date]:
    """Return the days (both included) that the premium paid so far covers (R211-15: the period matches the premium).

    From the last paid instalment to the day before the next one; without any, a month of provisional attestation at
    most (R211-17).
    """
    paid = [one.due_on for one in instalments if one.state == InstalmentState.PAID]
    first = max([contract.effective_on, *paid])
    later = [one.due_on for one in instalments if one.due_on > first]
    if later:
        end = min(later)
    elif paid:
        end = next_anniversary(contract.anniversary, first)
    else:
        end = first + timedelta(days=30)
    last = end - timedelta(days=1)
    if contract.ends_on is not None:
        last = max(first, min(last, contract.ends_on))
    return first, last
