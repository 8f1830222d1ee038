"""Changing the e-mail of an account, going back on it, and checking once a year that it still reaches its owner.

The address is where a forgotten password is recovered: whoever changes it owns the account. So it takes the password
to ask, the new box and (session or password) to confirm, and the former box can undo it for a week. What protects
and what does not is told in docs/security.md.
"""
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from insurance import outbox
from insurance.accounts import throttle
from insurance.accounts.models import Account, LinkPurpose, MailLink
from insurance.accounts.proving import prove_password
from insurance.accounts.queries import account_of, contract_numbers_of
from insurance.accounts.services import end_devices, find_link, hash_secret
from insurance.clock import now
from insurance.database import db, transaction
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind
from insurance.people.models import Customer
from insurance.people.rules import REFUSED_FOR, EmailFlaw, email_flaw, normal_email, refused_now
from insurance.people.services import BackOffice, hand_over

CONFIRMATION_LIFE = timedelta(hours=24)
UNDO_LIFE = timedelta(days=7)
CHECK_LIFE = timedelta(hours=24)
RESET_LIFE = timedelta(minutes=30)
LONGEST_UNCHECKED = 365  # days: the law says every year
MAILS_PER_HOUR = 5


def ask(customer, email: str, password: str, address_key: str, passwords) -> EmailFlaw | None:
    """Let a confirmation link leave to the new address and a warning to the present one; return a flaw if it has one.

    The same whoever else may read mails there. An older request dies. Raises `Refused(WRONG_CREDENTIALS)`,
    `Refused(TOO_MANY_ATTEMPTS)` after many passwords, or more than five mails an hour.
    """
    email = normal_email(email)
    flaw = EmailFlaw.UNCHANGED if email == customer.email else email_flaw(email)
    if flaw is not None:
        return flaw
    prove_password(customer, password, throttle.key_of("account", str(customer.id)), address_key, passwords)
    _count_mail(customer)
    with transaction():
        _let_die(customer.id, LinkPurpose.CHANGE_EMAIL)
        _send_confirmation(customer, email)
        record(EventKind.EMAIL_CHANGE_ASKED, Actor.CUSTOMER, customer)
        outbox.post(MailKind.EMAIL_ASKED, customer.email, customer, first_name=customer.first_name)
    return None


def pending_change(customer) -> MailLink | None:
    """Return the request that waits for its confirmation (`email`, `expires_at`), None when there is none."""
    return db.session.scalar(_alive(customer.id, LinkPurpose.CHANGE_EMAIL).order_by(MailLink.id.desc()).limit(1))


def send_again(customer) -> None:
    """Let a new link leave for the change that waits.

    Raises `NotFound` when none does, `Refused(TOO_MANY_ATTEMPTS)` after five mails in an hour.
    """
    _count_mail(customer)
    with transaction():
        pending = pending_change(customer)
        if pending is None:
            raise NotFound("email change")
        _let_die(customer.id, LinkPurpose.CHANGE_EMAIL)
        _send_confirmation(customer, pending.email)


def drop(customer) -> None:
    """Forget the change that waits; none is fine too."""
    with transaction():
        if _let_die(customer.id, LinkPurpose.CHANGE_EMAIL):
            record(EventKind.EMAIL_CHANGE_DROPPED, Actor.CUSTOMER, customer)


def confirm(secret: str, insurer_email: str, passwords, signed_in=None, password: str = "",
            address_key: str = "") -> None:
    """Adopt the address whose box received the link, and give the former one a week to undo it.

    The box alone does not do: an address typed wrong would give the account to a stranger. Whoever confirms is signed
    in as the customer, or knows the password. Links that left for the former address die, but those that undo an
    earlier change: a thief who changes it twice must not outrun the owner.

    Raises `Refused(LINK_NO_LONGER_VALID)`, `Refused(WRONG_CREDENTIALS)`, `Refused(TOO_MANY_ATTEMPTS)`,
    `Refused(EMAIL_ELSEWHERE)` when the books have the same person twice, the other one under this address.
    """
    link = find_link(secret, LinkPurpose.CHANGE_EMAIL)
    if signed_in is None or signed_in.id != link.customer_id:
        prove_password(db.session.get(Customer, link.customer_id), password, throttle.key_of("link", str(link.id)),
                        address_key, passwords)
    try:
        with transaction():
            link = find_link(secret, LinkPurpose.CHANGE_EMAIL)
            customer, former = _adopt(link)
            _refuse(customer, set())
            undo_secret = _new_link(LinkPurpose.UNDO_EMAIL, customer, UNDO_LIFE, former)
            record(EventKind.EMAIL_CHANGED, Actor.CUSTOMER, customer)
            outbox.post(MailKind.EMAIL_CHANGED, former, customer, secret=undo_secret, first_name=customer.first_name)
            _tell_insurer(customer, insurer_email)
    except IntegrityError as error:
        raise Refused(Reason.EMAIL_ELSEWHERE) from error


