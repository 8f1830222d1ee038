"""Reading what became of a customer's details."""
from sqlalchemy import select

from insurance.database import db
from insurance.history.models import Event, EventKind
from insurance.people.models import Consent

PARTS = {
    "title": "identity", "first_name": "identity", "last_name": "identity", "born_on": "identity",
    "birth_name": "identity", "birth_place": "identity", "phone": "phone",
    "address": "address", "address_line1": "address", "address_line2": "address", "postcode": "address",
    "city": "address", "country": "address", "email": "email",
}
_PART_OF_KIND = {EventKind.EMAIL_CHANGED: "email", EventKind.EMAIL_RESTORED: "email", EventKind.PAPER_ASKED: "paper",
                 EventKind.PAPER_STOPPED: "paper"}
LOOKED_AT = 200


def last_changes(customer) -> dict[str, Event]:
    """Return the last change of each part of the customer's details, whoever made it.

    Parts: identity, phone, address, email, paper. A part that never changed is absent.
    """
    kinds = [EventKind.HOLDER_CHANGED, *_PART_OF_KIND]
    query = select(Event).where(Event.customer_id == customer.id, Event.kind.in_(kinds))
    found: dict[str, Event] = {}
    for event in db.session.scalars(query.order_by(Event.id.desc()).limit(LOOKED_AT)):
        for part in _parts_of(event):
            found.setdefault(part, event)
    return found


def consents_of(customer) -> list[Consent]:
    """Return every decision about consents that the customer took, the last one first."""
    return list(db.session.scalars(
        select(Consent).where(Consent.customer_id == customer.id).order_by(Consent.id.desc())))


def standing_consents(decisions: list[Consent]) -> dict[str, Consent]:
    """Return the decision that stands for each purpose that has one; `decisions` are those of `consents_of`."""
    return {one.purpose: one for one in reversed(decisions)}


def _parts_of(event: Event) -> set[str]:
    if event.kind in _PART_OF_KIND:
        return {_PART_OF_KIND[event.kind]}
    return {PARTS[name] for name in event.details.get("changes", ()) if name in PARTS}
