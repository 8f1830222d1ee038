"""When a paper tells the truth: pure functions of dates."""
from dataclasses import replace
from datetime import timedelta

from insurance.clock import paris_midnight
from insurance.contracts.rules import CoverDates, cover_dates
from insurance.documents.facts_abroad import GreenCardFacts


def card_dates(contract, facts: GreenCardFacts) -> CoverDates:
    """Return the instants at which an international card begins and stops to be worth something.

    Its own days, both included, and never more than the contract: a card that is in a pocket cannot be called back, one
    that is on a screen says that the cover is suspended or has ended. `contract.vehicle` must be loaded.
    """
    dates, over = cover_dates(contract), paris_midnight(facts.valid_until + timedelta(days=1))
    return replace(dates, begins_at=max(dates.begins_at, paris_midnight(facts.valid_from)),
                   ends_at=over if dates.ends_at is None else min(over, dates.ends_at), provisional_until=None)
