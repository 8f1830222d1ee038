"""A contract as the insurer's systems describe it: the format of docs/import-format.md with real types.

Days are `date`, amounts are integer cents, codes are the texts of the format. The terms are those of
`contracts.terms`. `facts` is the same record as plain JSON values, without its nulls and without the account number, so
that two descriptions can be compared and one be kept.
"""
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from insurance.billing import iban
from insurance.contracts.terms import Terms, optional_day, terms_in, to_day
from insurance.people.rules import number_key
from insurance.portfolio.document_files import DocumentFile


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
class Account:
    """The account that the premium is debited from, and the mandate for it; None where the line says nothing."""

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
class Renewal:
    """What the coming year will cost, part by part, in cents. A part is {"label", "amount_cents"}."""

    renewal_on: date
    reference_premium_cents: int
    coefficient_hundredths: int | None
    net_premium_cents: int
    surcharges: list
    reductions: list
    other_lines: list
    natural_disaster_cents: int | None
    taxes_cents: int
    total_cents: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Terms):
    """One accepted line: a whole contract. `line` is its number in the file, from 1.

    `digest` is the SHA-256, in hexadecimal, of `facts`: equal when nothing but the account number may differ.
    """

    line: int
    number: str
    number_key: str
    holder: Holder
    account: Account
    instalments: tuple[Instalment, ...]
    renewal: Renewal | None
    past_claims: tuple[PastClaim, ...]
    documents: tuple[Document, ...]
    facts: dict
    digest: str


def record_from(data: dict, line: int, file_named: Callable[[str], DocumentFile]) -> Record:
    """Return the record of a line whose shape is right. Raises what `file_named` raises on a file it refuses."""
    documents = tuple(
        Document(kind=part["kind"], title=part["title"], issued_on=to_day(part["issued_on"]),
                 file=file_named(part["file"]))
        for part in data.get("documents", ()))
    facts = _facts(data, documents)
    return Record(
        **terms_in(data),
        line=line,
        number=data["contract_number"],
        number_key=number_key(data["contract_number"]),
        holder=_holder(data["holder"]),
        account=_account(data["premium"]),
        instalments=instalments_in(data),
        renewal=_renewal(data["renewal"]) if data.get("renewal") else None,
        past_claims=tuple(
            PastClaim(part["reference"], to_day(part["date"]), part["kind"], int(part["at_fault_percent"]),
                      part.get("bodily_injury", False), part["status"] == "closed")
            for part in data.get("claims", ())),
        documents=documents,
        facts=facts,
        digest=_digest(facts),
    )


def instalments_in(facts: dict) -> tuple[Instalment, ...]:
    """Return the schedule that a record says."""
    return tuple(
        Instalment(to_day(part["due_date"]), int(part["amount_cents"]), part["status"], optional_day(part, "paid_on"))
        for part in facts.get("instalments", ()))


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


def _account(data: dict) -> Account:
    return Account(iban=iban.normalise(data.get("iban", "")) or None,
                   mandate_reference=data.get("mandate_reference") or None,
                   mandate_signed_on=optional_day(data, "mandate_signed_on"))


def _renewal(data: dict) -> Renewal:
    coefficient, natural_disaster = data.get("coefficient"), data.get("natural_disaster_cents")
    return Renewal(
        renewal_on=to_day(data["renewal_on"]),
        reference_premium_cents=int(data["reference_premium_cents"]),
        coefficient_hundredths=None if coefficient is None else round(coefficient * 100),
        net_premium_cents=int(data["net_premium_cents"]),
        surcharges=_lines(data, "surcharges"), reductions=_lines(data, "reductions"),
        other_lines=_lines(data, "other_lines"),
        natural_disaster_cents=None if natural_disaster is None else int(natural_disaster),
        taxes_cents=int(data["taxes_cents"]),
        total_cents=int(data["total_cents"]),
    )


def _lines(data: dict, name: str) -> list[dict]:
    return [{"label": part["label"], "amount_cents": int(part["amount_cents"])} for part in data.get(name) or ()]


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
