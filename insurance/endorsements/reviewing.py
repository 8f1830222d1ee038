"""What an adviser does with a change that the rule does not accept by itself: agree, ask for more, refuse."""
from insurance.clock import today
from insurance.database import one_at_a_time, transaction
from insurance.endorsements import pricing
from insurance.endorsements.applying import apply, is_outdated
from insurance.endorsements.mails import hand_over, tell
from insurance.endorsements.models import Endorsement
from insurance.endorsements.queries import books_of, endorsement_behind, work_of
from insurance.endorsements.services import key_of
from insurance.endorsements.workflow import endorsement_workflow
from insurance.errors import Reason, Refused
from insurance.insurer import Insurer
from insurance.outbox import MailKind
from insurance.staff import assignments


def approve(public_id: str, by, insurer: Insurer, words) -> None:
    """Agree to a change: it holds from the day that was asked for, or from today when that day has passed.

    Never earlier, so that nothing is covered in retrospect; the days that are left are counted anew, the yearly premium
    stays the one that was accepted. Raises `NotFound`, `Refused(MOVE_NOT_ALLOWED)`, `Refused(CONTRACT_CHANGED)` when the
    contract is no longer the one that was priced: the change can only be refused, and asked for again.
    """
    with transaction():
        endorsement = _taken(public_id)
        books, quote = books_of(endorsement.contract), pricing.read(endorsement.quote)
        if is_outdated(quote, books.facts):
            raise Refused(Reason.CONTRACT_CHANGED)
        _move("approve", endorsement, by)
        quote = pricing.redated(books, quote, max(endorsement.effective_on, today()))
        endorsement.effective_on, endorsement.due_cents = quote.effective_on, quote.due_cents
        if endorsement.effective_on <= today():
            apply(endorsement, insurer, words)
        else:
            tell(MailKind.ENDORSEMENT_ACCEPTED, endorsement, words)
            hand_over(endorsement, insurer, words)


def question(public_id: str, by, text: str, words) -> None:
    """Ask the customer for more: the change waits for the answer."""
    with transaction():
        endorsement = _taken(public_id)
        _move("question", endorsement, by)
        endorsement.decision_note, endorsement.customer_note = text, None
        tell(MailKind.ENDORSEMENT_QUESTION, endorsement, words, note=text)


def refuse(public_id: str, by, text: str, insurer: Insurer, words) -> None:
    """Refuse a change, with the reason: the contract stays as it is."""
    with transaction():
        endorsement = _taken(public_id)
        _move("refuse", endorsement, by)
        endorsement.decision_note = text
        tell(MailKind.ENDORSEMENT_REFUSED, endorsement, words, note=text)
        hand_over(endorsement, insurer, words)


def _taken(public_id: str) -> Endorsement:
    endorsement = endorsement_behind(public_id)
    one_at_a_time(key_of(endorsement.contract_id))
    return endorsement


def _move(name: str, endorsement: Endorsement, by) -> None:
    """Make a move, and put the change out of the hands of whoever had it: it is done, or the customer's turn."""
    endorsement_workflow.perform(name, endorsement, by, number=endorsement.contract.number,
                                 reference=endorsement.reference)
    assignments.close(work_of(endorsement))
