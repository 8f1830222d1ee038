"""Who prices a risk: the product table of a file, or a service of the insurer, chosen by the TARIFF setting."""
import json
from dataclasses import asdict
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from insurance.contracts import tariff_table
from insurance.contracts.tariff import Line, LineKey, Price, RiskFacts, price

PATIENCE_SECONDS = 10
LONGEST_ANSWER = 64 * 1024


class PriceUnavailable(OSError):
    """The insurer's service gave no price that can be used: the page says to try again later."""


class TableTariff:
    """The product table: the repository's demonstration, or the insurer's own file in the same form."""

    def __init__(self, table: tariff_table.Tariff):
        self._table, self.name = table, table.name

    def price(self, risk: RiskFacts) -> Price:
        """Return the premium of a year, explained."""
        return price(risk, self._table)


class ServiceTariff:
    """A service of the insurer: the risk goes as JSON by POST, the lines of the price come back (docs/tariff.md)."""

    def __init__(self, url: str, token: str = ""):
        self._url, self._token, self.name = url, token, "service"

    def price(self, risk: RiskFacts) -> Price:
        """Return the premium of a year, explained. Raises PriceUnavailable."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._token}"} if self._token else {})
        request = Request(self._url, json.dumps(asdict(risk)).encode(), headers, method="POST")  # noqa: S310 (a setting)
        try:
            with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
                return _price_in(json.loads(answer.read(LONGEST_ANSWER)))
        except (URLError, OSError, ValueError, KeyError, TypeError) as error:
            raise PriceUnavailable(type(error).__name__) from error


def tariff(setting: str, token: str = "") -> TableTariff | ServiceTariff:
    """Return what the TARIFF setting names: nothing for the repository's table, the address of a service, or a file."""
    if setting.startswith(("https://", "http://")):
        return ServiceTariff(setting, token)
    return TableTariff(tariff_table.read(Path(setting)) if setting else tariff_table.demonstration())


def _price_in(data: dict) -> Price:
    lines = tuple(Line(LineKey(one["key"]), str(one["detail"]), *(_whole(one[name]) for name in (
        "base_cents", "per_mille", "cents"))) for one in data["lines"])
    annual_cents = _whole(data["annual_cents"])
    if sum(line.cents for line in lines) != annual_cents or annual_cents <= 0:
        raise ValueError("the lines do not add up to the price")
    return Price(lines, annual_cents, *(_whole(data[name]) for name in (
        "reference_cents", "natural_disaster_cents", "taxes_cents")))


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no whole number")
    return value
