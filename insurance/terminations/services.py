"""Writing, sending and taking back a request to end a contract (art. L113-14), and what follows when it ends.

Nothing here tells a visitor whether a contract exists: the same calls succeed, the insurer hears of it all the same,
and what differs leaves by mail to the address that the insurer already knows.
"""
import secrets
from dataclasses import asdict
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from insurance import outbox
from insurance.accounts import throttle
from insurance.accounts.services import hash_secret
from insurance.clock import PARIS, now, today
from insurance.contracts.models import Contract, ContractState
from insurance.contracts.queries import find_contract
from insurance.database import db, one_at_a_time, transaction
from insurance.documents.issuing import next_number
from insurance.errors import Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.history.recorder import record
from insurance.insurer import Insurer
from insurance.outbox import MailKind
from insurance.people.rules import normal_email
from insurance.terminations import journey
from insurance.terminations.certificate import certify
from insurance.terminations.models import TerminationDraft, TerminationRequest, TerminationSource, TerminationState
from insurance.terminations.queries import (
    contract_named,
    draft_of,
    may_be_asked,
    open_request_of,
    outcome_of,
    request_behind,
    visitor_draft,
)
from insurance.terminations.rules import Declaration, Identity
from insurance.terminations.workflow import termination_workflow

SERIES = "RES"
DRAFT_LIFE = timedelta(days=30)
VISITOR_REQUESTS_PER_HOUR = 5  # from one network address
MAILS_PER_HOUR = 5
ACKNOWLEDGEMENTS_PER_DAY = 3  # to an address that anybody may have typed


def keep_answer(customer, contract, step: str, answer: dict) -> dict:
    """Keep a customer's answer to a step and return all the answers so far."""
    with transaction():
        one_at_a_time(_key(contract.id))
        draft = draft_of(customer, contract)
        if draft is None:
            draft = TerminationDraft(customer_id=customer.id, contract_id=contract.id, answers={})
            db.session.add(draft)
        draft.answers = answers = draft.answers | {step: answer}
        draft.changed_at = now()
    return answers


def keep_visitor_answer(secret: str, step: str, answer: dict) -> str:
    """Keep a visitor's answer to a step, and return the secret that the next step must show: another, if it is new."""
    with transaction():
        draft = visitor_draft(secret)
        if draft is None or draft.sent_at is not None:
            secret = secrets.token_urlsafe(32)
            draft = TerminationDraft(key_hash=hash_secret(secret), answers={})
            db.session.add(draft)
        draft.answers = draft.answers | {step: answer}
        draft.changed_at = now()
    return secret


def request_termination(customer, public_id: str, seen: str, insurer_email: str) -> TerminationRequest:
    """Send the request that a customer has written for a contract; twice is once: the one that waits is returned.

    `seen` is the fingerprint of the outcome that the customer read. Raises `NotFound` for somebody else's contract,
    `Refused(CHANGED_MEANWHILE)` when it would be another today, `Refused(DRAFT_INCOMPLETE)`,
    `Refused(NOT_TERMINABLE)` when the contract already has its end.
    """
    with transaction():
        contract = find_contract(customer, public_id)
        one_at_a_time(_key(contract.id))
        waiting = open_request_of(contract.id)
        if waiting is not None:
            return waiting
        if not may_be_asked(contract):
            raise Refused(Reason.NOT_TERMINABLE)
        draft = draft_of(customer, contract)
        if draft is None:
            raise Refused(Reason.DRAFT_INCOMPLETE)
        outcome = outcome_of(contract, journey.declaration(draft.answers, journey.FOR_CUSTOMERS))
        if outcome.fingerprint != seen:
            raise Refused(Reason.CHANGED_MEANWHILE)
        request = _enter(contract, outcome, TerminationSource.SIGNED_IN, Actor.CUSTOMER)
        db.session.delete(draft)
        _confirm(request)
        _hand_over(request, insurer_email)
    return request


