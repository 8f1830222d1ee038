"""The signing keys of the proofs, kept as files. Any number of processes may share the folder (POSIX locks)."""
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from insurance.proofs.signing import jwk_of, kid_of


@dataclass(frozen=True)
class _Entry:
    """What is known of a key beside the key itself. Instants are UTC, written in ISO 8601."""

    kid: str
    created_at: str
    retired_at: str | None = None
    withdrawn_at: str | None = None

    def is_published(self, now: datetime, overlap: timedelta) -> bool:
        """True while proofs signed with this key can still be checked."""
        is_fresh = self.retired_at is None or now < datetime.fromisoformat(self.retired_at) + overlap
        return is_fresh and self.withdrawn_at is None


class Keyring:
    """P-256 keys in a folder: `<kid>.pem` (mode 0600) and, beside it, `<kid>.json` saying since and until when.

    One key signs. The ones before it stay published for `overlap_days`, so that the proofs they signed can be
    checked as long as those live (`proof_days`); ValueError when the overlap is shorter than that life. Nothing is
    kept in memory: a rotation made by a command is seen at once by every running process.
    """

    def __init__(self, folder: Path | str, overlap_days: int = 45, proof_days: int = 15):
        if overlap_days < proof_days:
            raise ValueError(f"a retired key must stay published as long as its proofs live: {proof_days} days")
        self._folder, self._overlap = Path(folder), timedelta(days=overlap_days)

    def current(self, now: datetime) -> ec.EllipticCurvePrivateKey:
        """Return the key that signs. The first call of all makes it; two processes at once get the same one."""
        entry = self._signing_entry()
        if entry is None:
            with self._locked():
                entry = self._signing_entry() or self._add(now)
        return self._private_key(entry)

    def rotate(self, now: datetime) -> str:
        """Make a new key that signs from now on, retire the others, and return the new `kid`."""
        with self._locked():
            older = [entry for entry in self._entries() if entry.retired_at is None]
            new = self._add(now)
            for entry in older:
                self._write_entry(replace(entry, retired_at=_text(now)))
        return new.kid

    def withdraw(self, kid: str, now: datetime) -> None:
        """Stop publishing a key that was lost or stolen, at once: every proof that it signed is refused from now on.

        The next proof is signed with another key. KeyError when there is no such key.
        """
        with self._locked():
            entry = {entry.kid: entry for entry in self._entries()}[kid]
            self._write_entry(replace(entry, retired_at=entry.retired_at or _text(now), withdrawn_at=_text(now)))

    def published(self, now: datetime) -> dict:
        """Return the public keys under which a proof can be checked at `now`, the newest first (JWKS, RFC 7517)."""
        entries = [entry for entry in self._entries() if entry.is_published(now, self._overlap)]
        return {"keys": [jwk_of(self._private_key(entry).public_key()) for entry in reversed(entries)]}

    def _signing_entry(self) -> _Entry | None:
        """Return the newest key that is not retired, None when there is none."""
        return next((entry for entry in reversed(self._entries()) if entry.retired_at is None), None)

    def _entries(self) -> list[_Entry]:
        """Return every key of the folder, the oldest first."""
        entries = [_Entry(**json.loads(file.read_text())) for file in self._folder.glob("*.json")]
        return sorted(entries, key=lambda entry: (entry.created_at, entry.kid))

    def _private_key(self, entry: _Entry) -> ec.EllipticCurvePrivateKey:
        pem = (self._folder / f"{entry.kid}.pem").read_bytes()
        return serialization.load_pem_private_key(pem, password=None)

    def _add(self, now: datetime) -> _Entry:
        """Make a key. Its PEM is on the disk before the side file that makes it exist for others."""
        key = ec.generate_private_key(ec.SECP256R1())
        entry = _Entry(kid=kid_of(key.public_key()).hex(), created_at=_text(now))
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption())
        self._write(f"{entry.kid}.pem", pem)
        self._write_entry(entry)
        return entry

    def _write_entry(self, entry: _Entry) -> None:
        self._write(f"{entry.kid}.json", (json.dumps(asdict(entry), indent=2) + "\n").encode())

    def _write(self, name: str, content: bytes) -> None:
        """Put a whole file under its name, readable by its owner only, and on the disk before returning."""
        draft = self._folder / f".{name}.{os.getpid()}"
        draft.unlink(missing_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self._folder / name)
        self._sync_folder()

    def _sync_folder(self) -> None:
        """Have the names themselves on the disk: a power cut loses a file whose folder was not written."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Be the only one to write in the folder. The lock goes with the process that holds it, even killed."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _text(moment: datetime) -> str:
    """Return an aware instant in UTC, to the microsecond, so that the order of texts is the order of instants."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
