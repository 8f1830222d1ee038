"""Forgetting what serves as nothing: files that were sent and never used, or that nothing names any more."""
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from insurance.attachments.models import Attachment, AttachmentKey
from insurance.clock import now
from insurance.database import db, one_at_a_time, transaction

KEPT_AT_LEAST = timedelta(days=1)  # bytes that somebody else has just sent are left alone


class Storage(Protocol):
    """Where the bytes of files are kept, under their SHA-256."""

    def forget(self, key: str, kept_for: timedelta) -> None:
        """Remove the bytes under a key, unless they were kept again within `kept_for`; nothing when there are none."""


def forget(storage: Storage, days: int, named_by: Sequence[InstrumentedAttribute], kept_elsewhere) -> None:
    """Forget the files that no column of `named_by` names and that nothing has used for so many days, bytes first.

    `kept_elsewhere` is the query of the keys that others than attachments name: their bytes stay.
    """
    for attachment_id, customer_id in db.session.execute(
            select(Attachment.id, Attachment.customer_id).where(*_is_unused(days, named_by))).all():
        with transaction():
            one_at_a_time(f"attachment:{customer_id}")
            unused = db.session.scalar(select(Attachment).where(Attachment.id == attachment_id, *_is_unused(days, named_by)))
            if unused is not None:
                _forget(storage, unused, kept_elsewhere)


def _is_unused(days: int, named_by: Sequence[InstrumentedAttribute]) -> list:
    long_ago = now() - timedelta(days=days)
    return [Attachment.received_at < long_ago, or_(Attachment.used_at.is_(None), Attachment.used_at < long_ago),
            *(Attachment.id.not_in(select(column).where(column.is_not(None))) for column in named_by)]


def _forget(storage: Storage, attachment: Attachment, kept_elsewhere) -> None:
    keys = {attachment.file_key, attachment.thumbnail_key} - {None}
    db.session.execute(delete(AttachmentKey).where(AttachmentKey.attachment_id == attachment.id))
    db.session.delete(attachment)
    db.session.flush()
    held = {*db.session.scalars(select(Attachment.file_key).where(Attachment.file_key.in_(keys))),
            *db.session.scalars(select(Attachment.thumbnail_key).where(Attachment.thumbnail_key.in_(keys))),
            *(key for key in db.session.scalars(kept_elsewhere) if key in keys)}
    for key in keys - held:
        storage.forget(key, KEPT_AT_LEAST)
