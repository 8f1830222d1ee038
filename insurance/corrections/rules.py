"""What may be asked of an identity, and how it is compared with the one that is known."""
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from insurance.calendar import add_months

TITLES = ("Mme", "M.")
LONGEST_NAME, LONGEST_PLACE = 80, 120
YOUNGEST_YEARS, OLDEST_YEARS = 16, 120
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.-])*")


class IdentityFlaw(StrEnum):
    """Why a part of an identity is not accepted. Worded in `wording.IDENTITY_FLAWS`."""

    NO_NAME = "no-name"
    NOT_A_NAME = "not-a-name"
    NOT_A_BIRTH_DATE = "not-a-birth-date"


@dataclass(frozen=True)
class Identity:
    """Who somebody is. `last_name` is the name in use; the birth name and the birth place may be empty."""

    title: str
    first_name: str
    last_name: str
    birth_name: str
    born_on: date
    birth_place: str


def identity_of(customer) -> Identity:
    """Return who the insurer knows a customer to be."""
    return Identity(customer.title, customer.first_name, customer.last_name, customer.birth_name or "", customer.born_on,
                    customer.birth_place or "")


def normal_identity(identity: Identity) -> Identity:
    """Return an identity with single spaces, its letters composed."""
    return Identity(**{name: " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else value
                       for name, value in vars(identity).items()})


def identity_flaws(identity: Identity, today: date) -> dict[str, IdentityFlaw]:
    """Return what is wrong with an identity in its normal form, by field.

    A name holds letters, and between them spaces, hyphens, points and apostrophes; a driver is sixteen at least.
    """
    flaws = {}
    for name in ("first_name", "last_name", "birth_name", "birth_place"):
        value = getattr(identity, name)
        if not value and name in ("first_name", "last_name"):
            flaws[name] = IdentityFlaw.NO_NAME
        elif value and name != "birth_place" and not _NAME.fullmatch(value):
            flaws[name] = IdentityFlaw.NOT_A_NAME
    if not add_months(today, -12 * OLDEST_YEARS) <= identity.born_on <= add_months(today, -12 * YOUNGEST_YEARS):
        flaws["born_on"] = IdentityFlaw.NOT_A_BIRTH_DATE
    return flaws


def changes_between(known: Identity, asked: Identity) -> dict[str, list[str]]:
    """Return, by field, what is known and what is asked where they differ; days in ISO text."""
    return {name: [_text(former), _text(getattr(asked, name))] for name, former in vars(known).items()
            if former != getattr(asked, name)}


def _text(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else value
