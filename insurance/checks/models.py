"""A claims history that was asked for and that somebody must check."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import Key, db
from insurance.documents.models import Document
from insurance.people.models import Customer
from insurance.references import new_id


class CheckState(StrEnum):
    """Where a check stands."""

    WAITING = "waiting"
    RELEASED = "released"


class CheckCause(StrEnum):
    """Why a claims history cannot leave by itself."""

    UNDECIDED_CLAIM = "undecided-claim"  # the share of liability of a declared claim is not known yet
    UNKNOWN_LICENCE = "unknown-licence"  # a mention of the law that the files never gave


class HistoryCheck(db.Model):
    """A claims history asked for, and the last day by which the law wants it given. `document_id` once it was."""

    __tablename__ = "history_check"
    __table_args__ = (Index("ix_history_check_state_due_on", "state", "due_on"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    state: Mapped[str] = mapped_column(String(12), default=CheckState.WAITING)
    causes: Mapped[list] = mapped_column(JSON)
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    alerted_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")
    contract: Mapped[Contract] = relationship(lazy="raise_on_sql")
    document: Mapped[Document | None] = relationship(lazy="raise_on_sql")
