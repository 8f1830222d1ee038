"""What is written of a formal notice: the registered letter, the mails to the customer, what the insurer must do."""
from collections.abc import Sequence

from insurance import outbox
from insurance.arrears.models import FormalNotice
from insurance.billing.models import Instalment
from insurance.billing.queries import instalments_of
from insurance.billing.rules import arrears_of
from insurance.clock import now
from insurance.contracts.nonpayment import suspension_after, termination_after
from insurance.contracts.rules import cover_dates
from insurance.database import db
from insurance.documents.facts_payment import FormalNoticeFacts, LateInstalment
from insurance.documents.issuing import enter_paper, paper_mentions
from insurance.documents.models import Document, DocumentKind
from insurance.history.models import Actor
from insurance.insurer import Insurer
from insurance.outbox import MailKind
from insurance.payments.links import new_link


def issue(notice: FormalNotice, named: Sequence[Instalment], insurer: Insurer, words) -> Document:
    """Issue the registered letter (art. R113-1), dated of the day on which it leaves."""
    suspended_on = suspension_after(notice.sent_on)
    facts = FormalNoticeFacts(**paper_mentions(notice.contract, insurer) | {"issued_on": notice.sent_on}, instalments=tuple(
        LateInstalment(due_on=one.due_on, amount_cents=one.left_cents) for one in named), suspended_on=suspended_on,
        terminable_on=termination_after(suspended_on))
    document = enter_paper(notice.contract, DocumentKind.FORMAL_NOTICE, facts, Actor.RULE, words)
    db.session.flush()
    return document


def tell(kind: MailKind, notice: FormalNotice) -> None:
    """Tell the customer, with every day that matters and a way to pay."""
    contract = notice.contract
    light = arrears_of(contract, instalments_of([contract])[contract.id], now())
    suspended_on = suspension_after(notice.sent_on) if notice.sent_on else None
    outbox.post(
        kind, notice.customer.email, notice.customer, secret=new_link(contract) if light.late_cents else None,
        first_name=notice.customer.first_name, number=contract.number, vehicle=contract.vehicle.name,
        reference=notice.reference, late_cents=light.late_cents, sent_on=_iso(notice.sent_on),
        suspended_on=_iso(light.suspended_on or suspended_on), terminable_on=_iso(light.terminable_on),
        back_if_paid=light.back_if_paid.isoformat() if light.back_if_paid else "")


def hand_over(notice: FormalNotice, insurer: Insurer) -> None:
    """Tell the insurer's systems where a notice stands, and what is for them to do."""
    dates = cover_dates(notice.contract)
    outbox.post(
        MailKind.FORMAL_NOTICE_HANDED_OVER, insurer.email, notice.customer, name=notice.customer.full_name,
        number=notice.contract.number, reference=notice.reference, notice_state=notice.state, amount_cents=notice.amount_cents,
        late_since=notice.dues, sent_on=_iso(notice.sent_on), address=list(notice.customer.address),
        suspended_from=dates.suspended_from.isoformat() if dates.suspended_from else "",
        back_at=notice.contract.resumes_at.isoformat() if notice.contract.resumes_at else "")


def _iso(day) -> str:
    return "" if day is None else day.isoformat()
