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


def facts_around(contract_id, number: int) -> tuple[dict, dict]:
    """Return what a contract said before one of its versions, and what that version says, in the portfolio format."""
    before, after = db.session.scalars(
        select(ContractVersion.facts).where(ContractVersion.contract_id == contract_id,
                                            ContractVersion.number.in_([number - 1, number]))
        .order_by(ContractVersion.number)).all()
    return before, after
