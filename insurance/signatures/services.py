"""Sending a code, checking it, and keeping the signature: two steps, because a wrong code must count for ever.

    signature = check(customer, purpose, reference, fingerprint, typed, passwords)   # its own transaction: tries count
    with transaction():
        ...the thing is accepted...
        seal(signature, device, origin_hash)                                         # with it, or not at all
"""
import secrets
from datetime import timedelta

from sqlalchemy import delete, update

from insurance import outbox
from insurance.accounts import throttle
from insurance.clock import now
from insurance.database import db, one_at_a_time, transaction
from insurance.errors import Reason, Refused
from insurance.outbox import MailKind
from insurance.signatures.models import Signature, SignaturePurpose
from insurance.signatures.queries import last_asked
from insurance.signatures.rules import (
    CODE_LIFE,
    CODES_PER_HOUR,
    DIGITS,
    SENT_AGAIN_AFTER,
    TRIES,
    fingerprint_of,
    read_code,
)

FORGOTTEN_AFTER = timedelta(days=30)


def ask(customer, purpose: SignaturePurpose, reference: str, shown: dict, passwords) -> Signature:
    """Send a code that signs what is shown, and nothing else; the codes sent before for it no longer do.

    A second tap sends nothing: the code of half a minute ago is still good. `shown` is all that the page says, as JSON
    values. `passwords` hashes the code, slowly. Raises `Refused(TOO_MANY_ATTEMPTS, until)` after five codes in an hour.
    """
    fingerprint = fingerprint_of(shown)
    just_sent = last_asked(customer, purpose, reference)
    if just_sent is not None and just_sent.fingerprint == fingerprint and not just_sent.tries \
            and just_sent.expires_at > now() and just_sent.asked_at > now() - SENT_AGAIN_AFTER:
        return just_sent
    code = f"{secrets.randbelow(10 ** DIGITS):0{DIGITS}}"
    code_hash = passwords.hash(code)
    if not throttle.allow(throttle.key_of("signature", str(customer.id)), CODES_PER_HOUR, timedelta(hours=1)):
        raise Refused(Reason.TOO_MANY_ATTEMPTS, until=now() + timedelta(hours=1))
    with transaction() as session:
        one_at_a_time(f"signature:{reference}")
        session.execute(update(Signature).where(Signature.customer_id == customer.id, Signature.purpose == purpose,
                               Signature.reference == reference, Signature.signed_at.is_(None))
                        .values(expires_at=now()))
        signature = Signature(customer_id=customer.id, purpose=purpose, reference=reference, shown=shown,
                              fingerprint=fingerprint, email=customer.email, code_hash=code_hash,
                              expires_at=now() + CODE_LIFE)
        session.add(signature)
        outbox.post(MailKind.SIGNATURE_CODE, customer.email, customer, secret=code, first_name=customer.first_name,
                    purpose=purpose, reference=reference, minutes=CODE_LIFE.seconds // 60)
    return signature


def check(customer, purpose: SignaturePurpose, reference: str, fingerprint: str, typed: str, passwords) -> Signature:
    """Return the signature that a code opens, not yet given. The try is counted and kept, right or wrong.

    `fingerprint` is that of what is shown now. Raises `Refused`: SIGNING_CODE_EXPIRED (none was sent, it is over, or it was
    tried too often), CHANGED_MEANWHILE (it was sent for something else), SIGNING_CODE_WRONG.
    """
    with transaction():
        one_at_a_time(f"signature:{reference}")
        signature = last_asked(customer, purpose, reference)
        if signature is None or signature.expires_at <= now() or signature.tries >= TRIES:
            raise Refused(Reason.SIGNING_CODE_EXPIRED)
        if signature.fingerprint != fingerprint:
            raise Refused(Reason.CHANGED_MEANWHILE)
        signature.tries += 1
    if not passwords.verify(signature.code_hash, read_code(typed)):
        raise Refused(Reason.SIGNING_CODE_WRONG)
    return signature


def seal(signature: Signature, device: str, origin_hash: str) -> None:
    """Turn a signature that was checked into a given one, inside the transaction of what it signs.

    Raises `Refused(SIGNING_CODE_EXPIRED)` when another code was asked for, or this one used, in between.
    """
    db.session.refresh(signature)
    if signature.signed_at is not None or signature.expires_at <= now():
        raise Refused(Reason.SIGNING_CODE_EXPIRED)
    signature.signed_at, signature.device, signature.origin_hash = now(), device[:60], origin_hash


def purge() -> None:
    """Forget the codes that signed nothing, a month after; what was signed is kept with what it signed."""
    with transaction() as session:
        session.execute(delete(Signature).where(Signature.signed_at.is_(None),
                                                Signature.expires_at < now() - FORGOTTEN_AFTER))

