"""Files kept under the hash of their bytes: written once, never changed, found again by what they are."""
import os
from hashlib import sha256
from pathlib import Path


class FolderStorage:
    """A folder of files named by their SHA-256."""

    def __init__(self, folder: Path):
        self.folder = folder

    def keep(self, content: bytes) -> str:
        """Keep these bytes and return their key. They are on the disk when this returns; the same bytes cost nothing."""
        key = sha256(content).hexdigest()
        path = self._path(key)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{key}.{os.getpid()}")
            with open(draft, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
        return key

    def read(self, key: str) -> bytes:
        """Return the bytes kept under a key. Raises `FileNotFoundError`."""
        return self._path(key).read_bytes()

    def _path(self, key: str) -> Path:
        if len(key) != 64 or not set(key) <= set("0123456789abcdef"):
            raise FileNotFoundError(key)
        return self.folder / key[:2] / key
