"""What a code is, how it is typed, where it went, and what it signs: values in, values out."""
import json
from datetime import timedelta
from hashlib import sha256

DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
TRIES = 5  # per code: one chance in two hundred thousand
CODES_PER_HOUR = 5  # per customer, whatever is signed
SENT_AGAIN_AFTER = timedelta(seconds=30)


def read_code(typed: str) -> str:
    """Return the digits of what was typed: « 123 456 », « 123-456 » and pasted spaces are the same code."""
    return "".join(character for character in typed if character.isascii() and character.isdigit())


def fingerprint_of(shown: dict) -> str:
    """Return the SHA-256, in hexadecimal, of what a page shows (JSON values): the same words give the same one."""
    canonical = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def masked_email(email: str) -> str:
    """Return an e-mail as a paper may say it: its first letter and its domain, s•••••@example.org."""
    box, _, domain = email.partition("@")
    return f"{box[:1]}•••••@{domain}"
