"""The model of the international motor insurance card (carte internationale d'assurance automobile, ex carte verte).

The countries, those that the insurer crosses out and the vehicle categories are configuration (`green_card.json`): the
form is that of the UNECE, issued under the authority of the Bureau central français, and its list of countries changes.
Ours was not read on a card of the year: check every box against the model of the BCF before issuing one.

Since 1 April 2024 the French card is black on white, sent as a PDF. The bureaux accept it on a screen everywhere since
2025, the BCF still calls paper imperative in eight countries: there, the customer is advised to print it.
"""
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

CATEGORY_CODES = "ABCDEFG"
CAR = "A"
_ONE_DAY = timedelta(days=1)


class UnreadableModel(ValueError):
    """A card model that cannot be used; the message names the part at fault."""


@dataclass(frozen=True)
class Country:
    """A box of the card: its letters and its French name.

    `is_excluded`: crossed out, the card gives no cover there. `is_plate_enough`: a French plate needs no card there to
    drive in. `is_printing_advised`: paper may be asked for.
    """

    code: str
    name: str
    is_plate_enough: bool
    is_excluded: bool
    is_printing_advised: bool


@dataclass(frozen=True)
class CardModel:
    """What every card says: its boxes in the order of the form, the vehicle categories, the fewest days."""

    countries: tuple[Country, ...]
    categories: dict[str, str]
    shortest_days: int

    @property
    def covered(self) -> tuple[Country, ...]:
        """The countries that are not crossed out, in the order of the boxes."""
        return tuple(country for country in self.countries if not country.is_excluded)

    @property
    def excluded(self) -> tuple[Country, ...]:
        """The countries that are crossed out, in the order of the boxes."""
        return tuple(country for country in self.countries if country.is_excluded)

    @property
    def printing_advised(self) -> tuple[Country, ...]:
        """The countries for which the customer is advised to print the card, in the order of the boxes."""
        return tuple(country for country in self.countries if country.is_printing_advised)

    def country(self, code: str) -> Country:
        """Return the box of a country. Raises KeyError for letters that are on no box."""
        for country in self.countries:
            if country.code == code:
                return country
        raise KeyError(code)


def validity(first_day: date, covered_until: date, model: CardModel) -> tuple[date, date] | None:
    """Return the first and the last day that a card may show, both included; None when it would be too short.

    `covered_until` is the last day that the contract is sure to cover: premium paid, no end before. A card is valid for
    fifteen days at least (rule of the Bureau central français).
    """
    is_long_enough = covered_until - first_day + _ONE_DAY >= timedelta(days=model.shortest_days)
    return (first_day, covered_until) if is_long_enough else None


def is_printing_advised(codes: Iterable[str], model: CardModel) -> bool:
    """Say whether one of the countries of a journey may ask for paper. Raises KeyError for unknown letters."""
    countries = [model.country(code) for code in codes]
    return any(country.is_printing_advised for country in countries)


@lru_cache(maxsize=1)
def present_model() -> CardModel:
    """Return the model of the repository."""
    return read(Path(__file__).with_name("green_card.json"))


def read(path: Path) -> CardModel:
    """Return the model of a JSON file. Raises UnreadableModel when it is not one, OSError."""
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        raise UnreadableModel(f"not JSON: {error}") from error


def parse(data: dict[str, Any]) -> CardModel:
    """Return the model that a decoded JSON object describes. Raises UnreadableModel, naming the part at fault."""
    try:
        model = CardModel(countries=tuple(Country(**box) for box in data["countries"]),
                          categories=dict(data["categories"]), shortest_days=data["shortest_days"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableModel(f"missing or malformed: {error}") from error
    if list(model.categories) != list(CATEGORY_CODES):
        raise UnreadableModel("categories are A to G")
    if len({country.code for country in model.countries}) < len(model.countries) or not model.covered:
        raise UnreadableModel("countries are there, and each of them once")
    if any(country.is_plate_enough or country.is_printing_advised for country in model.excluded):
        raise UnreadableModel("countries where the card gives no cover have nothing to print")
    if type(model.shortest_days) is not int or model.shortest_days < 1:
        raise UnreadableModel("shortest_days is a number of days")
    return model
