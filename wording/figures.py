"""How days, amounts and numbers are written in the papers of a contract, with spaces where no line may break."""
from datetime import date, datetime

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")


def long_date(day: date) -> str:
    """Return a day as it is written in French: 1er décembre 2026."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def hour(moment: datetime) -> str:
    """Return the time of day of a local instant: 14 h 32."""
    return f"{moment.hour}\u00a0h\u00a0{moment.minute:02}"


def euros(cents: int) -> str:
    """Return an amount of cents as it is written in French: 1 234,50 €."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{grouped(whole)},{rest:02}\u00a0€"


def grouped(number: int) -> str:
    """Return a number as it is written in French: 15 000."""
    return f"{number:,}".replace(",", "\u202f")
