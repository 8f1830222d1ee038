"""The policyholder, and what they agreed to."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from insurance.clock import now
from insurance.database import Key, db
from insurance.references import new_id, new_public_id


class Language(StrEnum):
    """A language in which the proof of insurance can be shown. Worded in `wording.LANGUAGES`."""

    FRENCH = "fr"
    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    ITALIAN = "it"


class ConsentPurpose(StrEnum):
    """What a customer may agree to, and take back. None is needed for the contract. Worded in `wording.CONSENTS`."""

    OFFERS_BY_MAIL = "offers-by-mail"
    OFFERS_BY_PHONE = "offers-by-phone"
    SURVEYS = "surveys"


class Customer(db.Model):
    """A policyholder: one person across contracts (same e-mail, same name, same birth date).

    `email` is where the customer reads mails; `imported_email` is the one by which the insurer's files still know them.
    `refused_emails` are the addresses that a thief had chosen, each with the instant (ISO 8601) until which files that
    give them are not heard. `former_identities` are those (name key, ISO day of birth) that were corrected here, and by
    which the insurer's files may still know them. `paper_asked_at` is set while documents must also come by post (L111-10).
    `proof_language` is the one in which the proof opens; the phone can show the others without network.
    """

    __tablename__ = "customer"
    __table_args__ = (UniqueConstraint("email", "name_key", "born_on"),
                      Index("ix_customer_name_key", "name_key", postgresql_ops={"name_key": "varchar_pattern_ops"}))

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    phone_key: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    title: Mapped[str] = mapped_column(String(4))
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(200))
    born_on: Mapped[date]
    birth_name: Mapped[str | None] = mapped_column(String(80))
    birth_place: Mapped[str | None] = mapped_column(String(120))
    former_identities: Mapped[list] = mapped_column(JSON, default=list, server_default="[]")
    email: Mapped[str] = mapped_column(String(254), index=True)
    imported_email: Mapped[str | None] = mapped_column(String(254), index=True)
    refused_emails: Mapped[dict] = mapped_column(JSON, default=dict, server_default="{}")
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    address_line1: Mapped[str] = mapped_column(String(200))
    address_line2: Mapped[str | None] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    paper_asked_at: Mapped[datetime | None]
    proof_language: Mapped[str] = mapped_column(String(2), default=Language.FRENCH, server_default="fr")
    recorded_at: Mapped[datetime] = mapped_column(default=now)

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return the key under which flask-login remembers the person during the request."""
        return str(self.id)

    @property
    def full_name(self) -> str:
        """The first name and the last name, as the insurer knows them."""
        return f"{self.first_name} {self.last_name}"

    @property
    def address(self) -> tuple[str, ...]:
        """The postal address, a line each, without the country when it is France."""
        lines = [self.address_line1, self.address_line2, f"{self.postcode} {self.city}".strip()]
        return tuple(line for line in lines if line) + (() if self.country == "FR" else (self.country,))


class Consent(db.Model):
    """A decision of a customer about a purpose: the last one stands, without one there is no consent.

    `words` are those that were read when it was taken: a consent proves itself (RGPD, art. 7).
    """

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_customer_id_id", "customer_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    purpose: Mapped[str] = mapped_column(String(24))
    is_given: Mapped[bool]
    words: Mapped[str] = mapped_column(String(300))
    decided_at: Mapped[datetime] = mapped_column(default=now)
