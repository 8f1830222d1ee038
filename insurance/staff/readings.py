"""Who read what of a customer, and why: a journal that only grows, read by supervisors, forgotten after a year.

It is apart from the history, which customers read and which is kept: what is looked at is told on request, with its
day and its reason (RGPD, art. 15), and a journal of accesses is not kept for ever (CNIL, deliberation 2021-122).
"""
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Query

from insurance.clock import now
from insurance.database import db, transaction
from insurance.people.models import Customer
from insurance.staff.models import Adviser, FileReading, ReadingReason

KEPT_FOR = timedelta(days=365)


def note(adviser: Adviser, customer: Customer | None, part: str, subject: str = "", reason: ReadingReason | None = None,
         note: str = "") -> None:
    """Write that an adviser reads a part of a customer's file, before it is shown. `subject` is the thing it is about."""
    with transaction():
        db.session.add(FileReading(adviser_id=adviser.id, adviser_name=adviser.name, part=part, subject=subject[:120],
                                   customer_id=customer.id if customer is not None else None, reason=reason,
                                   note=note[:200]))


def readings(customer: Customer | None = None, adviser: Adviser | None = None, before: UUID | None = None,
             size: int = 50) -> list[tuple[FileReading, Customer | None]]:
    """Return the lines of the journal with whose file it was, newest first; about one customer, by one adviser if given."""
    query: Query = select(FileReading, Customer).outerjoin(Customer, Customer.id == FileReading.customer_id)
    if customer is not None:
        query = query.where(FileReading.customer_id == customer.id)
    if adviser is not None:
        query = query.where(FileReading.adviser_id == adviser.id)
    if before is not None:
        query = query.where(FileReading.id < before)
    return [tuple(row) for row in db.session.execute(query.order_by(FileReading.id.desc()).limit(size))]


def purge() -> None:
    """Forget what was read more than a year ago. The triggers allow that, and nothing else."""
    with transaction():
        db.session.execute(delete(FileReading).where(FileReading.read_at < now() - KEPT_FOR))
