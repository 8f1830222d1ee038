"""What a change costs: the year before and after, explained, what is owed until the renewal, the instalments (pure).

A quote is kept as JSON (`Quote.stored`, `read`), frozen: a later tariff, a later schedule do not change it.
"""
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Protocol

from insurance.calendar import add_months
from insurance.contracts.rules import next_anniversary
from insurance.contracts.tariff import Price, RiskFacts, difference, risk_of, scaled
from insurance.contracts.terms import Terms, names_of, terms_in
from insurance.endorsements.spread import Due, moved, next_year, rescheduled, spread
from insurance.money import proportion
from insurance.versions.rules import LEFT_OUT, changed_units, merged, patched


class Tariff(Protocol):
    """Who says what a risk costs: the table of the repository, or a service of the insurer (`gateways.pricing`)."""

    name: str

    def price(self, risk: RiskFacts) -> Price:
        """Return the premium of a year, explained."""


@dataclass(frozen=True)
class PriceLine:
    """A line of the explanation: what it is about (`tariff.LineKey`), its detail, and what it adds to the premium.

    `per_mille` is what it multiplies what stands before it by, 1000 for what is simply added.
    """

    key: str
    detail: str
    per_mille: int
    cents: int


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A change with its price, whole. `before` and `after` are the terms in the portfolio format, the holder with them.

    `due_cents` is the part of the difference for the days of the year that are left, owed or, below zero, given back:
    by the instalments `dues`, and `refund_cents` besides. `version` is the contract's version that it was computed on.
    """

    tariff: str
    version: int
    before: dict
    after: dict
    premium_before_cents: int
    premium_after_cents: int
    lines_before: tuple[PriceLine, ...]
    lines_after: tuple[PriceLine, ...]
    effective_on: date
    renewal_on: date
    days_left: int
    days_of_year: int
    due_cents: int
    dues: tuple[Due, ...]
    refund_cents: int

    @property
    def units(self) -> set[tuple[str, ...]]:
        """The parts of the terms that change."""
        return changed_units(self.before, self.after)

    def stored(self) -> dict:
        """Return the quote as JSON keeps it."""
        days = {"effective_on": self.effective_on.isoformat(), "renewal_on": self.renewal_on.isoformat()}
        return asdict(self) | days | {
            "lines_before": [asdict(one) for one in self.lines_before],
            "lines_after": [asdict(one) for one in self.lines_after],
            "dues": [asdict(one) | {"due_on": one.due_on.isoformat()} for one in self.dues]}


def read(stored: dict) -> Quote:
    """Return the quote that `Quote.stored` kept."""
    return Quote(**{name: stored[name] for name in names_of(Quote)} | {
        "effective_on": date.fromisoformat(stored["effective_on"]),
        "renewal_on": date.fromisoformat(stored["renewal_on"]),
        "lines_before": tuple(PriceLine(**one) for one in stored["lines_before"]),
        "lines_after": tuple(PriceLine(**one) for one in stored["lines_after"]),
        "dues": tuple(Due(**one | {"due_on": date.fromisoformat(one["due_on"])}) for one in stored["dues"])})


@dataclass(frozen=True)
class Books:
    """What the books say of a contract on a day: its record, its newest version, its schedule, its claims at fault."""

    facts: dict
    version: int
    instalments: Sequence
    at_fault_on: Sequence[date]
    today: date


def quoted(books: Books, patch: dict, on: date, tariff: Tariff) -> Quote:
    """Return what a change costs from a day."""
    after = patched(books.facts, patch)
    prices = [tariff.price(risk_of(Terms(**terms_in(facts)), facts["holder"]["address"]["postcode"], on,
                                   books.at_fault_on)) for facts in (books.facts, after)]
    premium = books.facts["premium"]["annual_cents"]
    premiums = premium, scaled(premium, *prices)
    lines = [tuple(explained(price, cents)) for price, cents in zip(prices, premiums, strict=True)]
    return _from(books, after, on, tariff.name, premiums, lines)


def redated(books: Books, quote: Quote, on: date) -> Quote:
    """Return a quote from another day, at the yearly premium that it promised: only what depends on days changes.

    What else changed in the contract since it was quoted stays as the books have it.
    """
    premiums = quote.premium_before_cents, quote.premium_after_cents
    after = merged(quote.before, quote.after, books.facts)
    if quote.after["holder"] != quote.before["holder"]:  # a move, which no unit of the terms holds
        after["holder"] = quote.after["holder"]
    return _from(books, after, on, quote.tariff, premiums, (quote.lines_before, quote.lines_after))


def _from(books: Books, after: dict, on: date, tariff: str, premiums: tuple[int, int], lines) -> Quote:
    before, renewal_on = books.facts, next_anniversary(books.facts["anniversary"], on)
    days_of_year = (renewal_on - add_months(renewal_on, -12)).days
    days_left = min((renewal_on - on).days, days_of_year)
    due_cents = difference(*premiums, days_left, days_of_year)
    after = patched(after, {"premium": {"annual_cents": premiums[1]}})
    found = spread(books.instalments, due_cents, effective_on=on, renewal_on=renewal_on, today=books.today)
    dues = (*found.dues, *next_year(books.instalments, *premiums, renewal_on=renewal_on))
    if after["premium"]["frequency"] != before["premium"]["frequency"]:
        dues = rescheduled(books.instalments, after["premium"]["frequency"], renewal_on=renewal_on, today=books.today)
    elif after["premium"].get("collection_day") != before["premium"].get("collection_day"):
        dues = moved(books.instalments, after["premium"]["collection_day"], renewal_on=renewal_on, today=books.today)
    return Quote(
        tariff=tariff, version=books.version, before=_terms_only(before), after=_terms_only(after),
        premium_before_cents=premiums[0], premium_after_cents=premiums[1], lines_before=lines[0], lines_after=lines[1],
        effective_on=on, renewal_on=renewal_on, days_left=days_left, days_of_year=days_of_year, due_cents=due_cents,
        dues=tuple(sorted(dues, key=lambda one: one.due_on)), refund_cents=found.refund_cents)


def explained(price: Price, premium_cents: int) -> list[PriceLine]:
    """Return the lines of a price brought to the premium that is really paid: they add up to it, to the cent.

    The insurer's premium is not our price: it keeps its years of increases and gestures (`tariff.scaled`). Each running
    total is brought to scale and rounded, and a line is the step between two of them.
    """
    lines, total, reached = [], 0, 0
    for line in price.lines:
        total += line.cents
        next_reached = proportion(premium_cents, total, price.annual_cents)
        lines.append(PriceLine(line.key, line.detail, line.per_mille, next_reached - reached))
        reached = next_reached
    return lines


def _terms_only(facts: dict) -> dict:
    return {name: value for name, value in facts.items() if name not in LEFT_OUT or name == "holder"}
