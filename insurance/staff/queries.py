"""Finding the insurer's people."""
from uuid import UUID

from sqlalchemy import select

from insurance.clock import now
from insurance.database import db
from insurance.errors import NotFound, Reason, Refused
from insurance.people.rules import normal_email
from insurance.references import hash_secret
from insurance.staff.models import Adviser, Role, StaffLink, StaffLinkPurpose


def adviser_known_as(email: str) -> Adviser | None:
    """Return the adviser with this e-mail address, None when there is none."""
    return db.session.scalar(select(Adviser).where(Adviser.email == normal_email(email)))


def find_adviser(public_id: str) -> Adviser:
    """Return an adviser. Raises `NotFound`."""
    adviser = db.session.scalar(select(Adviser).where(Adviser.public_id == public_id))
    if adviser is None:
        raise NotFound(public_id)
    return adviser


def active_adviser(key: str) -> Adviser | None:
    """Return the adviser under this key, None once their access was closed."""
    adviser = db.session.get(Adviser, UUID(key))
    return adviser if adviser is not None and adviser.is_active else None


def staff(*roles: Role) -> list[Adviser]:
    """Return the insurer's people by name, those whose access is closed last; of these roles when some are named."""
    everybody = db.session.scalars(select(Adviser).order_by(Adviser.is_active.desc(), Adviser.name, Adviser.email))
    return [adviser for adviser in everybody if adviser.may(*roles)]


def find_staff_link(secret: str, purpose: StaffLinkPurpose) -> StaffLink:
    """Return a link that still works. Raises `Refused(LINK_NO_LONGER_VALID)` when used, too old or unknown."""
    link = db.session.scalar(
        select(StaffLink).where(StaffLink.secret_hash == hash_secret(secret), StaffLink.purpose == purpose,
                                StaffLink.consumed_at.is_(None), StaffLink.expires_at > now()))
    if link is None or not link.adviser.is_active:
        raise Refused(Reason.LINK_NO_LONGER_VALID)
    return link
