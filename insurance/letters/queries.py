"""Reading letters: the customer's own, and those that wait at the desk."""
import uuid

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from insurance.contracts.models import Contract
from insurance.database import db
from insurance.documents.models import Document
from insurance.errors import NotFound
from insurance.letters.models import OPEN, Letter, LetterDocument, LetterState
from insurance.staff import assignments
from insurance.staff.models import Assignment, Role
from insurance.staff.work import Glance, Whose, Work

WORK_KIND = "letter"
SHOWN = 10
_WAITS = Letter.state.in_(OPEN)
_WHOLE = (joinedload(Letter.customer),
          selectinload(Letter.documents).joinedload(Document.contract).joinedload(Contract.vehicle))


def letters_of(customer) -> list[Letter]:
    """Return the customer's newest letters with their documents, but those taken back."""
    return list(db.session.scalars(
        select(Letter).where(Letter.customer_id == customer.id, Letter.state != LetterState.WITHDRAWN)
        .options(*_WHOLE).order_by(Letter.id.desc()).limit(SHOWN)))


def open_letters_of(customer) -> list[Letter]:
    """Return the customer's letters that are not posted yet."""
    return list(db.session.scalars(
        select(Letter).where(Letter.customer_id == customer.id, _WAITS).options(*_WHOLE).order_by(Letter.id)))


def newest_letters(customer) -> dict[uuid.UUID, Letter]:
    """Return the newest letter of each document of a customer that has one, by document id; not those taken back."""
    rows = db.session.execute(
        select(LetterDocument.document_id, Letter).join(Letter, Letter.id == LetterDocument.letter_id)
        .where(Letter.customer_id == customer.id, Letter.state != LetterState.WITHDRAWN).order_by(Letter.id))
    return {row.document_id: row.Letter for row in rows}


def find_letter(customer, reference: str) -> Letter:
    """Return one of the customer's own letters. Raises `NotFound`, also for somebody else's."""
    return _found(reference, Letter.customer_id == customer.id)


def letter_for_desk(reference: str) -> Letter:
    """Return a letter, whole, whatever its state. Raises `NotFound`."""
    return _found(reference)


def glance(adviser) -> Glance:
    """Return, at a glance, the letters to post."""
    return assignments.glance(WORK_KIND, Letter.id, Letter.due_on, adviser, _WAITS)


def waiting(adviser, whose: Whose, limit: int) -> list[tuple[Letter, Assignment | None]]:
    """Return the letters to post, with who has each in hand, the first promised first."""
    query = select(Letter).where(_WAITS).order_by(Letter.due_on, Letter.id).options(*_WHOLE).limit(limit)
    return [tuple(row) for row in db.session.execute(assignments.of_whom(query, WORK_KIND, Letter.id, adviser, whose))]


def work_of(letter: Letter) -> Work:
    """Return a letter as something to be done at the desk."""
    return Work(WORK_KIND, letter.id, letter.reference, letter.customer_id, (Role.ADVISER,))


def _found(reference: str, *conditions) -> Letter:
    letter = db.session.scalar(select(Letter).where(Letter.reference == reference, *conditions).options(*_WHOLE))
    if letter is None:
        raise NotFound(reference)
    return letter
