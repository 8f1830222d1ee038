"""The terms of a contract: the portfolio format (docs/import-format.md) with real types, and the rows that hold them.

Days are `date`, amounts are integer cents, codes are the texts of the format. An imported line and a change made here
are written the same way: only what differs is touched.
"""
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

from insurance.clock import now
from insurance.contracts import models, plates


@dataclass(frozen=True, slots=True)
class Vehicle:
    """The insured vehicle. An unregistered one (a scooter) has a serial number and an empty plate."""

    is_registered: bool
    plate: str
    plate_key: str
    serial_number: str | None
    make: str
    model: str
    vin: str | None
    energy: str | None
    fiscal_power: int | None
    first_registered_on: date
    usage: str
    parking: str | None
    mileage_limit_km: int | None
    garage: dict | None
    trailers: str | None
    has_paid_transport: bool


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver named on the contract."""

    role: str
    title: str | None
    first_name: str
    last_name: str
    born_on: date
    licence_number: str | None
    licensed_on: date | None
    insured_since: date | None
    is_accompanied: bool
    antecedents: list[dict]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A coverage; amounts are cents, None when the line says nothing."""

    code: str
    deductible_cents: int | None
    limit_cents: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a contract says of itself: its columns, its vehicle, its drivers, its coverages."""

    state: str
    product: str
    effective_on: date
    ends_on: date | None
    anniversary: str
    vehicle: Vehicle
    bonus_malus_hundredths: int
    bonus_malus_on: date
    drivers: tuple[Driver, ...]
    coverages: tuple[Coverage, ...]
    options: tuple[str, ...]
    premium_cents: int
    payment_frequency: str
    payment_method: str
    collection_day: int | None
    formal_notice_on: date | None
    suspended_on: date | None
    may_be_terminated_on: date | None
    fva_transmitted_on: date | None
    documents_due_on: date | None
    termination_reason: str | None


def terms_in(facts: dict) -> dict:
    """Return the fields of `Terms` that a record of the portfolio format says, its shape being right."""
    bonus_malus, premium = facts["bonus_malus"], facts["premium"]
    return {
        "state": facts["status"], "product": facts["product"], "effective_on": to_day(facts["effective_date"]),
        "ends_on": optional_day(facts, "end_date"), "anniversary": facts["anniversary"],
        "vehicle": _vehicle(facts["vehicle"]),
        "bonus_malus_hundredths": round(bonus_malus["coefficient"] * 100),
        "bonus_malus_on": to_day(bonus_malus["as_of"]),
        "drivers": tuple(_driver(part) for part in facts["drivers"]),
        "coverages": tuple(
            Coverage(part["code"], _whole(part, "deductible_cents"), _whole(part, "limit_cents"))
            for part in facts["coverages"]),
        "options": tuple(dict.fromkeys(facts.get("options", ()))),
        "premium_cents": int(premium["annual_cents"]), "payment_frequency": premium["frequency"],
        "payment_method": premium["method"], "collection_day": _whole(premium, "collection_day"),
        "formal_notice_on": optional_day(facts, "formal_notice_on"),
        "suspended_on": optional_day(facts, "suspended_on"),
        "may_be_terminated_on": optional_day(facts, "may_be_terminated_on"),
        "fva_transmitted_on": optional_day(facts, "fva_transmitted_on"),
        "documents_due_on": optional_day(facts, "documents_due_on"),
        "termination_reason": facts.get("termination_reason") or None,
    }


def write_terms(contract: models.Contract, terms: Terms) -> None:
    """Write the columns, the vehicle, the drivers and the coverages of a contract.

    `recorded_at` follows the state: a suspension or an end that comes without its date counts from there.
    """
    if contract.state not in (None, terms.state):
        contract.recorded_at = now()
    parts = {"vehicle", "drivers", "coverages", "options"}
    write(contract, {name: getattr(terms, name) for name in names_of(Terms) if name not in parts}
          | {"options": list(terms.options)})
    write(contract.vehicle, values_of(terms.vehicle))
    contract.drivers = _aligned(contract.drivers, terms.drivers, models.Driver)
    contract.coverages = _aligned(contract.coverages, terms.coverages, models.Coverage)


def write(row, values: dict) -> bool:
    """Write in a row the values that differ and return whether any did."""
    different = [name for name, value in values.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, values[name])
    return bool(different)


@lru_cache(maxsize=32)
def names_of(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass."""
    return tuple(part.name for part in fields(kind))


def values_of(item) -> dict:
    """Return the fields of a dataclass, by name."""
    return {name: getattr(item, name) for name in names_of(type(item))}


@lru_cache(maxsize=4096)
def to_day(text: str) -> date:
    """Return the day of a text that is known to be one (YYYY-MM-DD)."""
    return date.fromisoformat(text)


def optional_day(facts: dict, name: str) -> date | None:
    """Return the day of a field that may be absent."""
    text = facts.get(name)
    return None if text is None else to_day(text)


def _vehicle(facts: dict) -> Vehicle:
    return Vehicle(
        is_registered=facts.get("registered", True),
        plate=plates.display_form(facts["registration"]),
        plate_key=plates.normalise(facts["registration"]),
        serial_number=facts.get("serial_number") or None,
        make=facts["make"],
        model=facts["model"],
        vin=facts.get("vin"),
        energy=facts.get("energy"),
        fiscal_power=_whole(facts, "fiscal_power"),
        first_registered_on=to_day(facts["first_registration"]),
        usage=facts["usage"],
        parking=facts.get("parking"),
        mileage_limit_km=_whole(facts, "mileage_limit_km"),
        garage=facts.get("garage"),
        trailers=facts.get("trailers") or None,
        has_paid_transport=facts.get("paid_transport", False),
    )


def _driver(facts: dict) -> Driver:
    return Driver(
        role=facts["role"],
        title=facts.get("title"),
        first_name=facts["first_name"].strip(),
        last_name=facts["last_name"].strip(),
        born_on=to_day(facts["birth_date"]),
        licence_number=facts.get("licence_number") or None,
        licensed_on=optional_day(facts, "licence_date"),
        insured_since=optional_day(facts, "insured_since"),
        is_accompanied=facts.get("accompanied", False),
        antecedents=facts.get("antecedents", []),
    )


def _whole(facts: dict, name: str) -> int | None:
    number = facts.get(name)
    return None if number is None else int(number)


def _aligned(rows: list, items: Sequence, model: type) -> list:
    """Return a row per item, in order: the present ones place by place, then new ones; those left over are orphans."""
    aligned = []
    for position, item in enumerate(items):
        row = rows[position] if position < len(rows) else model(position=position)
        write(row, values_of(item))
        aligned.append(row)
    return aligned
