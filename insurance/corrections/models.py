"""A correction of somebody's identity: what they ask, why, and the proof that they sent."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.attachments.models import Attachment
from insurance.clock import now
from insurance.database import Key, db
from insurance.people.models import Customer
from insurance.references import new_id


class CorrectionState(StrEnum):
    """Where a correction stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CorrectionCause(StrEnum):
    """Why an identity is not what the insurer knows."""

    MISTAKE = "mistake"  # it was written wrong
    MARRIAGE = "marriage"
    DIVORCE = "divorce"
    CIVIL_STATUS = "civil-status"  # another name or sex at the registry office
    OTHER = "other"


class CorrectionRefusal(StrEnum):
    """Why a correction is refused. Each is worded with what to send instead."""

    UNREADABLE = "unreadable"
    NO_PROOF = "no-proof"
    ANOTHER_IDENTITY = "another-identity"
    EXPIRED = "expired"
    OTHER = "other"


class Correction(db.Model):
    """A correction that a customer asks for. `changes` holds, by column of the customer, what was known and what is asked.

    Days are ISO text there. `due_on` is the last day by which the insurer promises its answer.
    """

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_state_due_on", "state", "due_on"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default=CorrectionState.RECEIVED)
    cause: Mapped[str] = mapped_column(String(16))
    said: Mapped[str] = mapped_column(String(500), default="")
    changes: Mapped[dict] = mapped_column(JSON)
    refusal: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(500), default="")
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    contract = None  # an identity is its owner's, whatever the contracts
    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")
    files: Mapped[list[Attachment]] = relationship(
        secondary="correction_file", order_by=Attachment.id, lazy="raise_on_sql")


class CorrectionFile(db.Model):
    """A file that proves what a correction asks."""

    __tablename__ = "correction_file"

    correction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("correction.id"), primary_key=True)
    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True, index=True)
