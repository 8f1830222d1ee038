"""The conditions of a change: what `conditions.json` holds, read and checked once (docs/endorsements.md explains each).

The values in the repository are a demonstration. The insurer's own have the same form: give their path to `read`.
"""
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from insurance.contracts.models import CoverageCode, OptionCode, PaymentFrequency, PaymentMethod, Product


class UnreadableConditions(ValueError):
    """A table that cannot be used; the message names the part at fault."""


@dataclass(frozen=True)
class OptionRule:
    """With which plans an option goes, and how old the vehicle may be (in whole months), None at any age."""

    plans: tuple[str, ...]
    vehicle_months_below: int | None = None


@dataclass(frozen=True)
class Lending:
    """What the contract says of lending the wheel to somebody whom it does not name."""

    is_allowed: bool
    novice_extra_deductible_cents: int
    days_in_a_row: int


@dataclass(frozen=True)
class ReviewLimits:
    """Beyond what an adviser looks at a change: fiscal horsepower, years, claims, percent of the present premium."""

    fiscal_power_above: int
    novice_fiscal_power_above: int
    vehicle_years_above: int
    at_fault_claims_from: int
    premium_rise_above_percent: int


@dataclass(frozen=True)
class Conditions:
    """The product's conditions for a change. `plans` gives the coverages of each plan, in the portfolio format."""

    name: str
    quote_days: int
    latest_days: int
    adviser_working_days: int
    plans: dict[str, list[dict]]
    options: dict[str, OptionRule]
    mileages: tuple[int, ...]
    frequencies: dict[str, tuple[str, ...]]
    collection_days: tuple[int, ...]
    lending: Lending
    review: ReviewLimits


@lru_cache(maxsize=1)
def demonstration() -> Conditions:
    """Return the conditions of the repository."""
    return read(Path(__file__).with_name("conditions.json"))


def read(path: Path) -> Conditions:
    """Return the conditions of a JSON file. Raises UnreadableConditions when they do not cover every contract, OSError."""
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        raise UnreadableConditions(f"not JSON: {error}") from error


def parse(data: dict[str, Any]) -> Conditions:
    """Return the conditions that a decoded JSON object describes. Raises UnreadableConditions, naming what is wrong."""
    try:
        conditions = Conditions(
            **{name: data[name] for name in ("name", "quote_days", "latest_days", "adviser_working_days", "plans")},
            options={code: OptionRule(tuple(rule["plans"]), rule.get("vehicle_months_below"))
                     for code, rule in data["options"].items()},
            mileages=tuple(data["mileages"]),
            frequencies={method: tuple(codes) for method, codes in data["frequencies"].items()},
            collection_days=tuple(data["collection_days"]),
            lending=Lending(**data["lending"]), review=ReviewLimits(**data["review"]))
        faults = [part for part, is_right in _checks(conditions) if not is_right]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableConditions(f"missing or malformed: {error}") from error
    if faults:
        raise UnreadableConditions(", ".join(faults))
    return conditions


def _checks(conditions: Conditions) -> Iterator[tuple[str, bool]]:
    """Yield each part of the table and whether it says something of every code of the portfolio format."""
    for name in ("quote_days", "latest_days", "adviser_working_days"):
        yield name, type(getattr(conditions, name)) is int and getattr(conditions, name) > 0
    yield "plans", set(conditions.plans) == set(Product) and all(
        coverages and {one["code"] for one in coverages} <= set(CoverageCode) for coverages in conditions.plans.values())
    yield "options", set(conditions.options) == set(OptionCode) and all(
        set(rule.plans) <= set(Product) for rule in conditions.options.values())
    yield "mileages", list(conditions.mileages) == sorted(set(conditions.mileages))
    yield "frequencies", set(conditions.frequencies) == set(PaymentMethod) and all(
        codes and set(codes) <= set(PaymentFrequency) for codes in conditions.frequencies.values())
    yield "collection_days", bool(conditions.collection_days) and set(conditions.collection_days) <= set(range(1, 29))
    yield "review", all(type(value) is int and value > 0 for value in vars(conditions.review).values())
