"""What the insurer writes to customers about, by which channel, and what they may refuse.

One table for all channels: a mail says which kind of notice it is (`outbox.NOTICE_OF`), the profile shows the kinds,
the outbox leaves out what was refused. What the law asks for, and what protects the account, cannot be refused.
"""
import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from insurance.clock import now
from insurance.database import db


class NoticeKind(StrEnum):
    """What a notice is about. Worded in `wording.NOTICES`."""

    SECURITY = "security"  # who touches the account
    CONTRACTS = "contracts"  # what the law or the contract asks the insurer to write
    REQUESTS = "requests"  # what became of what the customer asked
    REMINDERS = "reminders"  # what may be forgotten


class Channel(StrEnum):
    """How a notice travels. Worded in `wording.CHANNELS`."""

    MAIL = "mail"


CHANNELS: dict[NoticeKind, tuple[Channel, ...]] = dict.fromkeys(NoticeKind, (Channel.MAIL,))
"""The channels that carry a kind of notice: those alone are shown."""

REFUSABLE = frozenset({NoticeKind.REMINDERS})
"""The kinds that a customer may do without."""


class NoticeRefusal(db.Model):
    """A kind of notice that a customer no longer wants by a channel. Without a line, it is sent."""

    __tablename__ = "notice_refusal"

    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    notice: Mapped[str] = mapped_column(String(24), primary_key=True)
    channel: Mapped[str] = mapped_column(String(12), primary_key=True)
    refused_at: Mapped[datetime] = mapped_column(default=now)


def refused_by(customer) -> dict[tuple[str, str], datetime]:
    """Return what the customer refused, as (kind, channel), with the instant since when."""
    lines = db.session.scalars(select(NoticeRefusal).where(NoticeRefusal.customer_id == customer.id))
    return {(line.notice, line.channel): line.refused_at for line in lines}


def is_refused(customer_id: uuid.UUID, notice: NoticeKind, channel: Channel) -> bool:
    """Return whether a notice must not be sent. A kind that cannot be refused never is, whatever the table holds."""
    return notice in REFUSABLE and db.session.get(NoticeRefusal, (customer_id, notice, channel)) is not None
