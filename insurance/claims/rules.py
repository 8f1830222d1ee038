"""Delays of a claim: by when it must be declared, what the law asks of the insurer, what the insurer promises. Pure."""
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from insurance.calendar import add_months, add_working_days, is_working_day
from insurance.claims.models import ClaimKind, PromiseKind
from insurance.clock import PARIS, paris_midnight

LEAST_WORKING_DAYS, LEAST_WORKING_DAYS_FOR_THEFT, MOST_DAYS_AFTER_DECREE = 5, 2, 30  # L113-2, 4°; D125-6
OFFER_MONTHS, INJURY_OFFER_MONTHS, TOTAL_LOSS_OFFER_DAYS, TOTAL_LOSS_ANSWER_DAYS = 3, 8, 15, 30
DISASTER_ANSWER_MONTHS, PRESCRIPTION_YEARS = 1, 2
LOCAL_LAW = ("57", "67", "68")  # Moselle, Bas-Rhin, Haut-Rhin
_THEFTS = (ClaimKind.THEFT, ClaimKind.ATTEMPTED_THEFT)
_ONE_SECOND = timedelta(seconds=1)


class UnreadableDelays(ValueError):
    """A table of delays that cannot be used; the message names the part at fault."""


class LegalClock(StrEnum):
    """A delay that the law gives the insurer."""

    OFFER = "offer"
    INJURY_OFFER = "injury-offer"
    TOTAL_LOSS_OFFER = "total-loss-offer"
    DISASTER_ANSWER = "disaster-answer"


@dataclass(frozen=True)
class Delay:
    """A length of time: hours, or days of one of the two kinds."""

    hours: int = 0
    days: int = 0
    working_days: int = 0

    def after(self, moment: datetime) -> datetime:
        """Return when it ends: for days, the last second of the last one, in Paris."""
        if self.hours:
            return moment + timedelta(hours=self.hours)
        day = moment.astimezone(PARIS).date()
        last = add_working_days(day, self.working_days) if self.working_days else day + timedelta(days=self.days)
        return end_of(last)


@dataclass(frozen=True)
class Delays:
    """The insurer's own table. What a contract grants may be longer than the law, never shorter."""

    name: str
    declare_working_days: dict[str, int]
    declare_days_after_decree: int
    alert_working_days: int
    promises: dict[PromiseKind, Delay]

    def declaration_deadline(self, kind: ClaimKind, noticed_on: date, alsace_moselle: bool = False,
                             decree_on: date | None = None) -> date | None:
        """Return the last day on which a claim is declared in time; None while no decree has made the delay begin.

        Code des assurances, art. L113-2, 4°: at least five working days (jours ouvrés) from the day the customer knew
        of it, which is day 0; two for a theft. For a natural disaster thirty days from the decree in the Journal
        officiel (D125-6). A later declaration is accepted all the same, and the customer is told so.
        """
        if kind == ClaimKind.NATURAL_DISASTER:
            return decree_on + timedelta(days=self.declare_days_after_decree) if decree_on else None
        working_days = self.declare_working_days.get(kind, self.declare_working_days["other"])
        return add_working_days(noticed_on, working_days, alsace_moselle)

    def promised_at(self, kind: PromiseKind, made_at: datetime) -> datetime:
        """Return the instant by which something promised at an instant will be done."""
        return self.promises[kind].after(made_at)

    def alert_at(self, due_at: datetime) -> datetime:
        """Return when the desk is warned that a promise falls due: on a day of work, before the date."""
        day, left = due_at.astimezone(PARIS).date(), self.alert_working_days
        while left or not is_working_day(day):
            day -= timedelta(days=1)
            left -= bool(left) and is_working_day(day)
        return paris_midnight(day)


def end_of(day: date) -> datetime:
    """Return the last second of a day in Paris, in UTC."""
    return paris_midnight(day + timedelta(days=1)) - _ONE_SECOND


def has_local_holidays(postcode: str) -> bool:
    """Return whether somebody lives where Good Friday and 26 December are holidays too (L3134-13)."""
    return postcode[:2] in LOCAL_LAW


def legal_deadlines(claim) -> dict[LegalClock, date]:
    """Return by when the law wants what of the insurer, for a claim that is not settled.

    L211-9: a reasoned offer, or a reasoned answer, within three months of the claim; for an injury eight months from
    the accident. L125-2: for a natural disaster one month to say how it will be settled. Code de la route, L327-1: an
    offer for a vehicle not worth repairing within fifteen days of the loss adjuster's report.
    """
    filed_on = claim.filed_at.astimezone(PARIS).date()
    found = {LegalClock.OFFER: add_months(filed_on, OFFER_MONTHS)}
    if claim.has_injury:
        found[LegalClock.INJURY_OFFER] = add_months(claim.occurred_on, INJURY_OFFER_MONTHS)
    if claim.kind == ClaimKind.NATURAL_DISASTER:
        found[LegalClock.DISASTER_ANSWER] = add_months(filed_on, DISASTER_ANSWER_MONTHS)
    if claim.reported_on:
        found[LegalClock.TOTAL_LOSS_OFFER] = claim.reported_on + timedelta(days=TOTAL_LOSS_OFFER_DAYS)
    return found


def first_due(claim, promised_at: datetime | None) -> date | None:
    """Return the first day by which the law, or a promise, wants something of the insurer; None when neither does.

    The law's delays are about an offer: they are met once an amount is said.
    """
    days = [] if claim.settlement_cents is not None else list(legal_deadlines(claim).values())
    if promised_at is not None:
        days.append(promised_at.astimezone(PARIS).date())
    return min(days, default=None)


def prescribed_on(occurred_on: date) -> date:
    """Return the day from which no action against the insurer is possible any more: two years (art. L114-1)."""
    return add_months(occurred_on, 12 * PRESCRIPTION_YEARS)


@lru_cache
def read_delays(path: str = "") -> Delays:
    """Return a table of delays, that of the repository without a path. Raises `UnreadableDelays`."""
    try:
        table = json.loads((Path(path) if path else Path(__file__).with_name("delays.json")).read_text("utf-8"))
        delays = Delays(table["name"], {name: int(days) for name, days in table["declare_working_days"].items()},
                        int(table["declare_days_after_decree"]), int(table["alert_working_days"]),
                        {PromiseKind(name): Delay(**delay) for name, delay in table["promises"].items()})
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableDelays(f"{path or 'delays.json'}: {error!r}") from error
    _check(delays)
    return delays


def _check(delays: Delays) -> None:
    for name, days in delays.declare_working_days.items():
        if days < (LEAST_WORKING_DAYS_FOR_THEFT if name in _THEFTS else LEAST_WORKING_DAYS):
            raise UnreadableDelays(f"declare_working_days.{name}: the law gives more (art. L113-2, 4°)")
    if "other" not in delays.declare_working_days or set(delays.promises) != set(PromiseKind):
        raise UnreadableDelays("declare_working_days.other, or a promise, is missing")
    if delays.declare_days_after_decree != MOST_DAYS_AFTER_DECREE:
        raise UnreadableDelays("declare_days_after_decree: thirty, by art. D125-6")
    if not all(sum((one.hours, one.days, one.working_days)) > 0 for one in delays.promises.values()):
        raise UnreadableDelays("promises: a delay is longer than nothing")
