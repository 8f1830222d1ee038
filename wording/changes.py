"""What differs between two records of a contract (docs/import-format.md), as its papers say it: before, after."""
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from insurance.contracts.models import PaymentMethod
from insurance.contracts.plates import display_form
from wording.billing import FREQUENCIES, METHODS, collection_day
from wording.contracts import COVERAGES, DRIVER_ROLES, ENERGIES, OPTIONS, PARKINGS, PRODUCTS, USAGES
from wording.figures import euros, grouped, long_date

HOLDER, PLAN, VEHICLE, DRIVERS, PAYMENT = (
    "Changement de coordonnées", "Changement de garanties", "Changement de véhicule", "Changement de conducteurs",
    "Changement de paiement")
USE = "Changement d’usage du véhicule"
SEVERAL = "Modification du contrat"


class Difference(NamedTuple):
    """A term and what it said, blank when it is new; what it says, blank when it is taken away; what this is about."""

    label: str
    before: str
    after: str
    subject: str


def contract_changes(before: dict, after: dict) -> list[Difference]:
    """Return the terms of a contract that differ, in the order of its special conditions. Its premium is not one.

    What the books note beside the terms (state, payments, claims, bonus-malus) is no term either.
    """
    plain = (Difference(label, said(before), said(after), subject) for label, subject, said in _TERMS)
    found = [*plain, *_drivers(before, after), *_coverages(before, after), *_options(before, after)]
    return [one for one in found if one.before != one.after]


def subject_of(changes: list[Difference]) -> str:
    """Return what a change that came without a name is about."""
    subjects = {one.subject for one in changes}
    return subjects.pop() if len(subjects) == 1 else SEVERAL


def _vehicle(name: str, words=str):
    """Return how a field of the vehicle is said; blank when it is not there."""
    def said(record: dict) -> str:
        value = record["vehicle"].get(name)
        return "" if value in (None, "") else words(value)
    return said


def _address(record: dict) -> str:
    address = record["holder"]["address"]
    town = f"{address['postcode']} {address['city']}".strip()
    country = "" if address["country"] == "FR" else address["country"]
    return ", ".join(part for part in (address["line1"], address.get("line2"), town, country) if part)


def _garage(record: dict) -> str:
    """Return where the vehicle sleeps."""
    place = record["vehicle"].get("garage")
    if place is None:
        return "Chez le souscripteur"
    return ", ".join(part for part in (place.get("line1"), f"{place['postcode']} {place['city']}".strip()) if part)


def _payment(record: dict) -> str:
    premium = record["premium"]
    return f"{FREQUENCIES[premium['frequency']]}, {METHODS[premium['method']]}".capitalize()


def _collection_day(record: dict) -> str:
    """Return the day of the debit; until one is chosen, the schedule says it."""
    if record["premium"]["method"] != PaymentMethod.DIRECT_DEBIT:
        return ""
    day = record["premium"].get("collection_day")
    return collection_day(day).capitalize() if day else "Selon l’échéancier"


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text))


_TERMS = (
    ("Souscripteur", HOLDER, lambda record: f"{record['holder']['first_name']} {record['holder']['last_name']}"),
    ("Adresse du souscripteur", HOLDER, _address),
    ("Formule", PLAN, lambda record: PRODUCTS[record["product"]]),
    ("Véhicule", VEHICLE, lambda record: f"{record['vehicle']['make']} {record['vehicle']['model']}"),
    ("Immatriculation", VEHICLE, _vehicle("registration", display_form)),
    ("N° d’identification", VEHICLE,
     lambda record: record["vehicle"].get("vin") or record["vehicle"].get("serial_number") or ""),
    ("Énergie", VEHICLE, _vehicle("energy", ENERGIES.get)),
    ("Puissance fiscale", VEHICLE, _vehicle("fiscal_power", lambda value: f"{value}\u00a0CV")),
    ("Première mise en circulation", VEHICLE, _vehicle("first_registration", _day)),
    ("Usage", USE, _vehicle("usage", USAGES.get)),
    ("Stationnement habituel", USE, _vehicle("parking", PARKINGS.get)),
    ("Lieu de stationnement", USE, _garage),
    ("Kilométrage annuel", USE,
     lambda record: _vehicle("mileage_limit_km", lambda value: f"{grouped(value)}\u00a0km au plus")(record) or "Sans limite"),
    ("Remorques couvertes", USE, _vehicle("trailers")),
    ("Transport de personnes", USE, lambda record: "À titre onéreux" if record["vehicle"].get("paid_transport") else ""),
    ("Paiement", PAYMENT, _payment),
    ("Jour de prélèvement", PAYMENT, _collection_day),
)


def _drivers(before: dict, after: dict) -> Iterator[Difference]:
    """Yield each driver who comes, who goes, or of whom something changes, told apart by name and day of birth."""
    was, becomes = ({_person(one): one for one in record["drivers"]} for record in (before, after))
    for person in dict.fromkeys([*was, *becomes]):
        old, new = was.get(person), becomes.get(person)
        if old is None or new is None:
            label = DRIVER_ROLES[(new or old)["role"]]
            yield Difference(label, _identity(old), _identity(new), DRIVERS)
        else:
            yield Difference(f"{person[0]} {person[1]}", _standing(old), _standing(new), DRIVERS)


def _person(driver: dict) -> tuple[str, str, str]:
    return driver["first_name"].strip(), driver["last_name"].strip(), driver["birth_date"]


def _identity(driver: dict | None) -> str:
    """Return who a driver is; blank for nobody."""
    if driver is None:
        return ""
    born = {"M.": "né", "Mme": "née"}.get(driver.get("title"), "né(e)")
    first_name, last_name, birth_date = _person(driver)
    return f"{first_name} {last_name}, {born} le {_day(birth_date)}"


def _standing(driver: dict) -> str:
    """Return what a driver is on the contract, and the licence."""
    words = [DRIVER_ROLES[driver["role"]]]
    if driver.get("licence_number"):
        words.append(f"permis n°\u00a0{driver['licence_number']}")
    if driver.get("licence_date"):
        words.append(f"permis obtenu le {_day(driver['licence_date'])}")
    return ", ".join(words)


def _coverages(before: dict, after: dict) -> Iterator[Difference]:
    was, becomes = ({one["code"]: one for one in record["coverages"]} for record in (before, after))
    for code in dict.fromkeys([*was, *becomes]):
        yield Difference(COVERAGES[code][0], _amounts(was.get(code)), _amounts(becomes.get(code)), PLAN)


def _amounts(coverage: dict | None) -> str:
    """Return what stays at the customer's charge and up to what a coverage pays; blank for one that is not there."""
    if coverage is None:
        return ""
    deductible, limit = coverage.get("deductible_cents"), coverage.get("limit_cents")
    words = ["Souscrite" if deductible is None else f"Franchise {euros(deductible)}" if deductible else "Sans franchise"]
    if limit:
        words.append(f"jusqu’à {euros(limit)}")
    return ", ".join(words)


def _options(before: dict, after: dict) -> Iterator[Difference]:
    was, becomes = (record.get("options", ()) for record in (before, after))
    for code in dict.fromkeys([*was, *becomes]):
        yield Difference("Option", *(OPTIONS[code][0] if code in codes else "" for codes in (was, becomes)), PLAN)
