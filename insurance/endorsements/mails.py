"""The mails of a change: to the customer on a durable medium, and to the insurer whose systems must follow."""
from insurance import outbox
from insurance.clock import PARIS
from insurance.contracts.plates import display_form
from insurance.endorsements import pricing
from insurance.endorsements.models import Endorsement, EndorsementKind
from insurance.endorsements.queries import other_contracts
from insurance.insurer import Insurer
from insurance.outbox import MailKind


def tell(kind: MailKind, endorsement: Endorsement, words, note: str | None = None, **details) -> None:
    """Let a mail about a change leave to its customer, inside the caller's transaction. `note` is somebody's own text."""
    customer = endorsement.customer
    outbox.post(kind, customer.email, customer, secret=note, first_name=customer.first_name,
                public_id=endorsement.public_id, **about(endorsement, words), **details)


def hand_over(endorsement: Endorsement, insurer: Insurer, words) -> None:
    """Let the insurer know of a change that is accepted, applied or taken back, with all that was declared for it.

    What was declared of a person is sealed in the outbox, and erased once the mail has left.
    """
    declared = "\n".join(f"{label}\u00a0: {said}" for label, said in words.declared(endorsement.kind, endorsement.answers))
    outbox.post(MailKind.ENDORSEMENT_HANDED_OVER, insurer.email, endorsement.customer, secret=declared,
                name=endorsement.customer.full_name, **about(endorsement, words))


def about(endorsement: Endorsement, words) -> dict:
    """Return the details that every mail about a change shares, as JSON keeps them."""
    quote, vehicle = pricing.read(endorsement.quote), endorsement.contract.vehicle
    accepted = endorsement.accepted_at
    return {
        "reference": endorsement.reference, "number": endorsement.contract.number, "what": endorsement.kind,
        "state": endorsement.state, "vehicle": vehicle.name, "plate": display_form(vehicle.plate),
        "effective_on": endorsement.effective_on.isoformat(),
        "answer_by": endorsement.answer_by.isoformat() if endorsement.answer_by is not None else None,
        "accepted_on": accepted.astimezone(PARIS).date().isoformat() if accepted is not None else None,
        "changes": [[one.label, one.before, one.after] for one in words.contract_changes(quote.before, quote.after)],
        "premium_before_cents": endorsement.premium_before_cents,
        "premium_after_cents": endorsement.premium_after_cents, "due_cents": endorsement.due_cents,
        "refund_cents": quote.refund_cents, "renewal_on": quote.renewal_on.isoformat(),
        "dues": [[one.due_on.isoformat(), one.after_cents] for one in quote.dues],
        "reasons": list(endorsement.reasons),
        "others": [one.contract.vehicle.name for one in other_contracts(endorsement) if not one.is_same_move]
        if endorsement.kind == EndorsementKind.ADDRESS else []}
