"""What an issued paper says, frozen on the day it is issued. Values only: no database, no clock, no French sentence.

A paper *is* its facts: the PDF and the page are two ways of showing them. They are stored as JSON (`facts_to_dict`)
and read back years later (`facts_from_dict`) to print the same bytes: a durable medium is one that can be reproduced
unchanged (art. L111-9 du code des assurances), for five years at least after the contract (L111-11).

A new kind of paper is a frozen dataclass under `@paper_kind("its_name")`. A field added later to a stored kind must
have a default; a field is never renamed, never retyped, and a kind keeps its name for ever.
"""
import types
from collections.abc import Callable, Container
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any, get_args, get_origin, get_type_hints

from insurance.contracts.plates import PlateFamily, family_of
from insurance.references import read_code, spaced_code

SHORT_POLICY = timedelta(days=15)
"""A policy shorter than this says, on its memo, when its cover ends (art. R211-14-0-1 du code des assurances)."""

_CLASS_OF_KIND: dict[str, type] = {}
_KIND_OF_CLASS: dict[type, str] = {}


class UnreadableFacts(ValueError):
    """Stored facts that cannot be read back: not the fields of their kind, or not their types."""


class UnknownKind(UnreadableFacts):
    """A kind of paper that this version does not know."""


def paper_kind(name: str) -> Callable[[type], type]:
    """Register a frozen dataclass as the facts of a kind of paper, under the name that is stored with them."""
    def register(facts_class: type) -> type:
        if name in _CLASS_OF_KIND:
            raise ValueError(f"two kinds of paper are called {name!r}")
        _CLASS_OF_KIND[name] = facts_class
        _KIND_OF_CLASS[facts_class] = name
        return facts_class
    return register


@paper_kind("attestation")
@dataclass(frozen=True, kw_only=True)
class AttestationFacts:
    """The memo of a registered vehicle, "mémo véhicule assuré" (art. R211-14-0-1 du code des assurances).

    The law gives it no end and no signature. `covered_until` is the last covered day of a policy shorter than fifteen
    days, else None. `trailers` is the type of trailers that are covered, empty when there are none. `number` is empty
    until the paper is issued. `code` is 12 Crockford characters, without dashes, and `verify_url` the address where it
    can be checked. The postal addresses are printed line by line. Raises ValueError when the law or the paper could
    not bear the values: a mention left blank, a code that is none, an end where the law wants none.
    """

    number: str
    code: str
    issued_on: date
    insurer_name: str
    insurer_address: tuple[str, ...]
    insurer_phone: str
    assistance_phone: str
    holder_name: str
    holder_address: tuple[str, ...]
    contract_number: str
    effective_on: date
    covered_until: date | None = None
    plate: str
    make: str
    model: str
    trailers: str = ""
    has_paid_transport: bool = False
    verify_url: str

    def __post_init__(self):
        refuse_blanks(self, but={"number", "insurer_phone", "assistance_phone", "trailers"})
        refuse_other_than_a_code(self.code)
        if self.covered_until is not None:
            refuse_upside_down(self.effective_on, self.covered_until)
            if end_on_memo(self.effective_on, self.covered_until) is None:
                raise ValueError("a memo has no end date, unless the policy is shorter than fifteen days")

    @property
    def spaced_code(self) -> str:
        """The verification code in groups of four, as a person reads it aloud."""
        return spaced_code(self.code)

    @property
    def has_european_plate(self) -> bool:
        """Say whether the vehicle wears the French plate with the blue European band (SIV or WW series)."""
        return family_of(self.plate) in {PlateFamily.SIV, PlateFamily.WW}


@paper_kind("unregistered_attestation")
@dataclass(frozen=True, kw_only=True)
class UnregisteredAttestationFacts:
    """The attestation of a vehicle without a plate: e-scooter, ride-on mower (art. R211-15 à R211-17, A211-4 à A211-8).

    Valid from the first to the last of the days that the premium paid for. `vehicle_type` says what it is ("trottinette
    électrique"), empty when the make and the model suffice. `number`, `code` and `issued_on` identify the paper in
    our books; they are not among the mentions that art. A211-7 allows on it. Raises ValueError like its sister.
    """

    number: str
    code: str
    issued_on: date
    insurer_name: str
    insurer_address: tuple[str, ...]
    holder_name: str
    holder_address: tuple[str, ...]
    contract_number: str
    valid_from: date
    valid_until: date
    make: str
    model: str
    serial_number: str
    vehicle_type: str = ""

    def __post_init__(self):
        refuse_blanks(self, but={"number", "vehicle_type"})
        refuse_other_than_a_code(self.code)
        refuse_upside_down(self.valid_from, self.valid_until)


