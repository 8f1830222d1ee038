"""What the answers make of a contract: a merge patch of its record, in the portfolio format (pure).

The answers are those of `journey`, all of a kind's steps given. The premium is not here: see `pricing`.
"""
from datetime import date

from insurance.contracts import plates
from insurance.contracts.models import DriverRole
from insurance.endorsements.conditions_table import Conditions
from insurance.endorsements.models import EndorsementKind as Kind
from insurance.endorsements.rules import VehicleChange, options_of_plan, person_key
from insurance.people.rules import PostalAddress


def patch_of(kind: str, answers: dict, facts: dict, on: date, conditions: Conditions) -> dict:
    """Return what a change writes in the record of a contract, from a day: an empty patch when nothing changes."""
    return _PATCHES[Kind(kind)](answers, facts, on, conditions)


def driver_named(facts: dict, key: str) -> dict | None:
    """Return the driver of a record whom a key designates (`driver_key`), None when there is none any more."""
    return next((driver for driver in facts["drivers"] if driver_key(driver) == key), None)


def driver_key(driver: dict) -> str:
    """Return the text by which an answer designates a driver of a record."""
    return "|".join(person_key(driver["first_name"], driver["last_name"], date.fromisoformat(driver["birth_date"])))


def address_in(kind: str, answers: dict) -> PostalAddress | None:
    """Return the holder's new address, None when the change is about something else."""
    return PostalAddress(**answers["address"]) if kind == Kind.ADDRESS else None


def _add_driver(answers: dict, facts: dict, on: date, _conditions: Conditions) -> dict:
    return {"drivers": [*facts["drivers"], _driver(answers, {}, on)]}


def _change_driver(answers: dict, facts: dict, on: date, _conditions: Conditions) -> dict:
    """Return a driver changed in place; who becomes the main one takes the place of the other."""
    key, role = answers["who"]["driver"], answers["role"]["role"]
    others = {"role": DriverRole.SECONDARY.value} if role == DriverRole.MAIN else {}
    changed = [_driver(answers, driver, on) if driver_key(driver) == key else
               driver | (others if driver["role"] == DriverRole.MAIN else {}) for driver in facts["drivers"]]
    return _patch("drivers", changed, facts)


def _remove_driver(answers: dict, facts: dict, _on: date, _conditions: Conditions) -> dict:
    key = answers["who"]["driver"]
    return _patch("drivers", [driver for driver in facts["drivers"] if driver_key(driver) != key], facts)


def _vehicle(answers: dict, facts: dict, on: date, conditions: Conditions) -> dict:
    """Return another vehicle, or the same one with another plate; the FVA knows neither yet.

    Options that the new vehicle is too old for leave with the former one.
    """
    if answers["what"]["what"] == VehicleChange.NEW_PLATE:
        plate = plates.display_form(answers["plate"]["plate"])
        return {"vehicle": {"registration": plate}, "fva_transmitted_on": None}
    said, use = answers["vehicle"], answers["use"]
    vehicle = {
        "registered": None, "registration": plates.display_form(said["plate"]), "serial_number": None, "vin": None,
        "make": said["make"], "model": said["model"], "first_registration": said["first_registration"],
        "fiscal_power": said["fiscal_power"], "energy": said["energy"], "usage": use["usage"],
        "parking": use["parking"], "mileage_limit_km": use["mileage_limit_km"], "trailers": None}
    fit = options_of_plan(facts["product"], date.fromisoformat(said["first_registration"]), on, conditions)
    options = _patch("options", [code for code in facts.get("options", ()) if code in fit], facts)
    return {"vehicle": vehicle, "fva_transmitted_on": None} | options


def _address(answers: dict, facts: dict, _on: date, _conditions: Conditions) -> dict:
    """Return where the holder lives, and where the vehicle sleeps: written even when it is at the new address.

    The holder's address is the customer's: what is written of it here is what is read and signed (`applying.apply`).
    """
    place, home = answers["garage"], answers["address"]
    garage = {name: (home if place["is_home"] else place)[name] for name in ("line1", "postcode", "city")}
    garage = {name: value for name, value in garage.items() if value}
    address = {name: home[name] or None for name in ("line1", "line2", "postcode", "city", "country")}
    present = facts["holder"]["address"]
    moved = {name: value for name, value in address.items() if (present.get(name) or None) != value}
    patch = {"vehicle": {name: value for name, value in (("garage", garage), ("parking", place["parking"]))
                         if facts["vehicle"].get(name) != value}}
    return patch | ({"holder": {"address": moved}} if moved else {})


