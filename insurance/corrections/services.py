"""Asking for a correction of one's identity, and what becomes of it.

The insurer corrects what is wrong without delay, a month at most (RGPD, art. 12, 3 and 16). A proof is asked because
the identity is that of the contracts: nobody changes who is insured with a form alone.
"""
from collections.abc import Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError

from insurance import outbox
from insurance.accounts.queries import contract_numbers_of
from insurance.attachments.models import Attachment
from insurance.attachments.services import use
from insurance.calendar import add_working_days
from insurance.clock import now, today
from insurance.corrections.models import Correction, CorrectionCause, CorrectionFile, CorrectionRefusal, CorrectionState
from insurance.corrections.queries import correction_for_desk, open_correction, work_of
from insurance.corrections.rules import (
    Identity,
    IdentityFlaw,
    changes_between,
    identity_flaws,
    identity_of,
    normal_identity,
)
from insurance.corrections.workflow import correction_workflow
from insurance.database import db, one_at_a_time, transaction
from insurance.documents.issuing import next_number
from insurance.errors import Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind
from insurance.people.rules import name_key
from insurance.people.services import BackOffice, hand_over
from insurance.staff import assignments

SERIES = "IDE"
PROMISED_DAYS = 5  # working days: the insurer's promise, well within the month of the law


def flaws_of(customer, asked: Identity) -> dict[str, IdentityFlaw]:
    """Return what is wrong with what is asked, by field; empty when it can be asked."""
    return identity_flaws(normal_identity(asked), today())


def ask(customer, asked: Identity, cause: CorrectionCause, said: str, files: Sequence[Attachment]) -> Correction:
    """Ask for another identity and return what was asked; asked again with the same, the one that waits is returned.

    Raises `Refused(NOTHING_TO_CHANGE)`, `Refused(CORRECTION_UNDER_WAY)` when another one waits, ValueError for an
    identity with a flaw or without a proof.
    """
    asked = normal_identity(asked)
    if not files or identity_flaws(asked, today()):
        raise ValueError("an identity that can be, with its proof")
    changes = changes_between(identity_of(customer), asked)
    if not changes:
        raise Refused(Reason.NOTHING_TO_CHANGE)
    with transaction():
        one_at_a_time(f"corrections:{customer.id}")
        waits = open_correction(customer)
        if waits is not None:
            if waits.changes != changes:
                raise Refused(Reason.CORRECTION_UNDER_WAY)
            return waits
        correction = Correction(
            reference=next_number(SERIES, today().year), customer_id=customer.id, cause=cause, said=said.strip(),
            changes=changes, due_on=add_working_days(today(), PROMISED_DAYS))
        db.session.add(correction)
        db.session.flush()
        db.session.add_all(CorrectionFile(correction_id=correction.id, attachment_id=one.id) for one in files)
        use(files)
        record(EventKind.CORRECTION_ASKED, Actor.CUSTOMER, customer, reference=correction.reference)
        outbox.post(MailKind.CORRECTION_RECEIVED, customer.email, customer, first_name=customer.first_name,
                    reference=correction.reference, parts=list(changes), due_on=correction.due_on.isoformat())
    return correction


def withdraw(customer) -> None:
    """Take back the correction that waits; none is fine too."""
    with transaction():
        one_at_a_time(f"corrections:{customer.id}")
        correction = open_correction(customer)
        if correction is not None:
            correction_workflow.perform("withdraw", correction, Actor.CUSTOMER, reference=correction.reference)
            assignments.close(work_of(correction))


def accept(reference: str, by, insurer_email: str) -> None:
    """Make a correction true: for the customer here, and for the insurer by a mail; twice is once.

    Files that still name the former identity go on naming this customer, and do not bring it back (see portfolio).
    Raises `Refused(MOVE_NOT_ALLOWED)`, `Refused(IDENTITY_ELSEWHERE)` when the books have the same person twice.
    """
    try:
        with transaction():
            correction = correction_for_desk(reference)
            if correction.state == CorrectionState.ACCEPTED:
                return
            correction_workflow.perform("accept", correction, by, reference=reference)
            correction.decided_at = now()
            customer = correction.customer
            _become(customer, correction.changes)
            db.session.flush()
            assignments.close(work_of(correction))
            record(EventKind.HOLDER_CHANGED, by, customer, changes=list(correction.changes))
            outbox.post(MailKind.CORRECTION_ACCEPTED, customer.email, customer, first_name=customer.first_name,
                        reference=reference, parts=list(correction.changes))
            hand_over(customer, "identity", [f"{name}={after}" for name, (_, after) in correction.changes.items()],
                      BackOffice(insurer_email, tuple(contract_numbers_of(customer))))
    except IntegrityError as error:
        raise Refused(Reason.IDENTITY_ELSEWHERE) from error


def refuse(reference: str, why: CorrectionRefusal, note: str, by) -> None:
    """Say why a correction cannot be made; twice is once. Raises `Refused(MOVE_NOT_ALLOWED)`."""
    with transaction():
        correction = correction_for_desk(reference)
        if correction.state == CorrectionState.REFUSED:
            return
        correction_workflow.perform("refuse", correction, by, reference=reference)
        correction.decided_at, correction.refusal, correction.note = now(), why, note.strip()
        assignments.close(work_of(correction))
        outbox.post(MailKind.CORRECTION_REFUSED, correction.customer.email, correction.customer, why=why,
                    first_name=correction.customer.first_name, reference=reference, note=correction.note)


def _become(customer, changes: dict[str, list[str]]) -> None:
    known_as = [customer.name_key, customer.born_on.isoformat()]
    for name, (_, after) in changes.items():
        setattr(customer, name, date.fromisoformat(after) if name == "born_on" else after or None)
    customer.name_key = name_key(customer.first_name, customer.last_name)
    present = [customer.name_key, customer.born_on.isoformat()]
    customer.former_identities = [one for one in [*customer.former_identities, known_as] if one != present]
