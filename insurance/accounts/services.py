"""Opening an account, signing in, changing and recovering a password.

Nothing here tells an outsider whether a contract, an e-mail or an account exists: the same calls succeed, the same
work is done, and what differs leaves by mail to the address that the insurer already knows.
"""
import secrets
from datetime import timedelta

from sqlalchemy import delete, select, update

from insurance import outbox
from insurance.accounts import throttle
from insurance.accounts.models import Account, LinkPurpose, MailLink, SignedInDevice, SignUp
from insurance.accounts.queries import (
    account_of,
    contract_numbers_of,
    customers_known_as,
    holder_matching,
)
from insurance.accounts.rules import PasswordFlaw, forbidden_words, password_flaws
from insurance.clock import now
from insurance.database import db, transaction
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind
from insurance.people.models import Customer
from insurance.people.rules import normal_email, number_key
from insurance.references import hash_secret

SIGN_UP_LIFE = timedelta(hours=1)
OPENING_LINK_LIFE = timedelta(hours=24)
RESET_LINK_LIFE = timedelta(minutes=30)
MAILS_PER_HOUR = 5
NOBODY = (None,)  # when nobody is found a line is written all the same: the disk takes as long


def begin_sign_up(contract_number: str, last_name: str, first_name: str, email: str) -> str:
    """Remember that an account is asked for, and return the secret that the next step must show."""
    secret = secrets.token_urlsafe(32)
    with transaction():
        holder = holder_matching(contract_number, last_name, first_name, email)
        words = forbidden_words(first_name, last_name, email, [number_key(contract_number)])
        db.session.add(SignUp(key_hash=hash_secret(secret), customer_id=holder.id if holder else None,
                              forbidden_words=words, expires_at=now() + SIGN_UP_LIFE))
    return secret


def find_sign_up(secret: str) -> SignUp:
    """Return the sign-up under way. Raises `Refused(SIGN_UP_EXPIRED)` after an hour, or when there is none."""
    sign_up = db.session.scalar(
        select(SignUp).where(SignUp.key_hash == hash_secret(secret), SignUp.expires_at > now()))
    if sign_up is None:
        raise Refused(Reason.SIGN_UP_EXPIRED)
    return sign_up


def choose_password(secret: str, password: str, passwords) -> list[PasswordFlaw]:
    """Take the password of a new account and let the confirmation leave by mail; return flaws instead if it has any."""
    sign_up = find_sign_up(secret)
    flaws = password_flaws(password, sign_up.forbidden_words, passwords.is_common)
    if flaws:
        return flaws
    hashed = passwords.hash(password)
    with transaction():
        sign_up = find_sign_up(secret)
        sign_up.expires_at = now() + SIGN_UP_LIFE
        holder = db.session.get(Customer, sign_up.customer_id) if sign_up.customer_id else None
        if holder is not None and _may_mail(holder):
            record(EventKind.ACCOUNT_REQUESTED, Actor.UNKNOWN, holder)
            if account_of(holder) is not None:
                outbox.post(MailKind.ALREADY_OPEN, holder.email, holder, first_name=holder.first_name)
            else:
                link = _new_link(LinkPurpose.OPEN_ACCOUNT, holder, OPENING_LINK_LIFE,
                                 password_hash=hashed, sign_up_hash=sign_up.key_hash)
                outbox.post(MailKind.OPEN_ACCOUNT, holder.email, holder, secret=link, first_name=holder.first_name)
    return []


def find_link(secret: str, purpose: LinkPurpose) -> MailLink:
    """Return a link that still works. Raises `Refused(LINK_NO_LONGER_VALID)` when used, too old or unknown."""
    link = db.session.scalar(
        select(MailLink).where(MailLink.secret_hash == hash_secret(secret), MailLink.purpose == purpose,
                               MailLink.consumed_at.is_(None), MailLink.expires_at > now()))
    if link is None:
        raise Refused(Reason.LINK_NO_LONGER_VALID)
    return link


def same_browser(link: MailLink, sign_up_secret: str | None) -> bool:
    """Return whether the browser that opens the link is the one in which the password was chosen."""
    return sign_up_secret is not None and hash_secret(sign_up_secret) == link.sign_up_hash


