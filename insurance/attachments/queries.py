"""Reading the files of customers. Who asks comes first."""
from collections.abc import Iterable

from sqlalchemy import select

from insurance.attachments.models import Attachment, AttachmentKey
from insurance.database import db
from insurance.errors import NotFound


def find_attachment(customer, public_id: str) -> Attachment:
    """Return one of the customer's own files. Raises `NotFound`, also for somebody else's."""
    found = db.session.scalar(_of(customer).where(Attachment.public_id == public_id))
    if found is None:
        raise NotFound(public_id)
    return found


def attachments_named(customer, public_ids: Iterable[str]) -> list[Attachment]:
    """Return the customer's files of these names, in that order, each once. Raises `NotFound` if one is not theirs."""
    wanted = list(dict.fromkeys(public_ids))
    found = {one.public_id: one for one in db.session.scalars(_of(customer).where(Attachment.public_id.in_(wanted)))}
    if len(found) < len(wanted):
        raise NotFound(next(public_id for public_id in wanted if public_id not in found))
    return [found[public_id] for public_id in wanted]


def attachments_sent_as(customer, client_keys: Iterable[str]) -> dict[str, Attachment]:
    """Return, by key, those of the files that the customer's phone calls so that have arrived."""
    return dict(db.session.execute(
        select(AttachmentKey.client_key, Attachment)
        .join(Attachment, Attachment.id == AttachmentKey.attachment_id)
        .where(AttachmentKey.customer_id == customer.id, AttachmentKey.client_key.in_(list(client_keys)))).all())


def _of(customer):
    return select(Attachment).where(Attachment.customer_id == customer.id)
