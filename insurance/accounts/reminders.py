"""What the calendar reminds customers of: a password that is a year old (guide: « changez-le au moins une fois par an »)."""
from datetime import timedelta

from sqlalchemy import or_, select

from insurance import outbox
from insurance.accounts.models import Account
from insurance.accounts.rules import REMIND_AFTER_DAYS
from insurance.clock import now
from insurance.database import db, transaction
from insurance.outbox import MailKind

BATCH = 200


def remind_of_old_passwords() -> None:
    """Write once a year to those whose password is older than that; nothing is asked of those who keep theirs."""
    while _remind_some():
        pass


def _remind_some() -> bool:
    """Remind a batch in one short transaction, and return whether there may be more."""
    limit = now() - timedelta(days=REMIND_AFTER_DAYS)
    is_due = Account.password_set_at < limit
    is_free = or_(Account.password_reminded_at.is_(None), Account.password_reminded_at < limit)
    with transaction():
        accounts = list(db.session.scalars(select(Account).where(is_due, is_free).limit(BATCH)))
        for account in accounts:
            account.password_reminded_at = now()
            outbox.post(MailKind.PASSWORD_OLD, account.customer.email, account.customer,
                        first_name=account.customer.first_name)
    return len(accounts) == BATCH
