"""What may be said in public of a proof or a paper, to somebody who holds its code: no name, no address."""
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance.contracts.models import Contract, ContractVersion, Vehicle
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.database import db
from insurance.documents.models import Document
from insurance.proofs.facts import Standing

_OFF = {Cover.SUSPENDED: Standing.SUSPENDED, Cover.ENDED: Standing.ENDED, Cover.NOT_YET: Standing.NOT_YET}


@dataclass(frozen=True)
class CodeStanding:
    """Where the contract behind a code stands, and its vehicle: whoever holds the code has it before their eyes."""

    standing: Standing
    vehicle: Vehicle | None = None


def standing_of(code: str, at: datetime) -> CodeStanding:
    """Return where the contract stands at an instant, for the code of a signed proof or of a printed paper.

    A contract that is off is said to be off, whatever the code; else an older code says that it changed.
    """
    contract, is_newest = _behind(code)
    if contract is None:
        return CodeStanding(Standing.UNKNOWN)
    cover = cover_at(cover_dates(contract), at)
    return CodeStanding(_OFF.get(cover, Standing.CURRENT if is_newest else Standing.CHANGED), contract.vehicle)


def _behind(code: str) -> tuple[Contract | None, bool]:
    """Return the contract that a code belongs to, and whether nothing newer was made since."""
    whole = (joinedload(Contract.vehicle), selectinload(Contract.versions).defer(ContractVersion.facts, raiseload=True))
    contract = db.session.scalar(
        select(Contract)
        .join(ContractVersion, ContractVersion.contract_id == Contract.id)
        .where(ContractVersion.proof_code == code)
        .options(*whole))
    if contract is not None:
        return contract, contract.versions[0].proof_code == code
    paper = db.session.scalar(select(Document).where(Document.code == code))
    if paper is None:
        return None, False
    return db.session.scalar(select(Contract).where(Contract.id == paper.contract_id).options(*whole)), \
        paper.replaced_at is None
