"""The time, asked in one place. Nobody else in the house reads the system clock."""
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _held.get() or datetime.now(UTC)


def today() -> date:
    """Return the day it is in Paris: contracts and the law count French days."""
    return now().astimezone(PARIS).date()


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware `moment` inside the block, for simulations and for tests of dates."""
    token = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)


def paris_midnight(day: date) -> datetime:
    """Return the instant, in UTC, at which `day` begins in Paris (summer time included)."""
    return datetime(day.year, day.month, day.day, tzinfo=PARIS).astimezone(UTC)


def paris_noon(day: date) -> datetime:
    """Return the instant, in UTC, of noon in Paris."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=PARIS).astimezone(UTC)
