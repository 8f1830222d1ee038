"""Reading the mandates of customers: who asks comes first."""
from datetime import date

from sqlalchemy import select

from insurance.billing.models import SignedMandate
from insurance.clock import now, paris_midnight
from insurance.contracts.models import Contract, PaymentMethod
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.database import db
from insurance.documents.models import Document, DocumentKind
from insurance.errors import NotFound
from insurance.insurer import Insurer


def find_mandate(customer, public_id: str) -> SignedMandate:
    """Return one of the customer's own mandates, signed or not, as it is now. Raises `NotFound`, also for somebody else's."""
    mandate = db.session.scalar(select(SignedMandate).where(
        SignedMandate.customer_id == customer.id, SignedMandate.public_id == public_id)
        .execution_options(populate_existing=True))
    if mandate is None:
        raise NotFound(public_id)
    return mandate


def may_change_account(contract: Contract, insurer: Insurer) -> bool:
    """Return whether the account of a contract can be changed here: it is debited and has not ended.

    Without the insurer's own identifier (ICS) a mandate is worth nothing: none is signed.
    """
    return bool(insurer.creditor_identifier) and contract.payment_method == PaymentMethod.DIRECT_DEBIT and cover_at(
        cover_dates(contract), now()) is not Cover.ENDED


def paper_of(mandate) -> Document | None:
    """Return the paper of a mandate that was signed here, None for any other, and once it is removed."""
    papers = db.session.scalars(select(Document).where(
        Document.contract_id == mandate.contract_id, Document.kind == DocumentKind.SEPA_MANDATE,
        Document.facts.is_not(None), Document.removed_at.is_(None)))
    return next((one for one in papers if one.facts["reference"] == mandate.reference), None)


def signed_since(day: date) -> list[tuple[str, SignedMandate]]:
    """Return the mandates signed since a day and not revoked, with the number of their contract, the oldest first."""
    return [tuple(row) for row in db.session.execute(
        select(Contract.number, SignedMandate).join(SignedMandate, SignedMandate.contract_id == Contract.id)
        .where(SignedMandate.signed_at >= paris_midnight(day), SignedMandate.revoked_at.is_(None))
        .order_by(SignedMandate.signed_at))]
