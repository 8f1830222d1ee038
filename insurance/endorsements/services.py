"""Writing a change and quoting it. What follows its signature is in `signing`, `applying` and `reviewing`."""
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from insurance.clock import now, today
from insurance.contracts.models import Contract
from insurance.contracts.queries import find_contract
from insurance.database import db, one_at_a_time, transaction
from insurance.documents.issuing import next_number
from insurance.endorsements import journey, pricing
from insurance.endorsements.acceptance import reasons
from insurance.endorsements.changes import patch_of
from insurance.endorsements.conditions_table import Conditions
from insurance.endorsements.models import Endorsement, EndorsementDraft, EndorsementKind, EndorsementState
from insurance.endorsements.queries import (
    books_of,
    draft_of,
    find_endorsement,
    is_good_today,
    may_be_changed,
    open_endorsement_of,
    standing_of,
    standing_quote,
    window_of,
)
from insurance.endorsements.workflow import endorsement_workflow
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record

SERIES = "MOD"
DRAFT_LIFE = timedelta(days=30)
LAPSED_KEPT = timedelta(days=90)  # after a quote has lapsed: somebody may ask what it said


@dataclass(frozen=True)
class Offer:
    """What the insurer sells a change at: its prices and its conditions."""

    tariff: pricing.Tariff
    conditions: Conditions


def keep_answer(customer, contract, kind: str, step: str, answer: dict) -> dict:
    """Keep a customer's answer to a step and return all the answers so far."""
    with transaction():
        one_at_a_time(key_of(contract.id))
        draft = draft_of(customer, contract, kind)
        if draft is None:
            draft = EndorsementDraft(customer_id=customer.id, contract_id=contract.id, kind=kind, answers={})
            db.session.add(draft)
        draft.answers = answers = journey.kept_after(kind, step, answer, draft.answers)
        draft.changed_at = now()
    return answers


def begin_same_move(customer, public_id: str, other_public_id: str) -> tuple[Contract, dict]:
    """Begin on another contract the move that was declared on one, and return that contract and its answers so far.

    The address and the day are those that were given; where the other vehicle sleeps is asked. Raises `NotFound` unless
    it is a move and the other contract is another of the customer's; what `refuse_unless_changeable` raises.
    """
    move, other = find_endorsement(customer, public_id), find_contract(customer, other_public_id)
    if move.kind != EndorsementKind.ADDRESS or move.contract_id == other.id:
        raise NotFound(other_public_id)
    refuse_unless_changeable(other)
    with transaction() as session:
        draft = draft_of(customer, other, move.kind)
        if draft is not None and draft.answers.get("address") != move.answers["address"]:
            session.delete(draft)
            session.flush()
        keep_answer(customer, other, move.kind, "address", move.answers["address"])
        answers = keep_answer(customer, other, move.kind, "when", move.answers["when"])
    return other, answers


def forget_draft(customer, contract, kind: str) -> None:
    """Forget what a customer has begun to write, and let its quote lapse: nobody is bound by either."""
    with transaction() as session:
        draft = draft_of(customer, contract, kind)
        if draft is not None:
            session.delete(draft)
        _let_lapse(contract, kind)


def make_quote(customer, public_id: str, kind: str, offer: Offer) -> Endorsement:
    """Quote what a customer has written for a contract, and return the quote; the one that stands if it is the same.

    Raises `NotFound` for somebody else's contract; `Refused`: DRAFT_INCOMPLETE, NOT_CHANGEABLE, CHANGE_UNDER_WAY,
    NOTHING_TO_CHANGE when the answers describe the contract as it is.
    """
    contract = find_contract(customer, public_id)
    refuse_unless_changeable(contract)
    draft = draft_of(customer, contract, kind)
    answers = journey.complete(kind, draft.answers if draft is not None else {})
    return _quoted(contract, kind, answers, offer)


def quote_again(customer, public_id: str, offer: Offer) -> Endorsement:
    """Quote the same change again and return the new quote; the same one while it is good.

    Within its thirty days a quote keeps its yearly price, whatever the tariff became: only the days that are left are
    counted anew. After them, or once the contract has changed, the price is made again, and the new quote says so.
    Raises what `make_quote` raises, and `Refused(MOVE_NOT_ALLOWED)` for a change that is no longer a quote.
    """
    former = find_endorsement(customer, public_id)
    contract = find_contract(customer, former.contract.public_id)
    refuse_unless_changeable(contract)
    if former.state not in (EndorsementState.QUOTED, EndorsementState.LAPSED):
        raise Refused(Reason.MOVE_NOT_ALLOWED)
    return _quoted(contract, former.kind, former.answers, offer, former)


