"""A contract as the insurer's systems describe it: the format of docs/import-format.md with real types.

Days are `date`, amounts are integer cents, codes are the texts of the format. `facts` is the same record as plain JSON
values, without its nulls and without the account number, so that two descriptions can be compared and one be kept.
"""
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from insurance.contracts import plates
from insurance.people.rules import number_key
from insurance.portfolio import iban
from insurance.portfolio.document_files import DocumentFile
from insurance.portfolio.shape import to_day


@dataclass(frozen=True, slots=True)
class Holder:
    """The person who signed the contract."""

    title: str
    first_name: str
    last_name: str
    born_on: date
    email: str
    phone: str | None
    address_line1: str
    address_line2: str | None
    postcode: str
    city: str
    country: str


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


@dataclass(frozen=True, slots=True)
class Coverage:
    """A coverage; amounts are cents, None when the line says nothing."""

    code: str
    deductible_cents: int | None
    limit_cents: int | None


@dataclass(frozen=True, slots=True)
class Premium:
    """The yearly price in cents, and how it is paid."""

    annual_cents: int
    frequency: str
    method: str
    iban: str | None
    mandate_reference: str | None
    mandate_signed_on: date | None


@dataclass(frozen=True, slots=True)
class Instalment:
    """A sum, in cents, that falls due on a day."""

    due_on: date
    amount_cents: int
    state: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class PastClaim:
    """A claim that the insurer's books already know."""

    reference: str
    occurred_on: date
    kind: str
    at_fault_percent: int
    has_injury: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of the contract and the file that holds it."""

    kind: str
    title: str
    issued_on: date
    file: DocumentFile


@dataclass(frozen=True, slots=True)
class Record:
    """One accepted line: a whole contract. `line` is its number in the file, from 1.

    `digest` is the SHA-256, in hexadecimal, of `facts`: equal when nothing but the account number may differ.
    """

    line: int
    number: str
    number_key: str
    state: str
    product: str
    effective_on: date
    ends_on: date | None
    anniversary: str
    holder: Holder
    vehicle: Vehicle
    bonus_malus_hundredths: int
    bonus_malus_on: date
    drivers: tuple[Driver, ...]
    coverages: tuple[Coverage, ...]
    options: tuple[str, ...]
    premium: Premium
    instalments: tuple[Instalment, ...]
    past_claims: tuple[PastClaim, ...]
    documents: tuple[Document, ...]
    formal_notice_on: date | None
    suspended_on: date | None
    may_be_terminated_on: date | None
    fva_transmitted_on: date | None
    documents_due_on: date | None
    termination_reason: str | None
    facts: dict
    digest: str


def record_from(data: dict, line: int, file_named: Callable[[str], DocumentFile]) -> Record:
    """Return the record of a line whose shape is right. Raises what `file_named` raises on a file it refuses."""
    documents = tuple(
        Document(kind=part["kind"], title=part["title"], issued_on=to_day(part["issued_on"]),
                 file=file_named(part["file"]))
        for part in data.get("documents", ()))
    bonus_malus = data["bonus_malus"]
    facts = _facts(data, documents)
    return Record(
        line=line,
        number=data["contract_number"],
        number_key=number_key(data["contract_number"]),
        state=data["status"],
        product=data["product"],
        effective_on=to_day(data["effective_date"]),
        ends_on=_day(data, "end_date"),
        anniversary=data["anniversary"],
        holder=_holder(data["holder"]),
        vehicle=_vehicle(data["vehicle"]),
        bonus_malus_hundredths=round(bonus_malus["coefficient"] * 100),
        bonus_malus_on=to_day(bonus_malus["as_of"]),
        drivers=tuple(_driver(part) for part in data["drivers"]),
        coverages=tuple(
            Coverage(part["code"], _whole(part, "deductible_cents"), _whole(part, "limit_cents"))
            for part in data["coverages"]),
        options=tuple(dict.fromkeys(data.get("options", ()))),
        premium=_premium(data["premium"]),
        instalments=tuple(
            Instalment(to_day(part["due_date"]), int(part["amount_cents"]), part["status"], _day(part, "paid_on"))
            for part in data.get("instalments", ())),
        past_claims=tuple(
            PastClaim(part["reference"], to_day(part["date"]), part["kind"], int(part["at_fault_percent"]),
                      part.get("bodily_injury", False), part["status"] == "closed")
            for part in data.get("claims", ())),
        documents=documents,
        formal_notice_on=_day(data, "formal_notice_on"),
        suspended_on=_day(data, "suspended_on"),
        may_be_terminated_on=_day(data, "may_be_terminated_on"),
        fva_transmitted_on=_day(data, "fva_transmitted_on"),
        documents_due_on=_day(data, "documents_due_on"),
        termination_reason=data.get("termination_reason") or None,
        facts=facts,
        digest=_digest(facts),
    )


def _holder(data: dict) -> Holder:
    address = data["address"]
    return Holder(
        title=data["title"],
        first_name=data["first_name"].strip(),
        last_name=data["last_name"].strip(),
        born_on=to_day(data["birth_date"]),
        email=data["email"],
        phone=data.get("phone") or None,
        address_line1=address["line1"],
        address_line2=address.get("line2") or None,
        postcode=address["postcode"],
        city=address["city"],
        country=address["country"],
    )


def _vehicle(data: dict) -> Vehicle:
    return Vehicle(
        is_registered=data.get("registered", True),
        plate=plates.display_form(data["registration"]),
        plate_key=plates.normalise(data["registration"]),
        serial_number=data.get("serial_number") or None,
        make=data["make"],
        model=data["model"],
        vin=data.get("vin"),
        energy=data.get("energy"),
        fiscal_power=_whole(data, "fiscal_power"),
        first_registered_on=to_day(data["first_registration"]),
        usage=data["usage"],
        parking=data.get("parking"),
        mileage_limit_km=_whole(data, "mileage_limit_km"),
        trailers=data.get("trailers") or None,
        has_paid_transport=data.get("paid_transport", False),
    )


def _driver(data: dict) -> Driver:
    return Driver(
        role=data["role"],
        title=data.get("title"),
        first_name=data["first_name"].strip(),
        last_name=data["last_name"].strip(),
        born_on=to_day(data["birth_date"]),
        licence_number=data.get("licence_number") or None,
        licensed_on=_day(data, "licence_date"),
    )


def _premium(data: dict) -> Premium:
    return Premium(
        annual_cents=int(data["annual_cents"]),
        frequency=data["frequency"],
        method=data["method"],
        iban=iban.normalise(data.get("iban", "")) or None,
        mandate_reference=data.get("mandate_reference") or None,
        mandate_signed_on=_day(data, "mandate_signed_on"),
    )


def _day(data: dict, name: str) -> date | None:
    text = data.get(name)
    return None if text is None else to_day(text)


def _whole(data: dict, name: str) -> int | None:
    number = data.get(name)
    return None if number is None else int(number)


def _facts(data: dict, documents: tuple[Document, ...]) -> dict:
    """Return the line as plain values: without nulls, without the account number, with what each file holds."""
    facts = _without_nulls(data)
    facts["premium"].pop("iban", None)
    for part, document in zip(facts.get("documents", ()), documents, strict=True):
        part["sha256"] = document.file.sha256
    return facts


def _digest(facts: dict) -> str:
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _without_nulls(value):
    if isinstance(value, dict):
        return {name: _without_nulls(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_without_nulls(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