def undo(secret: str, insurer_email: str, passwords) -> str:
    """Put the former address back, close the account to everybody, and return the secret of a reset link.

    The password may be known to whoever changed the address: it no longer opens anything, and only a link sent to the
    address that is back gives another. Changes made since, and their own ways back, die. The insurer may have noted the
    addresses that leave, and its files give them back: they are not heard for a month. Raises
    `Refused(LINK_NO_LONGER_VALID)`, `Refused(EMAIL_ELSEWHERE)`.
    """
    find_link(secret, LinkPurpose.UNDO_EMAIL)
    unusable = passwords.hash(secrets.token_urlsafe(32))
    try:
        with transaction():
            link = find_link(secret, LinkPurpose.UNDO_EMAIL)
            passed_through = _changed_since(link)
            _let_die(link.customer_id, LinkPurpose.UNDO_EMAIL, since=link.expires_at)
            _let_die(link.customer_id, LinkPurpose.CHANGE_EMAIL)
            customer, removed = _adopt(link)
            _refuse(customer, passed_through | {removed})
            account_of(customer).password_hash = unusable
            end_devices(customer)
            reset_secret = _new_link(LinkPurpose.RESET_PASSWORD, customer, RESET_LIFE)
            record(EventKind.EMAIL_RESTORED, Actor.CUSTOMER, customer)
            outbox.post(MailKind.EMAIL_RESTORED, customer.email, customer, secret=reset_secret,
                        first_name=customer.first_name)
            outbox.post(MailKind.EMAIL_REMOVED, removed, customer, first_name=customer.first_name)
            _tell_insurer(customer, insurer_email)
    except IntegrityError as error:
        raise Refused(Reason.EMAIL_ELSEWHERE) from error
    return reset_secret


def needs_check(account: Account, days: int = LONGEST_UNCHECKED) -> bool:
    """Return whether the address must be confirmed: never was, or not for so many days (code des assurances, L111-10)."""
    return account.email_verified_at is None or account.email_verified_at < now() - timedelta(days=days)


def ask_check(customer) -> None:
    """Let a link leave to the present address, to confirm that it is read. Raises `Refused(TOO_MANY_ATTEMPTS)`."""
    _count_mail(customer)
    with transaction():
        _let_die(customer.id, LinkPurpose.CHECK_EMAIL)
        send_check(customer, CHECK_LIFE)


def send_check(customer, life: timedelta, is_reminder: bool = False) -> None:
    """Let a link leave that confirms the present address, inside the caller's transaction."""
    secret = _new_link(LinkPurpose.CHECK_EMAIL, customer, life, customer.email)
    outbox.post(MailKind.EMAIL_CHECK, customer.email, customer, secret=secret, first_name=customer.first_name,
                is_reminder=is_reminder, until=(now() + life).isoformat())


def confirm_check(secret: str) -> None:
    """Note that the address is read by its owner. Raises `Refused(LINK_NO_LONGER_VALID)`."""
    with transaction():
        link = find_link(secret, LinkPurpose.CHECK_EMAIL)
        link.consumed_at = moment = now()
        customer = db.session.get(Customer, link.customer_id)
        account_of(customer).email_verified_at = moment
        _let_die(customer.id, LinkPurpose.CHECK_EMAIL)
        record(EventKind.EMAIL_VERIFIED, Actor.CUSTOMER, customer)


