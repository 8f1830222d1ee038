"""Reading the history."""
import uuid

from sqlalchemy import select

from insurance.database import db
from insurance.history.models import AT_DESK_ONLY, Event


def history_of(customer, before: uuid.UUID | None = None, size: int = 20) -> list[Event]:
    """Return the customer's own lines, newest first, older than the line `before` (keyset: any depth, same speed)."""
    return _lines(select(Event).where(Event.customer_id == customer.id, Event.kind.not_in(AT_DESK_ONLY)), before, size)


def whole_history_of(customer, before: uuid.UUID | None = None, size: int = 20) -> list[Event]:
    """Return the lines about a customer as the desk reads them, those that only the desk sees included."""
    return _lines(select(Event).where(Event.customer_id == customer.id), before, size)


def deeds_of(adviser, before: uuid.UUID | None = None, size: int = 20) -> list[Event]:
    """Return the lines that an adviser wrote, newest first, older than the line `before`."""
    return _lines(select(Event).where(Event.adviser_id == adviser.id), before, size)


def _lines(query, before: uuid.UUID | None, size: int) -> list[Event]:
    if before is not None:
        query = query.where(Event.id < before)
    return list(db.session.scalars(query.order_by(Event.id.desc()).limit(size)))
