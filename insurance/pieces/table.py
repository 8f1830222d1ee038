"""The product table of the pieces: what `pieces.json` holds, read and checked once (docs/operating.md describes it).

The values in the repository are a demonstration, but for the thirty days and the five photos, which are the insurer's own
words to its customers. The setting `PIECES_TABLE` names the insurer's own table.
"""
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from insurance.contracts.models import PaymentMethod, Product
from insurance.pieces.models import Change, PieceKind

OURS = Path(__file__).with_name("pieces.json")
VEHICLES = frozenset({"registered", "unregistered", "any"})
TARGETS = frozenset({"contract", "each_driver"})
FIELDS = frozenset({"kind", "most_files", "is_picture", "for", "vehicle", "products", "payment_methods", "after"})


class UnreadablePieces(ValueError):
    """A product table that cannot be used; the message names the line at fault."""


@dataclass(frozen=True)
class PieceRow:
    """A piece, how many files it may be made of, the contracts of which it is asked, and after which changes."""

    kind: PieceKind
    most_files: int
    is_picture: bool
    each_driver: bool
    vehicle: str
    products: frozenset[Product]
    payment_methods: frozenset[PaymentMethod]
    after: frozenset[Change] = frozenset()


@dataclass(frozen=True)
class PiecesTable:
    """The pieces in the order of the list, how many days there are to send them, and when to remind.

    A reminder is so many days before the last day; a negative number is so many days after it.
    """

    days: int
    reminders: tuple[int, ...]
    rows: tuple[PieceRow, ...]


@lru_cache(maxsize=4)
def read(path: Path | None = None) -> PiecesTable:
    """Return the table of a file, ours by default. Raises `UnreadablePieces`."""
    try:
        written = json.loads((path or OURS).read_text("utf-8"))
        reminders = tuple(sorted((_whole(one) for one in written["reminders_days_before"]), reverse=True))
        rows = tuple(_row(number, line) for number, line in enumerate(written["pieces"], 1))
        days = _whole(written["days"], least=1)
    except UnreadablePieces:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadablePieces(f"The table of pieces cannot be read: {type(error).__name__} {error}.") from None
    if len({row.kind for row in rows}) != len(rows):
        raise UnreadablePieces("A piece is there twice.")
    return PiecesTable(days, reminders, rows)


def _row(number: int, line: dict) -> PieceRow:
    try:
        unknown = set(line) - FIELDS
        if unknown or line.get("vehicle", "any") not in VEHICLES or line.get("for", "contract") not in TARGETS:
            raise ValueError(", ".join(sorted(unknown)) or "vehicle or for")
        return PieceRow(
            PieceKind(line["kind"]), _whole(line["most_files"], least=1), bool(line.get("is_picture", False)),
            line.get("for") == "each_driver", line.get("vehicle", "any"),
            frozenset(map(Product, line.get("products", Product))),
            frozenset(map(PaymentMethod, line.get("payment_methods", PaymentMethod))),
            frozenset(map(Change, line.get("after", ()))))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadablePieces(f"Piece {number}: {error}.") from None


def _whole(value, least: int | None = None) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        raise ValueError(f"{value!r} is not a whole number that may stand here")
    return value
