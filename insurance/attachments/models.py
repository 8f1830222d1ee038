"""The files that customers sent, as they are kept."""
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from insurance.attachments.cleaning import MediaType
from insurance.clock import now
from insurance.database import Key, db
from insurance.references import new_id, new_public_id


class Attachment(db.Model):
    """A file from a customer. The same bytes are the same attachment, however often and under however many keys sent.

    `received_sha256` and `received_bytes` describe what came, `file_key` (the SHA-256 under which the storage keeps it),
    `size_bytes` and `media_type` what was made of it and is kept. `taken_at` and the position (degrees) are what the
    picture, else the phone, said; they are not in the picture that is kept. `used_at` is set once it serves as
    something: what never did is forgotten after a while.
    """

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("customer_id", "received_sha256"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    name: Mapped[str] = mapped_column(String(200))
    received_sha256: Mapped[str] = mapped_column(String(64))
    received_bytes: Mapped[int]
    file_key: Mapped[str] = mapped_column(String(64), index=True)
    thumbnail_key: Mapped[str | None] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(32))
    size_bytes: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    pages: Mapped[int | None]
    taken_at: Mapped[datetime | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    received_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]

    @property
    def is_picture(self) -> bool:
        """True for a photo, false for a paper."""
        return self.media_type == MediaType.JPEG

    @property
    def fingerprint(self) -> str:
        """The beginning of the hash of what came: enough to compare two receipts by eye."""
        return self.received_sha256[:8].upper()


class AttachmentKey(db.Model):
    """What a customer's phone calls a file: the same at each try, so that a receipt can be asked for again."""

    __tablename__ = "attachment_key"

    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    client_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachment.id"), index=True)
