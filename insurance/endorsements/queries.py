"""Reading changes of contracts, their drafts and their quotes. Who asks comes first."""
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from insurance.billing.queries import instalments_of
from insurance.billing.rules import Stage, arrears_of
from insurance.clock import now, today
from insurance.contracts.bonus_malus import effect_of
from insurance.contracts.models import Contract, DriverRole, PastClaim, PaymentMethod
from insurance.contracts.queries import contracts_of
from insurance.contracts.rules import Cover, cover_at, cover_dates, next_anniversary
from insurance.database import db
from insurance.endorsements import pricing, rules
from insurance.endorsements.acceptance import Standing
from insurance.endorsements.conditions_table import Conditions
from insurance.endorsements.models import (
    OPEN_STATES,
    Endorsement,
    EndorsementDraft,
    EndorsementKind,
    EndorsementState,
)
from insurance.errors import NotFound
from insurance.staff import assignments
from insurance.staff.models import Assignment, Role
from insurance.staff.work import Glance, Whose, Work
from insurance.versions.queries import facts_now

WORK_KIND = "endorsement"
_WAITS = Endorsement.state == EndorsementState.UNDER_REVIEW
_CHANGEABLE = (Cover.VALID, Cover.PROVISIONAL, Cover.NOT_YET)
_TO_DO = (EndorsementState.ANSWER_AWAITED, EndorsementState.QUOTED, EndorsementState.SCHEDULED,
          EndorsementState.UNDER_REVIEW)
_NOT_GIVEN_UP = (*_TO_DO, EndorsementState.APPLIED, EndorsementState.CONFIRMED)
_PLATE_ONLY = frozenset({EndorsementKind.VEHICLE, EndorsementKind.PLAN, EndorsementKind.USAGE, EndorsementKind.MILEAGE})


@dataclass(frozen=True)
class OtherContract:
    """Another contract of somebody who moves, its newest change that bears on the matter, and whether that is this move."""

    contract: Contract
    endorsement: Endorsement | None
    is_same_move: bool


def may_be_changed(contract) -> bool:
    """Return whether a contract can be changed: it covers its vehicle, or will. The vehicle must be loaded."""
    return cover_at(cover_dates(contract), now()) in _CHANGEABLE


def kinds_for(facts: dict) -> list[EndorsementKind]:
    """Return the kinds of change that a record allows: nobody to take away when there is only the main driver.

    The plans and the prices of what has no plate are not those of cars. A card is not debited.
    """
    left_out = _PLATE_ONLY if facts["vehicle"].get("registered") is False else frozenset()
    if facts["premium"]["method"] != PaymentMethod.DIRECT_DEBIT:
        left_out |= {EndorsementKind.COLLECTION_DAY}
    if all(driver["role"] == DriverRole.MAIN for driver in facts["drivers"]):
        left_out |= {EndorsementKind.REMOVE_DRIVER}
    return [kind for kind in EndorsementKind if kind not in left_out]


def find_endorsement(customer, public_id: str) -> Endorsement:
    """Return one of the customer's own changes, its contract and vehicle with it. Raises `NotFound`."""
    found = _whole(Endorsement.customer_id == customer.id, Endorsement.public_id == public_id)
    if found is None:
        raise NotFound(public_id)
    return found


def endorsement_behind(public_id: str) -> Endorsement:
    """Return a change, for an adviser. Raises `NotFound`."""
    found = _whole(Endorsement.public_id == public_id, Endorsement.state != EndorsementState.QUOTED,
                   Endorsement.state != EndorsementState.LAPSED)
    if found is None:
        raise NotFound(public_id)
    return found


def open_endorsement_of(contract) -> Endorsement | None:
    """Return the change of a contract that was accepted and is not applied yet; None when there is none."""
    return _whole(Endorsement.contract_id == contract.id, Endorsement.customer_id == contract.customer_id,
                  Endorsement.state.in_(OPEN_STATES))


def endorsements_of(contract) -> list[Endorsement]:
    """Return the changes of a contract by its present holder, the newest first: those accepted, and quotes that stand."""
    return list(db.session.scalars(
        select(Endorsement)
        .where(Endorsement.contract_id == contract.id, Endorsement.customer_id == contract.customer_id,
               Endorsement.state != EndorsementState.LAPSED)
        .order_by(Endorsement.id.desc())))


def under_way_of(contracts) -> list[Endorsement]:
    """Return the changes of these contracts that are not done: what the customer must answer or may sign comes first.

    Those accepted and not applied yet; and, of a contract that can be changed and has none of these, the quotes whose
    price is kept today.
    """
    holders = {contract.id: contract.customer_id for contract in contracts}
    found = [one for one in whole_endorsements(
        Endorsement.contract_id.in_(holders), Endorsement.state.in_([*OPEN_STATES, EndorsementState.QUOTED]))
        if one.customer_id == holders[one.contract_id]]
    busy = {one.contract_id for one in found if one.state != EndorsementState.QUOTED}
    busy |= {contract.id for contract in contracts if not may_be_changed(contract)}
    shown = [one for one in found if one.state != EndorsementState.QUOTED or (
        one.contract_id not in busy and one.expires_on >= today() and one.quote["version"] == facts_now(one.contract_id)[0])]
    return sorted(shown, key=lambda one: _TO_DO.index(one.state))


