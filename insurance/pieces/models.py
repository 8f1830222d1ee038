"""The pieces asked of a customer for a contract, the files sent for each, the reminders sent. Days are French days."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.attachments.models import Attachment
from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import Key, db
from insurance.people.models import Customer
from insurance.references import new_id, new_public_id


class PieceKind(StrEnum):
    """What is asked for."""

    LICENCE = "licence"
    REGISTRATION_CERTIFICATE = "registration_certificate"
    PURCHASE_INVOICE = "purchase_invoice"
    CLAIMS_HISTORY = "claims_history"
    BANK_DETAILS = "bank_details"
    PHOTO_FRONT = "photo_front"
    PHOTO_REAR = "photo_rear"
    PHOTO_LEFT = "photo_left"
    PHOTO_RIGHT = "photo_right"
    PHOTO_DASHBOARD = "photo_dashboard"


class PieceState(StrEnum):
    """Where a piece stands."""

    MISSING = "missing"
    RECEIVED = "received"  # somebody at the insurer's must look at it
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WAIVED = "waived"  # no longer asked for


class PieceRefusal(StrEnum):
    """Why a piece will not do. Each says to the customer what to send instead."""

    UNREADABLE = "unreadable"
    CROPPED = "cropped"
    ONE_SIDE = "one_side"
    WRONG_PIECE = "wrong_piece"
    OTHER_PERSON = "other_person"
    OTHER_VEHICLE = "other_vehicle"
    EXPIRED = "expired"
    TOO_OLD = "too_old"
    OTHER = "other"


class Change(StrEnum):
    """What, in a change of a contract, calls for pieces."""

    NEW_DRIVER = "new_driver"
    NEW_LICENCE = "new_licence"  # of somebody who was on the contract already
    NEW_VEHICLE = "new_vehicle"
    NEW_PLATE = "new_plate"
    NEW_PLAN = "new_plan"


class Piece(db.Model):
    """A piece asked of the holder of a contract. `subject` names the person it is about, when it is about one.

    `about` is the reference of the change for which it was asked last, empty while it is asked for a new contract.
    `most_files` and `is_picture` are what the product table said when it was asked for. The refusal is that of the
    files sent last; it stays until others are sent.
    """

    __tablename__ = "piece"
    __table_args__ = (UniqueConstraint("contract_id", "customer_id", "kind", "subject"),
                      Index("ix_piece_state_due_on", "state", "due_on"))

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"))
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(160), default="")
    about: Mapped[str] = mapped_column(String(24), default="", server_default="")
    position: Mapped[int]
    most_files: Mapped[int]
    is_picture: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default=PieceState.MISSING)
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    received_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    refusal: Mapped[str | None] = mapped_column(String(24))
    note: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    contract: Mapped[Contract] = relationship(lazy="raise_on_sql")
    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")
    files: Mapped[list["PieceFile"]] = relationship(order_by="PieceFile.id", lazy="raise_on_sql")

    @property
    def current_files(self) -> list["PieceFile"]:
        """The files that stand for the piece now, in the order in which they came."""
        return [one for one in self.files if one.replaced_at is None]


class PieceFile(db.Model):
    """A file sent for a piece. Once another took its place it is kept, and no longer stands for the piece."""

    __tablename__ = "piece_file"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    piece_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("piece.id"), index=True)
    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachment.id"), index=True)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    replaced_at: Mapped[datetime | None]

    attachment: Mapped[Attachment] = relationship(lazy="raise_on_sql")


class PieceReminder(db.Model):
    """A reminder that was sent, or was no longer worth sending: `days_before` the day by which a contract's pieces are due."""

    __tablename__ = "piece_reminder"

    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    days_before: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    written_at: Mapped[datetime] = mapped_column(default=now)
