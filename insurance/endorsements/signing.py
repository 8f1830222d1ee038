"""Accepting a change: a code sent by e-mail, bound to what was read; then the rule applies it, or an adviser looks."""
from insurance.clock import today
from insurance.contracts.queries import find_contract
from insurance.database import one_at_a_time, transaction
from insurance.endorsements import pricing
from insurance.endorsements.acceptance import reasons
from insurance.endorsements.applying import apply
from insurance.endorsements.mails import hand_over, tell
from insurance.endorsements.models import Endorsement, EndorsementState
from insurance.endorsements.queries import (
    books_of,
    draft_of,
    find_endorsement,
    is_good_today,
    standing_of,
    work_of,
)
from insurance.endorsements.rules import answer_by
from insurance.endorsements.services import Offer, key_of, refuse_unless_changeable
from insurance.endorsements.workflow import endorsement_workflow
from insurance.errors import Reason, Refused
from insurance.history.models import Actor
from insurance.insurer import Insurer
from insurance.outbox import MailKind
from insurance.signatures import services as signatures
from insurance.signatures.models import Signature, SignaturePurpose
from insurance.signatures.rules import fingerprint_of
from insurance.staff import assignments


def shown(endorsement: Endorsement) -> dict:
    """Return all that the page of a quote says, as JSON values: what is signed is this and nothing else."""
    return {"reference": endorsement.reference, "kind": endorsement.kind, "answers": endorsement.answers,
            "quote": endorsement.quote, "reasons": endorsement.reasons, "expires_on": endorsement.expires_on.isoformat()}


def ask_code(customer, public_id: str, offer: Offer, passwords) -> Signature | None:
    """Send the code that signs a quote; None when it is signed already.

    Raises `NotFound`; `Refused`: QUOTE_EXPIRED when the quote is no longer what it would be today, NOT_CHANGEABLE,
    CHANGE_UNDER_WAY, TOO_MANY_ATTEMPTS.
    """
    endorsement = find_endorsement(customer, public_id)
    if endorsement.state not in (EndorsementState.QUOTED, EndorsementState.LAPSED):
        return None
    _refuse_unless_signable(customer, endorsement, offer)
    return signatures.ask(customer, SignaturePurpose.ENDORSEMENT, endorsement.reference, shown(endorsement), passwords)


def sign(customer, public_id: str, typed: str, device: str, origin_hash: str, passwords, offer: Offer,
         insurer: Insurer, words) -> Endorsement:
    """Accept a quote with the code that was sent, and return the change; twice is once.

    What the rule accepts is applied at once, or waits for its day; the rest is submitted to an adviser. Raises what
    `ask_code` raises, and `Refused`: SIGNING_CODE_WRONG, SIGNING_CODE_EXPIRED.
    """
    endorsement = find_endorsement(customer, public_id)
    if endorsement.state not in (EndorsementState.QUOTED, EndorsementState.LAPSED):
        return endorsement
    _refuse_unless_signable(customer, endorsement, offer)
    signature = signatures.check(customer, SignaturePurpose.ENDORSEMENT, endorsement.reference,
                                 fingerprint_of(shown(endorsement)), typed, passwords)
    with transaction() as session:
        endorsement = find_endorsement(customer, public_id)
        one_at_a_time(key_of(endorsement.contract_id))
        if endorsement.state != EndorsementState.QUOTED:
            return endorsement
        _refuse_unless_signable(customer, endorsement, offer)
        signatures.seal(signature, device, origin_hash)
        endorsement.signature_id, endorsement.accepted_at = signature.id, signature.signed_at
        draft = draft_of(customer, endorsement.contract, endorsement.kind)
        if draft is not None:
            session.delete(draft)
        _accepted(endorsement, offer, insurer, words)
    return endorsement


def withdraw(customer, public_id: str, insurer: Insurer, words) -> None:
    """Take back a change that is not applied yet; twice is once. Raises `Refused(MOVE_NOT_ALLOWED)` once it is."""
    with transaction():
        endorsement = find_endorsement(customer, public_id)
        one_at_a_time(key_of(endorsement.contract_id))
        if endorsement.state == EndorsementState.WITHDRAWN:
            return
        _move("withdraw", endorsement)
        assignments.close(work_of(endorsement))
        tell(MailKind.ENDORSEMENT_WITHDRAWN, endorsement, words)
        hand_over(endorsement, insurer, words)


def answer_adviser(customer, public_id: str, text: str, offer: Offer) -> None:
    """Answer what an adviser asked about a change: it goes back to them."""
    with transaction():
        endorsement = find_endorsement(customer, public_id)
        one_at_a_time(key_of(endorsement.contract_id))
        _move("answer", endorsement)
        endorsement.customer_note, endorsement.answer_by = text, answer_by(today(), offer.conditions)


def _accepted(endorsement: Endorsement, offer: Offer, insurer: Insurer, words) -> None:
    if endorsement.reasons:
        _move("submit", endorsement)
        endorsement.answer_by = answer_by(today(), offer.conditions)
    else:
        _move("accept", endorsement)
        if endorsement.effective_on <= today():
            apply(endorsement, insurer, words)
            return
    tell(MailKind.ENDORSEMENT_ACCEPTED, endorsement, words)
    hand_over(endorsement, insurer, words)


def _refuse_unless_signable(customer, endorsement: Endorsement, offer: Offer) -> None:
    """Raise `Refused` unless a quote is today what it was when it was made, and nothing else waits."""
    contract = find_contract(customer, endorsement.contract.public_id)
    refuse_unless_changeable(contract)
    books = books_of(contract)
    now_found = reasons(endorsement.kind, endorsement.answers, pricing.read(endorsement.quote),
                        standing_of(contract, books.instalments), offer.conditions)
    if endorsement.state != EndorsementState.QUOTED or list(now_found) != endorsement.reasons \
            or not is_good_today(endorsement, books):
        raise Refused(Reason.QUOTE_EXPIRED)


def _move(name: str, endorsement: Endorsement) -> None:
    endorsement_workflow.perform(name, endorsement, Actor.CUSTOMER, number=endorsement.contract.number,
                                 reference=endorsement.reference)
