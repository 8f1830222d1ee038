"""The line of history. SQL triggers refuse to update or delete it (see migrations)."""
import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from insurance.clock import now
from insurance.database import Key, db
from insurance.references import new_id


class Actor(StrEnum):
    """Who did it."""

    CUSTOMER = "customer"
    INSURER = "insurer"  # the insurer's own systems, through an import
    RULE = "rule"  # a date that passed, a job that ran
    UNKNOWN = "unknown"  # somebody who is not signed in


class EventKind(StrEnum):
    """What happened. Every kind is worded in `wording.EVENTS`."""

    ACCOUNT_REQUESTED = "account.requested"
    ACCOUNT_OPENED = "account.opened"
    SIGNED_IN = "account.signed-in"
    SIGNED_OUT = "account.signed-out"
    SIGN_IN_REFUSED = "account.sign-in-refused"
    ACCOUNT_HELD = "account.held"
    RESET_REQUESTED = "account.reset-requested"
    PASSWORD_CHANGED = "account.password-changed"
    NUMBERS_SENT = "account.numbers-sent"
    DEVICE_REVOKED = "account.device-revoked"
    ACCESS_REFUSED = "access.refused"
    CONTRACT_RECORDED = "contract.recorded"
    CONTRACT_CHANGED = "contract.changed"
    CHANGE_HEARD = "contract.change-heard"
    HOLDER_CHANGED = "holder.changed"
    DOCUMENT_ADDED = "document.added"
    DOCUMENT_ISSUED = "document.issued"
    PAPER_ISSUED = "document.paper-issued"
    QUESTION_SENT = "question.sent"
    EMAIL_CHANGE_ASKED = "email.change-asked"
    EMAIL_CHANGE_DROPPED = "email.change-dropped"
    EMAIL_CHANGED = "email.changed"
    EMAIL_RESTORED = "email.restored"
    EMAIL_VERIFIED = "email.verified"
    PAPER_ASKED = "paper.asked"
    PAPER_STOPPED = "paper.stopped"
    TERMINATION_REQUESTED = "termination.requested"
    TERMINATION_WITHDRAWN = "termination.withdrawn"
    TERMINATION_PROCESSED = "termination.processed"


class Event(db.Model):
    """One thing that happened: when, what, who, to whom, on what. Never updated, never deleted."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_customer_id_id", "customer_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    occurred_at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(16))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(Key)
    contract_id: Mapped[uuid.UUID | None] = mapped_column(Key)
    details: Mapped[dict] = mapped_column(JSON, default=dict)
