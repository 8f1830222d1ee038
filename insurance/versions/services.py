"""Making a version of a contract here: a change that was accepted, pieces that are complete, before any file says so."""
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload, undefer

from insurance.billing.models import Instalment
from insurance.billing.queries import instalments_of
from insurance.clock import now
from insurance.contracts.models import Contract, ContractVersion, VersionSource
from insurance.contracts.terms import Terms, terms_in, write_terms
from insurance.database import transaction
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.versions.queries import facts_now
from insurance.versions.rules import changed_units, is_heard_of, merged, patched, units_of


def amend(contract, changes: dict, by: Actor, **details) -> ContractVersion:
    """Make a new version of a contract and return it: its terms change at once, its proofs of before say so.

    `changes` is a merge patch of the record in the portfolio format (RFC 7396): `{"status": "active",
    "documents_due_on": None}`; a list is replaced whole. The insurer's files cannot undo it by repeating what they said
    before; they can by saying something else. It does not tell the insurer: the caller does. `details` are written in
    the history beside what changed. Raises ValueError when nothing would change.
    """
    with transaction() as session:
        whole = session.scalar(
            select(Contract).where(Contract.id == contract.id)
            .options(joinedload(Contract.vehicle), joinedload(Contract.customer), selectinload(Contract.drivers),
                     selectinload(Contract.coverages), selectinload(Contract.versions), undefer(Contract.said))
            .execution_options(populate_existing=True))
        _, before = facts_now(whole.id)
        after = patched(before, changes)
        parts = list(dict.fromkeys(unit[0] for unit in sorted(changed_units(before, after))))
        if not parts:
            raise ValueError("nothing changes")
        if whole.said is None:
            whole.said = before | {"instalments": [_said(one) for one in instalments_of([whole])[whole.id]]}
        write_terms(whole, Terms(**terms_in(after)))
        version = add_version(whole, after, parts, VersionSource.PORTAL)
        record(EventKind.CONTRACT_CHANGED, by, whole.customer, whole, number=whole.number, changes=parts,
               version=version.number, **details)
    return version


def add_version(contract, facts: dict, changes: list[str], source=VersionSource.INSURER) -> ContractVersion:
    """Add a version to a contract whose versions are loaded: proofs of the older ones say so from now on."""
    number = contract.versions[0].number + 1 if contract.versions else 1
    version = ContractVersion(number=number, recorded_at=now(), source=source, changes=changes, facts=facts)
    contract.versions.insert(0, version)
    return version


def hear(contract, says_now: dict, by: Actor) -> dict:
    """Return the record that stands now that a file says this of a contract, and note what the file has spoken of.

    Inside the caller's transaction; `contract` comes with its versions, `said` and its customer. The parts beside the
    terms (holder, instalments, claims, documents) are those of the file.
    """
    if contract.said is None:
        return says_now
    stands = merged(contract.said, contract.versions[0].facts, says_now)
    for older, version in zip(contract.versions[1:], contract.versions, strict=False):
        if version.source == VersionSource.PORTAL and version.heard_at is None and is_heard_of(
                version.facts, older.facts, stands, says_now):
            version.heard_at = now()
            record(EventKind.CHANGE_HEARD, by, contract.customer, contract, number=contract.number,
                   version=version.number)
    contract.said = None if units_of(stands) == units_of(says_now) else says_now
    return stands


def _said(instalment: Instalment) -> dict:
    """Return an instalment as the portfolio format writes it."""
    said = {"due_date": instalment.due_on.isoformat(), "amount_cents": instalment.amount_cents,
            "status": instalment.said_state}
    return said | ({"paid_on": instalment.said_paid_on.isoformat()} if instalment.said_paid_on else {})
