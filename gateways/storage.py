"""Files kept under the hash of their bytes: written once, never changed, found again by what they are."""
import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import get_ident

from insurance.clock import now


class FolderStorage:
    """A folder of files named by their SHA-256."""

    def __init__(self, folder: Path):
        self.folder = folder

    def keep(self, content: bytes) -> str:
        """Keep these bytes and return their key. They are on the disk when this returns; the same bytes cost nothing."""
        key = sha256(content).hexdigest()
        path = self._path(key)
        try:
            _touch(path)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{key}.{os.getpid()}.{get_ident()}")
            with open(draft, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
            _touch(path)
            for folder in (path.parent, self.folder):
                _sync(folder)
        return key

    def read(self, key: str) -> bytes:
        """Return the bytes kept under a key. Raises `FileNotFoundError`."""
        return self._path(key).read_bytes()

    def forget(self, key: str, kept_for: timedelta) -> None:
        """Remove the bytes under a key, unless they were kept again within `kept_for`; nothing when there are none."""
        path = self._path(key)
        try:
            if path.stat().st_mtime < (now() - kept_for).timestamp():
                path.unlink()
        except FileNotFoundError:
            return

    def _path(self, key: str) -> Path:
        if len(key) != 64 or not set(key) <= set("0123456789abcdef"):
            raise FileNotFoundError(key)
        return self.folder / key[:2] / key


def _touch(path: Path) -> None:
    """Write that a file is kept now: `forget` leaves it alone for a while."""
    moment = now().timestamp()
    os.utime(path, (moment, moment))


def _sync(folder: Path) -> None:
    """Have the names of a folder on the disk: a power cut loses a file whose folder was not written."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
