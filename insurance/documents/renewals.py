"""Renewal notices (avis d'échéance): issued and sent by the calendar, in time for the holder to refuse the renewal.

The parts of the premium are the insurer's (`Renewal`, from its files): the portal computes none. A contract whose coming
renewal the files do not tell gets no notice from here, and `overdue_renewals` counts it. Code des assurances, annexe à
l'article A121-1, art. 14; L113-15-1: a notice that leaves less than fifteen days before the last day to refuse, or
after it, opens twenty days more, which the notice says.
"""
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import joinedload

from insurance import outbox
from insurance.accounts.queries import account_of
from insurance.billing.models import Renewal
from insurance.calendar import add_months
from insurance.clock import now, today
from insurance.contracts.models import Contract, ContractState
from insurance.contracts.rules import next_anniversary
from insurance.contracts.termination import LATE_NOTICE_DAYS, renewal_deadline
from insurance.database import db, transaction
from insurance.documents.facts_payment import PremiumLine, RenewalNoticeFacts, refusal_days
from insurance.documents.issuing import UNIQUE, enter_paper, paper_mentions, says_the_same, standing_paper
from insurance.documents.models import Document, DocumentKind
from insurance.history.models import Actor
from insurance.insurer import Insurer
from insurance.outbox import MailKind

OWN_NOTICE_MONTHS = 6
"""How long before a renewal a notice of the insurer's own, among its files, is the notice of that renewal."""

_SENT_WITH = UNIQUE | {"issued_on", "refusal_until", "late_refusal_until"}
"""The mentions that depend on the day of sending: a notice that was sent stays the notice when the rest is the same."""


def send_notices(insurer: Insurer, words, days: int) -> None:
    """Issue and send the notices of the renewals that come within `days`. A job of the calendar."""
    coming = select(Renewal.contract_id).join(Contract, Contract.id == Renewal.contract_id).where(
        Renewal.renewal_on > today(), Renewal.renewal_on <= today() + timedelta(days=days), _goes_on())
    for contract_id in db.session.scalars(coming.order_by(Renewal.renewal_on)).all():
        with transaction():
            _send(contract_id, insurer, words)


def overdue_renewals() -> int:
    """Return how many contracts renew so soon, without a notice, that their holders will have twenty days more."""
    return sum(count for anniversary, count in _without_notice() if today() > _latest_day(anniversary))


def notice_facts(contract, renewal: Renewal, insurer: Insurer, words) -> RenewalNoticeFacts:
    """Return what the notice of a renewal says if it is sent today."""
    refusal_until, late_refusal_until = refusal_days(renewal.renewal_on, today())
    return RenewalNoticeFacts(
        **paper_mentions(contract, insurer), renewal_on=renewal.renewal_on,
        period_until=next_anniversary(contract.anniversary, renewal.renewal_on) - timedelta(days=1),
        reference_premium_cents=renewal.reference_premium_cents, coefficient_hundredths=renewal.coefficient_hundredths,
        net_premium_cents=renewal.net_premium_cents, surcharges=_lines(renewal.surcharges),
        reductions=_lines(renewal.reductions), other_lines=_lines(renewal.other_lines),
        natural_disaster_cents=renewal.natural_disaster_cents, taxes_cents=renewal.taxes_cents,
        total_cents=renewal.total_cents, previous_total_cents=contract.premium_cents, due_on=renewal.renewal_on,
        frequency=words.FREQUENCIES[contract.payment_frequency], method=words.METHODS[contract.payment_method],
        refusal_until=refusal_until, late_refusal_until=late_refusal_until)


def _send(contract_id, insurer: Insurer, words) -> None:
    """Issue and send the notice of a contract's renewal, unless one that says the same stands."""
    contract = db.session.scalar(select(Contract).where(Contract.id == contract_id)
                                 .options(joinedload(Contract.vehicle), joinedload(Contract.customer)))
    renewal = db.session.get(Renewal, contract_id)
    if db.session.scalar(select(Document.id).where(_is_own_notice(contract_id, renewal.renewal_on)).limit(1)):
        return
    facts = notice_facts(contract, renewal, insurer, words)
    standing = standing_paper(contract, DocumentKind.RENEWAL_NOTICE)
    is_of_this_renewal = standing is not None and standing.facts["renewal_on"] == renewal.renewal_on.isoformat()
    if is_of_this_renewal and says_the_same(standing.facts, facts, but=_SENT_WITH):
        return
    document = enter_paper(contract, DocumentKind.RENEWAL_NOTICE, facts, Actor.RULE, words,
                           replacing=standing if is_of_this_renewal else None)
    if account_of(contract.customer) is not None:
        document.told_at = now()
        _tell(contract, facts, document, is_corrected=is_of_this_renewal)


def _tell(contract, facts: RenewalNoticeFacts, document: Document, is_corrected: bool) -> None:
    until = facts.late_refusal_until or facts.refusal_until
    outbox.post(MailKind.RENEWAL_NOTICE, contract.customer.email, contract.customer,
                first_name=contract.customer.first_name, number=contract.number, vehicle=contract.vehicle.name,
                renewal_on=facts.renewal_on.isoformat(), total_cents=facts.total_cents,
                previous_cents=facts.previous_total_cents, refusal_until=until.isoformat(),
                is_corrected=is_corrected, public_id=document.public_id, contract_id=contract.public_id)


def _goes_on() -> ColumnElement[bool]:
    """Return the condition of a contract that renews: it has no end, or one that comes after."""
    return and_(Contract.state != ContractState.TERMINATED,
                Contract.ends_on.is_(None) | (Contract.ends_on >= Renewal.renewal_on))


def _is_own_notice(contract_id, renewal_on: date) -> ColumnElement[bool]:
    """Return the condition of a notice of this renewal that the insurer's files brought."""
    return and_(Document.contract_id == contract_id, Document.kind == DocumentKind.RENEWAL_NOTICE,
                Document.file_key.is_not(None), Document.issued_on > add_months(renewal_on, -OWN_NOTICE_MONTHS))


def _without_notice() -> list[tuple[str, int]]:
    """Return the anniversaries of the contracts that go on and got no notice these last months, and how many have each."""
    notice = exists().where(Document.contract_id == Contract.id, Document.kind == DocumentKind.RENEWAL_NOTICE,
                            Document.issued_on > add_months(today(), -OWN_NOTICE_MONTHS))
    return db.session.execute(
        select(Contract.anniversary, func.count()).group_by(Contract.anniversary)
        .where(Contract.state != ContractState.TERMINATED, Contract.ends_on.is_(None),
               Contract.effective_on <= today(), ~notice)).all()


def _latest_day(anniversary: str) -> date:
    """Return the last day on which a notice of the next renewal is in time."""
    return renewal_deadline(next_anniversary(anniversary, today())) - timedelta(days=LATE_NOTICE_DAYS)


def _lines(stored: list) -> tuple[PremiumLine, ...]:
    return tuple(PremiumLine(**one) for one in stored)
