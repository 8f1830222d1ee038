"""Giving the insurer's people their access, letting them in with two factors, and taking it back.

Nobody comes in with a password alone: an invitation sets the password and the second factor together, and a second
factor that was lost is set again with a link and the password.
"""
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from insurance import outbox
from insurance.accounts import throttle
from insurance.accounts.rules import PasswordFlaw, forbidden_words, password_flaws
from insurance.clock import now
from insurance.database import db, one_at_a_time, transaction
from insurance.errors import Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import Author, record
from insurance.outbox import MailKind
from insurance.people.rules import normal_email
from insurance.references import hash_secret
from insurance.staff import rules
from insurance.staff.assignments import release_all
from insurance.staff.models import Adviser, DeskSession, Role, StaffLink, StaffLinkPurpose
from insurance.staff.queries import adviser_known_as, find_staff_link

LINK_LIFE = timedelta(hours=72)
NOBODY_SECRET = rules.new_totp_secret()  # an unknown person's code is computed too: the time tells nothing


def add(name: str, email: str, roles: list[Role], by: Author) -> str:
    """Enter somebody in the staff and let their invitation leave; return its secret. Raises `Refused(ADVISER_EXISTS)`."""
    with transaction():
        if adviser_known_as(email) is not None:
            raise Refused(Reason.ADVISER_EXISTS)
        adviser = Adviser(name=name, email=normal_email(email), roles=sorted(set(roles)))
        db.session.add(adviser)
        db.session.flush()
        return invite(adviser, by)


def invite(adviser: Adviser, by: Author) -> str:
    """Let a link leave by which an adviser chooses a password and records a second factor; return its secret.

    Whoever forgot the password is invited again. Until the link is used, what was chosen before holds.
    """
    with transaction():
        secret = _new_link(adviser, StaffLinkPurpose.INVITATION)
        record(EventKind.STAFF_INVITED, by, name=adviser.name)
        outbox.post(MailKind.STAFF_INVITED, adviser.email, secret=secret, name=adviser.name)
    return secret


def accept_invitation(secret: str, password: str, totp_secret: str, code: str, passwords) -> list[PasswordFlaw]:
    """Set the password and the second factor of whoever was invited; return flaws of the password if it has any.

    Every session ends. Raises `Refused(LINK_NO_LONGER_VALID)`, `Refused(WRONG_CODE)`, `Refused(TOO_MANY_ATTEMPTS)`.
    """
    adviser = find_staff_link(secret, StaffLinkPurpose.INVITATION).adviser
    flaws = password_flaws(password, _own_words(adviser), passwords.is_common)
    if flaws:
        return flaws
    step = _proved_step(adviser, totp_secret, code, None)
    hashed = passwords.hash(password)
    with transaction():
        find_staff_link(secret, StaffLinkPurpose.INVITATION).consumed_at = now()
        adviser.password_hash, adviser.password_set_at = hashed, now()
        adviser.totp_secret, adviser.totp_step = totp_secret, step
        end_sessions(adviser)
        record(EventKind.STAFF_OPENED, adviser)
        throttle.forget(_key_of(adviser))
    return []


def reset_second_factor(adviser: Adviser, by: Author) -> str:
    """Forget an adviser's second factor, end their sessions, and let a link leave to record another; return its secret.

    Until then nothing opens the desk for them. Raises `Refused(NOT_ONESELF)`: somebody else must see who asks.
    """
    _be_somebody_else(adviser, by)
    with transaction():
        adviser.totp_secret = adviser.totp_step = None
        end_sessions(adviser)
        secret = _new_link(adviser, StaffLinkPurpose.SECOND_FACTOR)
        record(EventKind.STAFF_FACTOR_RESET, by, name=adviser.name)
        outbox.post(MailKind.STAFF_FACTOR_RESET, adviser.email, secret=secret, name=adviser.name)
    return secret


