"""The formal notice (mise en demeure) for what a contract owes. Days are French days, amounts cents."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import Key, db
from insurance.people.models import Customer
from insurance.references import new_id, new_public_id


class NoticeState(StrEnum):
    """Where a formal notice stands."""

    PREPARED = "prepared"  # the insurer has to send the letter: no delay runs before
    SENT = "sent"
    SUSPENDED = "suspended"
    PAID = "paid"  # all that is late was paid; a suspended cover is back at noon on the day after
    CLOSED = "closed"  # it has had all its effects, or none


class NoticeSource(StrEnum):
    """Who decided on a formal notice."""

    PORTAL = "portal"
    INSURER = "insurer"  # its files say that one was sent


class NoticeMode(StrEnum):
    """What the portal does by itself when a premium stays unpaid."""

    OFF = "off"  # nothing: the insurer's files say what was sent
    INSURER = "insurer"  # prepares the letter; the insurer sends it, and says when
    PORTAL = "portal"  # the letter is handed over and leaves the same day


_IS_OPEN = text(f"state IN ('{NoticeState.PREPARED}', '{NoticeState.SENT}', '{NoticeState.SUSPENDED}', '{NoticeState.PAID}')")


class FormalNotice(db.Model):
    """A formal notice of a contract; never more than one is open. `dues` are the days of the instalments that it names.

    `due_on` is when its letter should leave; `document_id` is the letter, once it is dated; `tracking` the number of the registered letter.
    """

    __tablename__ = "formal_notice"
    __table_args__ = (
        Index("ix_formal_notice_contract_id", "contract_id"),
        Index("ix_formal_notice_one_open", "contract_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index("ix_formal_notice_state", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"))
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    source: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    dues: Mapped[list] = mapped_column(JSON)
    amount_cents: Mapped[int]
    prepared_at: Mapped[datetime] = mapped_column(default=now)
    due_on: Mapped[date]
    sent_on: Mapped[date | None]
    tracking: Mapped[str | None] = mapped_column(String(40))
    document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    contract: Mapped[Contract] = relationship(lazy="raise_on_sql")
    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")
