"""The devices on which customers are signed in: what the web's sessions need to know and keep."""
from sqlalchemy import select

from insurance.accounts.models import SignedInDevice
from insurance.clock import now
from insurance.database import db
from insurance.sessions import KeptSessions


class SignedInDevices(KeptSessions):
    """The sessions of customers."""

    table = SignedInDevice
    person_id = "customer_id"

    def of(self, customer) -> list[SignedInDevice]:
        """Return the devices on which the customer is signed in now, the last seen first."""
        return list(db.session.scalars(
            select(SignedInDevice)
            .where(SignedInDevice.customer_id == customer.id, *self._alive(now()))
            .order_by(SignedInDevice.seen_at.desc())))
