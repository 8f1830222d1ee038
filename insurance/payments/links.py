"""Addresses that say who somebody is: the link of a mail by which a contract is paid, and that of a calendar."""
import secrets
from datetime import timedelta

from sqlalchemy import delete

from insurance.clock import now, today
from insurance.database import db, transaction
from insurance.payments.models import CalendarFeed, PaymentLink
from insurance.references import hash_secret

LINK_LIFE = timedelta(days=60)


def new_link(contract) -> str:
    """Make a link by which this contract can be paid without an account, inside the caller's transaction; its secret."""
    secret = secrets.token_urlsafe(32)
    db.session.add(PaymentLink(secret_hash=hash_secret(secret), contract_id=contract.id, until=today() + LINK_LIFE,
                               made_at=now()))
    return secret


def open_calendar(customer) -> None:
    """Give a customer's due dates another private address: the former one, if any, leads nowhere from now on."""
    secret = secrets.token_urlsafe(32)
    with transaction():
        feed = db.session.get(CalendarFeed, customer.id) or CalendarFeed(customer_id=customer.id)
        feed.secret_hash, feed.secret, feed.made_at = hash_secret(secret), secret, now()
        db.session.add(feed)


def close_calendar(customer) -> None:
    """Let the private address of a customer's due dates lead nowhere; twice is once."""
    with transaction():
        db.session.execute(delete(CalendarFeed).where(CalendarFeed.customer_id == customer.id))


def purge() -> None:
    """Forget the payment links whose days have passed."""
    with transaction():
        db.session.execute(delete(PaymentLink).where(PaymentLink.until < today()))
