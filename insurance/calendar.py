"""French days and delays: public holidays, jours ouvrés, jours ouvrables, months. Values in, values out.

Two counts that are often mixed up. A working day (jour ouvré) is worked in an office: Monday to Friday. A business day
(jour ouvrable) is any day but Sunday: Monday to Saturday. Neither is ever a public holiday.

The day from which a delay runs is day 0: it is never counted. No text that we read says so for the delays of a
contract; it is what contracts say. Counting otherwise is a change here, in `_add_days`.
"""
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

_ONE_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 6, 7
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension Day, Whit Monday
_GOOD_FRIDAY = -2
_SAINT_STEPHEN = (12, 26)


def easter(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar.

    The first Sunday after the ecclesiastical full moon that falls on 21 March or later: the epact gives the moon
    (nineteen-year cycle, corrected once a century), the dominical number gives the Sunday.
    """
    cycle = year % 19
    century = year // 100
    leap_centuries, moon_drift = century // 4, (8 * century + 13) // 25
    epact = (century - leap_centuries - moon_drift + 19 * cycle + 15) % 30
    epact -= epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - cycle) // 11))
    weekday = (year + year // 4 + epact + 2 - century + leap_centuries) % 7
    return date(year, 3, 28) + timedelta(days=epact - weekday)


@lru_cache(maxsize=256)
def public_holidays(year: int, alsace_moselle: bool = False) -> frozenset[date]:
    """Return the public holidays of a year: eleven feasts, thirteen in Alsace and Moselle.

    Code du travail, art. L3133-1; Good Friday and 26 December by the local law of Alsace-Moselle (L3134-13). Two feasts
    may share a day (Ascension Day on 1 May 2008). The local feast of each overseas département is not in this list.
    """
    sunday = easter(year)
    days = {date(year, month, day) for month, day in _FIXED}
    days.update(sunday + timedelta(days=offset) for offset in _AFTER_EASTER)
    if alsace_moselle:
        days |= {sunday + timedelta(days=_GOOD_FRIDAY), date(year, *_SAINT_STEPHEN)}
    return frozenset(days)


def is_public_holiday(day: date, alsace_moselle: bool = False) -> bool:
    """Say whether a day is a public holiday (jour férié)."""
    return day in public_holidays(day.year, alsace_moselle)


def is_working_day(day: date, alsace_moselle: bool = False) -> bool:
    """Say whether a day is worked in an office (jour ouvré): Monday to Friday, no public holiday."""
    return day.isoweekday() < _SATURDAY and not is_public_holiday(day, alsace_moselle)


def is_business_day(day: date, alsace_moselle: bool = False) -> bool:
    """Say whether a day is a jour ouvrable: Monday to Saturday, no public holiday."""
    return day.isoweekday() < _SUNDAY and not is_public_holiday(day, alsace_moselle)


def add_working_days(day: date, count: int, alsace_moselle: bool = False) -> date:
    """Return the day `count` jours ouvrés after a day, which is day 0. No working day at all: the day itself.

    Raises ValueError for a negative count.
    """
    return _add_days(day, count, lambda other: is_working_day(other, alsace_moselle))


def add_business_days(day: date, count: int, alsace_moselle: bool = False) -> date:
    """Return the day `count` jours ouvrables after a day, which is day 0. No day at all: the day itself.

    Raises ValueError for a negative count.
    """
    return _add_days(day, count, lambda other: is_business_day(other, alsace_moselle))


def add_months(day: date, months: int) -> date:
    """Return the same day of the month, `months` later (or earlier when negative); else the last day of that month.

    How the law counts a delay in months: code de procédure civile, art. 641.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_years(first: date, last: date) -> int:
    """Return how many whole years have passed between two days: an age. Negative when `last` comes first."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _add_days(day: date, count: int, counts: Callable[[date], bool]) -> date:
    if count < 0:
        raise ValueError("a delay runs forwards")
    while count:
        day += _ONE_DAY
        count -= counts(day)
    return day