def end_on_memo(effective_on: date, ends_on: date | None) -> date | None:
    """Return the end that a memo must say: that of a policy shorter than fifteen days, None for any other.

    Code des assurances, art. R211-14-0-1: the presumption of such a policy lasts until the end of its covered period.
    """
    return ends_on if ends_on is not None and ends_on - effective_on < SHORT_POLICY else None


def facts_to_dict(facts: Any) -> dict[str, Any]:
    """Return facts as a JSON-able dict: their kind, then their fields; days in ISO 8601, tuples as lists.

    Raises UnknownKind for facts of no registered kind.
    """
    if type(facts) not in _KIND_OF_CLASS:
        raise UnknownKind(type(facts).__name__)
    return {"kind": _KIND_OF_CLASS[type(facts)]} | _stored(facts)


def facts_from_dict(stored: dict[str, Any]) -> Any:
    """Return the facts that `facts_to_dict` stored, equal to the first ones.

    Raises UnknownKind for a kind that is not registered, UnreadableFacts for anything else that is not as it was
    written: a missing, unknown or wrongly typed field. Nothing is guessed: this is what a paper once said.
    """
    kind = stored.get("kind")
    facts_class = _CLASS_OF_KIND.get(kind) if isinstance(kind, str) else None
    if facts_class is None:
        raise UnknownKind(f"{kind!r} is not a kind of paper")
    return _read(facts_class, {name: value for name, value in stored.items() if name != "kind"}, kind)


def refuse_blanks(facts: Any, but: Container[str] = ()) -> None:
    """Raise ValueError for an empty mention, `but` those named: a paper with a hole is worse than none."""
    for field in fields(facts):
        value = getattr(facts, field.name)
        is_blank = not value.strip() if isinstance(value, str) else value == ()
        if is_blank and field.name not in but:
            raise ValueError(f"{field.name} is empty")


def refuse_other_than_a_code(code: str) -> None:
    """Raise ValueError for what could not be typed back as a verification code."""
    if read_code(code) != code:
        raise ValueError("a verification code is 12 Crockford characters")


def refuse_upside_down(first: date, last: date) -> None:
    """Raise ValueError for a period that ends before it begins."""
    if last < first:
        raise ValueError("the period ends before it begins")


def _stored(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if is_dataclass(value):
        return {field.name: _stored(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_stored(item) for item in value]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if value is None or type(value) in {str, int, bool}:
        return value
    raise TypeError(f"facts hold no {type(value).__name__}")


def _read(expected: Any, value: Any, place: str) -> Any:
    """Return a stored value as the type its field declares; `place` names it in the error."""
    if is_dataclass(expected):
        return _read_fields(expected, value, place)
    if get_origin(expected) is tuple and isinstance(value, list):
        return tuple(_read(get_args(expected)[0], item, place) for item in value)
    if get_origin(expected) is types.UnionType:
        return None if value is None else _read(get_args(expected)[0], value, place)
    if expected is date and isinstance(value, str):
        return _read_day(value, place)
    if expected in {str, int, bool} and type(value) is expected:
        return value
    raise UnreadableFacts(f"{place}: {value!r} is not what was stored")


def _read_fields(facts_class: type, value: Any, place: str) -> Any:
    known = {field.name: field for field in fields(facts_class)}
    required = {name for name, field in known.items() if field.default is MISSING}
    if not isinstance(value, dict) or not required <= value.keys() <= known.keys():
        raise UnreadableFacts(f"{place}: not the fields of {facts_class.__name__}")
    hints = get_type_hints(facts_class)
    try:
        return facts_class(**{name: _read(hints[name], item, f"{place}.{name}") for name, item in value.items()})
    except UnreadableFacts:
        raise
    except ValueError as error:
        raise UnreadableFacts(f"{place}: {error}") from error


def _read_day(value: str, place: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UnreadableFacts(f"{place}: {value!r} is not a day") from error
