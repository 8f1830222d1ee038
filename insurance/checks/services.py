"""Asking for a claims history: at once when nothing is doubtful, else once somebody has checked it, within fifteen days."""
from sqlalchemy import select

from insurance import outbox
from insurance.checks.models import HistoryCheck
from insurance.checks.queries import WAITS, WHOLE, check_for_desk, undecided_claims, waiting_checks_of, work_of
from insurance.checks.rules import ALERT_BEFORE, causes_of, due_by
from insurance.checks.workflow import check_workflow
from insurance.clock import now, today
from insurance.contracts.queries import find_contract
from insurance.database import db, one_at_a_time, transaction
from insurance.documents import on_demand
from insurance.documents.issuing import next_number, standing_paper
from insurance.documents.models import Document, DocumentKind
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.insurer import Insurer
from insurance.outbox import MailKind
from insurance.staff import assignments

SERIES = "VRI"


def ask(contract, insurer: Insurer, words) -> Document | HistoryCheck:
    """Return a contract's claims history, else the check that it waits for; asked again, the same.

    `contract` comes whole, as for `on_demand.issue`. One that was checked today is given again as it is.
    """
    licensed = contract.drivers if contract.vehicle.is_registered else ()  # no licence is asked for a scooter
    causes = causes_of(licensed, len(undecided_claims(contract)), today())
    if not causes:
        return on_demand.issue(contract, DocumentKind.CLAIMS_HISTORY, insurer, words)
    with transaction():
        one_at_a_time(f"history-check:{contract.id}")
        waits = waiting_checks_of(contract.customer).get(contract.id)
        standing = standing_paper(contract, DocumentKind.CLAIMS_HISTORY)
        if waits is not None or (standing is not None and standing.issued_on == today() and _was_checked(standing)):
            return waits or standing
        check = HistoryCheck(reference=next_number(SERIES, today().year), customer_id=contract.customer_id,
                             contract_id=contract.id, causes=causes, due_on=due_by(today()))
        db.session.add(check)
        db.session.flush()
        record(EventKind.HISTORY_ASKED, Actor.CUSTOMER, contract.customer, contract, reference=check.reference,
               number=contract.number)
        outbox.post(MailKind.HISTORY_CHECKED, contract.customer.email, contract.customer, number=contract.number,
                    first_name=contract.customer.first_name, due_on=check.due_on.isoformat(), reference=check.reference)
    return check


def release(reference: str, by, insurer: Insurer, words) -> Document:
    """Issue the claims history as the books say it now, and tell who asked; twice is once.

    Raises `Refused(MOVE_NOT_ALLOWED)`.
    """
    with transaction():
        check = check_for_desk(reference)
        if check.document is not None:
            return check.document
        contract = find_contract(check.customer, check.contract.public_id)
        check_workflow.perform("release", check, by, reference=reference, number=contract.number)
        document = on_demand.issue(contract, DocumentKind.CLAIMS_HISTORY, insurer, words, by)
        db.session.flush()  # it has its names from now on
        check.released_at, check.document_id = now(), document.id
        assignments.close(work_of(check))
        outbox.post(MailKind.HISTORY_RELEASED, check.customer.email, check.customer, number=contract.number,
                    first_name=check.customer.first_name, reference=document.number, public_id=document.public_id)
    return document


def alert(insurer_email: str) -> None:
    """Tell the insurer, once, of each claims history that is due in three days and not given. A job of the calendar."""
    due = (WAITS, HistoryCheck.alerted_at.is_(None), HistoryCheck.due_on <= today() + ALERT_BEFORE)
    for check_id in db.session.scalars(select(HistoryCheck.id).where(*due)).all():
        with transaction():
            check = db.session.scalar(select(HistoryCheck).where(HistoryCheck.id == check_id, *due).options(*WHOLE))
            if check is not None:
                check.alerted_at = now()
                record(EventKind.HISTORY_DUE, Actor.RULE, check.customer, check.contract, reference=check.reference,
                       number=check.contract.number)
                outbox.post(MailKind.HISTORY_DUE, insurer_email, check.customer, reference=check.reference,
                            number=check.contract.number, name=check.customer.full_name, due_on=check.due_on.isoformat())


def _was_checked(document: Document) -> bool:
    return db.session.scalar(select(HistoryCheck.id).where(HistoryCheck.document_id == document.id).limit(1)) is not None
