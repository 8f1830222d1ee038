"""The devices on which customers are signed in: what the web's sessions need to know and keep."""
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from insurance.accounts.models import SignedInDevice
from insurance.accounts.services import begin_device, hash_secret
from insurance.clock import now
from insurance.database import db, transaction

SEEN_EVERY = timedelta(seconds=60)


@dataclass(frozen=True)
class SignedInDevices:
    """Sessions end after `idle` without a request, and `longest` after sign-in whatever happens."""

    idle: timedelta
    longest: timedelta

    def begin(self, customer_id: str, token: str, contents: dict, label: str) -> SignedInDevice:
        """Remember that a customer signed in on a device."""
        return begin_device(UUID(customer_id), token, contents, label)

    def find(self, token: str) -> SignedInDevice | None:
        """Return the device that is still signed in under this token; note, at most once a minute, that it was seen."""
        moment = now()
        device = db.session.scalar(
            select(SignedInDevice).where(SignedInDevice.token_hash == hash_secret(token), *self._alive(moment)))
        if device is not None and moment - device.seen_at >= SEEN_EVERY:
            with transaction():
                device.seen_at = moment
        return device

    def of(self, customer) -> list[SignedInDevice]:
        """Return the devices on which the customer is signed in now, the last seen first."""
        return list(db.session.scalars(
            select(SignedInDevice)
            .where(SignedInDevice.customer_id == customer.id, *self._alive(now()))
            .order_by(SignedInDevice.seen_at.desc())))

    def save(self, device: SignedInDevice, contents: dict) -> None:
        """Keep what the session holds."""
        self._write(device, contents=contents)

    def end(self, device: SignedInDevice) -> None:
        """Sign the device out, and forget what its session held."""
        self._write(device, ended_at=now(), contents={})

    def _alive(self, moment: datetime) -> tuple:
        """Return what must hold of a session for it to be one still."""
        return (SignedInDevice.ended_at.is_(None), SignedInDevice.seen_at > moment - self.idle,
                SignedInDevice.signed_in_at > moment - self.longest)

    def _write(self, device, **values) -> None:
        with transaction():
            db.session.execute(update(SignedInDevice).where(SignedInDevice.id == device.id).values(**values))