def request_as_visitor(secret: str, seen: str, address_key: str, insurer_email: str) -> None:
    """Send what a visitor has written; twice is once. The insurer receives it whether or not it designates a contract.

    When the number and the name go together, the request is entered and its confirmation leaves to the e-mail of the
    books; the address that was typed receives an acknowledgement that says nothing. Raises
    `Refused(CHANGED_MEANWHILE)` when something else was read before sending, `Refused(DRAFT_INCOMPLETE)`,
    `Refused(TOO_MANY_ATTEMPTS)` from an address that sends many.
    """
    with transaction():
        one_at_a_time(_key(hash_secret(secret)))
        draft = visitor_draft(secret)
        if draft is None:
            raise Refused(Reason.DRAFT_INCOMPLETE)
        if draft.sent_at is not None:
            return
        declared = journey.declaration(draft.answers, journey.FOR_VISITORS)
        identity = journey.identity(draft.answers)
        if declared.fingerprint != seen:
            raise Refused(Reason.CHANGED_MEANWHILE)
        if not throttle.allow(throttle.key_of("termination", address_key), VISITOR_REQUESTS_PER_HOUR,
                              timedelta(hours=1)):
            raise Refused(Reason.TOO_MANY_ATTEMPTS, until=now() + timedelta(hours=1))
        draft.sent_at, draft.answers = now(), {}
        request = _entered_for(identity, declared)
        _hand_over_visitor(identity, declared, request, insurer_email)
        _acknowledge(identity, request)


def withdraw(customer, public_id: str, insurer_email: str) -> None:
    """Take back the request that waits for a contract; twice is once.

    Raises `NotFound` for somebody else's contract, or when nothing was asked.
    """
    with transaction():
        contract = find_contract(customer, public_id)
        one_at_a_time(_key(contract.id))
        request = open_request_of(contract.id)
        if request is not None and request.customer_id == customer.id:
            _withdraw(request, insurer_email)


def withdraw_by_link(secret: str, insurer_email: str) -> None:
    """Take back the request that the link of a mail designates. Raises `Refused(LINK_NO_LONGER_VALID)`."""
    with transaction():
        _withdraw(request_behind(secret), insurer_email)


def close_ended(events: list[Event], insurer: Insurer, words) -> None:
    """Close the requests of contracts whose end an import has brought, and issue their certificates (a reaction).

    The request of somebody who no longer holds the contract lapses: it is not the new holder's to read.
    """
    requests = db.session.scalars(
        select(TerminationRequest)
        .where(TerminationRequest.contract_id.in_({event.contract_id for event in events}),
               TerminationRequest.state != TerminationState.WITHDRAWN)
        .order_by(TerminationRequest.reference)
        .options(joinedload(TerminationRequest.customer),
                 joinedload(TerminationRequest.contract).joinedload(Contract.vehicle),
                 joinedload(TerminationRequest.contract).joinedload(Contract.customer)))
    for request in requests.all():
        contract = request.contract
        if request.customer_id != contract.customer_id:
            if request.state == TerminationState.REQUESTED:
                termination_workflow.perform("lapse", request, Actor.RULE, number=contract.number,
                                             reference=request.reference)
        elif contract.ends_on is not None or contract.state == ContractState.TERMINATED:
            _close(request, insurer, words)


def purge() -> None:
    """Forget the drafts that nobody has touched for thirty days."""
    with transaction():
        db.session.execute(delete(TerminationDraft).where(TerminationDraft.changed_at < now() - DRAFT_LIFE))


def _enter(contract, outcome, source: TerminationSource, actor: Actor) -> TerminationRequest:
    request = TerminationRequest(reference=next_number(SERIES, today().year), customer_id=contract.customer_id,
                                 contract_id=contract.id, source=source, state=TerminationState.REQUESTED,
                                 requested_at=now(), **asdict(outcome))
    request.customer, request.contract = contract.customer, contract
    db.session.add(request)
    record(EventKind.TERMINATION_REQUESTED, actor, contract.customer, contract, number=contract.number,
           reference=request.reference)
    return request


