"""What anybody may ask the insurer."""
from insurance import outbox
from insurance.database import transaction
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind
from insurance.people.rules import normal_email
from insurance.references import new_public_id


def ask_question(email: str, subject: str, text: str, sent_at: str, insurer_email: str, customer=None,
                 number: str = "", incident: str = "", step: str = "") -> str:
    """Let a question leave to the insurer and an acknowledgement to its writer; return its reference.

    The acknowledgement repeats nothing of what was written: the form must not carry a stranger's words to a stranger.
    """
    reference = "Q-" + new_public_id()[:8].upper()
    with transaction():
        outbox.post(MailKind.QUESTION, insurer_email, customer, reply_to=normal_email(email), subject=subject,
                    text=text, number=number, incident=incident, step=step, sent_at=sent_at, reference=reference)
        outbox.post(MailKind.QUESTION_RECEIVED, normal_email(email), customer, reference=reference, sent_at=sent_at)
        if customer is not None:
            record(EventKind.QUESTION_SENT, Actor.CUSTOMER, customer, subject=subject, reference=reference)
    return reference
