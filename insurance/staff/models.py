"""The insurer's people, the links by which they come in, and where they are signed in."""
import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.database import Key, db
from insurance.references import new_id, new_public_id
from insurance.sealing import Sealed


class Role(StrEnum):
    """What somebody does at the insurer's. A supervisor may do what each of the others may."""

    ADVISER = "adviser"  # contracts, their changes, their pieces, messages
    CLAIMS = "claims"
    COMPLAINTS = "complaints"
    SUPERVISOR = "supervisor"


class StaffLinkPurpose(StrEnum):
    """What a link sent to an adviser lets its reader do, once."""

    INVITATION = "invitation"  # choose a password and record a second factor
    SECOND_FACTOR = "second-factor"  # record another second factor, with the password


class ReadingReason(StrEnum):
    """Why somebody read a customer's file."""

    CALL = "call"
    LETTER = "letter"
    WORK = "work"  # something that they have in hand: the note says what
    CHECK = "check"
    OTHER = "other"


class Adviser(db.Model):
    """One of the insurer's people. They come in with a password and a code of their telephone, never with one alone.

    `password_hash` and `totp_secret` are set once the invitation was used. `totp_step` is the last half minute whose
    code was accepted: no code is accepted twice (RFC 6238, 5.2).
    """

    __tablename__ = "adviser"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    name: Mapped[str] = mapped_column(String(160))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    roles: Mapped[list] = mapped_column(JSON, default=list)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(Sealed, deferred=True)
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    is_active: Mapped[bool] = mapped_column(default=True)
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    def may(self, *roles: Role) -> bool:
        """Return whether one of these roles is theirs; any adviser may what asks for none, a supervisor everything."""
        return not roles or Role.SUPERVISOR in self.roles or any(role in self.roles for role in roles)


class StaffLink(db.Model):
    """A link sent to an adviser: its secret is kept as a hash, it works once, and not for long."""

    __tablename__ = "staff_link"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(24))
    adviser_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("adviser.id"), index=True)
    expires_at: Mapped[datetime]
    consumed_at: Mapped[datetime | None]

    adviser: Mapped[Adviser] = relationship(lazy="joined", innerjoin=True)


class DeskSession(db.Model):
    """A browser on which an adviser is signed in at the desk. Only a hash of its cookie is kept."""

    __tablename__ = "desk_session"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    adviser_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("adviser.id"), index=True)
    label: Mapped[str] = mapped_column(String(60), default="")
    contents: Mapped[dict] = mapped_column(JSON, default=dict)
    signed_in_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    adviser: Mapped[Adviser] = relationship(lazy="joined", innerjoin=True)


class Assignment(db.Model):
    """Who has something in hand at the desk: one adviser, or nobody. `kind` and `subject_id` say what it is.

    `customer_id` is whose thing it is, `reference` what people call it.
    """

    __tablename__ = "assignment"

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True)
    reference: Mapped[str] = mapped_column(String(40))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customer.id"), index=True)
    adviser_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("adviser.id"), index=True)
    taken_at: Mapped[datetime] = mapped_column(default=now)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    adviser: Mapped[Adviser] = relationship(lazy="joined")  # a thing without one is read with its holder: no inner join


class FileReading(db.Model):
    """Somebody at the desk read something of a customer, or looked for one: who, when, what, why. Kept for a year.

    Triggers refuse to change a line, and to delete one before its time. `customer_id` is None for a search, whose words
    are in `subject`.
    """

    __tablename__ = "file_reading"
    __table_args__ = (Index("ix_file_reading_customer_id_id", "customer_id", "id"),
                      Index("ix_file_reading_adviser_id_id", "adviser_id", "id"))

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    read_at: Mapped[datetime] = mapped_column(default=now)
    adviser_id: Mapped[uuid.UUID] = mapped_column(Key)
    adviser_name: Mapped[str] = mapped_column(String(160))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(Key)
    part: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str | None] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(200), default="")
