"""The files beside a portfolio: only those inside its folder, only real PDFs."""
import hashlib
import os
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

LARGEST_BYTES = 20 * 1024 * 1024
_REMEMBERED = 1024
_SLICE = 1024 * 1024


class UnfitFile(Exception):
    """A document path that is refused; the message is the reason, in plain English."""


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file that may enter: where it is, the SHA-256 of its bytes in hexadecimal, its size in bytes."""

    path: Path
    sha256: str
    size_bytes: int


class DocumentFolder:
    """The folder of a portfolio. What was found about the last thousand files is remembered: most are shared."""

    def __init__(self, folder: Path):
        self._root = folder.resolve()
        self.file_named = lru_cache(maxsize=_REMEMBERED)(self._file_named)

    def _file_named(self, name: str) -> DocumentFile:
        """Return the PDF of that relative path. Raises UnfitFile when it leaves the folder, is missing or no PDF."""
        path = self._inside(name)
        try:
            return _read(path)
        except FileNotFoundError:
            raise UnfitFile("This file does not exist beside the portfolio.") from None
        except OSError as error:
            raise UnfitFile(f"This file cannot be read: {error.strerror or 'unknown reason'}.") from None

    def _inside(self, name: str) -> Path:
        parts = PurePosixPath(name)
        if not name.strip() or name.endswith("/"):
            raise UnfitFile("Expected the path of a file, relative to the folder of the portfolio.")
        if "\\" in name:
            raise UnfitFile("Folders are separated by /, not by \\.")
        if parts.is_absolute():
            raise UnfitFile("This path is absolute; it must be relative to the folder of the portfolio.")
        if ".." in parts.parts:
            raise UnfitFile("This path leaves the folder of the portfolio (..).")
        try:
            path = (self._root / parts).resolve()
        except (OSError, RuntimeError, ValueError):
            raise UnfitFile("This path cannot be followed: too long, or a link that turns in circles.") from None
        if not path.is_relative_to(self._root):
            raise UnfitFile("This path leaves the folder of the portfolio through a symbolic link.")
        return path


def _read(path: Path) -> DocumentFile:
    """Look at an opened file, so that what was checked is what was read; a pipe never makes us wait."""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise UnfitFile("This path is not a file.")
        if status.st_size > LARGEST_BYTES:
            raise UnfitFile(f"This file weighs {status.st_size:,} bytes; {LARGEST_BYTES:,} at most.")
        first = file.read(_SLICE)
        if not first.startswith(b"%PDF-"):
            raise UnfitFile("This file is not a PDF (a PDF begins with %PDF-).")
        digest = hashlib.sha256(first)
        while part := file.read(_SLICE):
            digest.update(part)
        return DocumentFile(path, digest.hexdigest(), status.st_size)
