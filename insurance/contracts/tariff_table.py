"""The product table: what `tariff.json` holds, read and checked once (docs/tariff.md says what each number means).

The values in the repository are a demonstration. The insurer's own table has the same form: give its path to `read`.
"""
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from insurance.contracts.models import AntecedentKind, OptionCode, Parking, Product, Usage

HIGHEST_NOVICE_PERCENT, HIGHEST_ACCOMPANIED_PERCENT = 100, 50  # art. A121-1-1
HIGHEST_SURCHARGES = {  # art. A121-1-2, each, in percent; then together
    AntecedentKind.ALCOHOL: 150, AntecedentKind.SUSPENDED: 50, AntecedentKind.SUSPENDED_LONG: 100,
    AntecedentKind.CANCELLED: 200, AntecedentKind.HIT_AND_RUN: 100,
}
HIGHEST_SURCHARGE_PERCENT = 400
SECTIONS = frozenset({"civil_liability", "theft_fire", "damage"})
_BANDS = ("fiscal_power", "vehicle_age", "mileage")
_MAPPINGS = ("usage", "parking", "zones", "departments", "drivers", "options", "surcharges", "display")


class UnreadableTariff(ValueError):
    """A product table that cannot be used; the message names the part at fault."""


@dataclass(frozen=True)
class Band:
    """A factor for values up to and including `up_to`; None is without end."""

    up_to: int | None
    per_mille: int


@dataclass(frozen=True)
class ProductRow:
    """What a plan costs before any factor.

    `reference_cents` is what the bonus-malus multiplies, `personal_cents` what it does not (driver injury, legal
    defence: annexe A121-1, art. 3). `shares` says how the first is made up, in thousandths, for display.
    """

    reference_cents: int
    personal_cents: int
    shares: dict[str, int]


@dataclass(frozen=True)
class Tariff:
    """The product table. Factors are thousandths (1000 changes nothing), amounts are cents a year, taxes included."""

    name: str
    products: dict[str, ProductRow]
    fiscal_power: tuple[Band, ...]
    vehicle_age: tuple[Band, ...]
    mileage: tuple[Band, ...]
    usage: dict[str, int]
    parking: dict[str, int]
    zones: dict[str, int]
    departments: dict[str, str]
    other_zone: str
    drivers: dict[str, int]
    novice_ladder: tuple[int, ...]
    accompanied_ladder: tuple[int, ...]
    novice_other_driver_per_mille: int
    options: dict[str, int]
    surcharges: dict[str, int]
    display: dict[str, int]

    def zone_of(self, postcode: str) -> str:
        """Return the zone of a postcode; a foreign one or an unlisted département is in the other zone."""
        return self.departments.get(department_of(postcode), self.other_zone)


def department_of(postcode: str) -> str:
    """Return the département of a French postcode: "59", "2A", "974"; empty for what is not five digits."""
    if len(postcode) != 5 or not (postcode.isascii() and postcode.isdigit()):
        return ""
    if postcode.startswith("20"):
        return "2A" if postcode < "20200" else "2B"
    return postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2]


@lru_cache(maxsize=1)
def demonstration() -> Tariff:
    """Return the table of the repository."""
    return read(Path(__file__).with_name("tariff.json"))


def read(path: Path) -> Tariff:
    """Return the table of a JSON file. Raises UnreadableTariff when it cannot price every contract, OSError."""
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        raise UnreadableTariff(f"not JSON: {error}") from error


def parse(data: dict[str, Any]) -> Tariff:
    """Return the table that a decoded JSON object describes. Raises UnreadableTariff, naming the part at fault."""
    try:
        tariff = Tariff(
            name=data["name"], other_zone=data["other_zone"],
            products={code: ProductRow(**row) for code, row in data["products"].items()},
            **{name: tuple(Band(**band) for band in data[name]) for name in _BANDS},
            **{name: dict(data[name]) for name in _MAPPINGS},
            novice_ladder=tuple(data["novice"]["ladder"]),
            accompanied_ladder=tuple(data["novice"]["accompanied_ladder"]),
            novice_other_driver_per_mille=data["novice"]["other_driver_per_mille"])
        faults = [part for part, is_right in _checks(tariff) if not is_right]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableTariff(f"missing or malformed: {error}") from error
    if faults:
        raise UnreadableTariff(", ".join(faults))
    return tariff


def _checks(tariff: Tariff) -> Iterator[tuple[str, bool]]:
    """Yield each part of the table and whether it can price every contract of the portfolio format."""
    for name, codes in (("products", Product), ("usage", Usage), ("parking", Parking), ("options", OptionCode)):
        yield name, set(getattr(tariff, name)) == set(codes)
    for name in ("usage", "parking", "zones", "drivers", "options", "display"):
        yield name, all(_is_amount(value) for value in getattr(tariff, name).values())
    for name in _BANDS:
        bands = getattr(tariff, name)
        ends = [band.up_to for band in bands]
        yield name, (ends[-1] is None and ends[:-1] == sorted(set(ends[:-1]))
                     and all(_is_amount(band.per_mille) for band in bands))
    for code, row in tariff.products.items():
        yield code, (_is_amount(row.reference_cents) and row.reference_cents > 0 and _is_amount(row.personal_cents)
                     and set(row.shares) == SECTIONS and sum(row.shares.values()) == 1000)
    yield "zones", {*tariff.departments.values(), tariff.other_zone} <= set(tariff.zones)
    yield "drivers", set(tariff.drivers) == {"each_more_per_mille", "young_below_age", "young_per_mille"}
    yield "surcharges", (set(tariff.surcharges) == set(HIGHEST_SURCHARGES)
                         and all(_is_amount(percent) and percent <= HIGHEST_SURCHARGES[AntecedentKind(kind)]
                                 for kind, percent in tariff.surcharges.items()))
    yield "display", set(tariff.display) == {"civil_liability_tax_per_mille", "other_tax_per_mille",
                                             "terrorism_fund_cents", "natural_disaster_per_mille"}
    yield "novice", (_is_ladder(tariff.novice_ladder, HIGHEST_NOVICE_PERCENT)
                     and _is_ladder(tariff.accompanied_ladder, HIGHEST_ACCOMPANIED_PERCENT)
                     and tariff.novice_other_driver_per_mille in range(1001))


def _is_amount(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_ladder(rates: tuple[int, ...], highest: int) -> bool:
    return bool(rates) and rates[0] <= highest and rates[-1] >= 0 and list(rates) == sorted(rates, reverse=True)
