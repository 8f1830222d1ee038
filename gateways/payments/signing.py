"""Messages signed with a shared secret: `t=<seconds>,v1=<HMAC-SHA256 of "t.body">`, refused once they are old."""
import hashlib
import hmac
from datetime import datetime, timedelta

from insurance.payments.provider import Forged

TOLERANCE = timedelta(minutes=5)


def signature_of(body: bytes, secret: str, moment: datetime) -> str:
    """Return the signature of a message sent at `moment`."""
    seconds = str(int(moment.timestamp()))
    return f"t={seconds},v1={_digest(seconds, body, secret)}"


def check(body: bytes, signature: str, secret: str, moment: datetime) -> None:
    """Raise `Forged` unless whoever knows the secret signed this message, five minutes ago at most."""
    parts = dict(part.partition("=")[::2] for part in signature.split(","))
    seconds = parts.get("t", "")
    if not hmac.compare_digest(parts.get("v1", "").encode(), _digest(seconds, body, secret).encode()):
        raise Forged("the signature is not ours")
    if not seconds.isdigit() or abs(moment.timestamp() - int(seconds)) > TOLERANCE.total_seconds():
        raise Forged("the message is not fresh")


def _digest(seconds: str, body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
