"""A letter: documents that leave by post in one envelope."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.database import Key, db
from insurance.documents.models import Document
from insurance.people.models import Customer
from insurance.references import new_id


class LetterState(StrEnum):
    """Where a letter stands."""

    ASKED = "asked"
    PREPARED = "prepared"  # somebody prints it: it can no longer be taken back
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class LetterCause(StrEnum):
    """Why documents leave by post."""

    REQUEST = "request"  # the customer asked for these documents
    PREFERENCE = "preference"  # the customer wants all new documents by post too (L111-10)
    NO_ACCOUNT = "no_account"  # nobody can read them here: the paper is the document


OPEN = (LetterState.ASKED, LetterState.PREPARED)


class Letter(db.Model):
    """Documents to be posted together. `address` is where they go, name first, as it was when they were asked for.

    `due_on` is the last day by which the insurer promises to post them.
    """

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_state_due_on", "state", "due_on"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    cause: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default=LetterState.ASKED)
    address: Mapped[list] = mapped_column(JSON)
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    prepared_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    contract = None  # a letter is its holder's, whatever the contracts of its documents
    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")
    documents: Mapped[list[Document]] = relationship(
        secondary="letter_document", order_by=(Document.issued_on, Document.id), lazy="raise_on_sql")


class LetterDocument(db.Model):
    """A document of a letter."""

    __tablename__ = "letter_document"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