def _of_vehicle(field: str, step: str):
    """Return how a single field of the vehicle changes."""
    def patch(answers: dict, facts: dict, _on: date, _conditions: Conditions) -> dict:
        value = answers[step][field]
        return {} if facts["vehicle"].get(field) == value else {"vehicle": {field: value}}
    return patch


def _plan(answers: dict, facts: dict, on: date, conditions: Conditions) -> dict:
    """Return another plan: its coverages, a deductible of the contract's own staying; the options it does not take go."""
    product = answers["plan"]["product"]
    if product == facts["product"]:
        return {}
    present = {one["code"]: one for one in facts["coverages"]}
    coverages = [present.get(one["code"], one) for one in conditions.plans[product]]
    fit = options_of_plan(product, date.fromisoformat(facts["vehicle"]["first_registration"]), on, conditions)
    options = _patch("options", [code for code in facts.get("options", ()) if code in fit], facts)
    return {"product": product, "coverages": coverages} | options


def _options(answers: dict, facts: dict, _on: date, _conditions: Conditions) -> dict:
    return _patch("options", list(answers["options"]["options"]), facts)


def _payment(answers: dict, facts: dict, _on: date, _conditions: Conditions) -> dict:
    frequency = answers["payment"]["frequency"]
    return {} if frequency == facts["premium"]["frequency"] else {"premium": {"frequency": frequency}}


def _collection_day(answers: dict, facts: dict, _on: date, _conditions: Conditions) -> dict:
    day = answers["collection_day"]["day"]
    return {} if day == facts["premium"].get("collection_day") else {"premium": {"collection_day": day}}


def _patch(name: str, after: list, facts: dict) -> dict:
    return {} if after == facts.get(name, []) else {name: after}


def _driver(answers: dict, present: dict, on: date) -> dict:
    """Return a driver as the record writes it: what is declared, over what is known of somebody already named."""
    who, licence, experience = answers["identity"], answers["licence"], answers.get("experience", {})
    said = {
        "role": answers["role"]["role"], "title": who["title"], "first_name": who["first_name"],
        "last_name": who["last_name"], "birth_date": who["birth_date"], "licence_number": licence["licence_number"] or None,
        "licence_date": licence["licence_date"], "accompanied": experience.get("accompanied") or None,
        "insured_since": on.isoformat() if experience.get("insured") is False else present.get("insured_since")}
    if "history" in answers:
        said["antecedents"] = antecedents_in(answers) or None
    kept = {name: value for name, value in present.items() if name not in said}
    return kept | {name: value for name, value in said.items() if value is not None}


def antecedents_in(answers: dict) -> list[dict]:
    """Return the antecedents declared of a driver; what was answered before « non » was chosen does not count."""
    if not answers["history"]["has_history"]:
        return []
    claims = [{"kind": "claim", **claim} for claim in answers["claims"]["claims"]] if answers["history"]["claims"] else []
    sanctions = answers["sanctions"]["sanctions"] if answers["history"]["sanctions"] else []
    return claims + sanctions


def is_new_main(patch: dict, facts: dict) -> bool:
    """Return whether a patch makes somebody else the main driver."""
    def main(drivers):
        return {driver_key(driver) for driver in drivers if driver["role"] == DriverRole.MAIN}
    return "drivers" in patch and main(patch["drivers"]) != main(facts["drivers"])


_PATCHES = {
    Kind.ADD_DRIVER: _add_driver, Kind.CHANGE_DRIVER: _change_driver, Kind.REMOVE_DRIVER: _remove_driver,
    Kind.VEHICLE: _vehicle, Kind.ADDRESS: _address, Kind.USAGE: _of_vehicle("usage", "usage"),
    Kind.PARKING: _of_vehicle("parking", "parking"), Kind.MILEAGE: _of_vehicle("mileage_limit_km", "mileage"),
    Kind.PLAN: _plan, Kind.OPTIONS: _options, Kind.PAYMENT: _payment,
    Kind.COLLECTION_DAY: _collection_day,
}
