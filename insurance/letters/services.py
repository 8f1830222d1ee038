"""Asking for documents on paper, and posting them. Free of charge, at any time (code des assurances, art. L111-10)."""
from collections.abc import Sequence

from sqlalchemy import exists, select

from insurance import outbox
from insurance.accounts.models import Account
from insurance.calendar import add_working_days
from insurance.clock import now, today
from insurance.database import db, one_at_a_time, transaction
from insurance.documents.issuing import next_number
from insurance.documents.models import Document, DocumentKind
from insurance.documents.queries import find_showable
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.letters.models import Letter, LetterCause, LetterDocument, LetterState
from insurance.letters.queries import find_letter, letter_for_desk, open_letters_of, work_of
from insurance.letters.workflow import letter_workflow
from insurance.outbox import MailKind
from insurance.people.models import Customer
from insurance.staff import assignments

SERIES = "COU"
PROMISED_DAYS = 5  # working days: the insurer's promise, no law sets one
NEEDS_PAPER = (DocumentKind.RENEWAL_NOTICE,)
"""What must reach its holder even without an account."""


def ask(customer, public_ids: Sequence[str]) -> Letter:
    """Ask for documents by post and return their letter. What already waits to be posted is not posted twice.

    Asked again with nothing new, the letter that waits is returned. Raises `NotFound` for a document of somebody else,
    `Refused(COVER_OFF)` for a proof that would lie, ValueError when no document is named.
    """
    with transaction():
        one_at_a_time(f"letters:{customer.id}")
        wanted = {one.id: one for one in (find_showable(customer, key) for key in dict.fromkeys(public_ids))}
        waiting = {one.id: letter for letter in open_letters_of(customer) for one in letter.documents}
        documents = [one for key, one in wanted.items() if key not in waiting]
        if documents:
            return _written(customer, documents, LetterCause.REQUEST, Actor.CUSTOMER)
        if not wanted:
            raise ValueError("a letter holds a document")
        return waiting[next(iter(wanted))]


def withdraw(customer, reference: str) -> None:
    """Take back a letter that nobody prepares yet; twice is once. Raises `NotFound`, `Refused(MOVE_NOT_ALLOWED)`."""
    with transaction():
        letter = find_letter(customer, reference)
        if letter.state != LetterState.WITHDRAWN:
            letter_workflow.perform("withdraw", letter, Actor.CUSTOMER, reference=reference)
            assignments.close(work_of(letter))


def prepare(reference: str, by) -> None:
    """Say that a letter is being printed; twice is once. Raises `Refused(MOVE_NOT_ALLOWED)`."""
    with transaction():
        letter = letter_for_desk(reference)
        if letter.state != LetterState.PREPARED:
            letter_workflow.perform("prepare", letter, by, reference=reference)
            letter.prepared_at = now()


def send(reference: str, by) -> None:
    """Say that a letter was posted, and tell whoever asked for it; twice is once. Raises `Refused(MOVE_NOT_ALLOWED)`."""
    with transaction():
        letter = letter_for_desk(reference)
        if letter.state == LetterState.SENT:
            return
        letter_workflow.perform("send", letter, by, reference=reference)
        letter.sent_at = now()
        letter.prepared_at = letter.prepared_at or letter.sent_at
        assignments.close(work_of(letter))
        if letter.cause == LetterCause.REQUEST:
            outbox.post(MailKind.LETTER_SENT, letter.customer.email, letter.customer, reference=reference,
                        first_name=letter.customer.first_name, count=len(letter.documents))


def write_letters() -> None:
    """Let what is new leave by post to those who want paper, or can read nothing here. A job of the calendar."""
    for cause, customer_id in _unposted():
        with transaction():
            one_at_a_time(f"letters:{customer_id}")
            customer = db.session.get(Customer, customer_id)
            documents = db.session.scalars(_new_for(cause).where(Document.customer_id == customer_id)).all()
            if documents:
                _written(customer, documents, cause, Actor.RULE)


def _unposted() -> list[tuple[LetterCause, object]]:
    return [(cause, customer_id) for cause in (LetterCause.PREFERENCE, LetterCause.NO_ACCOUNT)
            for customer_id in db.session.scalars(_new_for(cause).with_only_columns(Document.customer_id).distinct()
                                                  .order_by(None)).all()]


def _new_for(cause: LetterCause):
    """Return the query of what is new and in no letter: for those who want paper, or for those who have no account."""
    in_a_letter = exists().where(LetterDocument.document_id == Document.id)
    fresh = (select(Document).join(Customer, Customer.id == Document.customer_id)
             .where(Document.is_news, Document.replaced_at.is_(None), Document.removed_at.is_(None), ~in_a_letter)
             .order_by(Document.issued_on, Document.id))
    if cause is LetterCause.PREFERENCE:
        return fresh.where(Customer.paper_asked_at.is_not(None), Document.recorded_at > Customer.paper_asked_at)
    has_account = exists().where(Account.customer_id == Document.customer_id)
    return fresh.where(Document.kind.in_(NEEDS_PAPER), Document.facts.is_not(None), Customer.paper_asked_at.is_(None),
                       ~has_account)


def _written(customer, documents: Sequence[Document], cause: LetterCause, by: Actor) -> Letter:
    letter = Letter(reference=next_number(SERIES, today().year), customer_id=customer.id, cause=cause,
                    address=[f"{customer.title} {customer.full_name}", *customer.address],
                    due_on=add_working_days(today(), PROMISED_DAYS))
    db.session.add(letter)
    db.session.flush()
    db.session.add_all(LetterDocument(letter_id=letter.id, document_id=one.id) for one in documents)
    record(EventKind.LETTER_ASKED, by, customer, reference=letter.reference, count=len(documents))
    return letter
