"""Reading what a contract says."""
from sqlalchemy import select

from insurance.contracts.models import ContractVersion
from insurance.database import db


def facts_now(contract_id) -> tuple[int, dict]:
    """Return the number of a contract's newest version, and what it says, in the portfolio format."""
    number, facts = db.session.execute(
        select(ContractVersion.number, ContractVersion.facts).where(ContractVersion.contract_id == contract_id)
        .order_by(ContractVersion.number.desc()).limit(1)).one()
    return number, facts
