"""Several files as one, sent as it is made: nothing of it waits in memory or on the disk."""
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from urllib.parse import quote

from flask import Response


class _Wire:
    """What a zip file is written on: what was written is taken away, and cannot be gone back to."""

    def __init__(self):
        self._written = bytearray()

    def write(self, content) -> int:
        self._written += content
        return len(content)

    def flush(self) -> None:
        """Nothing waits."""

    def take(self) -> bytes:
        content = bytes(self._written)
        self._written.clear()
        return content


def zipped(files: Iterable[tuple[str, date, Callable[[], bytes]]]) -> Iterator[bytes]:
    """Yield the pieces of a zip file: a name, a day and a way to have the bytes for each, asked when its turn comes.

    The same files are the same bytes. They are stored as they are: PDFs are compressed already. Names are made safe for
    any system, and unlike each other.
    """
    wire, taken = _Wire(), set()
    with zipfile.ZipFile(wire, "w", zipfile.ZIP_STORED) as archive:
        for name, on, content in files:
            entry = zipfile.ZipInfo(_unlike(_safe(name), taken), (max(on.year, 1980), on.month, on.day, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content())
            yield wire.take()
    yield wire.take()


def zip_answer(name: str, files: Iterable[tuple[str, date, Callable[[], bytes]]]) -> Response:
    """Return files as one to be downloaded under a name."""
    response = Response(zipped(files), mimetype="application/zip")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.zip"
    return response


def _safe(name: str) -> str:
    """Return a name without what a file system refuses."""
    kept = "".join(" " if letter in '/\\:*?"<>|' or not letter.isprintable() else letter for letter in name)
    return " ".join(kept.split()).strip(". ")[:150] or "document"


def _unlike(name: str, taken: set[str]) -> str:
    """Return a name that no file has yet, whatever the case of its letters."""
    number, one = 1, f"{name}.pdf"
    while one.casefold() in taken:
        number += 1
        one = f"{name} ({number}).pdf"
    taken.add(one.casefold())
    return one
