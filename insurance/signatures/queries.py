"""Reading signatures."""
from sqlalchemy import select

from insurance.database import db
from insurance.signatures.models import Signature, SignaturePurpose


def last_asked(customer, purpose: SignaturePurpose, reference: str) -> Signature | None:
    """Return the last code sent for something that is not signed yet, used up and expired ones included, else None."""
    return db.session.scalar(
        select(Signature)
        .where(Signature.customer_id == customer.id, Signature.purpose == purpose, Signature.reference == reference,
               Signature.signed_at.is_(None))
        .order_by(Signature.id.desc()).limit(1))
