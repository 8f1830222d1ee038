"""Receiving a file: once, however often it is sent, and acknowledged only when it is on the disk."""
from datetime import timedelta
from hashlib import file_digest
from os import SEEK_END
from typing import BinaryIO, Protocol

from sqlalchemy import select

from insurance.accounts import throttle
from insurance.attachments.cleaning import Clean, Cleaner, Shot
from insurance.attachments.models import Attachment, AttachmentKey
from insurance.attachments.queries import attachments_sent_as
from insurance.clock import now
from insurance.database import db, one_at_a_time, transaction
from insurance.errors import Reason, Refused
from insurance.references import new_id

FILES_PER_DAY = 300  # a claim with many photos is 30; a loop must not fill the disk
NAME_LENGTH = 200


class Storage(Protocol):
    """Where bytes are kept, under their SHA-256."""

    def keep(self, content: bytes) -> str:
        """Keep these bytes durably and return their key."""


def receive(customer, file: BinaryIO, name: str, cleaner: Cleaner, storage: Storage, client_key: str = "",
            shot: Shot | None = None) -> Attachment:
    """Clean a file, keep it, and return the attachment: the one that is here already when it was sent before.

    `client_key` is what the phone calls it, the same at each try; `shot` is what the phone knows of a picture that it
    has made smaller. The bytes are on the disk before the line is in the books. Raises `Unfit`,
    `Refused(KEY_OF_ANOTHER_FILE)` when other bytes came under this key, `Refused(TOO_MANY_ATTEMPTS)` when too many
    files came today.
    """
    came = _sha256(file)
    clean = None
    if _present(customer, came, client_key) is None:
        if not throttle.allow(throttle.key_of("files", str(customer.id)), FILES_PER_DAY, timedelta(days=1)):
            raise Refused(Reason.TOO_MANY_ATTEMPTS)
        clean = cleaner.clean(file)  # takes a second or two: before the transaction, which others wait for
        file_key = storage.keep(clean.content)
        thumbnail_key = storage.keep(clean.thumbnail) if clean.thumbnail else None
    with transaction() as session:
        one_at_a_time(f"attachment:{customer.id}")
        attachment = _present(customer, came, client_key)
        if attachment is None:
            seen = clean.shot.completed_by(shot or Shot())
            attachment = Attachment(
                id=new_id(), customer_id=customer.id, name=_name(name, clean), received_sha256=came,
                received_bytes=file.seek(0, SEEK_END), file_key=file_key, thumbnail_key=thumbnail_key,
                media_type=clean.media_type, size_bytes=len(clean.content), width=clean.width, height=clean.height,
                pages=clean.pages, taken_at=seen.taken_at, latitude=seen.latitude, longitude=seen.longitude)
            session.add(attachment)
            session.flush()
        if client_key and client_key not in attachments_sent_as(customer, [client_key]):
            session.add(AttachmentKey(customer_id=customer.id, client_key=client_key, attachment_id=attachment.id))
    return attachment


def use(attachments) -> None:
    """Say that these files serve as something, inside the caller's transaction: they are not forgotten any more."""
    for attachment in attachments:
        attachment.used_at = attachment.used_at or now()


def _present(customer, came: str, client_key: str) -> Attachment | None:
    """Return the file that is here already, by its key or by its bytes."""
    known = attachments_sent_as(customer, [client_key]).get(client_key) if client_key else None
    if known is not None and known.received_sha256 != came:
        raise Refused(Reason.KEY_OF_ANOTHER_FILE)
    return known or db.session.scalar(select(Attachment).where(
        Attachment.customer_id == customer.id, Attachment.received_sha256 == came))


def _sha256(file: BinaryIO) -> str:
    file.seek(0)
    return file_digest(file, "sha256").hexdigest()


def _name(given: str, clean: Clean) -> str:
    """Return the name of a file as its owner gave it, without the folders of their computer, short enough to keep."""
    bare = "".join(character for character in given.replace("\\", "/").rpartition("/")[2] if character.isprintable())
    return bare.strip()[-NAME_LENGTH:] or ("photo" if clean.width else "document")
