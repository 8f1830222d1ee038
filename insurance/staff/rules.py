"""The second factor: codes of a telephone that follow from a shared secret and from the time (RFC 6238)."""
from base64 import b32decode, b32encode
from datetime import datetime
from hmac import compare_digest
from secrets import token_bytes

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30
DIGITS = 6
TOLERANCE = 1  # steps before and after the present one: a telephone may be half a minute wrong, a person slow
SECRET_BYTES = 20


def new_totp_secret() -> str:
    """Return a new random secret of 160 bits, in base32 as the applications on telephones read it."""
    return b32encode(token_bytes(SECRET_BYTES)).decode()


def step_of(moment: datetime) -> int:
    """Return the number of the half minute that an aware instant belongs to, counted from 1970."""
    return int(moment.timestamp()) // STEP_SECONDS


def totp_code(secret: str, step: int) -> str:
    """Return the six figures that a telephone shows during this half minute."""
    return _generator(secret).generate(step * STEP_SECONDS).decode()


def matching_step(secret: str, typed: str, moment: datetime, last_step: int | None) -> int | None:
    """Return the half minute whose code was typed, None when it is none of the present ones or was used already.

    `last_step` is that of the last code accepted: neither it nor an older one is accepted any more.
    """
    figures = "".join(character for character in typed if character.isascii() and character.isdigit())
    present = step_of(moment)
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        if compare_digest(totp_code(secret, step), figures) and (last_step is None or step > last_step):
            return step
    return None


def provisioning_uri(secret: str, email: str, issuer: str) -> str:
    """Return the otpauth:// address that a telephone reads in a QR code to remember the secret under a name."""
    return _generator(secret).get_provisioning_uri(email, issuer)


def _generator(secret: str) -> TOTP:
    """SHA-1 and six figures: what every application understands, and what RFC 6238 says by default."""
    return TOTP(b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303
