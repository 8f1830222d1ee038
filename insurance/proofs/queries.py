"""What may be said in public of a proof, to somebody who holds its code: no name, no address."""
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance.contracts.models import Contract, ContractVersion
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.database import db
from insurance.proofs.facts import Standing

_OFF = {Cover.SUSPENDED: Standing.SUSPENDED, Cover.ENDED: Standing.ENDED, Cover.NOT_YET: Standing.NOT_YET}


def standing_of(code: str, at: datetime) -> Standing:
    """Return where the contract stands at an instant, for the code carried by a proof of one of its versions.

    A contract that is off is said to be off, whatever the version; else an older version says that it changed.
    """
    contract = db.session.scalar(
        select(Contract)
        .join(ContractVersion, ContractVersion.contract_id == Contract.id)
        .where(ContractVersion.proof_code == code)
        .options(joinedload(Contract.vehicle), selectinload(Contract.versions)))
    if contract is None:
        return Standing.UNKNOWN
    cover = cover_at(cover_dates(contract), at)
    if cover in _OFF:
        return _OFF[cover]
    return Standing.CURRENT if contract.versions[0].proof_code == code else Standing.CHANGED
