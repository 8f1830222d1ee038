"""The price of a contract, line by line, from the facts of the risk and a product table (pure).

Everything is whole numbers: cents a year, taxes included, and factors in thousandths. Each line is rounded to the cent
before the next one multiplies it, so that the lines shown always add up to the price. docs/tariff.md tells the model.
"""
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from insurance.calendar import add_months, whole_years
from insurance.contracts.bonus_malus import novice_rate, novice_years
from insurance.contracts.models import AntecedentKind, DriverRole
from insurance.contracts.rules import next_anniversary
from insurance.contracts.tariff_table import (
    HIGHEST_NOVICE_PERCENT,
    HIGHEST_SURCHARGE_PERCENT,
    HIGHEST_SURCHARGES,
    Band,
    ProductRow,
    Tariff,
)
from insurance.contracts.terms import Terms
from insurance.money import pro_rata, proportion, shares

SURCHARGE_MONTHS = 24  # art. A121-1-2
_NEUTRAL = 1000


class LineKey(StrEnum):
    """What a line of the price is about."""

    PRODUCT = "product"
    FISCAL_POWER = "fiscal_power"
    VEHICLE_AGE = "vehicle_age"
    USAGE = "usage"
    PARKING = "parking"
    MILEAGE = "mileage"
    ZONE = "zone"
    MORE_DRIVERS = "more_drivers"
    YOUNG_DRIVER = "young_driver"
    NOVICE = "novice"
    BONUS_MALUS = "bonus_malus"
    SURCHARGE = "surcharge"
    PERSONAL_COVER = "personal_cover"
    OPTION = "option"


@dataclass(frozen=True)
class DriverFacts:
    """What the price depends on in a driver.

    `age` in whole years. `novice_years`: years of licence without a claim at fault (art. A121-1-1), None without a
    licence: a learner in conduite accompagnée costs nothing. `is_accompanied`: learnt to drive that way.
    """

    role: str
    age: int
    novice_years: int | None
    is_accompanied: bool = False