def record_second_factor(secret: str, password: str, totp_secret: str, code: str, address_key: str, passwords) -> None:
    """Set another second factor, from the link and with the password.

    Raises `Refused(LINK_NO_LONGER_VALID)`, `Refused(WRONG_CREDENTIALS)`, `Refused(WRONG_CODE)`,
    `Refused(TOO_MANY_ATTEMPTS)`.
    """
    adviser = find_staff_link(secret, StaffLinkPurpose.SECOND_FACTOR).adviser
    throttle.enter(_key_of(adviser), address_key)
    if not passwords.verify(adviser.password_hash or passwords.dummy, password) or adviser.password_hash is None:
        raise Refused(Reason.WRONG_CREDENTIALS)
    step = _proved_step(adviser, totp_secret, code, None)
    with transaction():
        find_staff_link(secret, StaffLinkPurpose.SECOND_FACTOR).consumed_at = now()
        adviser.totp_secret, adviser.totp_step = totp_secret, step
        record(EventKind.STAFF_FACTOR_SET, adviser)
        throttle.forget(_key_of(adviser))


def sign_in(email: str, password: str, code: str, address_key: str, passwords) -> Adviser:
    """Return the adviser whom an address, a password and a code designate together.

    Which of the three is wrong is not told, and an unknown address costs the same work. A code that was accepted is
    dead, also for two requests at once. Raises `Refused(WRONG_CREDENTIALS)`, `Refused(TOO_MANY_ATTEMPTS, until)`.
    """
    adviser = adviser_known_as(email)
    key = _key_of(adviser) if adviser is not None else throttle.key_of("unknown-adviser", normal_email(email))
    tries = throttle.enter(key, address_key)
    is_password = passwords.verify(getattr(adviser, "password_hash", None) or passwords.dummy, password)
    may_enter = adviser is not None and adviser.is_active and adviser.password_hash is not None
    with transaction():
        one_at_a_time(key)
        if adviser is not None:
            db.session.refresh(adviser, ["totp_secret", "totp_step"])
        known = adviser.totp_secret if adviser is not None else None
        step = rules.matching_step(known or NOBODY_SECRET, code, now(), adviser.totp_step if adviser else None)
        is_good = may_enter and is_password and known is not None and step is not None
        if is_good:
            adviser.totp_step = step
            record(EventKind.STAFF_SIGNED_IN, adviser)
        else:
            _tell_of_failure(adviser, tries)
    if not is_good:
        raise Refused(Reason.WRONG_CREDENTIALS)
    throttle.forget(key)
    return adviser


def change_password(adviser: Adviser, current: str, code: str, password: str, address_key: str, passwords,
                    keep) -> list[PasswordFlaw]:
    """Change the password of a signed-in adviser and end their sessions but `keep`; return flaws if it has any.

    Raises `Refused(WRONG_CREDENTIALS)`, `Refused(WRONG_CODE)`, `Refused(TOO_MANY_ATTEMPTS)`.
    """
    throttle.enter(_key_of(adviser), address_key)
    if not passwords.verify(adviser.password_hash, current):
        raise Refused(Reason.WRONG_CREDENTIALS)
    flaws = password_flaws(password, _own_words(adviser), passwords.is_common)
    if flaws:
        return flaws
    hashed = passwords.hash(password)
    with transaction():
        one_at_a_time(_key_of(adviser))
        db.session.refresh(adviser, ["totp_secret", "totp_step"])
        step = rules.matching_step(adviser.totp_secret, code, now(), adviser.totp_step)
        if step is None:
            raise Refused(Reason.WRONG_CODE)
        adviser.password_hash, adviser.password_set_at, adviser.totp_step = hashed, now(), step
        end_sessions(adviser, keep=keep)
        record(EventKind.STAFF_PASSWORD_CHANGED, adviser)
        throttle.forget(_key_of(adviser))
    return []


def note_sign_out(adviser: Adviser) -> None:
    """Write in the history that an adviser left the desk."""
    with transaction():
        record(EventKind.STAFF_SIGNED_OUT, adviser)


