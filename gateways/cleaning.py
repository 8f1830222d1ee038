"""The room where the files of customers are cleaned: each is decoded and made again in a process of its own.

What is kept is never what came: a picture is encoded again, a PDF written again. The process has a memory, a time and
an output of its own, and can open nothing (gateways/cleanroom): a file that breaks a decoder breaks only that.
"""
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from os import SEEK_END
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO, Protocol

from insurance.attachments.cleaning import Clean, Flaw, MediaType, Shot, Unfit

ROOT = Path(__file__).parents[1]
START = ("import sys; sys.path.insert(0, sys.argv[1]); from gateways.cleanroom.entrance import main; "
         "main(sys.argv[2], *map(int, sys.argv[3:]))")
HEAD_BYTES = 4096
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
BEGINNINGS = (  # what a file that is not taken begins with, and what to call it
    (b"GIF8", Flaw.OTHER_PICTURE), (b"BM", Flaw.OTHER_PICTURE), (b"II*\0", Flaw.OTHER_PICTURE),
    (b"MM\0*", Flaw.OTHER_PICTURE), (b"\xff\x0a", Flaw.OTHER_PICTURE), (b"<svg", Flaw.OTHER_PICTURE),
    (b"8BPS", Flaw.OTHER_PICTURE), (b"\x1aE\xdf\xa3", Flaw.VIDEO), (b"\0\0\x01\xba", Flaw.VIDEO),
    (b"OggS", Flaw.VIDEO), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Flaw.OFFICE), (b"{\\rtf", Flaw.OFFICE),
    (b"Rar!", Flaw.ARCHIVE), (b"7z\xbc\xaf", Flaw.ARCHIVE), (b"\x1f\x8b", Flaw.ARCHIVE), (b"\xfd7zXZ", Flaw.ARCHIVE),
    (b"BZh", Flaw.ARCHIVE))
OFFICE_MARKS = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")


class Scanner(Protocol):
    """What knows infected files (gateways/scanner.py)."""

    def scan(self, file: BinaryIO) -> None:
        """Read a file. Raises `Unfit`: infected, or not scanned."""


@dataclass(frozen=True)
class Limits:
    """What one file may cost: its own bytes, then the memory, the seconds and the answer of its process."""

    file_bytes: int = 20_000_000
    memory_bytes: int = 640 * 1024 * 1024
    cpu_seconds: int = 8
    seconds: float = 30
    output_bytes: int = 25_000_000
    at_once: int = 2  # processes at a time, in one server: their memories add up
    patience: float = 20  # seconds to wait for one's turn


class Cleanroom:
    """Cleans the files that are brought to it, a few at a time. `folder` is for files that exist only meanwhile."""

    def __init__(self, folder: Path, scanner: Scanner | None = None, limits: Limits | None = None):
        self.folder, self.scanner, self.limits = folder, scanner, limits or Limits()
        self._places = BoundedSemaphore(self.limits.at_once)

    def clean(self, file: BinaryIO) -> Clean:
        """Return a file made again from this one. Raises `Unfit`."""
        size = file.seek(0, SEEK_END)
        if not size:
            raise Unfit(Flaw.EMPTY)
        if size > self.limits.file_bytes:
            raise Unfit(Flaw.TOO_HEAVY)
        file.seek(0)
        kind = kind_of(file.read(HEAD_BYTES))
        if self.scanner is not None:
            file.seek(0)
            self.scanner.scan(file)
        with self._place():
            return self._made_again(kind, file)

    def is_shut(self) -> bool:
        """Return whether, on this machine, the process can open nothing once it has its file (see `flask doctor`)."""
        said, _ = self._answer("picture", BytesIO(b"\xff\xd8\xff"))
        return said["is_shut"] is True

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=self.limits.patience):
            raise Unfit(Flaw.BUSY)
        try:
            yield
        finally:
            self._places.release()

    def _made_again(self, kind: str, file: BinaryIO) -> Clean:
        said, content = self._answer(kind, file)
        try:
            return _clean(said, content)
        except (KeyError, TypeError, ValueError):
            raise Unfit(Flaw.DAMAGED) from None  # whoever wrote this was not our process any more

    def _answer(self, kind: str, file: BinaryIO) -> tuple[dict, bytes]:
        """Give a file to a process of its own, and return what it says of it and the bytes that it made."""
        limits = self.limits
        with self._temporary() as given, self._temporary() as answer:
            file.seek(0)
            shutil.copyfileobj(file, given)
            given.seek(0)
            command = [sys.executable, "-I", "-c", START, str(ROOT), kind, str(limits.memory_bytes),
                       str(limits.cpu_seconds), str(limits.output_bytes)]
            process = subprocess.Popen(command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, cwd="/", env={},  # noqa: S603
                                       start_new_session=True)
            try:
                status = process.wait(limits.seconds)
            except subprocess.TimeoutExpired:
                status = None
            finally:
                process.kill()
                process.wait()
            if status is None or status < 0:  # too long, or stopped by the kernel
                raise Unfit(Flaw.TOO_MUCH_INSIDE)
            answer.seek(0)
            line, _, content = answer.read(limits.output_bytes).partition(b"\n")
        try:
            said = dict(json.loads(line))
        except (ValueError, TypeError):
            raise Unfit(Flaw.DAMAGED) from None
        return said, content

    def _temporary(self) -> BinaryIO:
        """Return a file without a name: nothing is left of it, whatever happens."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return tempfile.TemporaryFile(dir=self.folder)


def kind_of(head: bytes) -> str:
    """Return how a file is to be read, from its first bytes: picture or paper. Raises `Unfit` for any other.

    It only chooses the decoder and the words: what a file is, decoding it whole tells.
    """
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return "picture"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        raise Unfit(Flaw.HEIC if brand in HEIC_BRANDS else Flaw.OTHER_PICTURE if brand == b"avif" else Flaw.VIDEO)
    if head.startswith(b"RIFF"):
        raise Unfit(Flaw.OTHER_PICTURE if head[8:12] == b"WEBP" else Flaw.VIDEO)
    if head.startswith(b"PK"):
        raise Unfit(Flaw.OFFICE if any(mark in head for mark in OFFICE_MARKS) else Flaw.ARCHIVE)
    for beginning, flaw in BEGINNINGS:
        if head.startswith(beginning):
            raise Unfit(flaw)
    if b"%PDF-" in head[:1024]:
        return "paper"
    raise Unfit(Flaw.UNKNOWN if head.strip(b"\0") else Flaw.TRUNCATED)


def _clean(said: dict, content: bytes) -> Clean:
    """Return what the process made, checked as words of a stranger. ValueError, KeyError or TypeError when it is not so."""
    if "flaw" in said:
        raise Unfit(Flaw(said["flaw"]))
    media_type, length = MediaType(said["media_type"]), int(said["length"])
    made, thumbnail = content[:length], content[length:]
    beginning = b"%PDF-" if media_type is MediaType.PDF else b"\xff\xd8\xff"
    if not made.startswith(beginning) or len(made) != length or not (thumbnail or b"\xff\xd8").startswith(b"\xff\xd8"):
        raise ValueError("this is not what it says")
    width, height, pages = (said[name] and int(said[name]) for name in ("width", "height", "pages"))
    taken_at = said["taken_at"] and datetime.fromisoformat(said["taken_at"])
    latitude, longitude = (said[name] and float(said[name]) for name in ("latitude", "longitude"))
    return Clean(made, media_type, width, height, pages, thumbnail or None, Shot(taken_at, latitude, longitude))
