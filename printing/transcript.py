"""What a paper says, in reading order and in French: the one text that the PDF lays out and that the page shows.

A PDF is a picture of words to many screen readers; the page carries the same words as headings, lists and paragraphs.
"""
from dataclasses import dataclass
from datetime import date

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")


@dataclass(frozen=True)
class Entry:
    """A label and its value, line by line. `href` makes the value a link on the page: https or tel."""

    label: str
    lines: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True)
class Section:
    """A heading, what is known under it, then what is said about it. `slug` is how the printer finds it."""

    slug: str
    title: str
    entries: tuple[Entry, ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Transcript:
    """All the words of a paper. `title` is the paper's name, `subtitle` the name people give it, perhaps empty."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]

    def __getitem__(self, slug: str) -> Section:
        return {section.slug: section for section in self.sections}[slug]


def long_date(day: date) -> str:
    """Return a day as it is written in French: 1er décembre 2026."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def unbroken(words: str) -> str:
    """Return words that stay on one line: a date in the middle of a sentence."""
    return words.replace(" ", "\u00a0")


def euros(cents: int) -> str:
    """Return an amount of cents as it is written in French: 1 234,50 €, with spaces where no line may break."""
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}".replace(",", "\u202f")
    return f"{'-' if cents < 0 else ''}{grouped},{rest:02}\u00a0€"


def web_text(address: str) -> str:
    """Return a web address as people read and type it, without its scheme."""
    return address.partition("://")[2] or address


def web_href(address: str) -> str:
    """Return a web address as a telephone opens it, https unless it says otherwise."""
    return address if "://" in address else f"https://{address}"


def phone_href(phone: str) -> str:
    """Return the address that dials a French or international number, however it is spaced; empty for no number."""
    digits = "".join(character for character in phone if character in "+0123456789")
    return f"tel:{digits}" if digits else ""
