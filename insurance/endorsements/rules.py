"""What may be declared in a change, how it is written, and from when it may hold: values in, values out."""
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from insurance.calendar import add_months, add_working_days, whole_years
from insurance.contracts import plates
from insurance.contracts.models import AntecedentKind, OptionCode
from insurance.endorsements.conditions_table import Conditions
from insurance.people.rules import fold

YOUNGEST_LICENSED, YOUNGEST_LEARNER, OLDEST = 16, 15, 110
ANTECEDENT_MONTHS = 36
LONGEST_NAME = 80
_LICENCE = re.compile(r"(?=(?:[A-Z]*\d){5})[0-9A-Z]{6,15}", re.ASCII)  # twelve digits since 2013, shorter before
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’-])*")


class DriverLink(StrEnum):
    """Who a driver is to the holder."""

    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    RELATIVE = "relative"
    OTHER = "other"


class LicenceOrigin(StrEnum):
    """Where a licence was issued."""

    FRANCE = "france"
    EUROPE = "europe"
    ELSEWHERE = "elsewhere"


class VehicleChange(StrEnum):
    """What changes when the vehicle does."""

    OTHER_VEHICLE = "other_vehicle"
    NEW_PLATE = "new_plate"  # the same vehicle, registered anew


class FormerVehicle(StrEnum):
    """What becomes of the vehicle that leaves the contract."""

    SOLD = "sold"
    DESTROYED = "destroyed"
    KEPT = "kept"


class Flaw(StrEnum):
    """Why an answer cannot be taken, and what to do. Worded in `wording.ENDORSEMENT_FLAWS`."""

    NOT_A_NAME = "not-a-name"
    IN_THE_FUTURE = "in-the-future"
    TOO_YOUNG = "too-young"
    TOO_OLD = "too-old"
    ALREADY_NAMED = "already-named"
    LICENSED_TOO_YOUNG = "licensed-too-young"
    NO_LICENCE_DAY = "no-licence-day"
    NO_LICENCE_NUMBER = "no-licence-number"
    NOT_A_LICENCE = "not-a-licence"
    TOO_LONG_AGO = "too-long-ago"
    NOTHING_TICKED = "nothing-ticked"
    NO_CLAIM = "no-claim"
    NO_SANCTION = "no-sanction"
    NOT_A_PLATE = "not-a-plate"
    SAME_PLATE = "same-plate"
    NOT_A_POWER = "not-a-power"
    TOO_OLD_A_VEHICLE = "too-old-a-vehicle"
    NOTHING_CHANGES = "nothing-changes"
    NOT_WITH_THIS_PLAN = "not-with-this-plan"
    IN_THE_PAST = "in-the-past"
    BEFORE_CONTRACT = "before-contract"
    TOO_FAR = "too-far"
    AFTER_RENEWAL = "after-renewal"
    AFTER_END = "after-end"


@dataclass(frozen=True)
class Window:
    """The first and the last day from which a change of a contract may hold, and why not later."""

    first: date
    last: date
    beyond: Flaw


def window(today: date, effective_on: date, ends_on: date | None, renewal_on: date, conditions: Conditions) -> Window:
    """Return the days from which a change may hold: not before today, nor before the contract, nor after its year.

    A change is never given back in time: what happened before it was accepted was not covered by it.
    """
    first = max(today, effective_on)
    ends = [(first + timedelta(days=conditions.latest_days), Flaw.TOO_FAR),
            (renewal_on - timedelta(days=1), Flaw.AFTER_RENEWAL)]
    if ends_on is not None:
        ends.append((ends_on, Flaw.AFTER_END))
    last, beyond = min(ends)
    return Window(first, max(first, last), beyond)


def day_flaw(on: date, days: Window, today: date) -> Flaw | None:
    """Return why a change cannot hold from a day, None when it can."""
    if on < today:
        return Flaw.IN_THE_PAST
    if on < days.first:
        return Flaw.BEFORE_CONTRACT
    return days.beyond if on > days.last else None


