"""Whether the address where a customer reads us still works: asked once a year, reminded of once, heard when mails come back.

Code des assurances, art. L111-10: whoever is written to electronically is asked, and asked again each year, whether the
address is right.
"""
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select

from insurance import outbox
from insurance.accounts.email_change import send_check
from insurance.accounts.models import Account
from insurance.clock import now
from insurance.database import db, transaction
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import OutgoingMail
from insurance.people.models import Customer

BATCH = 200


@dataclass(frozen=True)
class CheckSettings:
    """In days: how long an address is held to be right, when its owner is reminded, how long the links work."""

    every: int
    reminder: int
    link: int


def ask_each_year(settings: CheckSettings) -> None:
    """Ask those whose address was not confirmed for a year, once a year, and remind once those who do not answer."""
    while _ask_some(settings):
        pass
    while _remind_some(settings):
        pass


def note_bounce(mail: OutgoingMail, owner: str, error: str) -> bool:
    """Say that a mail came back; the first time for the customer's present address, their history says it too."""
    with transaction():
        customer = db.session.get(Customer, mail.customer_id) if mail.customer_id else None
        is_news = customer is not None and mail.recipient == customer.email and outbox.last_bounce(customer) is None
        is_ours = outbox.mark_bounced(mail, owner, error)
        if is_ours and is_news:
            record(EventKind.EMAIL_BOUNCED, Actor.RULE, customer)
    return is_ours


def _ask_some(settings: CheckSettings) -> bool:
    """Ask a batch in one short transaction, and return whether there may be more."""
    limit = now() - timedelta(days=settings.every)
    return _send_some(settings, False, or_(Account.email_verified_at.is_(None), Account.email_verified_at < limit),
                      or_(Account.check_asked_at.is_(None), Account.check_asked_at < limit))


def _remind_some(settings: CheckSettings) -> bool:
    """Remind a batch of those who were asked so many days ago and did not confirm since."""
    asked_by = now() - timedelta(days=settings.reminder)
    return _send_some(settings, True, Account.check_asked_at < asked_by, Account.check_reminded_at.is_(None),
                      or_(Account.email_verified_at.is_(None), Account.email_verified_at < Account.check_asked_at))


def _send_some(settings: CheckSettings, is_reminder: bool, *conditions) -> bool:
    with transaction():
        accounts = list(db.session.scalars(select(Account).where(*conditions).limit(BATCH)))
        for account in accounts:
            if is_reminder:
                account.check_reminded_at = now()
            else:
                account.check_asked_at, account.check_reminded_at = now(), None
            send_check(account.customer, timedelta(days=settings.link), is_reminder)
            record(EventKind.EMAIL_CHECK_REMINDED if is_reminder else EventKind.EMAIL_CHECK_ASKED, Actor.RULE,
                   account.customer)
    return len(accounts) == BATCH
