"""The papers of a change: the endorsement that was accepted, and the special conditions in their new version.

Code des assurances, art. L112-3: a change is established by an endorsement signed by the parties. A change that comes
from the insurer's files says neither when it takes effect nor how it was signed: it gives no endorsement, only special
conditions, which tell the contract as it stands; and nothing when the insurer sent its own.
"""
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance.clock import PARIS, today
from insurance.contracts.models import Contract, ContractState, ContractVersion
from insurance.contracts.rules import next_anniversary
from insurance.database import db, transaction
from insurance.documents.facts_terms import (
    Acceptance,
    Change,
    CoverageLine,
    EndorsementFacts,
    NamedDriver,
    SpecialConditionsFacts,
)
from insurance.documents.issuing import enter_paper, paper_mentions, standing_paper
from insurance.documents.models import Document, DocumentKind
from insurance.history.models import Actor
from insurance.insurer import Insurer
from insurance.people.rules import name_key


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """A change that the holder accepted: what the versions of the contract do not tell by themselves.

    `subject` is what the holder reads ("Ajout d’un conducteur"); until the next renewal `due_cents` is owed or
    `refund_cents` given back, never both. `differences` are those that the holder read; none: those of the versions.
    """

    subject: str
    effective_on: date
    acceptance: Acceptance
    due_cents: int = 0
    refund_cents: int = 0
    differences: tuple = ()


def issue_contract_papers(contract, insurer: Insurer, words, amendment: Amendment | None = None,
                          by: Actor = Actor.RULE) -> list[Document]:
    """Issue the papers of the newest version of a contract, and return those that are new.

    Call it once the version is made, in the same transaction. With an `amendment`: the endorsement, between the two
    newest versions, and the special conditions that it leads to. Without one: the special conditions, if a term that
    they say changed or if the contract became definitive. Twice is once: a version has its papers or not. `words` is
    the wording: a paper holds its words.
    """
    with transaction():
        whole = _whole(contract.id)
        newest, *older = _versions(contract.id)
        if _has_its_papers(whole, newest):
            return []
        before = next((one for one in older if one.facts), None)
        differences = words.contract_changes(before.facts, newest.facts) if _same_holder(before, newest) else []
        issued = []
        if amendment is not None:
            facts = _endorsement(whole, insurer, amendment, newest, before, amendment.differences or differences)
            issued.append(enter_paper(whole, DocumentKind.ENDORSEMENT, facts, by, words))
        elif not (differences or _is_another_contract(before, newest)) or _insurer_sent_its_own(whole, before):
            return []
        acceptance = amendment.acceptance if amendment is not None else None
        facts = special_conditions(whole, newest, insurer, words, acceptance)
        issued.append(enter_paper(whole, DocumentKind.SPECIAL_CONDITIONS, facts, by, words,
                                  replacing=standing_paper(whole, DocumentKind.SPECIAL_CONDITIONS)))
    return issued


def newest_version(contract) -> ContractVersion:
    """Return the present version of a contract."""
    return _versions(contract.id)[0]


def special_conditions(contract, version: ContractVersion, insurer: Insurer, words,
                       acceptance: Acceptance | None = None) -> SpecialConditionsFacts:
    """Return what the special conditions of a contract say today. The contract comes whole."""
    vehicle = contract.vehicle
    return SpecialConditionsFacts(
        **paper_mentions(contract, insurer), version=version.number,
        version_on=version.recorded_at.astimezone(PARIS).date(), product=words.PRODUCTS[contract.product],
        general_conditions=insurer.general_conditions, supervisor=insurer.supervisor,
        energy=words.ENERGIES[vehicle.energy] if vehicle.energy else "", fiscal_power=vehicle.fiscal_power,
        first_registered_on=vehicle.first_registered_on, usage=words.USAGES[vehicle.usage],
        parking=", ".join(_parking(vehicle, words)), mileage_limit_km=vehicle.mileage_limit_km,
        trailers=vehicle.trailers or "", has_paid_transport=vehicle.has_paid_transport,
        drivers=tuple(NamedDriver(
            name=one.full_name, role=words.DRIVER_ROLES[one.role], born_on=one.born_on,
            licence_number=one.licence_number or "", licensed_on=one.licensed_on) for one in contract.drivers),
        coverages=tuple(CoverageLine(name=words.COVERAGES[one.code][0], deductible_cents=one.deductible_cents,
                                     limit_cents=one.limit_cents) for one in contract.coverages),
        options=tuple(words.OPTIONS[code][0] for code in contract.options),
        coefficient_hundredths=contract.bonus_malus_hundredths if vehicle.is_registered else None,
        premium_cents=contract.premium_cents, frequency=words.FREQUENCIES[contract.payment_frequency],
        method=words.METHODS[contract.payment_method] + (
            f" {words.collection_day(contract.collection_day)}" if contract.collection_day else ""),
        effective_on=contract.effective_on,
        anniversary_on=next_anniversary(contract.anniversary, max(today(), contract.effective_on)),
        ends_on=contract.ends_on, acceptance=acceptance)