def refuse_unless_changeable(contract) -> None:
    """Raise `Refused`: NOT_CHANGEABLE when a contract does not cover, CHANGE_UNDER_WAY when another change waits."""
    if not may_be_changed(contract):
        raise Refused(Reason.NOT_CHANGEABLE)
    if open_endorsement_of(contract) is not None:
        raise Refused(Reason.CHANGE_UNDER_WAY)


def key_of(contract_id) -> str:
    """Return the key under which the changes of a contract pass one at a time."""
    return f"endorsement:{contract_id}"


def purge() -> None:
    """Forget the drafts that nobody has touched for thirty days, and the quotes that nobody accepted, long after."""
    with transaction() as session:
        session.execute(delete(EndorsementDraft).where(EndorsementDraft.changed_at < now() - DRAFT_LIFE))
        session.execute(delete(Endorsement).where(
            Endorsement.state.in_([EndorsementState.QUOTED, EndorsementState.LAPSED]),
            Endorsement.expires_on < today() - LAPSED_KEPT))


def _quoted(contract, kind: str, answers: dict, offer: Offer, former: Endorsement | None = None) -> Endorsement:
    """Return the standing quote of these answers, else a new one.

    It is priced before anything is locked: a service of the insurer takes its time.
    """
    books, standing = books_of(contract), standing_quote(contract, kind)
    if standing is not None and standing.answers == answers and is_good_today(standing, books):
        return standing
    priced = _priced(contract, kind, answers, books, offer, former)
    with transaction():
        one_at_a_time(key_of(contract.id))
        refuse_unless_changeable(find_contract(contract.customer, contract.public_id))
        books, standing = books_of(contract), standing_quote(contract, kind)
        if standing is not None and standing.answers == answers and is_good_today(standing, books):
            return standing
        if books.version != priced.quote["version"]:
            raise Refused(Reason.CHANGED_MEANWHILE)
        _let_lapse(contract, kind)
        priced.reference = next_number(SERIES, today().year)
        priced.customer, priced.contract = contract.customer, contract
        db.session.add(priced)
        record(EventKind.ENDORSEMENT_QUOTED, Actor.CUSTOMER, contract.customer, contract, number=contract.number,
               reference=priced.reference)
    return priced


def _priced(contract, kind: str, answers: dict, books: pricing.Books, offer: Offer,
            former: Endorsement | None) -> Endorsement:
    """Return a quote that is not in the books yet."""
    conditions, days = offer.conditions, window_of(contract, offer.conditions)
    on = min(max(journey.day_in(answers, days.first), days.first), days.last)
    promise = pricing.read(former.quote) if former is not None else None
    is_kept = promise is not None and former.expires_on >= books.today and promise.version == books.version
    if is_kept:
        quote = pricing.redated(books, promise, on)
    else:
        patch = patch_of(kind, answers, books.facts, on, conditions)
        if not patch:
            raise Refused(Reason.NOTHING_TO_CHANGE)
        quote = pricing.quoted(books, patch, on, offer.tariff)
    found = reasons(kind, answers, quote, standing_of(contract, books.instalments), conditions)
    replaces = None if former is None else {
        "reference": former.reference, "premium_cents": former.premium_after_cents, "is_price_kept": is_kept,
        "has_expired": former.expires_on < books.today}
    return Endorsement(
        customer_id=contract.customer_id, contract_id=contract.id, kind=kind, state=EndorsementState.QUOTED,
        answers=answers, quote=quote.stored() | {"replaces": replaces}, reasons=list(found),
        effective_on=quote.effective_on, premium_before_cents=quote.premium_before_cents,
        premium_after_cents=quote.premium_after_cents, due_cents=quote.due_cents, quoted_at=now(),
        expires_on=former.expires_on if is_kept else today() + timedelta(days=conditions.quote_days))


def _let_lapse(contract, kind: str) -> None:
    standing = standing_quote(contract, kind)
    if standing is not None:
        endorsement_workflow.perform("lapse", standing, Actor.RULE, number=contract.number,
                                     reference=standing.reference)
