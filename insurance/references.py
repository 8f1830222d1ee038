"""Identifiers: primary keys ordered in time, opaque public keys, codes that a person can type."""
import secrets
import time
import uuid
from hashlib import sha256

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
_LOOK_ALIKES = str.maketrans("OILU", "011V")


def new_id() -> uuid.UUID:
    """Return a UUID version 7 (RFC 9562): 48 bits of milliseconds, 12 of their fraction, then 62 random bits.

    The fraction keeps what one transaction writes in the order in which it was written.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62))


def new_public_id() -> str:
    """Return 13 random lower-case characters (65 bits) for an address: it tells nothing and cannot be guessed."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(13)).lower()


def hash_secret(secret: str) -> str:
    """Return the form in which a random secret (link, cookie) is kept: SHA-256 is enough for 256 random bits."""
    return sha256(secret.encode()).hexdigest()


def new_code() -> str:
    """Return 12 random Crockford characters (60 bits), without I, L, O or U: easy to read aloud and to type."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str | None:
    """Return the code meant by `typed`, forgiving spaces, dashes, case and look-alikes; None when it cannot be one."""
    code = "".join(character for character in typed.upper() if character.isalnum()).translate(_LOOK_ALIKES)
    return code if len(code) == CODE_LENGTH and all(character in CROCKFORD for character in code) else None


def spaced_code(code: str) -> str:
    """Return a code in groups of four, as it is printed: K7F3-M9X2-Q4AB."""
    return "-".join(code[start:start + 4] for start in range(0, len(code), 4))
