"""Documents: imported files, and papers issued by the portal from frozen facts."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import Key, db
from insurance.references import new_id, new_public_id
from insurance.sealing import SealedIn


class DocumentKind(StrEnum):
    """What a document is. The portfolio format knows some of them."""

    ATTESTATION = "attestation"
    GENERAL_CONDITIONS = "general_conditions"
    SPECIAL_CONDITIONS = "special_conditions"
    ENDORSEMENT = "endorsement"
    RENEWAL_NOTICE = "renewal_notice"
    CLAIMS_HISTORY = "claims_history"
    PAYMENT_SCHEDULE = "payment_schedule"
    PAYMENT_RECEIPT = "payment_receipt"
    GREEN_CARD = "green_card"
    FORMAL_NOTICE = "formal_notice"
    TERMINATION_CERTIFICATE = "termination_certificate"
    CLAIM_DECLARATION = "claim_declaration"
    SEPA_MANDATE = "sepa_mandate"
    OTHER = "other"


class Document(db.Model):
    """A paper the customer may hold. Either a stored file (`file_key`, the SHA-256 of its bytes) or frozen `facts`.

    The whole number of an account, which a mandate says, is sealed in its facts.
    A document issued by the portal has a `number` and a `code`; `replaced_at` says since when it no longer stands.
    `is_news` is for what the customer did not make: `told_at` says when a mail told of it, `opened_at` when it was first
    opened. `removal_on` is the announced day from which it is removed; `removed_at` when it was: its file and its facts
    are gone, the line stays for whoever holds its code.
    """

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_customer_id_issued_on", "customer_id", "issued_on"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(200))
    issued_on: Mapped[date]
    number: Mapped[str | None] = mapped_column(String(24), unique=True)
    code: Mapped[str | None] = mapped_column(String(12), unique=True)
    facts: Mapped[dict | None] = mapped_column(SealedIn("account"))
    file_key: Mapped[str | None] = mapped_column(String(64))
    size_bytes: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    replaced_at: Mapped[datetime | None]
    is_news: Mapped[bool] = mapped_column(default=False, server_default=false())
    told_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    removal_on: Mapped[date | None] = mapped_column(index=True)
    removed_at: Mapped[datetime | None]

    contract: Mapped[Contract] = relationship(lazy="raise_on_sql")


class DocumentCounter(db.Model):
    """The last number given to a series of documents in a year."""

    __tablename__ = "document_counter"

    series: Mapped[str] = mapped_column(String(8), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
