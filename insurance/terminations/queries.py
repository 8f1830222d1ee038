"""Reading requests to end a contract, their drafts, and what a request would come to today."""
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from insurance.accounts.services import hash_secret
from insurance.billing.queries import instalments_of
from insurance.clock import now, today
from insurance.contracts.models import Contract
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.contracts.termination import Motive, TerminationFacts, termination
from insurance.database import db
from insurance.documents.models import Document, DocumentKind
from insurance.errors import NotFound, Reason, Refused
from insurance.people.rules import name_key, number_key
from insurance.staff import assignments
from insurance.staff.models import Assignment, Role
from insurance.staff.work import Glance, Whose, Work
from insurance.terminations import rules
from insurance.terminations.models import TerminationDraft, TerminationRequest, TerminationState

WORK_KIND = "termination"
_WAITS = TerminationRequest.state == TerminationState.REQUESTED


def may_be_asked(contract) -> bool:
    """Return whether the end of a contract can be asked for: it has not ended, and no end is written in the books."""
    return contract.ends_on is None and cover_at(cover_dates(contract), now()) is not Cover.ENDED


def requests_of(contracts) -> dict:
    """Return the newest request of each contract by its present holder, withdrawn ones included, by contract id."""
    newest = (select(func.max(TerminationRequest.reference))
              .join(Contract, Contract.id == TerminationRequest.contract_id)
              .where(TerminationRequest.contract_id.in_([contract.id for contract in contracts]),
                     TerminationRequest.customer_id == Contract.customer_id)
              .group_by(TerminationRequest.contract_id))
    found = db.session.scalars(select(TerminationRequest).where(TerminationRequest.reference.in_(newest)))
    return {request.contract_id: request for request in found}


def request_of(contract) -> TerminationRequest | None:
    """Return the newest request of a contract by its present holder, None when there was none."""
    return requests_of([contract]).get(contract.id)


def open_request_of(contract_id) -> TerminationRequest | None:
    """Return the request that waits for the insurer, whole; None when none does."""
    return _whole(TerminationRequest.contract_id == contract_id)


def request_behind(secret: str) -> TerminationRequest:
    """Return the waiting request that the link of a mail takes back. Raises `Refused(LINK_NO_LONGER_VALID)`."""
    request = _whole(TerminationRequest.withdrawal_hash == hash_secret(secret))
    if request is None:
        raise Refused(Reason.LINK_NO_LONGER_VALID)
    return request


def _whole(condition) -> TerminationRequest | None:
    return db.session.scalar(
        select(TerminationRequest)
        .where(condition, TerminationRequest.state == TerminationState.REQUESTED)
        .options(joinedload(TerminationRequest.customer),
                 joinedload(TerminationRequest.contract).joinedload(Contract.vehicle)))


def glance(adviser) -> Glance:
    """Return, at a glance, the requests that wait for the insurer."""
    return assignments.glance(WORK_KIND, TerminationRequest.id, TerminationRequest.ends_on, adviser, _WAITS)


def waiting(adviser, whose: Whose, limit: int) -> list[tuple[TerminationRequest, Assignment | None]]:
    """Return the requests that wait, with who has each in hand: the first to end first, those without an end last."""
    query = (select(TerminationRequest).where(_WAITS)
             .order_by(TerminationRequest.ends_on.is_(None), TerminationRequest.ends_on, TerminationRequest.reference)
             .options(joinedload(TerminationRequest.customer),
                      joinedload(TerminationRequest.contract).joinedload(Contract.vehicle)).limit(limit))
    return [tuple(row) for row in db.session.execute(
        assignments.of_whom(query, WORK_KIND, TerminationRequest.id, adviser, whose))]


def open_requests_of(customer) -> list[TerminationRequest]:
    """Return the customer's requests that wait for the insurer."""
    return list(db.session.scalars(select(TerminationRequest).where(
        TerminationRequest.customer_id == customer.id, _WAITS).order_by(TerminationRequest.reference)))


def find_request(reference: str) -> TerminationRequest:
    """Return a request for the desk, whole, whatever its state. Raises `NotFound`."""
    found = db.session.scalar(
        select(TerminationRequest).where(TerminationRequest.reference == reference)
        .options(joinedload(TerminationRequest.customer),
                 joinedload(TerminationRequest.contract).joinedload(Contract.vehicle)))
    if found is None:
        raise NotFound(reference)
    return found


def work_of(request: TerminationRequest) -> Work:
    """Return a request as something to be done at the desk."""
    return Work(WORK_KIND, request.id, request.reference, request.customer_id, (Role.ADVISER,))


def draft_of(customer, contract) -> TerminationDraft | None:
    """Return what a customer has begun to write for a contract, None when nothing."""
    return db.session.scalar(select(TerminationDraft).where(
        TerminationDraft.customer_id == customer.id, TerminationDraft.contract_id == contract.id))


def visitor_draft(secret: str) -> TerminationDraft | None:
    """Return what the browser that holds this secret has begun to write, None when nothing."""
    return db.session.scalar(select(TerminationDraft).where(TerminationDraft.key_hash == hash_secret(secret)))


def contract_named(identity: rules.Identity) -> Contract | None:
    """Return the contract whose number and holder a visitor named, whole; None when they do not go together."""
    contract = db.session.scalar(
        select(Contract)
        .where(Contract.number_key == number_key(identity.contract_number))
        .options(joinedload(Contract.customer), joinedload(Contract.vehicle)))
    if contract is None or contract.customer.name_key != name_key(identity.first_name, identity.last_name):
        return None
    return contract


def outcome_of(contract, declared: rules.Declaration) -> rules.Outcome:
    """Return what a declaration comes to if it is sent today. `contract.vehicle` must be loaded."""
    facts = replace(facts_of(contract), event_on=declared.event_on)
    return rules.outcome(declared, termination(declared.motive, facts), facts.paid_until is not None)


def ends_by_motive(contract) -> dict[Motive, date]:
    """Return the end that a motive would give today, for those whose conditions the books alone can tell."""
    facts = facts_of(contract)
    motives = [Motive.ANY_TIME, Motive.RENEWAL]
    if facts.renewal_notice_sent_on is not None:
        motives.append(Motive.LATE_RENEWAL_NOTICE)
    found = [termination(motive, facts) for motive in motives]
    return {one.motive: one.ends_on for one in found if one.basis is one.motive}


def facts_of(contract) -> TerminationFacts:
    """Return what the end of a contract depends on today, without its event; `paid_until` is None when not known.

    A contract that is not in force yet counts from its first day. The day of a renewal notice is that of the paper.
    """
    instalments = instalments_of([contract])[contract.id]
    notice_on = db.session.scalar(select(func.max(Document.issued_on)).where(
        Document.contract_id == contract.id, Document.kind == DocumentKind.RENEWAL_NOTICE))
    return TerminationFacts(
        effective_on=contract.effective_on, anniversary=contract.anniversary,
        today=max(today(), contract.effective_on), annual_premium_cents=contract.premium_cents,
        paid_until=rules.paid_until(instalments, contract.payment_frequency, contract.anniversary,
                                    contract.premium_cents),
        renewal_notice_sent_on=notice_on, is_private=rules.is_private(contract.vehicle.usage))