def open_account(secret: str, passwords, sign_up_secret: str | None = None, password: str = "") -> Customer:
    """Open the account whose confirmation link was used, by the browser or with the password that asked for it.

    A stranger who knows a contract number could ask for an account under a password of his own and hope that the
    holder presses the button: the holder cannot. Raises `Refused(LINK_NO_LONGER_VALID)`,
    `Refused(WRONG_CREDENTIALS)`, `Refused(TOO_MANY_ATTEMPTS)`.
    """
    link = find_link(secret, LinkPurpose.OPEN_ACCOUNT)
    if not same_browser(link, sign_up_secret):
        key = throttle.key_of("link", str(link.id))
        throttle.enter(key, key)
        if not passwords.verify(link.password_hash, password):
            raise Refused(Reason.WRONG_CREDENTIALS)
    with transaction():
        link = find_link(secret, LinkPurpose.OPEN_ACCOUNT)
        link.consumed_at = moment = now()
        customer = db.session.get(Customer, link.customer_id)
        if account_of(customer) is None:
            db.session.add(Account(customer_id=customer.id, password_hash=link.password_hash,
                                   password_set_at=moment, opened_at=moment, email_verified_at=moment))
            record(EventKind.ACCOUNT_OPENED, Actor.CUSTOMER, customer)
            outbox.post(MailKind.ACCOUNT_OPENED, customer.email, customer, first_name=customer.first_name)
    return customer


def sign_in(identifier: str, password: str, address_key: str, passwords) -> Customer:
    """Return the customer whom these credentials designate.

    Raises `Refused(WRONG_CREDENTIALS)` or `Refused(TOO_MANY_ATTEMPTS, until)`; one password hash is computed for an
    unknown identifier too, so that the time spent tells nothing.
    """
    people = customers_known_as(identifier)
    account_key = _account_key(people, identifier)
    tries = throttle.enter(account_key, address_key)
    accounts = [account for account in map(account_of, people) if account is not None]
    hashes = [account.password_hash for account in accounts] or [passwords.dummy]
    matches = [passwords.verify(hashed, password) for hashed in hashes]
    if not accounts or True not in matches:
        _tell_of_failure(people, tries)
        raise Refused(Reason.WRONG_CREDENTIALS)
    account = accounts[matches.index(True)]
    throttle.forget(account_key)
    rehashed = passwords.hash(password) if passwords.is_outdated(account.password_hash) else None
    with transaction():
        if rehashed is not None:
            account.password_hash = rehashed
        record(EventKind.SIGNED_IN, Actor.CUSTOMER, account.customer)
    return account.customer


def _account_key(people, identifier: str) -> str:
    """The same person under an e-mail or a number is one account to guess; an unknown identifier counts alone.

    Its spellings count together, as those of a known one do: else they would tell which contracts exist.
    """
    if people:
        return throttle.key_of("account", ",".join(str(person.id) for person in people))
    return throttle.key_of("unknown", normal_email(identifier) if "@" in identifier else number_key(identifier))


def _tell_of_failure(people, tries: int) -> None:
    with transaction():
        for person in people or NOBODY:
            record(EventKind.SIGN_IN_REFUSED, Actor.UNKNOWN, person)
            if person is None:
                continue
            if tries == throttle.HELD_AFTER and account_of(person) is not None:
                record(EventKind.ACCOUNT_HELD, Actor.RULE, person)
                outbox.post(MailKind.ACCOUNT_HELD, person.email, person, first_name=person.first_name)


def ask_for_reset(identifier: str) -> None:
    """Let a reset link leave by mail to whom the identifier designates, if anybody."""
    with transaction():
        for person in customers_known_as(identifier) or NOBODY:
            if person is None or account_of(person) is None or not _may_mail(person):
                record(EventKind.RESET_REQUESTED, Actor.UNKNOWN)
                continue
            link = _new_link(LinkPurpose.RESET_PASSWORD, person, RESET_LINK_LIFE)
            record(EventKind.RESET_REQUESTED, Actor.UNKNOWN, person)
            outbox.post(MailKind.RESET_PASSWORD, person.email, person, secret=link, first_name=person.first_name)


def reset_password(secret: str, password: str, passwords) -> list[PasswordFlaw]:
    """Give the account a new password and end every session; return flaws instead if it has any.

    Raises `Refused(LINK_NO_LONGER_VALID)`. The tries that held the account are forgotten: the mail box proves more.
    """
    customer = db.session.get(Customer, find_link(secret, LinkPurpose.RESET_PASSWORD).customer_id)
    flaws = password_flaws(password, own_words(customer), passwords.is_common)
    if flaws:
        return flaws
    hashed = passwords.hash(password)
    with transaction():
        find_link(secret, LinkPurpose.RESET_PASSWORD).consumed_at = now()
        _set_password(customer, hashed)
        end_devices(customer)
        for identifier in (customer.email, *contract_numbers_of(customer)):
            throttle.forget(_account_key(customers_known_as(identifier), identifier))
    return []


