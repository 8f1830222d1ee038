"""What a customer signs in with, and where they are signed in."""
import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.database import Key, db
from insurance.people.models import Customer
from insurance.references import new_id, new_public_id


class LinkPurpose(StrEnum):
    """What a link sent by mail lets its reader do, once."""

    OPEN_ACCOUNT = "open-account"
    RESET_PASSWORD = "reset-password"
    CHANGE_EMAIL = "change-email"
    UNDO_EMAIL = "undo-email"
    CHECK_EMAIL = "check-email"


class Account(db.Model):
    """What a customer signs in with. It exists once the link received by mail has been used.

    `check_asked_at` and `check_reminded_at` say when the calendar last asked whether the e-mail address is read, and
    when it reminded of that.
    """

    __tablename__ = "account"

    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_set_at: Mapped[datetime]
    password_reminded_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    email_verified_at: Mapped[datetime | None]
    check_asked_at: Mapped[datetime | None]
    check_reminded_at: Mapped[datetime | None]

    customer: Mapped[Customer] = relationship(lazy="joined", innerjoin=True)


class SignUp(db.Model):
    """An account being asked for. It exists whether or not the typed identity is right: an outsider learns nothing.

    `customer_id` is set when the identity matched. What was typed is not kept: only whom it designates.
    """

    __tablename__ = "sign_up"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customer.id"))
    forbidden_words: Mapped[list] = mapped_column(JSON, default=list)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class MailLink(db.Model):
    """A link sent by mail: its secret is kept as a hash, it works once, and not for long.

    A link that opens an account carries the hash of the password chosen, and which sign-up asked for it: whoever
    opens the link must be that browser or know that password, else a stranger could have chosen it. A link about an
    e-mail address carries it: the one to adopt, the one to put back, or the one to check.
    """

    __tablename__ = "mail_link"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(24))
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    sign_up_hash: Mapped[str | None] = mapped_column(String(64))
    email: Mapped[str | None] = mapped_column(String(254))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    consumed_at: Mapped[datetime | None]


class SignedInDevice(db.Model):
    """A session: a browser on which somebody is signed in. Only a hash of its cookie is kept."""

    __tablename__ = "signed_in_device"
    __table_args__ = (Index("ix_signed_in_device_customer_id", "customer_id"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    label: Mapped[str] = mapped_column(String(60), default="")
    contents: Mapped[dict] = mapped_column(JSON, default=dict)
    signed_in_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class Attempt(db.Model):
    """A try that counts against a limit: `key` is a hash, so the table names nobody."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_tried_at", "key", "tried_at"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(64))
    tried_at: Mapped[datetime] = mapped_column(default=now, index=True)
