"""Encryption at rest for the few columns that deserve it (IBAN, secrets waiting to be mailed), and secrets for phones."""
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import JSON, Text, TypeDecorator

_cipher: MultiFernet | None = None
_oldest_key = b""


def install(keys: list[str]) -> None:
    """Use these Fernet keys from now on: the first one seals, all of them unseal (rotation)."""
    global _cipher, _oldest_key
    _cipher = MultiFernet([Fernet(key) for key in keys])
    _oldest_key = keys[-1].encode()


def new_key() -> str:
    """Return a new random Fernet key, as text."""
    return Fernet.generate_key().decode()


def seal(text: str) -> str:
    """Return a text encrypted and authenticated, for a place that others can read."""
    return _cipher.encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the text that was sealed; one sealed with a lost key raises cryptography.fernet.InvalidToken."""
    return _cipher.decrypt(sealed.encode()).decode()


def secret_for(purpose: str, name: str) -> bytes:
    """Return 32 bytes that nobody else can make, the same each time: they come from the oldest key, which never leaves."""
    return hmac.digest(_oldest_key, f"{purpose}:{name}".encode(), "sha256")


class Sealed(TypeDecorator):
    """A text that is encrypted and authenticated in the database and clear in memory."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value, dialect):
        """Seal on the way in."""
        return None if value is None else seal(value)

    def process_result_value(self, value, dialect):
        """Unseal on the way out; a value sealed with a lost key raises cryptography.fernet.InvalidToken."""
        return None if value is None else unseal(value)


class SealedIn(TypeDecorator):
    """A JSON object of which one text, if it has it, is encrypted and authenticated in the database and clear in memory.

    Sealed with a lost key, that text comes back empty: the rest can still be read.
    """

    impl = JSON
    cache_ok = True

    def __init__(self, name: str):
        """`name` is that of the text. Without an object the column is NULL, never the `null` of JSON."""
        super().__init__(none_as_null=True)
        self.name = name

    def process_bind_param(self, value, dialect):
        """Seal on the way in."""
        return value if not value or self.name not in value else value | {self.name: seal(value[self.name])}

    def process_result_value(self, value, dialect):
        """Unseal on the way out."""
        return value if not value or self.name not in value else value | {self.name: _unsealed_or_empty(value[self.name])}


def _unsealed_or_empty(sealed: str) -> str:
    try:
        return unseal(sealed)
    except InvalidToken:
        return ""