def disable(adviser: Adviser, by: Author) -> None:
    """Close an adviser's access at once: sessions and links die, what they had in hand goes back to its queue.

    Twice is once. Raises `Refused(NOT_ONESELF)`.
    """
    _be_somebody_else(adviser, by)
    with transaction():
        if adviser.is_active:
            adviser.is_active = False
            end_sessions(adviser)
            _end_links(adviser)
            release_all(adviser, by)
            record(EventKind.STAFF_DISABLED, by, name=adviser.name)


def enable(adviser: Adviser, by: Author) -> None:
    """Open an access that was closed: with the password and the second factor of before. Twice is once."""
    _be_somebody_else(adviser, by)
    with transaction():
        if not adviser.is_active:
            adviser.is_active = True
            record(EventKind.STAFF_ENABLED, by, name=adviser.name)


def change_roles(adviser: Adviser, roles: list[Role], by: Author) -> None:
    """Give an adviser these roles, and no other. Raises `Refused(NOT_ONESELF)`."""
    _be_somebody_else(adviser, by)
    with transaction():
        if set(adviser.roles) != set(roles):
            adviser.roles = sorted(set(roles))
            record(EventKind.STAFF_ROLES_CHANGED, by, name=adviser.name, roles=adviser.roles)


def end_sessions(adviser: Adviser, keep=None) -> None:
    """Sign an adviser out everywhere, but in the session `keep`."""
    with transaction():
        condition = [DeskSession.adviser_id == adviser.id, DeskSession.ended_at.is_(None)]
        if keep is not None:
            condition.append(DeskSession.id != keep)
        db.session.execute(update(DeskSession).where(*condition).values(ended_at=now(), contents={}))


def purge() -> None:
    """Forget links a day after they expired, and sessions a year after they were last seen."""
    with transaction():
        for table, column, age in ((StaffLink, StaffLink.expires_at, 1), (DeskSession, DeskSession.seen_at, 365)):
            old = select(table.id).where(column < now() - timedelta(days=age))
            db.session.execute(table.__table__.delete().where(table.id.in_(old)))


def _proved_step(adviser: Adviser, totp_secret: str, code: str, last_step: int | None) -> int:
    """Return the half minute of a code that proves that the telephone knows a new secret. Raises `Refused`."""
    proof_key = throttle.key_of("enrolment", str(adviser.id))
    throttle.enter(proof_key, proof_key)
    step = rules.matching_step(totp_secret, code, now(), last_step)
    if step is None:
        raise Refused(Reason.WRONG_CODE)
    throttle.forget(proof_key)
    return step


def _tell_of_failure(adviser: Adviser | None, tries: int) -> None:
    """Write the refusal down; at the tenth the adviser hears of it, and nobody else ever does."""
    record(EventKind.STAFF_SIGN_IN_REFUSED, Actor.UNKNOWN, name=adviser.name if adviser is not None else "")
    if adviser is not None and tries == throttle.HELD_AFTER:
        record(EventKind.STAFF_HELD, Actor.RULE, name=adviser.name)
        outbox.post(MailKind.STAFF_HELD, adviser.email, name=adviser.name)


def _be_somebody_else(adviser: Adviser, by: Author) -> None:
    if not isinstance(by, Actor) and by.id == adviser.id:
        raise Refused(Reason.NOT_ONESELF)


def _own_words(adviser: Adviser) -> list[str]:
    first, _, last = adviser.name.partition(" ")
    return forbidden_words(first, last, adviser.email, [])


def _key_of(adviser: Adviser) -> str:
    return throttle.key_of("adviser", str(adviser.id))


def _new_link(adviser: Adviser, purpose: StaffLinkPurpose) -> str:
    """Make a link, let every older one die, and return its secret."""
    _end_links(adviser)
    secret = secrets.token_urlsafe(32)
    db.session.add(StaffLink(secret_hash=hash_secret(secret), purpose=purpose, adviser_id=adviser.id,
                             expires_at=now() + LINK_LIFE))
    return secret


def _end_links(adviser: Adviser) -> None:
    db.session.execute(update(StaffLink).where(StaffLink.adviser_id == adviser.id, StaffLink.consumed_at.is_(None))
                       .values(expires_at=now()))
