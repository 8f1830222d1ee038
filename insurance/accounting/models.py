"""What an adviser enters, and who else agreed to it. Amounts are cents, days are French days."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import Key, db
from insurance.people.models import Customer
from insurance.references import new_id


class PostingKind(StrEnum):
    """Which way the money goes."""

    RECEIPT = "receipt"
    REFUND = "refund"  # what a termination gives back


class PostingState(StrEnum):
    """Where what was entered stands."""

    WAITING = "waiting"  # above the limit: a second person has to agree
    POSTED = "posted"
    REFUSED = "refused"


_STANDS = text(f"state != '{PostingState.REFUSED}' AND about IS NOT NULL")


class Posting(db.Model):
    """Money entered by hand, with its reason. Above a limit, `decided_by` is never who entered it.

    `about` is the reference of the termination that a refund answers: none is refunded twice.
    """

    __tablename__ = "posting"
    __table_args__ = (
        Index("ix_posting_state", "state"),
        Index("ix_posting_one_refund", "about", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    means: Mapped[str] = mapped_column(String(16))
    amount_cents: Mapped[int]
    moved_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    about: Mapped[str | None] = mapped_column(String(24))
    entered_by: Mapped[uuid.UUID] = mapped_column(Key)
    entered_by_name: Mapped[str] = mapped_column(String(160))
    entered_at: Mapped[datetime] = mapped_column(default=now)
    entered_on: Mapped[date]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Key)
    decided_by_name: Mapped[str | None] = mapped_column(String(160))
    payment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payment.id"))
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    contract: Mapped[Contract] = relationship(lazy="raise_on_sql")
    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")
