"""The rows of a contract, brought to what a line says; only what differs is written."""
from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache

from insurance.billing.models import Instalment, InstalmentState, SepaMandate
from insurance.clock import now
from insurance.contracts.models import Contract, ContractVersion, Coverage, Driver, PastClaim, PaymentMethod, Vehicle
from insurance.database import db
from insurance.people.models import Customer
from insurance.portfolio import records
from insurance.portfolio.books import Books
from insurance.portfolio.records import Record
from insurance.references import new_id

# What lives beside the terms: it changes every month, and a signed proof of the contract stays true.
RUNNING_PARTS = frozenset({"instalments", "claims", "documents"})


def changed_terms(contract: Contract, record: Record) -> list[str]:
    """Return the names, in the portfolio format, of the terms that differ from the contract's newest version."""
    before = contract.versions[0].facts if contract.versions else {}
    names = dict.fromkeys([*record.facts, *before])
    return [name for name in names if name not in RUNNING_PARTS and before.get(name) != record.facts.get(name)]


def new_contract(record: Record, customer: Customer) -> Contract:
    """Return the contract of a line, not yet added: its terms, without its lists."""
    contract = Contract(id=new_id(), number_key=record.number_key, customer=customer, vehicle=Vehicle(),
                        source_digest=record.digest, recorded_at=now())
    write_terms(contract, record)
    return contract


def write_terms(contract: Contract, record: Record) -> None:
    """Write the columns, the vehicle, the drivers and the coverages of a contract.

    `recorded_at` follows the state: a suspension or an end that comes without its date counts from there.
    """
    if contract.state not in (None, record.state):
        contract.recorded_at = now()
    _set(contract, {
        "number": record.number, "state": record.state, "product": record.product, "effective_on": record.effective_on,
        "ends_on": record.ends_on, "anniversary": record.anniversary, "options": list(record.options),
        "bonus_malus_hundredths": record.bonus_malus_hundredths, "bonus_malus_on": record.bonus_malus_on,
        "premium_cents": record.premium.annual_cents, "payment_frequency": record.premium.frequency,
        "payment_method": record.premium.method, "formal_notice_on": record.formal_notice_on,
        "suspended_on": record.suspended_on, "may_be_terminated_on": record.may_be_terminated_on,
        "fva_transmitted_on": record.fva_transmitted_on, "documents_due_on": record.documents_due_on,
        "termination_reason": record.termination_reason,
    })
    _set(contract.vehicle, _values(record.vehicle))
    contract.drivers = _aligned(contract.drivers, record.drivers, Driver)
    contract.coverages = _aligned(contract.coverages, record.coverages, Coverage)


def write_lists(contract: Contract, record: Record, books: Books) -> list[str]:
    """Write the account, the instalments and the past claims of a contract, and return the names of what changed."""
    return [name for name, has_changed in (
        ("iban", _write_mandate(contract, record.premium, books)),
        ("instalments", _write_instalments(contract, record, books)),
        ("claims", _write_past_claims(contract, record.past_claims)),
    ) if has_changed]


def add_version(contract: Contract, record: Record, changes: list[str]) -> None:
    """Add the version of the contract that this line describes: proofs of the older ones say so from now on."""
    number = contract.versions[0].number + 1 if contract.versions else 1
    contract.versions.insert(0, ContractVersion(number=number, recorded_at=now(), changes=changes, facts=record.facts))


def _write_mandate(contract: Contract, premium: records.Premium, books: Books) -> bool:
    """Keep the mandate of a line that is silent about it, unless the premium is now paid by card."""
    mandate = books.mandates.get(contract.id)
    if premium.iban is None:
        if mandate is None or premium.method != PaymentMethod.CARD:
            return False
        db.session.delete(mandate)
        return True
    if mandate is None:
        mandate = SepaMandate(contract_id=contract.id)
        books.late.append(mandate)
    _set(mandate, {"reference": premium.mandate_reference, "signed_on": premium.mandate_signed_on})
    return _set(mandate, {"iban": premium.iban})


def _write_instalments(contract: Contract, record: Record, books: Books) -> bool:
    """Bring the schedule to that of the line, after the payments of the years that it no longer mentions.

    Values move from row to row and positions never do, so that no two rows ever have the same one on the way.
    """
    rows = books.instalments.get(contract.id, [])
    wanted = [_values(item) for item in record.instalments]
    wanted = _former_payments(contract, rows, wanted) + wanted
    has_changed = len(rows) != len(wanted)
    for position, values in enumerate(wanted):
        if position < len(rows):
            has_changed |= _set(rows[position], values)
        else:
            books.late.append(Instalment(contract_id=contract.id, position=position, **values))
    for row in rows[len(wanted):]:
        db.session.delete(row)
    return has_changed


def _former_payments(contract: Contract, rows: Sequence[Instalment], wanted: list[dict]) -> list[dict]:
    """Return what was paid before the first day of the new schedule; nothing when the contract itself was moved."""
    if not rows or _has_moved(contract):
        return []
    first = min((values["due_on"] for values in wanted), default=None)
    return [{"due_on": row.due_on, "amount_cents": row.amount_cents, "state": row.state, "paid_on": row.paid_on}
            for row in rows
            if row.state == InstalmentState.PAID and (first is None or row.due_on < first)]


def _has_moved(contract: Contract) -> bool:
    before = contract.versions[0].facts if contract.versions else {}
    return before.get("effective_date") != contract.effective_on.isoformat()


def _write_past_claims(contract: Contract, past_claims: Sequence[records.PastClaim]) -> bool:
    rows = {row.reference: row for row in contract.past_claims}
    has_changed = rows.keys() != {claim.reference for claim in past_claims}
    wanted = []
    for claim in past_claims:
        row = rows.get(claim.reference) or PastClaim()
        has_changed |= _set(row, _values(claim))
        wanted.append(row)
    if has_changed:
        contract.past_claims = wanted
    return has_changed


def _aligned(rows: list, items: Sequence, model: type) -> list:
    """Return a row per item, in order: the present ones place by place, then new ones; those left over are orphans."""
    aligned = []
    for position, item in enumerate(items):
        row = rows[position] if position < len(rows) else model(position=position)
        _set(row, _values(item))
        aligned.append(row)
    return aligned


def _set(row, values: dict) -> bool:
    """Write the values that differ and return whether any did."""
    different = [name for name, value in values.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, values[name])
    return bool(different)


@lru_cache(maxsize=32)
def _names(kind: type) -> tuple[str, ...]:
    return tuple(part.name for part in fields(kind))


def _values(item) -> dict:
    return {name: getattr(item, name) for name in _names(type(item))}
