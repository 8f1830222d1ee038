"""What may be said in public of a proof or a paper, to somebody who holds its code: no name, no address."""
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance.contracts.models import Contract, ContractVersion, Vehicle
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.database import db
from insurance.documents.models import Document
from insurance.documents.queries import PROOFS
from insurance.proofs.facts import Standing

_OFF = {Cover.SUSPENDED: Standing.SUSPENDED, Cover.ENDED: Standing.ENDED, Cover.NOT_YET: Standing.NOT_YET}


@dataclass(frozen=True)
class IssuedPaper:
    """A paper that was really issued: what it is, on which day, since when it no longer stands, None while it does."""

    kind: str
    number: str
    issued_on: date
    replaced_at: datetime | None


@dataclass(frozen=True)
class CodeStanding:
    """Where what a code designates stands, and its vehicle: whoever holds the code has it before their eyes.

    `paper` is None for the code of a signed proof. A paper that proves cover, or a proof, stands where its contract
    stands; any other paper stands until another takes its place, whatever becomes of the contract.
    """

    standing: Standing
    vehicle: Vehicle | None = None
    paper: IssuedPaper | None = None


def standing_of(code: str, at: datetime) -> CodeStanding:
    """Return where what this code designates stands at an instant: a signed proof, or a printed paper.

    A contract that is off is said to be off, whatever the code of its proof; else an older code says that it changed.
    """
    contract, is_newest, paper = _behind(code)
    if contract is None:
        return CodeStanding(Standing.UNKNOWN)
    standing = Standing.CURRENT if is_newest else Standing.CHANGED
    if paper is None or paper.kind in PROOFS:
        standing = _OFF.get(cover_at(cover_dates(contract), at), standing)
    return CodeStanding(standing, contract.vehicle, paper)


def _behind(code: str) -> tuple[Contract | None, bool, IssuedPaper | None]:
    """Return the contract that a code belongs to, whether nothing newer was made since, and the paper if it is one's."""
    whole = (joinedload(Contract.vehicle), selectinload(Contract.versions).defer(ContractVersion.facts, raiseload=True))
    contract = db.session.scalar(
        select(Contract)
        .join(ContractVersion, ContractVersion.contract_id == Contract.id)
        .where(ContractVersion.proof_code == code)
        .options(*whole))
    if contract is not None:
        return contract, contract.versions[0].proof_code == code, None
    found = db.session.scalar(select(Document).where(Document.code == code))
    if found is None:
        return None, False, None
    paper = IssuedPaper(found.kind, found.number, found.issued_on, found.replaced_at)
    contract = db.session.scalar(select(Contract).where(Contract.id == found.contract_id).options(*whole))
    return contract, found.replaced_at is None, paper
