"""What a phone says of its notebook: read without trust, forgiven where it can be."""
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from insurance.claims.models import PieceKind
from insurance.claims.pieces import Announced

REFERENCE = re.compile(r"P-[0-9A-Z]{4}-[0-9A-Z]{2}")
NAME_LENGTH, PIECES = 200, 200


@dataclass(frozen=True)
class Note:
    """A copy of a notebook. `sequence` counts the changes made on the phone; the times are by the phone's own clock."""

    answers: dict
    pieces: list[Announced]
    sequence: int
    reference: str | None
    times: dict


def read_note(said, heard_at: datetime) -> Note | None:
    """Return what a phone says, None when it is not a notebook. `heard_at` is our own time, kept beside the phone's."""
    if not isinstance(said, dict) or not isinstance(said.get("answers"), dict) or not isinstance(said.get("version"), int):
        return None
    # The phone's clock and ours at the same moment: one that is wrong shows, and misleads nobody.
    times = {"begun_at": said.get("startedAt"), "saved_at": said.get("savedAt"), "phone_clock": said.get("phoneTime"),
             "heard_at": heard_at.isoformat(timespec="seconds")}
    pieces = said["pieces"][:PIECES] if isinstance(said.get("pieces"), list) else []
    reference = str(said.get("reference", ""))
    return Note(_writable(said["answers"]), [one for piece in pieces if (one := _announced(piece))], min(said["version"], 2**31 - 1),
                reference if REFERENCE.fullmatch(reference) else None,
                {name: value for name, value in times.items() if isinstance(value, str) and read_instant(value)})


def read_instant(text) -> datetime | None:
    """Return an instant (aware, UTC) as a program writes it, None for anything else."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _writable(value):
    """Return the same without what no database keeps: a NUL, half of a character."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode()
    if isinstance(value, list):
        return [_writable(one) for one in value]
    return {_writable(name): _writable(one) for name, one in value.items()} if isinstance(value, dict) else value


def read_kind(text) -> PieceKind:
    """Return a kind of piece; one that this program does not know is another photo or paper."""
    return PieceKind(text) if isinstance(text, str) and text in set(PieceKind) else PieceKind.OTHER


def _announced(piece) -> Announced | None:
    if not isinstance(piece, dict):
        return None
    try:
        client_id = str(UUID(str(piece.get("id"))))
    except ValueError:
        return None
    size = piece.get("size")
    return Announced(client_id, read_kind(piece.get("shot")), "", size if isinstance(size, int) and 0 <= size < 2**31 else None,
                     read_instant(piece.get("addedAt")))