def _parking(vehicle, words) -> list[str]:
    """Return how the vehicle is kept at night, and in which town when the contract says it."""
    place = vehicle.garage
    town = f"{place['postcode']} {place['city']}".strip() if place else ""
    return [part for part in (words.PARKINGS[vehicle.parking] if vehicle.parking else "", town) if part]


def _endorsement(contract, insurer, amendment, newest, before, differences) -> EndorsementFacts:
    return EndorsementFacts(
        **paper_mentions(contract, insurer), subject=amendment.subject, version=newest.number,
        effective_on=amendment.effective_on,
        changes=tuple(Change(label=one.label, before=one.before, after=one.after) for one in differences),
        premium_before_cents=before.facts["premium"]["annual_cents"],
        premium_after_cents=newest.facts["premium"]["annual_cents"],
        due_cents=amendment.due_cents, refund_cents=amendment.refund_cents,
        anniversary_on=next_anniversary(contract.anniversary, max(today(), amendment.effective_on)),
        acceptance=amendment.acceptance)


def _whole(contract_id) -> Contract:
    return db.session.scalar(
        select(Contract).where(Contract.id == contract_id)
        .options(joinedload(Contract.vehicle), joinedload(Contract.customer), selectinload(Contract.drivers),
                 selectinload(Contract.coverages)))


def _versions(contract_id) -> list[ContractVersion]:
    """Return the two newest versions of a contract with their facts, the newest first."""
    return list(db.session.scalars(
        select(ContractVersion).where(ContractVersion.contract_id == contract_id)
        .order_by(ContractVersion.number.desc()).limit(2)))


def _has_its_papers(contract, version: ContractVersion) -> bool:
    standing = standing_paper(contract, DocumentKind.SPECIAL_CONDITIONS)
    return standing is not None and standing.facts["version"] == version.number


def _same_holder(before: ContractVersion | None, newest: ContractVersion) -> bool:
    """Return whether two versions are of one person: what a former holder's said is not told to the next."""
    return before is not None and _person(before) == _person(newest)


def _person(version: ContractVersion) -> tuple:
    holder = version.facts["holder"]
    return name_key(holder["first_name"], holder["last_name"]), holder["birth_date"]


def _is_another_contract(before: ContractVersion | None, newest: ContractVersion) -> bool:
    """Return whether the contract changed hands, or became definitive: its special conditions are then due anew."""
    if before is None:
        return False
    was_provisional = before.facts["status"] == ContractState.PROVISIONAL
    return not _same_holder(before, newest) or (was_provisional and newest.facts["status"] == ContractState.ACTIVE)


def _insurer_sent_its_own(contract, before: ContractVersion | None) -> bool:
    """Return whether the files brought papers of this change: some that are dated since the version before."""
    since = before.recorded_at.astimezone(PARIS).date() if before is not None else contract.effective_on
    return db.session.scalar(select(Document.id).where(
        Document.contract_id == contract.id, Document.file_key.is_not(None), Document.issued_on >= since,
        Document.kind.in_([DocumentKind.SPECIAL_CONDITIONS, DocumentKind.ENDORSEMENT])).limit(1)) is not None