def _entered_for(identity: Identity, declared: Declaration) -> TerminationRequest | None:
    """Return the request of the contract that a visitor named, entered now or waiting already; None without one."""
    contract = contract_named(identity)
    if contract is None or not may_be_asked(contract):
        record(EventKind.TERMINATION_REQUESTED, Actor.UNKNOWN)  # nobody found costs the same write
        return None
    one_at_a_time(_key(contract.id))
    request = open_request_of(contract.id)
    is_new = request is None
    if is_new:
        outcome = outcome_of(contract, declared)
        request = _enter(contract, outcome, TerminationSource.PUBLIC, Actor.UNKNOWN)
    if is_new or throttle.allow(throttle.key_of("mail", str(contract.customer_id)), MAILS_PER_HOUR, timedelta(hours=1)):
        link = secrets.token_urlsafe(32)
        request.withdrawal_hash = hash_secret(link)
        _confirm(request, link)
    return request


def _withdraw(request: TerminationRequest, insurer_email: str) -> None:
    termination_workflow.perform("withdraw", request, Actor.CUSTOMER, number=request.contract.number,
                                 reference=request.reference)
    outbox.post(MailKind.TERMINATION_WITHDRAWN, request.customer.email, request.customer,
                first_name=request.customer.first_name, **_about(request))
    _hand_over(request, insurer_email)


def _close(request: TerminationRequest, insurer: Insurer, words) -> None:
    contract = request.contract
    document = certify(contract, request, insurer, words) if contract.ends_on is not None else None
    if request.state != TerminationState.REQUESTED:
        return
    termination_workflow.perform("process", request, Actor.RULE, number=contract.number, reference=request.reference)
    outbox.post(MailKind.TERMINATION_PROCESSED, request.customer.email, request.customer,
                first_name=request.customer.first_name, has_certificate=document is not None,
                asked_end=_iso(request.ends_on), **_about(request) | {"ends_on": _iso(contract.ends_on)})


def _confirm(request: TerminationRequest, link: str | None = None) -> None:
    """Let the confirmation leave to the customer on a durable medium: reception, end, effects (D113-7, R113-12 II)."""
    outbox.post(MailKind.TERMINATION_RECEIVED, request.customer.email, request.customer, secret=link,
                first_name=request.customer.first_name, public_id=request.contract.public_id, **_about(request))


def _hand_over(request: TerminationRequest, insurer_email: str) -> None:
    """Let the insurer know of a request or of its withdrawal. Free text is sealed, and erased once it has left."""
    outbox.post(MailKind.TERMINATION_HANDED_OVER, insurer_email, request.customer, secret=request.note,
                name=request.customer.full_name, state=request.state, source=request.source, **_about(request))


def _hand_over_visitor(identity: Identity, declared: Declaration, request: TerminationRequest | None,
                       insurer_email: str) -> None:
    """Let the insurer know what a visitor sent, as it was typed: a number mistyped is found again by a person."""
    typed = [f"{identity.first_name} {identity.last_name}", normal_email(identity.email), identity.contract_number,
             identity.plate or "—", declared.note or ""]
    outbox.post(MailKind.TERMINATION_TYPED, insurer_email, secret="\n".join(typed), motive=declared.motive,
                event_on=_iso(declared.event_on), reference=request.reference if request is not None else "")


def _acknowledge(identity: Identity, request: TerminationRequest | None) -> None:
    """Let an acknowledgement without content leave to the typed address, unless the confirmation goes there anyway."""
    email = normal_email(identity.email)
    if request is not None and email == request.customer.email:
        return
    if throttle.allow(throttle.key_of("acknowledgement", email), ACKNOWLEDGEMENTS_PER_DAY, timedelta(days=1)):
        outbox.post(MailKind.TERMINATION_ACKNOWLEDGED, email)


def _about(request: TerminationRequest) -> dict:
    """The details that every mail about a request shares, as JSON keeps them."""
    return {
        "requested_on": _iso(request.requested_at.astimezone(PARIS).date()), "reference": request.reference,
        "number": request.contract.number, "vehicle": request.contract.vehicle.name,
        "plate": request.contract.vehicle.plate, "motive": request.motive, "basis": request.basis,
        "refusal": request.refusal, "event_on": _iso(request.event_on), "ends_on": _iso(request.ends_on),
        "covered_until": _iso(request.covered_until), "refund_cents": request.refund_cents,
        "still_due_cents": request.still_due_cents, "refund_by": _iso(request.refund_by),
        "possible_from": _iso(request.possible_from)}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _key(name) -> str:
    return f"termination:{name}"