def heed_new_passwords(events: list[Event]) -> None:
    """After a change of password: drop the change of address that waits, and tell the addresses that may come back.

    Whoever changed the address could also change the password, and the owner would read of it nowhere else.
    """
    for customer_id in {event.customer_id for event in events}:
        _let_die(customer_id, LinkPurpose.CHANGE_EMAIL)
        customer = db.session.get(Customer, customer_id)
        for email in former_addresses(customer):
            outbox.post(MailKind.EMAIL_PASSWORD_CHANGED, email, customer, first_name=customer.first_name)


def former_addresses(customer) -> set[str]:
    """Return the addresses that a customer had a few days ago, and that may come back: they hear of what is grave."""
    return {link.email for link in db.session.scalars(_alive(customer.id, LinkPurpose.UNDO_EMAIL))} - {customer.email}


def heed_imported_addresses(events: list[Event]) -> None:
    """After the insurer itself gave an address: what left for the former ones, or would put them back, dies."""
    for event in events:
        if event.actor == Actor.INSURER and "email" in event.details.get("changes", ()):
            _let_die(event.customer_id, LinkPurpose.UNDO_EMAIL, LinkPurpose.CHECK_EMAIL, LinkPurpose.RESET_PASSWORD)


def _adopt(link: MailLink) -> tuple[Customer, str]:
    """Use a link: give the account its address, and return the customer and the address that leaves."""
    link.consumed_at = moment = now()
    customer = db.session.get(Customer, link.customer_id)
    former, customer.email = customer.email, link.email
    account_of(customer).email_verified_at = moment
    db.session.flush()
    _let_die(customer.id, LinkPurpose.CHECK_EMAIL, LinkPurpose.RESET_PASSWORD)
    return customer, former


def _changed_since(link: MailLink) -> set[str]:
    """Return the addresses that the account had since an undo link, but the present one: others lead back to them."""
    newer = select(MailLink.email).where(
        MailLink.customer_id == link.customer_id, MailLink.purpose == LinkPurpose.UNDO_EMAIL, MailLink.id != link.id,
        MailLink.expires_at >= link.expires_at)
    return set(db.session.scalars(newer))


def _refuse(customer, emails: set[str]) -> None:
    """Hear no file that gives these addresses, for a while; the one that is back is not among them."""
    until = (now() + REFUSED_FOR).isoformat()
    refused = refused_now(customer.refused_emails, now()) | dict.fromkeys(emails, until)
    customer.refused_emails = {email: end for email, end in refused.items() if email != customer.email}


def _tell_insurer(customer, insurer_email: str) -> None:
    hand_over(customer, "email", [customer.email], BackOffice(insurer_email, tuple(contract_numbers_of(customer))))


def _count_mail(customer) -> None:
    """Nobody can use an account to flood a box: five of these mails an hour."""
    if not throttle.allow(throttle.key_of("email-change", str(customer.id)), MAILS_PER_HOUR, timedelta(hours=1)):
        raise Refused(Reason.TOO_MANY_ATTEMPTS)


def _send_confirmation(customer, email: str) -> None:
    """Let the link leave. The address may be a stranger's: the mail names nobody."""
    outbox.post(MailKind.EMAIL_CONFIRM, email, customer,
                secret=_new_link(LinkPurpose.CHANGE_EMAIL, customer, CONFIRMATION_LIFE, email))


def _new_link(purpose: LinkPurpose, customer, life: timedelta, email: str | None = None) -> str:
    secret = secrets.token_urlsafe(32)
    db.session.add(MailLink(secret_hash=hash_secret(secret), purpose=purpose, customer_id=customer.id, email=email,
                            expires_at=now() + life))
    return secret


def _alive(customer_id, *purposes: LinkPurpose):
    return select(MailLink).where(MailLink.customer_id == customer_id, MailLink.purpose.in_(purposes),
                                  MailLink.consumed_at.is_(None), MailLink.expires_at > now())


def _let_die(customer_id, *purposes: LinkPurpose, since: datetime | None = None) -> int:
    """Let links that still work expire, those alone that run at least until `since` if given, and return how many."""
    condition = [MailLink.customer_id == customer_id, MailLink.purpose.in_(purposes), MailLink.consumed_at.is_(None),
                 MailLink.expires_at > now()]
    if since is not None:
        condition.append(MailLink.expires_at >= since)
    return db.session.execute(update(MailLink).where(*condition).values(expires_at=now())).rowcount
