"""Receipts (quittances): one for each instalment that is paid, on the day that the books say so, or later on demand.

What the files tell of payments made long before is history: its receipts are issued when the customer asks. A payment
that the bank takes back takes its receipt with it.
"""
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from insurance.billing.models import Instalment, InstalmentState
from insurance.billing.queries import instalments_of
from insurance.clock import now, today
from insurance.contracts.models import Contract
from insurance.contracts.rules import next_anniversary
from insurance.database import db, transaction
from insurance.documents.facts_payment import PaymentReceiptFacts
from insurance.documents.issuing import enter_paper, paper_mentions
from insurance.documents.models import Document, DocumentKind
from insurance.documents.news import is_recent
from insurance.errors import NotFound
from insurance.history.models import Actor
from insurance.insurer import Insurer

Payment = tuple[str, int]
"""What makes a payment the same in the books and on its receipt: the day it was due (ISO 8601), its cents."""


def payment_of(instalment: Instalment) -> Payment:
    """Return what a receipt says to tell this instalment from the others of its contract."""
    return instalment.due_on.isoformat(), instalment.amount_cents


def has_receipt(instalment: Instalment) -> bool:
    """Return whether a receipt can be given: the instalment is paid, the day is known, and it is not for nothing."""
    return instalment.state == InstalmentState.PAID and instalment.paid_on is not None and instalment.amount_cents > 0


def standing_receipts(contract) -> dict[Payment, Document]:
    """Return the receipts of a contract that stand, by payment."""
    found = db.session.scalars(select(Document).where(
        Document.contract_id == contract.id, Document.kind == DocumentKind.PAYMENT_RECEIPT,
        Document.replaced_at.is_(None), Document.removed_at.is_(None)))
    return {(one.facts["due_on"], one.facts["amount_cents"]): one for one in found}


def issue_receipts(contracts: Sequence, insurer: Insurer, words) -> list[Document]:
    """Issue the receipts of what was paid of these contracts lately, and return those that are new.

    Those whose payment came back no longer stand. Twice is once. `words` is the wording: a paper holds its words.
    """
    issued = []
    with transaction():
        schedules = instalments_of(contracts)
        for contract in _whole(contracts):
            schedule, standing = schedules[contract.id], standing_receipts(contract)
            _take_back(schedule, standing)
            issued += [_enter(contract, one, schedule, insurer, words, Actor.RULE) for one in schedule
                       if has_receipt(one) and is_recent(one.paid_on, today()) and payment_of(one) not in standing]
    return issued


def receipt_for(contract, payment: Payment, insurer: Insurer, words) -> Document:
    """Return the receipt of a payment, issued now if it was not yet. Raises `NotFound` when nothing such was paid."""
    with transaction():
        standing = standing_receipts(contract).get(payment)
        if standing is not None:
            return standing
        schedule = instalments_of([contract])[contract.id]
        paid = next((one for one in schedule if has_receipt(one) and payment_of(one) == payment), None)
        if paid is None:
            raise NotFound(payment)
        return _enter(contract, paid, schedule, insurer, words, Actor.CUSTOMER)


def period_paid(contract, instalment: Instalment, schedule: Sequence[Instalment]) -> tuple[date, date]:
    """Return the days of insurance that an instalment pays for: up to the eve of the next one, or of the échéance.

    The schedule is oldest first. A contract that ends sooner is paid until its last day.
    """
    later = [one.due_on for one in schedule if one.due_on > instalment.due_on]
    renewal_on = next_anniversary(contract.anniversary, instalment.due_on)
    until = min([renewal_on, *later]) - timedelta(days=1)
    if contract.ends_on is not None:
        until = max(instalment.due_on, min(until, contract.ends_on))
    return instalment.due_on, until


def _enter(contract, instalment, schedule, insurer, words, by) -> Document:
    first, last = period_paid(contract, instalment, schedule)
    is_paid_here = instalment.paid_cents >= instalment.amount_cents
    facts = PaymentReceiptFacts(
        **paper_mentions(contract, insurer), amount_cents=instalment.amount_cents, due_on=instalment.due_on,
        paid_on=instalment.paid_on, method="" if is_paid_here else words.METHODS[contract.payment_method],
        period_from=first, period_until=last, payment_reference="")
    return enter_paper(contract, DocumentKind.PAYMENT_RECEIPT, facts, by, words)


def _take_back(schedule: Sequence[Instalment], standing: dict[Payment, Document]) -> None:
    """Let the receipts of what is not paid any more no longer stand. What the books forgot stays as it was."""
    paid = {payment_of(one) for one in schedule if one.state == InstalmentState.PAID}
    for payment in {payment_of(one) for one in schedule} - paid:
        if payment in standing:
            standing.pop(payment).replaced_at = now()


def _whole(contracts: Sequence) -> Sequence[Contract]:
    return db.session.scalars(
        select(Contract).where(Contract.id.in_([one.id for one in contracts]))
        .options(joinedload(Contract.vehicle), joinedload(Contract.customer)).order_by(Contract.id)).all()
