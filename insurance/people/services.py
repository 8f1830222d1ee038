"""What anybody may ask the insurer, and what customers may change of their own details.

A change made here holds at once on the portal. The insurer's systems learn of it by a mail that leaves with it, for
they are the ones that print the contracts: `BackOffice` says where, and which contracts it is about.
"""
from dataclasses import dataclass

from insurance import outbox
from insurance.clock import now
from insurance.database import transaction
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind
from insurance.people.rules import (
    AddressFlaw,
    PhoneFlaw,
    PostalAddress,
    address_flaws,
    normal_address,
    normal_email,
    normal_phone,
    phone_flaw,
)
from insurance.references import new_public_id


@dataclass(frozen=True)
class BackOffice:
    """Who at the insurer must know of a change (an e-mail address), and the numbers of the contracts it is about."""

    email: str
    contract_numbers: tuple[str, ...]


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


def change_phone(customer, typed: str, office: BackOffice) -> PhoneFlaw | None:
    """Give the customer another telephone number, none when nothing is typed; return a flaw instead if it has one."""
    number = normal_phone(typed) or None
    flaw = phone_flaw(number) if number else None
    if flaw is not None:
        return flaw
    with transaction():
        if customer.phone != number:
            customer.phone = number
            _tell(customer, "phone", [number] if number else [], office)
    return None


def change_address(customer, typed: PostalAddress, office: BackOffice) -> dict[str, AddressFlaw]:
    """Give the customer another postal address; return flaws by line instead if it has any.

    The attestations that stand are issued again with it (see reactions). Whether the move aggravates the risk (L113-2,
    3°) is for the customer to declare and for the insurer to judge: nothing is computed here.
    """
    address = normal_address(typed)
    flaws = address_flaws(address)
    if flaws:
        return flaws
    wanted = {"address_line1": address.line1, "address_line2": address.line2 or None, "postcode": address.postcode,
              "city": address.city, "country": address.country}
    with transaction():
        if any(getattr(customer, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(customer, name, value)
            _tell(customer, "address", [*customer.address], office)
    return {}


def choose_paper(customer, is_wanted: bool, office: BackOffice) -> None:
    """Let the documents come by post too, free of charge, or no longer (L111-10: at any time, on request)."""
    with transaction():
        if is_wanted is (customer.paper_asked_at is not None):
            return
        customer.paper_asked_at = now() if is_wanted else None
        part = "paper" if is_wanted else "no-paper"
        record(EventKind.PAPER_ASKED if is_wanted else EventKind.PAPER_STOPPED, Actor.CUSTOMER, customer)
        outbox.post(MailKind.PROFILE_CHANGED, customer.email, customer, first_name=customer.first_name, part=part)
        hand_over(customer, part, [], office)


def hand_over(customer, part: str, lines: list[str], office: BackOffice) -> None:
    """Let the insurer know what a part of the customer's details now is, inside the caller's transaction.

    The values are sealed in the outbox and erased once the mail has left: they are kept where they are used.
    """
    outbox.post(MailKind.PROFILE_HANDED_OVER, office.email, customer, secret="\n".join(lines), part=part,
                name=customer.full_name, numbers=list(office.contract_numbers))


def _tell(customer, part: str, lines: list[str], office: BackOffice) -> None:
    """Write that a part changed, never to what, and let those who must know hear of it."""
    record(EventKind.HOLDER_CHANGED, Actor.CUSTOMER, customer, changes=[part])
    outbox.post(MailKind.PROFILE_CHANGED, customer.email, customer, first_name=customer.first_name, part=part)
    hand_over(customer, part, lines, office)