@dataclass(frozen=True, kw_only=True)
class RiskFacts:
    """What the price depends on. Codes are those of the portfolio format; None is what the portfolio does not say.

    `surcharges`: the aggravating circumstances that still count (art. A121-1-2), a code each, none twice.
    """

    product: str
    fiscal_power: int | None
    vehicle_age: int
    usage: str
    parking: str | None
    mileage_limit_km: int | None
    postcode: str
    drivers: tuple[DriverFacts, ...]
    options: tuple[str, ...]
    bonus_malus_hundredths: int
    surcharges: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of the price: what it is about, what it multiplies, by how many thousandths, and what that adds.

    `detail` is the code or the number behind the line: a product, an option, a zone, fiscal horsepower, years.
    """

    key: LineKey
    detail: str
    base_cents: int
    per_mille: int
    cents: int


@dataclass(frozen=True)
class Price:
    """A year's premium in cents. `annual_cents` is exactly the sum of the lines.

    `reference_cents` is the prime de référence, before the bonus-malus (annexe A121-1, art. 2 and 14). Two parts of the
    whole are only for display: the premium for natural disasters, which L125-2 wants shown apart, and the taxes.
    """

    lines: tuple[Line, ...]
    annual_cents: int
    reference_cents: int
    natural_disaster_cents: int
    taxes_cents: int


def risk_of(terms: Terms, home_postcode: str, on: date, at_fault_on: Iterable[date] = ()) -> RiskFacts:
    """Return the risk that the terms of a contract describe, on a day.

    `home_postcode` is the holder's, where the vehicle sleeps unless the terms say otherwise. `at_fault_on` are the days
    of the claims at fault in the insurer's books, which do not say who drove: they are held against the main driver.
    """
    vehicle = terms.vehicle
    at_fault = tuple(at_fault_on)
    return RiskFacts(
        product=terms.product, fiscal_power=vehicle.fiscal_power,
        vehicle_age=max(0, whole_years(vehicle.first_registered_on, on)), usage=vehicle.usage, parking=vehicle.parking,
        mileage_limit_km=vehicle.mileage_limit_km, postcode=vehicle.garage["postcode"] if vehicle.garage else home_postcode,
        drivers=tuple(_driver_on(driver, on, at_fault) for driver in terms.drivers), options=terms.options,
        bonus_malus_hundredths=terms.bonus_malus_hundredths, surcharges=surcharges_due(terms, on))


def surcharges_due(terms: Terms, on: date) -> tuple[str, ...]:
    """Return the aggravating circumstances of the drivers that are still surcharged on a day, in a fixed order.

    Art. A121-1-2: none is due beyond two years after the first échéance that follows the fact.
    """
    due = {antecedent["kind"] for driver in terms.drivers for antecedent in driver.antecedents
           if on < add_months(next_anniversary(terms.anniversary, date.fromisoformat(antecedent["date"])),
                              SURCHARGE_MONTHS)}
    return tuple(kind for kind in HIGHEST_SURCHARGES if kind in due)


def price(facts: RiskFacts, table: Tariff) -> Price:
    """Return the premium of a year, explained.

    The factors make the prime de référence, surcharge of a novice included (annexe A121-1, art. 2); the bonus-malus
    multiplies it (art. 3); the surcharges for aggravating circumstances, the cover of persons and the options come after,
    out of its reach. A surcharge is a part of the reference before the novice's (art. A121-1-2). Raises KeyError for a
    product, usage, parking or option that the portfolio format does not know.
    """
    row = table.products[facts.product]
    lines = [Line(LineKey.PRODUCT, facts.product, row.reference_cents, _NEUTRAL, row.reference_cents)]
    for key, detail, per_mille in _factors(facts, table):
        lines.append(_multiplied(key, detail, _total(lines), per_mille))
    plain_cents = _total(lines)
    if surcharge := max((_novice_per_mille(driver, table) for driver in facts.drivers), default=0):
        lines.append(_multiplied(LineKey.NOVICE, str(surcharge // 10), plain_cents, _NEUTRAL + surcharge))
    reference_cents = _total(lines)
    hundredths = facts.bonus_malus_hundredths
    lines.append(_multiplied(LineKey.BONUS_MALUS, str(hundredths), reference_cents, 10 * hundredths))
    rated_cents = _total(lines)
    for kind, percent in _surcharges(facts, table):
        lines.append(Line(LineKey.SURCHARGE, kind, plain_cents, 10 * percent, proportion(plain_cents, percent, 100)))
    lines.append(Line(LineKey.PERSONAL_COVER, facts.product, row.personal_cents, _NEUTRAL, row.personal_cents))
    for option in facts.options:
        lines.append(Line(LineKey.OPTION, option, table.options[option], _NEUTRAL, table.options[option]))
    natural_disaster_cents, taxes_cents = _display(rated_cents, _total(lines) - rated_cents, row, table)
    return Price(tuple(lines), _total(lines), reference_cents, natural_disaster_cents, taxes_cents)


def difference(before_cents: int, after_cents: int, remaining_days: int, days_in_period: int) -> int:
    """Return what a change of premium costs until the échéance, in cents; negative when it is given back.

    Annual premiums in, pro rata by days (the day of the change counts, the échéance does not), rounded to the nearest
    cent. Raises ValueError for more days than the period has.
    """
    return pro_rata(after_cents - before_cents, remaining_days, days_in_period)


def scaled(current_premium_cents: int, before: Price, after: Price) -> int:
    """Return the premium of a changed contract: the present one, times the ratio of the two prices, half a cent up.

    The premium of an imported contract was made by the insurer's own tariff, over years of increases and gestures: our
    table does not find it again. Replacing it by our price would charge for the difference of the two tariffs; adding
    the difference of our prices would make a change weigh too much on a small premium, and too little on a large one.
    The ratio keeps what the customer pays and moves it as the risk moves: no change, no difference.
    Raises ValueError when the price before is nothing.
    """
    return proportion(current_premium_cents, after.annual_cents, before.annual_cents)


def _factors(facts: RiskFacts, table: Tariff) -> Iterator[tuple[LineKey, str, int]]:
    """Yield each factor of the prime de référence: what it is about, its detail, its thousandths."""
    parking = facts.parking or ""
    zone = table.zone_of(facts.postcode)
    yield LineKey.FISCAL_POWER, _spoken(facts.fiscal_power), _in_bands(facts.fiscal_power, table.fiscal_power)
    yield LineKey.VEHICLE_AGE, _spoken(facts.vehicle_age), _in_bands(facts.vehicle_age, table.vehicle_age)
    yield LineKey.USAGE, facts.usage, table.usage[facts.usage]
    yield LineKey.PARKING, parking, table.parking[parking] if parking else _NEUTRAL
    yield LineKey.MILEAGE, _spoken(facts.mileage_limit_km), _in_bands(facts.mileage_limit_km, table.mileage)
    yield LineKey.ZONE, zone, table.zones[zone]
    others = [driver for driver in facts.drivers if driver.role != DriverRole.MAIN and driver.novice_years is not None]
    rule = table.drivers
    for other in others:
        yield LineKey.MORE_DRIVERS, other.role, rule["each_more_per_mille"]
    if youngest := min((driver.age for driver in others if driver.age < rule["young_below_age"]), default=0):
        yield LineKey.YOUNG_DRIVER, str(youngest), rule["young_per_mille"]


def _surcharges(facts: RiskFacts, table: Tariff) -> Iterator[tuple[str, int]]:
    """Yield each surcharge and its percentage: together never over the legal 400 %."""
    left = HIGHEST_SURCHARGE_PERCENT
    for kind in facts.surcharges:
        percent = min(left, table.surcharges[kind])
        left -= percent
        if percent:
            yield kind, percent


def _driver_on(driver, on: date, at_fault_on: tuple[date, ...]) -> DriverFacts:
    own = [date.fromisoformat(one["date"]) for one in driver.antecedents
           if one["kind"] == AntecedentKind.CLAIM and one.get("at_fault_percent")]
    at_fault = (*own, *at_fault_on) if driver.role == DriverRole.MAIN else own
    since = driver.insured_since or driver.licensed_on
    return DriverFacts(
        role=driver.role, age=whole_years(driver.born_on, on), is_accompanied=driver.is_accompanied,
        novice_years=None if driver.licensed_on is None else novice_years(since, on, at_fault))


def _novice_per_mille(driver: DriverFacts, table: Tariff) -> int:
    """Return the surcharge for a driver in thousandths: one at most, the highest, and never over the legal 100 %."""
    if driver.novice_years is None:
        return 0
    ladder = table.accompanied_ladder if driver.is_accompanied else table.novice_ladder
    percent = min(HIGHEST_NOVICE_PERCENT, novice_rate(driver.novice_years, ladder))
    return 10 * percent if driver.role == DriverRole.MAIN else percent * table.novice_other_driver_per_mille // 100


def _in_bands(value: int | None, bands: tuple[Band, ...]) -> int:
    """Return the factor of the first band that holds a value; what is not known changes nothing."""
    if value is None:
        return _NEUTRAL
    return next(band.per_mille for band in bands if band.up_to is None or value <= band.up_to)


def _spoken(value: int | None) -> str:
    return "" if value is None else str(value)


def _multiplied(key: LineKey, detail: str, base_cents: int, per_mille: int) -> Line:
    return Line(key, detail, base_cents, per_mille, proportion(base_cents, per_mille, _NEUTRAL) - base_cents)


def _total(lines: list[Line]) -> int:
    return sum(line.cents for line in lines)


def _display(rated_cents: int, other_cents: int, row: ProductRow, table: Tariff) -> tuple[int, int]:
    """Return the natural disaster part and the taxes inside a premium: for display, nothing is computed from them.

    L125-2 and A125-2: 9 % of the premiums for theft and fire. Taxes: 33 % + 2 % on third-party liability, 18 % on the
    rest, 6.50 € for the terrorism fund when the vehicle itself is covered. To be settled with the insurer's accounts.
    """
    rates = table.display
    names = sorted(row.shares)
    parts = dict(zip(names, shares(rated_cents, [row.shares[name] for name in names]), strict=True))
    vehicle_cents = parts["theft_fire"] + parts["damage"]
    fund_cents = min(vehicle_cents, rates["terrorism_fund_cents"])
    liability_rate, other_rate = rates["civil_liability_tax_per_mille"], rates["other_tax_per_mille"]
    taxed_at_other_rate = vehicle_cents - fund_cents + other_cents
    natural_disaster_rate = rates["natural_disaster_per_mille"]
    return (
        proportion(parts["theft_fire"], natural_disaster_rate, 1000 + natural_disaster_rate),
        proportion(parts["civil_liability"], liability_rate, 1000 + liability_rate)
        + proportion(taxed_at_other_rate, other_rate, 1000 + other_rate) + fund_cents)
