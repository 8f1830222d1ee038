"""The rows of a contract, brought to what a line says; only what differs is written."""
from collections.abc import Sequence
from dataclasses import replace

from insurance.billing.models import Instalment, InstalmentState, Renewal, SepaMandate
from insurance.billing.services import write_schedule
from insurance.clock import now
from insurance.contracts.models import Contract, PastClaim, PaymentMethod, Vehicle, VersionSource
from insurance.contracts.terms import terms_in, values_of, write, write_terms
from insurance.database import db
from insurance.history.models import Actor
from insurance.people.models import Customer
from insurance.portfolio import records
from insurance.portfolio.books import Books
from insurance.portfolio.records import Record
from insurance.references import new_id
from insurance.versions.rules import changed_units, schedule_that_stands
from insurance.versions.services import hear

# What lives beside the terms: it changes every month, and a signed proof of the contract stays true.
RUNNING_PARTS = frozenset({"instalments", "renewal", "claims", "documents"})


def heard(contract: Contract, record: Record, books: Books) -> Record:
    """Return what stands now that a line says this: its news, and what was changed here where it has none (0012).

    While the line still says a premium that was changed here, the schedule is the portal's, but for what it says anew.
    """
    said_before = contract.said
    if said_before is None:
        return record
    stands = hear(contract, record.facts, Actor.INSURER)
    if stands == record.facts:
        return record
    schedule = record.instalments
    if any(unit[0] == "premium" for unit in changed_units(record.facts, stands)):
        ours = [records.Instalment(row.due_on, row.amount_cents, row.said_state, row.said_paid_on)
                for row in books.instalments.get(contract.id, ())]
        schedule = schedule_that_stands(records.instalments_in(said_before), ours, schedule)
    return replace(record, **terms_in(stands), instalments=schedule, facts=stands)


def changed_terms(contract: Contract, record: Record) -> list[str]:
    """Return the names, in the portfolio format, of the terms that differ from the contract's newest version."""
    before = contract.versions[0].facts if contract.versions else {}
    names = dict.fromkeys([*record.facts, *before])
    return [name for name in names if name not in RUNNING_PARTS and (before.get(name) or None) != (record.facts.get(name) or None)]


def new_contract(record: Record, customer: Customer) -> Contract:
    """Return the contract of a line, not yet added: its terms, without its lists."""
    contract = Contract(id=new_id(), number_key=record.number_key, customer=customer, vehicle=Vehicle(),
                        source_digest=record.digest, recorded_at=now())
    bring_terms(contract, record)
    return contract


def bring_terms(contract: Contract, record: Record) -> None:
    """Write the number and the terms that a line says."""
    contract.number = record.number
    write_terms(contract, record)


def write_lists(contract: Contract, record: Record, books: Books) -> list[str]:
    """Write the account, the instalments, the coming renewal and the past claims of a contract, and return the names of what changed."""
    return [name for name, has_changed in (
        ("iban", _write_mandate(contract, record, books)),
        ("instalments", _write_instalments(contract, record, books)),
        ("renewal", _write_renewal(contract, record, books)),
        ("claims", _write_past_claims(contract, record.past_claims)),
    ) if has_changed]


def _write_mandate(contract: Contract, record: Record, books: Books) -> bool:
    """Keep the mandate of a line that is silent about it, unless the premium is now paid by card."""
    mandate, account = books.mandates.get(contract.id), record.account
    if account.iban is None:
        if mandate is None or record.payment_method != PaymentMethod.CARD:
            return False
        db.session.delete(mandate)
        return True
    if mandate is None:
        mandate = SepaMandate(contract_id=contract.id)
        books.late.append(mandate)
    write(mandate, {"reference": account.mandate_reference, "signed_on": account.mandate_signed_on})
    return write(mandate, {"iban": account.iban})


def _write_instalments(contract: Contract, record: Record, books: Books) -> bool:
    """Bring the schedule to that of the line, after the payments of the years that it no longer mentions."""
    rows = books.instalments.get(contract.id, [])
    wanted = [values_of(item) for item in record.instalments]
    return write_schedule(contract.id, rows, _former_payments(contract, rows, wanted) + wanted, books.late.append)


def _former_payments(contract: Contract, rows: Sequence[Instalment], wanted: list[dict]) -> list[dict]:
    """Return what was paid before the first day of the new schedule; nothing when the contract itself was moved."""
    if not rows or _has_moved(contract):
        return []
    first = min((values["due_on"] for values in wanted), default=None)
    return [{"due_on": row.due_on, "amount_cents": row.amount_cents, "state": row.said_state, "paid_on": row.said_paid_on}
            for row in rows
            if row.state == InstalmentState.PAID and (first is None or row.due_on < first)]


def _has_moved(contract: Contract) -> bool:
    before = contract.versions[0].facts if contract.versions else {}
    return before.get("effective_date") != contract.effective_on.isoformat()


def _write_renewal(contract: Contract, record: Record, books: Books) -> bool:
    """Keep what a line says of the coming renewal; a line that is silent takes it back."""
    row, said = books.renewals.get(contract.id), record.renewal
    if said is None:
        if row is not None:
            db.session.delete(row)
        return row is not None
    if row is None:
        books.late.append(Renewal(contract_id=contract.id, **values_of(said)))
        return True
    return write(row, values_of(said))


def _write_past_claims(contract: Contract, past_claims: Sequence[records.PastClaim]) -> bool:
    """Write the claims that a line gives. One that was decided here stays until a line speaks of it."""
    rows = {row.reference: row for row in contract.past_claims}
    said = {claim.reference for claim in past_claims}
    wanted = [row for row in contract.past_claims if row.source == VersionSource.PORTAL and row.reference not in said]
    has_changed = rows.keys() != said | {row.reference for row in wanted}
    for claim in past_claims:
        row = rows.get(claim.reference) or PastClaim()
        has_changed |= write(row, values_of(claim) | {"source": VersionSource.INSURER})
        wanted.append(row)
    if has_changed:
        contract.past_claims = wanted
    return has_changed