def other_contracts(move: Endorsement) -> list[OtherContract]:
    """Return the holder's other contracts that can be changed, and what was done of the same move there: it has its own price."""
    others = [one for one in contracts_of(move.customer) if one.id != move.contract_id and may_be_changed(one)]
    found = {one.contract_id: one for one in whole_endorsements(
        Endorsement.contract_id.in_([one.id for one in others]), Endorsement.customer_id == move.customer_id,
        Endorsement.state.in_(_NOT_GIVEN_UP)) if _is_same_move(one, move) or one.state in OPEN_STATES}
    return [OtherContract(one, found.get(one.id), one.id in found and _is_same_move(found[one.id], move)) for one in others]


def standing_quote(contract, kind: str) -> Endorsement | None:
    """Return the quote of a kind that stands for a contract and its holder; None when there is none."""
    return db.session.scalar(
        select(Endorsement)
        .where(Endorsement.contract_id == contract.id, Endorsement.customer_id == contract.customer_id,
               Endorsement.kind == kind, Endorsement.state == EndorsementState.QUOTED)
        .options(joinedload(Endorsement.customer), joinedload(Endorsement.contract)))


def endorsement_named(reference: str) -> Endorsement:
    """Return a change for the desk, whole, once its customer has signed it. Raises `NotFound`."""
    found = _whole(Endorsement.reference == reference, Endorsement.accepted_at.is_not(None))
    if found is None:
        raise NotFound(reference)
    return found


def waiting_of(customer) -> list[Endorsement]:
    """Return the customer's changes that wait: for an adviser, for an answer, for their day."""
    return whole_endorsements(Endorsement.customer_id == customer.id, Endorsement.state.in_(OPEN_STATES))


def glance(adviser) -> Glance:
    """Return, at a glance, the changes that wait for an adviser."""
    return assignments.glance(WORK_KIND, Endorsement.id, Endorsement.answer_by, adviser, _WAITS)


def waiting(adviser, whose: Whose, limit: int) -> list[tuple[Endorsement, Assignment | None]]:
    """Return the changes that wait for an adviser, with who has each in hand, the first promised first."""
    query = (select(Endorsement).where(_WAITS).order_by(Endorsement.answer_by, Endorsement.reference)
             .options(joinedload(Endorsement.customer),
                      joinedload(Endorsement.contract).joinedload(Contract.vehicle)).limit(limit))
    return [tuple(row) for row in db.session.execute(
        assignments.of_whom(query, WORK_KIND, Endorsement.id, adviser, whose))]


def work_of(endorsement: Endorsement) -> Work:
    """Return a change as something to be done at the desk."""
    return Work(WORK_KIND, endorsement.id, endorsement.reference, endorsement.customer_id, (Role.ADVISER,))


def draft_of(customer, contract, kind: str) -> EndorsementDraft | None:
    """Return what a customer has begun to write, None when nothing."""
    return db.session.scalar(select(EndorsementDraft).where(
        EndorsementDraft.customer_id == customer.id, EndorsementDraft.contract_id == contract.id,
        EndorsementDraft.kind == kind))


def drafts_of(customer, contract) -> dict[str, EndorsementDraft]:
    """Return all that a customer has begun to write for a contract, by kind."""
    found = db.session.scalars(select(EndorsementDraft).where(
        EndorsementDraft.customer_id == customer.id, EndorsementDraft.contract_id == contract.id))
    return {draft.kind: draft for draft in found}


def books_of(contract) -> pricing.Books:
    """Return what the books say today of a contract. Its versions and instalments are read again."""
    claims = db.session.scalars(select(PastClaim).where(PastClaim.contract_id == contract.id))
    version, facts = facts_now(contract.id)
    return pricing.Books(
        facts=facts, version=version, instalments=instalments_of([contract])[contract.id], today=today(),
        at_fault_on=[one.occurred_on for one in claims if effect_of(one.kind, one.at_fault_percent).increases])


def window_of(contract, conditions: Conditions) -> rules.Window:
    """Return the days from which a change of a contract may hold, asked for today."""
    first = max(today(), contract.effective_on)
    return rules.window(today(), contract.effective_on, contract.ends_on,
                        next_anniversary(contract.anniversary, first), conditions)


def standing_of(contract, instalments) -> Standing:
    """Return what stands in the way of any change of a contract."""
    return Standing(has_unpaid=arrears_of(contract, instalments, now()).stage is not Stage.CLEAR,
                    is_ending=contract.ends_on is not None)


def is_good_today(endorsement: Endorsement, books: pricing.Books) -> bool:
    """Return whether a quote is still what it would be today: the same contract, the same instalments, no day passed."""
    quote = pricing.read(endorsement.quote)
    if endorsement.expires_on < books.today or quote.effective_on < books.today or quote.version != books.version:
        return False
    return pricing.redated(books, quote, quote.effective_on).dues == quote.dues


def whole_endorsements(*conditions) -> list[Endorsement]:
    """Return the changes that fulfil these conditions, their contracts, vehicles and customers with them."""
    return list(db.session.scalars(
        select(Endorsement).where(*conditions).order_by(Endorsement.id)
        .options(joinedload(Endorsement.customer), joinedload(Endorsement.contract).joinedload(Contract.vehicle))))


def _is_same_move(one: Endorsement, move: Endorsement) -> bool:
    is_dead = one.state == EndorsementState.QUOTED and one.expires_on < today()
    return one.kind == EndorsementKind.ADDRESS and one.answers["address"] == move.answers["address"] and not is_dead


def _whole(*conditions) -> Endorsement | None:
    return next(iter(whole_endorsements(*conditions)), None)
