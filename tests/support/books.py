"""One noon of November, and what the books say then."""
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from insurance.contracts.models import Contract
from insurance.database import db

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def the_contract(number="AA-7204-118") -> Contract:
    """Return a contract of the books, with its vehicle and its holder."""
    return db.session.scalar(select(Contract).where(Contract.number == number).options(
        joinedload(Contract.customer), joinedload(Contract.vehicle)))
