"""The ledger of payments. It is only added to: SQL triggers refuse to change or delete a line (see migrations).

Amounts are integer cents, instants are UTC. A payment is an agreement to pay (how much, for which instalments, by what
means); its events are all that became known of it since, in whatever order. Where it stands is computed from the set of
its events (`rules.outcome_of`), never kept.
"""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import Key, db
from insurance.people.models import Customer
from insurance.references import new_id, new_public_id
from insurance.sealing import Sealed


class Means(StrEnum):
    """By what means money comes."""

    CARD = "card"
    DIRECT_DEBIT = "direct_debit"
    TRANSFER = "transfer"
    CHEQUE = "cheque"
    PHONE = "phone"  # a card, on the insurer's own terminal, while the customer is on the line


class PaymentEventKind(StrEnum):
    """What became known of a payment. Those of a provider are the facts that it states (`provider.Fact`)."""

    SENT = "sent"  # handed to who takes it: `key` is their reference
    PENDING = "pending"  # accepted, the money is not certain yet
    REFUSED = "refused"  # one try of one card, or of one debit, failed; another may follow
    CLOSED = "closed"  # abandoned or expired: no money can come any more
    CAPTURED = "captured"  # the money is taken
    REFUND_ASKED = "refund-asked"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund-failed"
    DISPUTED = "disputed"  # the holder of the card had the money taken back
    DISPUTE_WON = "dispute-won"
    RETURNED = "returned"  # a debit came back
    MISMATCH = "mismatch"  # what was said is not what was agreed: the provider is asked again


class Refusal(StrEnum):
    """Why a card, or a debit, was refused, as far as a customer may know."""

    NOT_HONOURED = "not-honoured"
    INSUFFICIENT_FUNDS = "insufficient-funds"
    LIMIT_REACHED = "limit-reached"
    EXPIRED_CARD = "expired-card"
    WRONG_NUMBER = "wrong-number"
    TOO_MANY_CODES = "too-many-codes"
    CONFIRMATION_NEEDED = "confirmation-needed"
    CONFIRMATION_EXPIRED = "confirmation-expired"
    BANK_UNAVAILABLE = "bank-unavailable"
    BLOCKED = "blocked"  # lost, stolen, suspected: the customer reads the same words as for NOT_HONOURED


class ReturnReason(StrEnum):
    """Why a direct debit came back: the codes of ISO 20022 that a bank gives."""

    BAD_ACCOUNT = "AC01"
    CLOSED_ACCOUNT = "AC04"
    BLOCKED_ACCOUNT = "AC06"
    INSUFFICIENT_FUNDS = "AM04"
    NO_MANDATE = "MD01"
    DISPUTED = "MD06"
    DECEASED = "MD07"
    REFUSED = "MS02"
    UNSPECIFIED = "MS03"


class Payment(db.Model):
    """An agreement to pay `amount_cents`, made once and never changed.

    `parts` is what it is to pay: {"due_on", "cents"}, the oldest first. `public_id` is also the idempotency key under
    which a provider knows it: asked twice, it is one payment. `provider` is None when no provider takes the money.
    """

    __tablename__ = "payment"
    __table_args__ = (Index("ix_payment_contract_id_opened_at", "contract_id", "opened_at"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"))
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    means: Mapped[str] = mapped_column(String(16))
    amount_cents: Mapped[int]
    parts: Mapped[list] = mapped_column(JSON)
    provider: Mapped[str | None] = mapped_column(String(16))
    opened_at: Mapped[datetime] = mapped_column(default=now)

    contract: Mapped[Contract] = relationship(lazy="raise_on_sql")
    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")
    events: Mapped[list["PaymentEvent"]] = relationship(order_by="PaymentEvent.id", lazy="raise_on_sql",
                                                        back_populates="payment")


class PaymentEvent(db.Model):
    """One thing known of a payment. Said again (same payment, kind and key), it is the same thing.

    `entries` is where the money goes, or comes back from: {"due_on", "cents"}, signed; `due_on` None is money that
    finds nothing to pay and is to be given back. They add up to the amount that moved.
    """

    __tablename__ = "payment_event"
    __table_args__ = (UniqueConstraint("payment_id", "kind", "key"), Index("ix_payment_event_kind_key", "kind", "key"))

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment.id"))
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(255), default="")
    amount_cents: Mapped[int] = mapped_column(default=0)
    entries: Mapped[list] = mapped_column(JSON, default=list)
    reason: Mapped[str | None] = mapped_column(String(24))
    url: Mapped[str | None] = mapped_column(Text)
    occurred_at: Mapped[datetime] = mapped_column(default=now)
    recorded_at: Mapped[datetime] = mapped_column(default=now)

    payment: Mapped[Payment] = relationship(lazy="raise_on_sql", back_populates="events")


class PaymentWatch(db.Model):
    """When the provider of a payment is asked again: its outcome or its refund is not known, or a bank may take it back.

    It is not the ledger, only who must be asked.
    """

    __tablename__ = "payment_watch"

    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment.id"), primary_key=True)
    look_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)


class PaymentLink(db.Model):
    """A way to pay for a contract without an account: the secret of a link in a mail, kept as a hash."""

    __tablename__ = "payment_link"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    until: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(default=now)


class Reminder(db.Model):
    """A reminder that was sent of an instalment: one of each kind, and no second one."""

    __tablename__ = "payment_reminder"

    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(default=now)


class ReminderPause(db.Model):
    """Until when a customer is not reminded of what is late on a contract: they know, and asked for quiet."""

    __tablename__ = "reminder_pause"

    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    until: Mapped[date]


class CalendarFeed(db.Model):
    """The private address under which a customer's calendar reads their due dates; without a line there is none."""

    __tablename__ = "calendar_feed"

    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    secret: Mapped[str] = mapped_column(Sealed)
    made_at: Mapped[datetime] = mapped_column(default=now)
