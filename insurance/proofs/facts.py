"""What a signed proof of insurance says, and until when. Values in, values out: no key, no database, no clock."""
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from insurance.references import read_code

HOLDER_BYTES = 40
VEHICLE_BYTES = 28
CONTRACT_BYTES = 20
PLATE_BYTES = 40
"""Longest texts of a proof, in bytes of UTF-8. Together they keep its QR code within 65 modules (docs/proof-format.md).

The holder and the vehicle are shortened, for a person reads them; the contract number and the plate are compared
letter by letter, so they are never cut.
"""

_EPOCH = date(1970, 1, 1)


class Verdict(StrEnum):
    """What checking a proof gives. Only the first two come with facts that can be believed."""

    VALID = "valid"
    EXPIRED = "expired"
    FORGED = "forged"  # the signature does not match: altered, or never ours
    UNKNOWN_KEY = "unknown-key"  # signed with a key that the insurer does not publish, or no longer
    UNREADABLE = "unreadable"  # not a proof, or only a part of one


class Standing(StrEnum):
    """Where the contract stands now, compared with the version that a proof was made from."""

    CURRENT = "current"
    CHANGED = "changed"
    SUSPENDED = "suspended"
    ENDED = "ended"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class ProofFacts:
    """What the insurer signs: who, which vehicle, since when, and until when the proof may be believed.

    `code` is the proof code of the contract's version (12 Crockford characters). `plate` is the serial number of a
    vehicle that is not registered. `provisional_until` is the last day of the fifteen days during which the memo is
    a presumption of insurance (art. R211-14-0-1 du code des assurances), None once they have passed. Instants are
    UTC and whole seconds. The texts are tidied and shortened here, so that what was signed equals what is read back.
    Raises ValueError for a value that a proof cannot carry.
    """

    code: str
    contract_number: str
    holder_name: str
    plate: str
    vehicle: str
    is_registered: bool
    effective_on: date
    provisional_until: date | None
    issued_at: datetime
    expires_at: datetime

    def __post_init__(self):
        if read_code(self.code) != self.code:
            raise ValueError("a proof code is 12 Crockford characters")
        self._set(contract_number=_whole(self.contract_number, CONTRACT_BYTES), plate=_whole(self.plate, PLATE_BYTES),
                  holder_name=shortened(self.holder_name, HOLDER_BYTES), vehicle=shortened(self.vehicle, VEHICLE_BYTES),
                  issued_at=_second(self.issued_at), expires_at=_second(self.expires_at))
        if not all((self.contract_number, self.plate, self.holder_name, self.vehicle)):
            raise ValueError("a proof leaves no text empty")
        if self.effective_on < _EPOCH or self.issued_at.date() < _EPOCH or self.expires_at <= self.issued_at:
            raise ValueError("a proof ends after it begins, and after 1970")
        if self.provisional_until is not None and self.provisional_until < self.effective_on:
            raise ValueError("the presumption ends after the contract takes effect")

    def _set(self, **values):
        """Write tidied values once, while the object is being made."""
        for name, value in values.items():
            object.__setattr__(self, name, value)


def expiry(issued_at: datetime, days: int, cover_ends_at: datetime | None = None) -> datetime:
    """Return the instant from which a proof is no longer believed: `days` later, or the end of the cover if sooner.

    A copy that is kept offline cannot be called back: its own end is all that limits it.
    """
    latest = issued_at + timedelta(days=days)
    return latest if cover_ends_at is None else min(latest, cover_ends_at)


def shortened(text: str, limit: int) -> str:
    """Return `text` in at most `limit` bytes of UTF-8: cut after a whole word, an ellipsis saying that it was.

    A single word that is longer than the limit is cut inside. Spaces are made single and accents composed first.
    """
    tidy = _tidy(text)
    if _size(tidy) <= limit:
        return tidy
    kept = tidy
    while _size(kept + "…") > limit:
        kept = kept[:-1]
    is_whole_word = tidy[len(kept)] == " "
    words = kept if is_whole_word else kept.rpartition(" ")[0]
    return (words or kept).rstrip(" ,;-–'’") + "…"


def _whole(text: str, limit: int) -> str:
    """Return an identifier unchanged but for its spaces; ValueError rather than a cut."""
    tidy = _tidy(text)
    if _size(tidy) > limit:
        raise ValueError(f"{limit} bytes at most")
    return tidy


def _second(moment: datetime) -> datetime:
    """Return an aware instant in UTC, to the second."""
    if moment.tzinfo is None:
        raise ValueError("an instant says its time zone")
    return moment.astimezone(UTC).replace(microsecond=0)


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _size(text: str) -> int:
    return len(text.encode())
