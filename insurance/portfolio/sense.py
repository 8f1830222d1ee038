"""What a well-formed record must not say: days in the wrong order, an impossible age, an account that does not exist.

Only what would make a page lie is refused. What is merely unusual is the insurer's business and enters as it is: a
vehicle registered after the contract began, a late payment, a premium that its instalments do not add up to.
"""
import re
import unicodedata
from calendar import isleap, monthrange
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from insurance.billing import iban
from insurance.contracts.terms import Driver
from insurance.people.rules import fold
from insurance.portfolio.faults import Fault, fault
from insurance.portfolio.records import Holder, Record

YOUNGEST = 14  # nobody drives anything that must be insured before that age (code de la route, art. R412-43-3)
OLDEST = 120
_SUSPECT = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\\\\[ubfnrt]")
_TURNS_TEXT = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def unreadable_text(line: str, data: dict) -> list[Fault]:
    """Return the texts that hold characters no database, page or PDF can show: controls, halves of characters, turns.

    `line` is the source: without an escape or such a character in it, there is nothing to look for.
    """
    return list(_unreadable(data, "")) if _SUSPECT.search(line) else []


def contradictions(record: Record, data: dict, today: date) -> list[Fault]:
    """Return everything that a record whose shape is right says wrongly. `data` is the line as it was read."""
    return [found for rule in _RULES for found in rule(record, data, today)]


def _unreadable(value: object, path: str) -> Iterator[Fault]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _unreadable(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from _unreadable(part, f"{path}[{position}]")
    elif isinstance(value, str) and (reason := _reason_unreadable(value)):
        yield fault(path, value, reason)


def _reason_unreadable(text: str) -> str | None:
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs":
            return "Half of a character (an unpaired surrogate): the export cut a text in two."
        if category in ("Cc", "Zl", "Zp") or character in "\ufeff\ufffe\uffff":
            return f"The text holds a control character (U+{ord(character):04X}), such as a line break or a tab."
        if character in _TURNS_TEXT:
            return f"The text holds an invisible character that changes the reading order (U+{ord(character):04X})."
    return None


def _number(record: Record, _data: dict, _today: date) -> Iterator[Fault]:
    if len(record.number_key) < 4:
        yield fault("contract_number", record.number, "Expected at least four letters or digits besides the dashes.")


def _period(record: Record, _data: dict, _today: date) -> Iterator[Fault]:
    if record.ends_on and record.ends_on < record.effective_on:
        yield fault("end_date", record.ends_on, f"The contract ends before it begins ({record.effective_on}).")
    month, day = int(record.anniversary[:2]), int(record.anniversary[3:])
    last = monthrange(2000, month)[1]  # a leap year: 29 February is an anniversary
    if day > last:
        yield fault("anniversary", record.anniversary, f"Month {month} never has {day} days.")


def _unpaid_calendar(record: Record, _data: dict, _today: date) -> Iterator[Fault]:
    """Formal notice, suspension, termination come in that order (code des assurances, art. L113-3)."""
    steps = [(name, day) for name in ("formal_notice_on", "suspended_on", "may_be_terminated_on")
             if (day := getattr(record, name))]
    for (earlier, before), (later, after) in pairwise(steps):
        if after < before:
            yield fault(later, after, f"This day comes before {earlier} ({before}).")


def _people(record: Record, _data: dict, today: date) -> Iterator[Fault]:
    for field in ("first_name", "last_name"):
        if not fold(getattr(record.holder, field)):
            yield fault(f"holder.{field}", getattr(record.holder, field), "A name has at least one letter.")
    yield from _age("holder.birth_date", record.holder, today)
    for position, driver in enumerate(record.drivers):
        yield from _age(f"drivers[{position}].birth_date", driver, today)


def _age(field: str, person: Holder | Driver, today: date) -> Iterator[Fault]:
    born = person.born_on
    if born > today:
        yield fault(field, born, "A birth date cannot be in the future.")
        return
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not YOUNGEST <= age <= OLDEST:
        yield fault(field, born, f"This person would be {age} years old; expected {YOUNGEST} to {OLDEST}.")


def _vehicle(record: Record, _data: dict, _today: date) -> Iterator[Fault]:
    vehicle = record.vehicle
    if vehicle.is_registered and not vehicle.plate_key:
        yield fault("vehicle.registration", vehicle.plate,
                    'A registered vehicle has a plate; one without a plate says "registered": false.')
    if not vehicle.is_registered and not vehicle.serial_number:
        yield fault("vehicle.serial_number", vehicle.serial_number,
                    "A vehicle without a plate is known by its serial number, which is missing.")


def _money(record: Record, data: dict, _today: date) -> Iterator[Fault]:
    coefficient = data["bonus_malus"]["coefficient"]
    if abs(coefficient * 100 - record.bonus_malus_hundredths) > 1e-6:
        yield fault("bonus_malus.coefficient", coefficient, "A coefficient has two decimals at most.")
    if record.account.iban and (reason := iban.fault_in(record.account.iban)):
        yield fault("premium.iban", record.account.iban, reason)


def _renewal(record: Record, data: dict, _today: date) -> Iterator[Fault]:
    """The day of a renewal is the anniversary; its parts are its total, for the notice prints both."""
    renewal = record.renewal
    if renewal is None:
        return
    expected = "02-28" if record.anniversary == "02-29" and not isleap(renewal.renewal_on.year) else record.anniversary
    if f"{renewal.renewal_on:%m-%d}" != expected:
        yield fault("renewal.renewal_on", renewal.renewal_on, f"The anniversary is {record.anniversary}.")
    coefficient = data["renewal"].get("coefficient")
    if coefficient is not None and abs(coefficient * 100 - renewal.coefficient_hundredths) > 1e-6:
        yield fault("renewal.coefficient", coefficient, "A coefficient has two decimals at most.")
    added = sum(one["amount_cents"] for one in (*renewal.surcharges, *renewal.other_lines))
    taken_off = sum(one["amount_cents"] for one in renewal.reductions)
    parts = renewal.net_premium_cents + added + (renewal.natural_disaster_cents or 0) + renewal.taxes_cents - taken_off
    if parts != renewal.total_cents:
        yield fault("renewal.total_cents", renewal.total_cents, f"The parts make {parts}.")


def _repeated(record: Record, _data: dict, _today: date) -> Iterator[Fault]:
    """One coverage has one deductible; one reference names one claim."""
    for field, key, values in (
        ("coverages", "code", [coverage.code for coverage in record.coverages]),
        ("claims", "reference", [claim.reference for claim in record.past_claims]),
    ):
        for position, value in enumerate(values):
            if (first := values.index(value)) < position:
                yield fault(f"{field}[{position}].{key}", value, f"Already said in {field}[{first}].")


_RULES: tuple[Callable[[Record, dict, date], Iterator[Fault]], ...] = (
    _number, _period, _unpaid_calendar, _people, _vehicle, _money, _renewal, _repeated,
)
