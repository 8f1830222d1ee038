"""Non-payment as the law dates it (code des assurances, art. L113-3): days and instants in, days and instants out.

A premium, or a part of it, is unpaid ten days after it fell due: the insurer may then send a formal notice (mise en
demeure). Thirty days after it was sent the cover is suspended; ten days later the insurer may terminate. The cover is
back at noon, on the day after all that is late was paid.
"""
from datetime import date, datetime, timedelta

from insurance.clock import PARIS, paris_noon

GRACE_DAYS = 10
SUSPENSION_AFTER_NOTICE_DAYS = 30
TERMINATION_AFTER_SUSPENSION_DAYS = 10
_ONE_DAY = timedelta(days=1)


def notice_possible_on(due_on: date) -> date:
    """Return the first day on which a formal notice may be sent: ten whole days have passed since the due day."""
    return due_on + timedelta(days=GRACE_DAYS) + _ONE_DAY


def suspension_after(notice_on: date) -> date:
    """Return the first day without cover, from 0:00: thirty days after the formal notice was sent."""
    return notice_on + timedelta(days=SUSPENSION_AFTER_NOTICE_DAYS)


def termination_after(suspended_on: date) -> date:
    """Return the day from which the insurer may terminate: ten days after the suspension began."""
    return suspended_on + timedelta(days=TERMINATION_AFTER_SUSPENSION_DAYS)


def resumption_after(paid_at: datetime) -> datetime:
    """Return the instant (UTC) at which a suspended cover is back: noon in Paris, on the day after the payment.

    `paid_at` (aware) is when the last of what is late was paid: what the notice named, and what fell due since.
    """
    return paris_noon(paid_at.astimezone(PARIS).date() + _ONE_DAY)
