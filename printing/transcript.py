"""What a paper says, in reading order and in French: the one text that the PDF lays out and that the page shows.

A PDF is a picture of words to many screen readers; the page carries the same words as headings, lists and paragraphs.
"""
from dataclasses import dataclass
from datetime import date

from wording.figures import long_date


@dataclass(frozen=True)
class Entry:
    """A label and its value, line by line. `href` makes the value a link on the page: https or tel.

    `gloss` is the label in English, for a paper that is also read abroad.
    """

    label: str
    lines: tuple[str, ...]
    href: str = ""
    gloss: str = ""


@dataclass(frozen=True)
class Column:
    """The head of a column. `share` is its part of the width, numbers align on the right; `gloss` as in `Entry`."""

    title: str
    share: int = 1
    is_number: bool = False
    gloss: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns. `caption` says what they are; `total` is a last row that sums up, perhaps empty."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading, what is said under it, what is known, then rows of it. `slug` is how the printer finds it.

    `gloss` is the heading in English, as in `Entry`.
    """

    slug: str
    title: str
    entries: tuple[Entry, ...] = ()
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    gloss: str = ""


@dataclass(frozen=True)
class Transcript:
    """All the words of a paper. `title` is the paper's name, `subtitle` the name people give it, perhaps empty."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]

    def __getitem__(self, slug: str) -> Section:
        return {section.slug: section for section in self.sections}[slug]


def unbroken(words: str) -> str:
    """Return words that stay on one line: a date in the middle of a sentence."""
    return words.replace(" ", "\u00a0")


def coefficient(hundredths: int) -> str:
    """Return a bonus-malus coefficient, counted in hundredths, as it is written in French: 0,76."""
    return f"{hundredths // 100},{hundredths % 100:02}"


def period(first: date, last: date) -> str:
    """Return a period whose two days are included: du 5 décembre 2026 au 4 décembre 2027."""
    return f"du {unbroken(long_date(first))} au {unbroken(long_date(last))}"


def day_of_year(day: date) -> str:
    """Return a day that comes back each year: 1er décembre."""
    return long_date(day).rpartition(" ")[0]


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
