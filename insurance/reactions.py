"""When this event is written, do that: one table to read. app.py installs it."""
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from insurance.billing.queries import instalments_of
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.documents.services import issue_attestation
from insurance.history.models import Event, EventKind
from insurance.history.recorder import install_reactions
from insurance.insurer import Insurer


def install(insurer: Insurer) -> None:
    """Let the events of the house have their consequences."""

    def renew_attestation(event: Event) -> None:
        """A contract that changed may need another attestation: the one that stands must say the truth."""
        _renew(Contract.id == event.contract_id)

    def renew_attestations(event: Event) -> None:
        """A holder's new name or address stands on the attestation of each of their contracts."""
        _renew(Contract.customer_id == event.customer_id)

    def _renew(which) -> None:
        whole = (joinedload(Contract.vehicle), joinedload(Contract.customer))
        contracts = list(db.session.scalars(select(Contract).where(which).options(*whole)))
        instalments = instalments_of(contracts)
        for contract in contracts:
            issue_attestation(contract, instalments[contract.id], insurer)

    install_reactions({
        EventKind.CONTRACT_RECORDED: [renew_attestation],
        EventKind.CONTRACT_CHANGED: [renew_attestation],
        EventKind.HOLDER_CHANGED: [renew_attestations],
    })
