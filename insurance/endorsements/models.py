"""A change of a contract, from its quote to the insurer's books, and the draft in which it is written.

Days are French days, instants UTC, amounts cents.
"""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import Key, db
from insurance.people.models import Customer
from insurance.references import new_id, new_public_id


class EndorsementKind(StrEnum):
    """What a customer may change in a contract."""

    ADD_DRIVER = "add_driver"
    CHANGE_DRIVER = "change_driver"
    REMOVE_DRIVER = "remove_driver"
    VEHICLE = "vehicle"
    ADDRESS = "address"
    USAGE = "usage"
    PARKING = "parking"
    MILEAGE = "mileage"
    PLAN = "plan"
    OPTIONS = "options"
    PAYMENT = "payment"
    COLLECTION_DAY = "collection_day"


class EndorsementState(StrEnum):
    """Where a change stands."""

    QUOTED = "quoted"  # a price, for thirty days: nothing is accepted
    LAPSED = "lapsed"  # another quote took its place, or nobody accepted it
    UNDER_REVIEW = "under_review"  # accepted; an adviser must agree
    ANSWER_AWAITED = "answer_awaited"  # an adviser asked the customer for more
    SCHEDULED = "scheduled"  # accepted, for a day to come
    APPLIED = "applied"  # the contract is changed here
    CONFIRMED = "confirmed"  # and in the insurer's systems
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN_STATES = (EndorsementState.UNDER_REVIEW, EndorsementState.ANSWER_AWAITED, EndorsementState.SCHEDULED)
_IS_OPEN = text(f"state IN ({', '.join(repr(str(state)) for state in OPEN_STATES)})")


class Endorsement(db.Model):
    """A change with its price. As long as it is a quote nobody is bound; what is accepted is what was quoted.

    `answers` are what the customer declared; `quote` is all that was computed from them, frozen (see
    `endorsements.pricing`). `reasons` say why an adviser must look, none when the rule suffices. `due_cents` is owed
    until the next renewal, given back when below zero. Never more than one change of a contract waits to be applied.
    """

    __tablename__ = "endorsement"
    __table_args__ = (
        Index("ix_endorsement_customer_id_id", "customer_id", "id"),
        Index("ix_endorsement_one_open", "contract_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    )

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(16), default=EndorsementState.QUOTED, index=True)
    answers: Mapped[dict] = mapped_column(JSON)
    quote: Mapped[dict] = mapped_column(JSON)
    reasons: Mapped[list] = mapped_column(JSON, default=list)
    effective_on: Mapped[date] = mapped_column(index=True)
    premium_before_cents: Mapped[int]
    premium_after_cents: Mapped[int]
    due_cents: Mapped[int]
    quoted_at: Mapped[datetime] = mapped_column(default=now)
    expires_on: Mapped[date]
    signature_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("signature.id"))
    accepted_at: Mapped[datetime | None]
    answer_by: Mapped[date | None]  # the day promised for the answer to what last came to an adviser
    decision_note: Mapped[str | None] = mapped_column(Text)  # an adviser's: why not, or what is missing
    customer_note: Mapped[str | None] = mapped_column(Text)  # the answer to it
    applied_at: Mapped[datetime | None]
    version_number: Mapped[int | None]
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    contract: Mapped[Contract] = relationship(lazy="raise_on_sql")
    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")


class EndorsementDraft(db.Model):
    """A change being written: the answers, by step. One of each kind for a contract."""

    __tablename__ = "endorsement_draft"
    __table_args__ = (UniqueConstraint("customer_id", "contract_id", "kind"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"))
    kind: Mapped[str] = mapped_column(String(20))
    answers: Mapped[dict] = mapped_column(JSON, default=dict)
    changed_at: Mapped[datetime] = mapped_column(default=now, index=True)