def identity_flaws(first_name: str, last_name: str, born_on: date, taken: set[tuple], today: date) -> dict[str, Flaw]:
    """Return what is wrong with who a driver is, by field. `taken`: the keys of those already named (`person_key`)."""
    flaws = {name: Flaw.NOT_A_NAME for name, text in (("first_name", first_name), ("last_name", last_name))
             if not _NAME.fullmatch(text) or not fold(text)}
    age = whole_years(born_on, today) if born_on <= today else -1
    if born_on > today:
        flaws["born_on"] = Flaw.IN_THE_FUTURE
    elif age < YOUNGEST_LEARNER:
        flaws["born_on"] = Flaw.TOO_YOUNG
    elif age > OLDEST:
        flaws["born_on"] = Flaw.TOO_OLD
    elif person_key(first_name, last_name, born_on) in taken:
        flaws["last_name"] = Flaw.ALREADY_NAMED
    return flaws


def person_key(first_name: str, last_name: str, born_on: date) -> tuple[str, str, str]:
    """Return the key under which a driver is the same in another spelling, as in `versions.rules`."""
    return fold(last_name), fold(first_name), born_on.isoformat()


def normal_licence(typed: str) -> str:
    """Return a licence number as it is compared: capitals and digits only."""
    return plates.normalise(typed)


def licence_flaws(licensed_on: date | None, number: str, origin: str, born_on: date, today: date) -> dict[str, Flaw]:
    """Return what is wrong with a licence, by field. A number is needed for a French one only.

    A French number has twelve digits (NEPH) on the present card, six to fifteen digits and letters on older ones.
    """
    flaws = {}
    if licensed_on is None:
        flaws["licensed_on"] = Flaw.NO_LICENCE_DAY
    elif licensed_on > today:
        flaws["licensed_on"] = Flaw.IN_THE_FUTURE
    elif whole_years(born_on, max(born_on, licensed_on)) < YOUNGEST_LICENSED:
        flaws["licensed_on"] = Flaw.LICENSED_TOO_YOUNG
    if origin == LicenceOrigin.FRANCE:
        if not number:
            flaws["licence_number"] = Flaw.NO_LICENCE_NUMBER
        elif not _LICENCE.fullmatch(number):
            flaws["licence_number"] = Flaw.NOT_A_LICENCE
    return flaws


def antecedent_flaw(on: date, today: date) -> Flaw | None:
    """Return why the day of a claim or of a sanction cannot be taken: to come, or older than what is asked."""
    if on > today:
        return Flaw.IN_THE_FUTURE
    return Flaw.TOO_LONG_AGO if on < add_months(today, -ANTECEDENT_MONTHS) else None


def plate_flaw(typed: str, present: str) -> Flaw | None:
    """Return why a plate cannot be taken, None when it is a French one and not the present one."""
    if not plates.is_plausible(typed):
        return Flaw.NOT_A_PLATE
    return Flaw.SAME_PLATE if plates.normalise(typed) == plates.normalise(present) else None


def registration_flaw(first_registered_on: date, today: date) -> Flaw | None:
    """Return why the day of a first registration cannot be taken."""
    if first_registered_on > today:
        return Flaw.IN_THE_FUTURE
    return Flaw.TOO_OLD_A_VEHICLE if first_registered_on.year < 1900 else None


def options_of_plan(product: str, first_registered_on: date, on: date, conditions: Conditions) -> tuple[str, ...]:
    """Return the options that go with a plan, for a vehicle of this age on a day, in their usual order."""
    return tuple(code for code in OptionCode if product in (rule := conditions.options[code]).plans and (
        rule.vehicle_months_below is None or on < add_months(first_registered_on, rule.vehicle_months_below)))


def answer_by(submitted_on: date, conditions: Conditions) -> date:
    """Return the day promised for an adviser's answer to what comes to them on a day: so many jours ouvrés later."""
    return add_working_days(submitted_on, conditions.adviser_working_days)


def at_fault(antecedents: list[dict]) -> int:
    """Return how many of these antecedents are claims in which the driver was at fault, wholly or partly."""
    return sum(one["kind"] == AntecedentKind.CLAIM and bool(one.get("at_fault_percent")) for one in antecedents)
