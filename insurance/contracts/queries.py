"""Reading contracts. Who asks comes first: there is no look-up without someone asking."""
from sqlalchemy import case, select
from sqlalchemy.orm import joinedload, selectinload

from insurance.contracts.models import Contract, ContractState, ContractVersion
from insurance.database import db
from insurance.errors import NotFound

# The imported record of each version is for the import alone: pages do not carry it.
_VERSIONS = selectinload(Contract.versions).defer(ContractVersion.facts, raiseload=True)
_ENDED_LAST = case((Contract.state == ContractState.TERMINATED, 1), else_=0)


def contracts_of(customer) -> list[Contract]:
    """Return the customer's contracts with vehicle, coverages and versions, those in force first, newest first."""
    return list(db.session.scalars(
        select(Contract)
        .where(Contract.customer_id == customer.id)
        .options(joinedload(Contract.vehicle), joinedload(Contract.customer),
                 selectinload(Contract.coverages), _VERSIONS)
        .order_by(_ENDED_LAST, Contract.effective_on.desc(), Contract.number)))


def find_contract(customer, public_id: str) -> Contract:
    """Return one of the customer's own contracts, whole. Raises `NotFound`, also for somebody else's."""
    contract = db.session.scalar(
        select(Contract)
        .where(Contract.customer_id == customer.id, Contract.public_id == public_id)
        .options(joinedload(Contract.vehicle), joinedload(Contract.customer), selectinload(Contract.drivers),
                 selectinload(Contract.coverages), _VERSIONS,
                 selectinload(Contract.past_claims)))
    if contract is None:
        raise NotFound(public_id)
    return contract
