"""Making a change real, once it was accepted and its day has come: version, instalments, papers, mails."""
from sqlalchemy import select

from insurance.billing.models import Instalment, InstalmentState
from insurance.billing.queries import instalments_of
from insurance.clock import PARIS, now, today
from insurance.contracts.models import Contract, ContractState
from insurance.database import db, one_at_a_time, transaction
from insurance.documents.contract_papers import Amendment, issue_contract_papers
from insurance.documents.facts_terms import Acceptance
from insurance.endorsements import pricing
from insurance.endorsements.acceptance import ReviewReason
from insurance.endorsements.changes import address_in
from insurance.endorsements.conditions_table import Conditions
from insurance.endorsements.mails import hand_over, tell
from insurance.endorsements.models import OPEN_STATES, Endorsement, EndorsementKind, EndorsementState
from insurance.endorsements.queries import books_of, whole_endorsements
from insurance.endorsements.rules import answer_by
from insurance.endorsements.services import key_of
from insurance.endorsements.workflow import endorsement_workflow
from insurance.history.models import Actor, Event
from insurance.insurer import Insurer
from insurance.outbox import MailKind
from insurance.people.rules import normal_address
from insurance.people.services import BackOffice, change_address
from insurance.signatures.models import Signature
from insurance.signatures.rules import masked_email
from insurance.versions.queries import facts_now
from insurance.versions.rules import LEFT_OUT, changed_units, patch_between
from insurance.versions.services import amend

_PREMIUM = ("premium", "annual_cents")


def apply(endorsement: Endorsement, insurer: Insurer, words) -> None:
    """Apply a scheduled change that is not outdated, inside the caller's transaction: the new version, and what follows.

    The yearly premium is the one that was accepted; the instalments are those of today.
    """
    contract, books = endorsement.contract, books_of(endorsement.contract)
    quote = pricing.redated(books, pricing.read(endorsement.quote), endorsement.effective_on)
    if endorsement.kind == EndorsementKind.VEHICLE:
        contract.vehicle.insured_from = quote.effective_on
    beside = {name: value for name, value in books.facts.items() if name in LEFT_OUT}
    patch, number = patch_between(books.facts, quote.after | beside), books.version
    if patch:  # somebody who moves, and whose vehicle does not, changes no term
        number = amend(contract, patch, Actor.CUSTOMER, reference=endorsement.reference).number
    _write_dues(contract, quote)
    _move("apply", endorsement)
    endorsement.applied_at, endorsement.version_number = now(), number
    endorsement.quote = endorsement.quote | {"applied": quote.stored()}
    address = address_in(endorsement.kind, endorsement.answers)
    if address is not None:
        change_address(endorsement.customer, normal_address(address), BackOffice(insurer.email, (contract.number,)))
    papers = issue_contract_papers(contract, insurer, words, _amendment(endorsement, quote, words))
    tell(MailKind.ENDORSEMENT_APPLIED, endorsement, words, papers=[paper.number for paper in papers])
    hand_over(endorsement, insurer, words)


def is_outdated(quote: pricing.Quote, facts: dict) -> bool:
    """Return whether a contract has changed in what a change is about, or in its premium, since it was quoted."""
    return bool(changed_units(quote.before, facts) & (quote.units | {_PREMIUM}))


def apply_due(conditions: Conditions, insurer: Insurer, words) -> None:
    """Apply the changes whose day has come: a daily job. One transaction each.

    When the contract changed in between in what the change is about, or in its premium, nothing is applied: the price
    would not be the one that was accepted, and an adviser looks.
    """
    due = db.session.scalars(select(Endorsement.public_id).where(
        Endorsement.state == EndorsementState.SCHEDULED, Endorsement.effective_on <= today())).all()
    for public_id in due:
        with transaction():
            for endorsement in whole_endorsements(Endorsement.public_id == public_id):
                one_at_a_time(key_of(endorsement.contract_id))
                if endorsement.state != EndorsementState.SCHEDULED:
                    continue
                if is_outdated(pricing.read(endorsement.quote), facts_now(endorsement.contract_id)[1]):
                    _send_back(endorsement, conditions, words)
                else:
                    apply(endorsement, insurer, words)


def close_heard(events: list[Event]) -> None:
    """Close the changes that the insurer's files have spoken of (a reaction)."""
    heard = {(event.contract_id, event.details["version"]) for event in events}
    for endorsement in whole_endorsements(Endorsement.contract_id.in_({contract_id for contract_id, _ in heard}),
                                          Endorsement.state == EndorsementState.APPLIED):
        if (endorsement.contract_id, endorsement.version_number) in heard:
            _move("confirm", endorsement)


def drop_ended(events: list[Event], insurer: Insurer, words) -> None:
    """Drop the changes that wait for a contract that has ended, or is another person's now (a reaction)."""
    contracts = {event.contract_id for event in events}
    for endorsement in whole_endorsements(Endorsement.contract_id.in_(contracts), Endorsement.state.in_(OPEN_STATES)):
        contract = endorsement.contract
        has_ended = contract.state == ContractState.TERMINATED or (
            contract.ends_on is not None and contract.ends_on < max(today(), endorsement.effective_on))
        if endorsement.customer_id != contract.customer_id:
            _move("drop", endorsement)
        elif has_ended:
            _move("drop", endorsement)
            tell(MailKind.ENDORSEMENT_WITHDRAWN, endorsement, words)
            hand_over(endorsement, insurer, words)


def _write_dues(contract: Contract, quote: pricing.Quote) -> None:
    """Write the instalments that the change came to; one that is no longer asked goes away."""
    rows = {row.due_on: row for row in instalments_of([contract])[contract.id]}
    position = 1 + max((row.position for row in rows.values()), default=-1)
    for due in quote.dues:
        row = rows.get(due.due_on)
        if row is None:
            row = Instalment(contract_id=contract.id, position=position, due_on=due.due_on,
                             state=InstalmentState.UPCOMING)
            db.session.add(row)
            position += 1
        if due.after_cents:
            row.amount_cents = due.after_cents
        else:
            db.session.delete(row)


def _amendment(endorsement: Endorsement, quote: pricing.Quote, words) -> Amendment:
    signature = db.session.get(Signature, endorsement.signature_id)
    signed = signature.signed_at.astimezone(PARIS)
    return Amendment(
        subject=words.ENDORSEMENT_SUBJECTS[endorsement.kind], effective_on=quote.effective_on,
        acceptance=Acceptance(accepted_on=signed.date(), accepted_at=words.hour(signed),
                              code_sent_to=masked_email(signature.email)),
        due_cents=max(0, quote.due_cents), refund_cents=max(0, -quote.due_cents),
        differences=tuple(words.contract_changes(quote.before, quote.after)))


def _send_back(endorsement: Endorsement, conditions: Conditions, words) -> None:
    _move("send_back", endorsement)
    endorsement.reasons = [*endorsement.reasons, ReviewReason.CONTRACT_CHANGED]
    endorsement.answer_by = answer_by(today(), conditions)
    tell(MailKind.ENDORSEMENT_REVIEWED_AGAIN, endorsement, words)


def _move(name: str, endorsement: Endorsement) -> None:
    endorsement_workflow.perform(name, endorsement, Actor.RULE, number=endorsement.contract.number,
                                 reference=endorsement.reference)
