"""What the process does from its first line to its last: one file on standard input, one answer on standard output.

The answer is a line of JSON (what was found, or the flaw), then the bytes of the file and of its thumbnail.
"""
import json
import sys
from dataclasses import asdict

from gateways.cleanroom import confinement
from insurance.attachments.cleaning import Clean, Flaw, Unfit


def main(kind: str, memory_bytes: int, cpu_seconds: int, output_bytes: int) -> None:
    """Clean the file on standard input. `kind`: picture or paper. What goes wrong is a flaw, or the end of the process."""
    confinement.limit(memory_bytes, cpu_seconds, output_bytes)
    if kind == "picture":
        from gateways.cleanroom import pictures as room
    else:
        from gateways.cleanroom import papers as room
    room.prepare()
    content = sys.stdin.buffer.read()
    is_shut = confinement.shut()
    try:
        said, parts = _told(room.clean(content))
    except Unfit as error:
        said, parts = {"flaw": error.flaw}, ()
    except (MemoryError, RecursionError):
        said, parts = {"flaw": Flaw.TOO_MUCH_INSIDE}, ()
    sys.stdout.buffer.write(json.dumps(said | {"is_shut": is_shut}).encode() + b"\n" + b"".join(parts))
    sys.stdout.buffer.flush()


def _told(clean: Clean) -> tuple[dict, tuple[bytes, ...]]:
    """Return what is said of a clean file, and its bytes."""
    said = {name: value for name, value in asdict(clean).items() if name not in ("content", "thumbnail", "shot")}
    shot = clean.shot
    said |= {"taken_at": shot.taken_at and shot.taken_at.isoformat(), "latitude": shot.latitude,
             "longitude": shot.longitude, "length": len(clean.content)}
    return said, (clean.content, clean.thumbnail or b"")
