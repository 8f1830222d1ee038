"""What is asked of the room where files are cleaned; what it is made of is a gateway (gateways/cleaning.py)."""
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Protocol


class Flaw(StrEnum):
    """Why a file is not taken. Each is worded for the customer in `wording`."""

    EMPTY = "empty"
    TOO_HEAVY = "too-heavy"
    TOO_MANY = "too-many"
    HEIC = "heic"
    OTHER_PICTURE = "other-picture"
    VIDEO = "video"
    OFFICE = "office"
    ARCHIVE = "archive"
    UNKNOWN = "unknown"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_SMALL = "too-small"
    LOCKED = "locked"
    NO_PAGE = "no-page"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MUCH_INSIDE = "too-much-inside"
    INFECTED = "infected"
    NOT_SCANNED = "not-scanned"
    BUSY = "busy"

    @property
    def is_passing(self) -> bool:
        """True when the file itself may be good: the same one, sent later, will do."""
        return self in (Flaw.NOT_SCANNED, Flaw.BUSY)


class Unfit(Exception):
    """A file is not taken, and why."""

    def __init__(self, flaw: Flaw):
        super().__init__(flaw)
        self.flaw = flaw


class MediaType(StrEnum):
    """What is kept: a picture or a paper."""

    JPEG = "image/jpeg"
    PDF = "application/pdf"


@dataclass(frozen=True)
class Shot:
    """When (UTC) and where (degrees, WGS 84) a picture was taken, as far as it, or the phone, said so."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None

    def completed_by(self, other: "Shot") -> "Shot":
        """Return this, with what it lacks taken from another; a position is never half of one and half of the other."""
        where = self if self.latitude is not None and self.longitude is not None else other
        return Shot(self.taken_at or other.taken_at, where.latitude, where.longitude)


@dataclass(frozen=True)
class Clean:
    """A file made again from what could be read of it: nothing that was hidden in the original is left.

    A picture has a width and a height in pixels and a thumbnail (a JPEG of a few kilobytes); a paper has pages.
    """

    content: bytes
    media_type: MediaType
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    thumbnail: bytes | None = None
    shot: Shot = Shot()


class Cleaner(Protocol):
    """The room where files are cleaned."""

    def clean(self, file: BinaryIO) -> Clean:
        """Return a file made again from this one. Raises `Unfit`."""
