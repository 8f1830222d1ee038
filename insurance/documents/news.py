"""What is new to a customer: marked until it is opened, and told by one mail a day at most.

A paper that the customer has just asked for is not news. An imported file is, if it is recent: the archives of an
insurer are not announced. What came before the account was opened is marked, never told: there was nobody to tell.
"""
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from insurance import outbox
from insurance.accounts.models import Account
from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.documents.models import Document, DocumentKind
from insurance.outbox import MailKind

RECENT = timedelta(days=31)
QUIET = frozenset({DocumentKind.PAYMENT_RECEIPT})
"""What is marked and not told: the schedule announced these debits already. They are told with something else."""

MOST_TOLD = 8


def is_recent(issued_on: date, on: date) -> bool:
    """Return whether a document dated `issued_on` is news on a day, rather than an archive."""
    return on - issued_on <= RECENT


def is_new(document: Document) -> bool:
    """Return whether a document is to be marked: news that is not opened yet, and still stands."""
    return document.is_news and document.opened_at is None and document.replaced_at is None


def forget_old_news(customer_ids: Iterable) -> None:
    """Let what came long before an account was opened be no news to it, inside the caller's transaction."""
    db.session.execute(
        update(Document).where(Document.customer_id.in_(customer_ids), Document.recorded_at < now() - RECENT)
        .values(is_news=False).execution_options(synchronize_session=False))


def tell_of_documents() -> None:
    """Let a mail leave to each customer for whom something came since the last one. A job of the calendar."""
    for customer_id in db.session.scalars(_untold(Document.customer_id).distinct()).all():
        with transaction():
            waiting = db.session.scalars(
                _untold(Document).where(Document.customer_id == customer_id)
                .options(joinedload(Document.contract).joinedload(Contract.vehicle),
                         joinedload(Document.contract).joinedload(Contract.customer))
                .order_by(Document.issued_on.desc(), Document.id.desc())).all()
            if any(one.kind not in QUIET for one in waiting):
                _tell(waiting)


def _untold(what):
    """Return the query of the news of opened accounts that no mail told of."""
    return (select(what).join(Account, Account.customer_id == Document.customer_id)
            .where(Document.is_news, Document.told_at.is_(None), Document.opened_at.is_(None),
                   Document.replaced_at.is_(None), Document.removed_at.is_(None),
                   Document.recorded_at > Account.opened_at))


def _tell(waiting: list[Document]) -> None:
    customer = waiting[0].contract.customer
    outbox.post(MailKind.DOCUMENTS_READY, customer.email, customer, first_name=customer.first_name,
                documents=[_named(one) for one in waiting[:MOST_TOLD]], count=len(waiting))
    for document in waiting:
        document.told_at = now()


def _named(document: Document) -> dict:
    return {"kind": document.kind, "title": document.title, "issued_on": document.issued_on.isoformat(),
            "vehicle": document.contract.vehicle.name, "public_id": document.public_id}
