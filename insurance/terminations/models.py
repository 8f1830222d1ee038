"""The request to end a contract, and the draft in which it is written. Days are French days; amounts are cents."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import Key, db
from insurance.people.models import Customer
from insurance.references import new_id


class TerminationState(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    WITHDRAWN = "withdrawn"
    PROCESSED = "processed"  # the insurer's books say when the contract ends


class TerminationSource(StrEnum):
    """How a request came: how sure it is that the customer made it."""

    SIGNED_IN = "signed_in"
    PUBLIC = "public"


_IS_OPEN = text(f"state = '{TerminationState.REQUESTED}'")


class TerminationRequest(db.Model):
    """A request to end a contract, as it was confirmed, with what it came to on that day. Never more than one waits.

    `motive` is what the customer chose; `basis` the ground that applies, None when none does; `refusal` says why the
    motive itself did not do. The amounts are None when the books hold no payment to count from. `withdrawal_hash` is
    that of the secret by which a request made without signing in is taken back. The contract's own end is not written
    here: the insurer's import brings it.
    """

    __tablename__ = "termination_request"
    __table_args__ = (
        Index("ix_termination_request_contract_id", "contract_id"),
        Index("ix_termination_request_one_open", "contract_id", unique=True, sqlite_where=_IS_OPEN,
              postgresql_where=_IS_OPEN),
    )

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"))
    source: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default=TerminationState.REQUESTED)
    motive: Mapped[str] = mapped_column(String(24))
    event_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[str | None] = mapped_column(String(24))
    refusal: Mapped[str | None] = mapped_column(String(24))
    ends_on: Mapped[date | None]
    covered_until: Mapped[date | None]
    refund_cents: Mapped[int | None]
    still_due_cents: Mapped[int | None]
    refund_by: Mapped[date | None]
    possible_from: Mapped[date | None]
    withdrawal_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    requested_at: Mapped[datetime] = mapped_column(default=now)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    contract: Mapped[Contract] = relationship(lazy="raise_on_sql")
    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")


class TerminationDraft(db.Model):
    """A request being written: the answers, by step. It is a customer's, for one contract, or a visitor's.

    A visitor's is found by the hash of a secret that the browser holds; `sent_at` remembers that it was sent, so that
    a second tap sends nothing.
    """

    __tablename__ = "termination_draft"
    __table_args__ = (UniqueConstraint("customer_id", "contract_id"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customer.id"))
    contract_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contract.id"))
    key_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    answers: Mapped[dict] = mapped_column(JSON, default=dict)
    changed_at: Mapped[datetime] = mapped_column(default=now, index=True)
    sent_at: Mapped[datetime | None]
