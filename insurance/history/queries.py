"""Reading the history."""
import uuid

from sqlalchemy import select

from insurance.database import db
from insurance.history.models import Event


def history_of(customer, before: uuid.UUID | None = None, size: int = 20) -> list[Event]:
    """Return the customer's own lines, newest first, older than the line `before` (keyset: any depth, same speed)."""
    query = select(Event).where(Event.customer_id == customer.id)
    if before is not None:
        query = query.where(Event.id < before)
    return list(db.session.scalars(query.order_by(Event.id.desc()).limit(size)))
