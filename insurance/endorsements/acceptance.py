"""Which changes the rule accepts by itself, and why an adviser looks at the others (pure; docs/endorsements.md)."""
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from insurance.calendar import whole_years
from insurance.contracts.models import AntecedentKind, Product, Usage
from insurance.contracts.rules import NOVICE_YEARS
from insurance.endorsements.changes import is_new_main
from insurance.endorsements.conditions_table import Conditions
from insurance.endorsements.models import EndorsementKind as Kind
from insurance.endorsements.pricing import Quote
from insurance.endorsements.rules import LicenceOrigin, at_fault
from insurance.money import proportion

_PLANS = list(Product)  # from the least to the most covered
_SANCTIONS = frozenset(AntecedentKind) - {AntecedentKind.CLAIM, AntecedentKind.ENDED_BY_INSURER}


class ReviewReason(StrEnum):
    """Why an adviser must agree. Worded in `wording.REVIEW_REASONS`."""

    NO_LICENCE = "no-licence"
    FOREIGN_LICENCE = "foreign-licence"
    SEVERAL_CLAIMS = "several-claims"
    SANCTION = "sanction"
    ENDED_BY_INSURER = "ended-by-insurer"
    NOVICE_IN_A_POWERFUL_VEHICLE = "novice-in-a-powerful-vehicle"
    NEW_MAIN_DRIVER = "new-main-driver"
    POWERFUL_VEHICLE = "powerful-vehicle"
    OLD_VEHICLE = "old-vehicle"
    UNREGISTERED_VEHICLE = "unregistered-vehicle"
    PAID_TRANSPORT = "paid-transport"
    ROUNDS = "rounds"
    ABROAD = "abroad"
    RICHER_PLAN = "richer-plan"
    MUCH_DEARER = "much-dearer"
    UNPAID_PREMIUM = "unpaid-premium"
    TERMINATION_ASKED = "termination-asked"
    CONTRACT_CHANGED = "contract-changed"


@dataclass(frozen=True)
class Standing:
    """What stands in the way of any change of a contract, whatever it is."""

    has_unpaid: bool = False
    is_ending: bool = False


def reasons(kind: str, answers: dict, quote: Quote, standing: Standing, conditions: Conditions) -> list[ReviewReason]:
    """Return why an adviser must look at a change, in the order of `ReviewReason`; none when the rule accepts it."""
    found = set(_of_drivers(answers, quote, conditions))
    if kind == Kind.VEHICLE:
        found |= set(_of_vehicle(quote, conditions))
    if kind == Kind.ADDRESS and answers["address"]["country"] != "FR":
        found.add(ReviewReason.ABROAD)
    before, after = quote.before, quote.after
    if kind == Kind.PLAN and _PLANS.index(after["product"]) > _PLANS.index(before["product"]):
        found.add(ReviewReason.RICHER_PLAN)
    if Usage.PROFESSIONAL_ROUNDS in {after["vehicle"]["usage"]} - {before["vehicle"]["usage"]}:
        found.add(ReviewReason.ROUNDS)
    if quote.premium_after_cents > proportion(
            quote.premium_before_cents, conditions.review.premium_rise_above_percent, 100):
        found.add(ReviewReason.MUCH_DEARER)
    if standing.has_unpaid:
        found.add(ReviewReason.UNPAID_PREMIUM)
    if standing.is_ending:
        found.add(ReviewReason.TERMINATION_ASKED)
    return [reason for reason in ReviewReason if reason in found]


def _of_drivers(answers: dict, quote: Quote, conditions: Conditions):
    """Yield what is unusual in the drivers who are new or changed."""
    known = quote.before["drivers"]
    for driver in quote.after["drivers"]:
        if driver in known:
            continue
        antecedents = driver.get("antecedents", [])
        if "licence_date" not in driver:
            yield ReviewReason.NO_LICENCE
        elif _is_novice(driver, quote.effective_on) and (
                quote.after["vehicle"].get("fiscal_power", 0) > conditions.review.novice_fiscal_power_above):
            yield ReviewReason.NOVICE_IN_A_POWERFUL_VEHICLE
        if answers.get("licence", {}).get("origin") == LicenceOrigin.ELSEWHERE:
            yield ReviewReason.FOREIGN_LICENCE
        if at_fault(antecedents) >= conditions.review.at_fault_claims_from or answers.get("claims", {}).get("has_more"):
            yield ReviewReason.SEVERAL_CLAIMS
        if any(one["kind"] in _SANCTIONS for one in antecedents):
            yield ReviewReason.SANCTION
        if any(one["kind"] == AntecedentKind.ENDED_BY_INSURER for one in antecedents):
            yield ReviewReason.ENDED_BY_INSURER
    if is_new_main({"drivers": quote.after["drivers"]}, quote.before):
        yield ReviewReason.NEW_MAIN_DRIVER


def _of_vehicle(quote: Quote, conditions: Conditions):
    vehicle, limits = quote.after["vehicle"], conditions.review
    if vehicle.get("fiscal_power", 0) > limits.fiscal_power_above:
        yield ReviewReason.POWERFUL_VEHICLE
    if whole_years(date.fromisoformat(vehicle["first_registration"]), quote.effective_on) > limits.vehicle_years_above:
        yield ReviewReason.OLD_VEHICLE
    if quote.before["vehicle"].get("registered") is False:
        yield ReviewReason.UNREGISTERED_VEHICLE
    if vehicle.get("paid_transport"):
        yield ReviewReason.PAID_TRANSPORT
    if any(_is_novice(driver, quote.effective_on) for driver in quote.after["drivers"]) and (
            vehicle.get("fiscal_power", 0) > limits.novice_fiscal_power_above):
        yield ReviewReason.NOVICE_IN_A_POWERFUL_VEHICLE


def _is_novice(driver: dict, on: date) -> bool:
    since = driver.get("insured_since") or driver.get("licence_date")
    return since is not None and whole_years(date.fromisoformat(since), on) < NOVICE_YEARS