def change_password(customer, current: str, password: str, address_key: str, passwords, keep) -> list[PasswordFlaw]:
    """Change the password of a signed-in customer and end the other sessions than `keep`; return flaws if it has any.

    Raises `Refused(WRONG_CREDENTIALS)` when the current password is wrong, `Refused(TOO_MANY_ATTEMPTS)` after many.
    """
    key = _account_key(customers_known_as(customer.email), customer.email)
    throttle.enter(key, address_key)
    if not passwords.verify(account_of(customer).password_hash, current):
        raise Refused(Reason.WRONG_CREDENTIALS)
    throttle.forget(key)
    flaws = password_flaws(password, own_words(customer), passwords.is_common)
    if flaws:
        return flaws
    hashed = passwords.hash(password)
    with transaction():
        _set_password(customer, hashed)
        end_devices(customer, keep=keep)
    return []


def note_sign_out(customer) -> None:
    """Write in the history that the customer signed out."""
    with transaction():
        record(EventKind.SIGNED_OUT, Actor.CUSTOMER, customer)


def own_words(customer) -> list[str]:
    """Return the words that this customer's password may not hold."""
    return forbidden_words(customer.first_name, customer.last_name, customer.email,
                           [number_key(number) for number in contract_numbers_of(customer)])


def _set_password(customer, hashed: str) -> None:
    account = account_of(customer)
    account.password_hash, account.password_set_at = hashed, now()
    record(EventKind.PASSWORD_CHANGED, Actor.CUSTOMER, customer)
    outbox.post(MailKind.PASSWORD_CHANGED, customer.email, customer, first_name=customer.first_name)


def send_contract_numbers(email: str) -> None:
    """Let the list of contract numbers leave to this address, if the insurer knows it."""
    with transaction():
        for person in (customers_known_as(email) if "@" in email else []) or NOBODY:
            if person is None or not _may_mail(person):
                record(EventKind.NUMBERS_SENT, Actor.UNKNOWN)
                continue
            record(EventKind.NUMBERS_SENT, Actor.UNKNOWN, person)
            outbox.post(MailKind.CONTRACT_NUMBERS, person.email, person, first_name=person.first_name,
                        numbers=contract_numbers_of(person))


def end_device(customer, public_id: str) -> None:
    """Sign the customer out of one of their devices; twice is once. Raises `NotFound`, also for somebody else's."""
    with transaction():
        device = db.session.scalar(
            select(SignedInDevice).where(SignedInDevice.customer_id == customer.id,
                                         SignedInDevice.public_id == public_id))
        if device is None:
            raise NotFound(public_id)
        if device.ended_at is None:
            device.ended_at = now()
            record(EventKind.DEVICE_REVOKED, Actor.CUSTOMER, customer, device=device.label)


def end_devices(customer, keep=None) -> None:
    """Sign the customer out everywhere, except on the device `keep`."""
    with transaction():
        condition = [SignedInDevice.customer_id == customer.id, SignedInDevice.ended_at.is_(None)]
        if keep is not None:
            condition.append(SignedInDevice.id != keep)
        db.session.execute(update(SignedInDevice).where(*condition).values(ended_at=now()))


def purge() -> None:
    """Forget what no longer serves: old sign-ups and links (a day after they expired), devices signed out for a year."""
    with transaction():
        limit = now() - timedelta(days=1)
        db.session.execute(delete(SignUp).where(SignUp.expires_at < limit))
        db.session.execute(delete(MailLink).where(MailLink.expires_at < limit))
        db.session.execute(delete(SignedInDevice).where(SignedInDevice.seen_at < now() - timedelta(days=365)))
    throttle.purge()


def _may_mail(person) -> bool:
    """An outsider cannot flood somebody's mail box: five mails an hour, whatever the form."""
    return throttle.allow(throttle.key_of("mail", str(person.id)), MAILS_PER_HOUR, timedelta(hours=1))


def _new_link(purpose: LinkPurpose, customer, life: timedelta, **values) -> str:
    """Make a link, let the older ones of the same purpose die, and return its secret."""
    db.session.execute(
        update(MailLink)
        .where(MailLink.customer_id == customer.id, MailLink.purpose == purpose, MailLink.consumed_at.is_(None))
        .values(expires_at=now()))
    secret = secrets.token_urlsafe(32)
    db.session.add(MailLink(secret_hash=hash_secret(secret), purpose=purpose, customer_id=customer.id,
                            expires_at=now() + life, **values))
    return secret
