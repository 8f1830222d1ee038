"""A day as a French person types it: 5/12/2026, 05.12.26, 5 décembre 2026, 1er mai 26, 05122026, or 2026-12-05."""
import re
import unicodedata
from datetime import date

MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
          "decembre")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LAST_CENTURY_FROM = 70
"""A year of two figures is of this century below, of the last one from there: 26 is 2026, 88 is 1988."""

_FRENCH = re.compile(r"(\d{1,2})(?:er)?[ ./-]+(\d{1,2}|[a-z]+)[ ./-]+(\d{4}|\d{2})")
_FIGURES = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")


class NoSuchDay(ValueError):
    """A day that no calendar has, such as 31/2/2026."""


def read_day(typed: str) -> date | None:
    """Return the day that was typed, day before month; None when it cannot be read. Raises `NoSuchDay`."""
    text = _plain(typed)
    iso = _ISO.fullmatch(text)
    if iso:
        return _day(iso[1], iso[2], iso[3])
    found = _FRENCH.fullmatch(text) or _FIGURES.fullmatch(text)
    if found is None:
        return None
    month = found[2] if found[2].isdigit() else _month(found[2])
    return None if month is None else _day(_year(found[3]), month, found[1])


def _plain(typed: str) -> str:
    """Return the text without accents, capitals, weekday and useless spaces."""
    decomposed = unicodedata.normalize("NFKD", typed).lower()
    words = "".join(one for one in decomposed if not unicodedata.combining(one)).replace(",", " ").split()
    return " ".join(words[1:] if words and words[0] in DAYS else words)


def _month(word: str) -> int | None:
    """Return the month that a word begins to name: « déc » is December, « jui » is either June or July."""
    named = [number for number, name in enumerate(MONTHS, 1) if name.startswith(word)]
    return named[0] if len(named) == 1 and len(word) > 2 else None


def _year(figures: str) -> int:
    year = int(figures)
    if len(figures) == 4:
        return year
    return year + (1900 if year >= LAST_CENTURY_FROM else 2000)


def _day(year, month, day) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise NoSuchDay(str(error)) from error
