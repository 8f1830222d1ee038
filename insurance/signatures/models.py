"""A signature asked for, and given. Instants are UTC."""
import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from insurance.clock import now
from insurance.database import Key, db
from insurance.references import new_id


class SignaturePurpose(StrEnum):
    """What a signature is for. A code that was sent for one thing signs nothing else."""

    ENDORSEMENT = "endorsement"
    MANDATE = "mandate"


class Signature(db.Model):
    """A code that was sent, and the signature that it became: the evidence of a consent.

    `reference` names the thing that is signed; `shown` is all that its page said and `fingerprint` the hash of it: a
    thing that changed since is not signed by this code. Only a hash of the code is kept. `email` is where it was sent,
    `device` and `origin_hash` (of the network address) say from where it was typed back.
    """

    __tablename__ = "signature"
    __table_args__ = (Index("ix_signature_customer_id_reference", "customer_id", "reference"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    purpose: Mapped[str] = mapped_column(String(24))
    reference: Mapped[str] = mapped_column(String(24))
    fingerprint: Mapped[str] = mapped_column(String(64))
    shown: Mapped[dict] = mapped_column(JSON)
    email: Mapped[str] = mapped_column(String(254))
    code_hash: Mapped[str] = mapped_column(String(200))
    tries: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    signed_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(60), default="")
    origin_hash: Mapped[str] = mapped_column(String(64), default="")
