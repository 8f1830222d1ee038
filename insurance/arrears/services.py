"""The formal notice, the suspension and the cover that is back: decided from dates, told once, after whatever was missed.

A notice that the portal sends is a version of its contract (0012): the cover is computed from it by `contracts.rules`,
at every look, whether or not a job runs. The jobs only do what dates cannot: write, tell, hand over.
"""
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from insurance.arrears import letters
from insurance.arrears.models import FormalNotice, NoticeMode, NoticeSource, NoticeState
from insurance.arrears.queries import contracts_to_notify, contracts_with_a_notice, open_notice_of, open_notices, work_of
from insurance.arrears.workflow import notice_workflow
from insurance.billing.models import Instalment
from insurance.billing.queries import instalments_of
from insurance.billing.rules import late_ones
from insurance.clock import PARIS, now, paris_midnight, today
from insurance.contracts.models import Contract, ContractState
from insurance.contracts.nonpayment import notice_possible_on, resumption_after
from insurance.contracts.rules import Cover, cover_at, cover_dates, suspension_starts_on
from insurance.database import db, one_at_a_time, transaction
from insurance.documents.issuing import next_number
from insurance.errors import Reason, Refused
from insurance.history.models import Actor
from insurance.history.recorder import Author
from insurance.insurer import Insurer
from insurance.outbox import MailKind
from insurance.payments.ledger import key_of
from insurance.payments.queries import collecting, last_paid_at, live_payments
from insurance.staff import assignments
from insurance.versions.services import amend, facts_now

SERIES = "MED"
_ENDS_A_SUSPENSION = {"formal_notice_on": None, "suspended_on": None, "may_be_terminated_on": None}


def follow(mode: NoticeMode, insurer: Insurer, words) -> None:
    """Do what the calendar of unpaid premiums asks for today (a daily job): each contract in a transaction of its own."""
    if mode is not NoticeMode.OFF:
        for contract_id in contracts_to_notify(today()):
            with transaction():
                _prepare(contract_id, mode, insurer, words)
    for notice in open_notices():
        with transaction():
            _advance(notice.contract_id, insurer)


def send(notice: FormalNotice, sent_on: date, by: Author, insurer: Insurer, words, tracking: str = "") -> None:
    """Say that a letter was sent, and when: thirty days run from that day.

    Raises `Refused(MOVE_NOT_ALLOWED)` for one that was sent already or is no longer to be, ValueError for a day that has
    not come, or that is before the letter could be sent.
    """
    with transaction():
        one_at_a_time(key_of(notice.contract_id))
        notice = _fresh(notice)
        if not notice_possible_on(min(map(date.fromisoformat, notice.dues))) <= sent_on <= today():
            raise ValueError("a letter is dated of the day on which it leaves")
        _send(notice, sent_on, by, insurer, words, tracking)


def drop(notice: FormalNotice, by: Author) -> None:
    """Take a letter back before it is sent. Raises `Refused(MOVE_NOT_ALLOWED)`."""
    with transaction():
        one_at_a_time(key_of(notice.contract_id))
        _move("drop", _fresh(notice), by)


def heed(contracts: Sequence[Contract], insurer: Insurer) -> None:
    """Let what was paid, or came back, have its effect on the cover of these contracts (a reaction)."""
    for contract in contracts:
        one_at_a_time(key_of(contract.id))
        _heed(_whole(contract.id), insurer)


def adopt(contracts: Sequence[Contract]) -> None:
    """Follow what the insurer's files say of formal notices: one that they sent, one that they took back (a reaction)."""
    known = contracts_with_a_notice(contracts)
    for contract in contracts:
        if contract.id not in known and contract.formal_notice_on is None:
            continue
        one_at_a_time(key_of(contract.id))
        notice = open_notice_of(contract.id)
        if notice is None and contract.formal_notice_on is not None and contract.state != ContractState.TERMINATED:
            late = late_ones(contract, instalments_of([contract])[contract.id], today())
            is_off = suspension_starts_on(contract) <= today()  # nobody is told today of what began long ago
            _enter(contract, late, NoticeSource.INSURER, NoticeState.SUSPENDED if is_off else NoticeState.SENT,
                   contract.formal_notice_on)
        elif notice is not None and notice.state in (NoticeState.SENT, NoticeState.SUSPENDED):
            if contract.state == ContractState.TERMINATED or contract.customer_id != notice.customer_id or (
                    contract.formal_notice_on is None and contract.suspended_on is None):
                _move("drop", notice)
            elif contract.formal_notice_on is not None:
                notice.sent_on = contract.formal_notice_on


def _prepare(contract_id, mode: NoticeMode, insurer: Insurer, words) -> None:
    """Prepare the letter of a contract, and let it leave when the portal sends it; somebody who is paying waits for none."""
    one_at_a_time(key_of(contract_id))
    contract = _whole(contract_id)
    late = [one for one in late_ones(contract, instalments_of([contract])[contract_id], today())
            if notice_possible_on(one.due_on) <= today()]
    on_the_way = collecting(live_payments(contract_id))
    if not late or open_notice_of(contract_id) is not None or any(one.due_on in on_the_way for one in late):
        return
    if not cover_at(cover_dates(contract), now()).is_in_force:
        return
    notice = _enter(contract, late, NoticeSource.PORTAL, NoticeState.PREPARED)
    if mode is NoticeMode.PORTAL:
        _send(notice, today(), Actor.RULE, insurer, words)
    else:
        letters.hand_over(notice, insurer)


def _enter(contract, late: Sequence[Instalment], source: NoticeSource, state: NoticeState, sent_on=None) -> FormalNotice:
    notice = FormalNotice(
        reference=next_number(SERIES, today().year), contract_id=contract.id, customer_id=contract.customer_id, source=source,
        state=state, dues=[one.due_on.isoformat() for one in late], amount_cents=sum(one.left_cents for one in late),
        prepared_at=now(), due_on=today(), sent_on=sent_on)
    notice.contract, notice.customer = contract, contract.customer
    db.session.add(notice)
    db.session.flush()
    return notice


def _send(notice: FormalNotice, sent_on: date, by: Author, insurer: Insurer, words, tracking: str = "") -> None:
    schedule = {one.due_on.isoformat(): one for one in instalments_of([notice.contract])[notice.contract_id]}
    named = [schedule[due] for due in notice.dues if due in schedule and schedule[due].left_cents]
    notice.amount_cents = sum(one.left_cents for one in named)
    notice.sent_on, notice.tracking = sent_on, tracking or None
    _move("send", notice, by)
    amend(notice.contract, {"formal_notice_on": sent_on.isoformat()}, Actor.RULE)
    notice.document_id = letters.issue(notice, named, insurer, words).id
    letters.tell(MailKind.FORMAL_NOTICE, notice)
    letters.hand_over(notice, insurer)


def _advance(contract_id, insurer: Insurer) -> None:
    """Bring a notice to what its dates have come to."""
    one_at_a_time(key_of(contract_id))
    notice = open_notice_of(contract_id)
    if notice is None:
        return
    contract, moment = notice.contract, now()
    dates = cover_dates(contract)
    if cover_at(dates, moment) is Cover.ENDED or contract.customer_id != notice.customer_id:
        _move("drop", notice)
        return
    _heed(contract, insurer)
    if notice.state == NoticeState.SENT and dates.suspended_from is not None and moment >= dates.suspended_from:
        _move("suspend", notice)
        letters.tell(MailKind.COVER_SUSPENDED, notice)
        letters.hand_over(notice, insurer)
    if notice.state in (NoticeState.PAID, NoticeState.SUSPENDED):
        dates = cover_dates(contract)
        if dates.resumes_at is not None and moment >= dates.resumes_at:
            _move("resume", notice)
            _forget_the_suspension(contract)
            letters.tell(MailKind.COVER_BACK, notice)
            letters.hand_over(notice, insurer)


def _heed(contract: Contract, insurer: Insurer) -> None:
    """Say what a payment, or one that came back, does to a contract that is suspended or about to be."""
    late = late_ones(contract, instalments_of([contract])[contract.id], today())
    notice = open_notice_of(contract.id)
    if contract.resumes_at is not None and now() < contract.resumes_at:
        _doubt(contract, notice, late)
    elif notice is not None and notice.state == NoticeState.PREPARED:
        if not _names(notice, late):
            _move("drop", notice)
    elif cover_dates(contract).suspended_from is not None:
        _believe(contract, notice, late, insurer)


def _doubt(contract: Contract, notice: FormalNotice | None, late: Sequence[Instalment]) -> None:
    """A payment that comes back before the cover is back leaves it off. What fell due since it was made does not count."""
    paid_on = contract.resumes_at.astimezone(PARIS).date() - timedelta(days=1)
    if any(one.due_on < paid_on for one in late):
        contract.resumes_at = None
        if notice is not None and notice.state == NoticeState.PAID:
            _move("reopen", notice)


def _believe(contract: Contract, notice: FormalNotice | None, late: Sequence[Instalment], insurer: Insurer) -> None:
    """A payment of what the notice names, in time, leaves the cover as it is; later, of all that is late, gives it back.

    What was paid before the notice, or before a suspension that the insurer states without one, is not what it asks for.
    """
    dates, paid_at = cover_dates(contract), last_paid_at(contract)
    since = paris_midnight(notice.sent_on) if notice is not None else dates.suspended_from
    is_over = dates.resumes_at is not None and now() >= dates.resumes_at
    if paid_at is None or paid_at < since or is_over:
        return
    if paid_at < dates.suspended_from:
        if notice is not None and notice.dues and not _names(notice, late):
            _move("pay_in_time" if notice.state == NoticeState.SENT else "resume", notice)
            _forget_the_suspension(contract)
            letters.hand_over(notice, insurer)
    elif not late:
        contract.resumes_at = resumption_after(paid_at)
        if notice is not None:
            if notice.state == NoticeState.SENT:
                _move("suspend", notice)
            _move("settle", notice)
            letters.hand_over(notice, insurer)


def _names(notice: FormalNotice, late: Sequence[Instalment]) -> bool:
    return any(one.due_on.isoformat() in notice.dues for one in late)


def _forget_the_suspension(contract: Contract) -> None:
    """Let the contract say no more of a notice whose effects are over: its papers and proofs are those of a contract in force."""
    _version, facts = facts_now(contract.id)
    changes = {name: None for name in _ENDS_A_SUSPENSION if facts.get(name) is not None}
    if facts.get("status") == ContractState.SUSPENDED:
        changes["status"] = ContractState.ACTIVE.value
    if changes:
        amend(contract, changes, Actor.RULE)


def _move(name: str, notice: FormalNotice, by: Author = Actor.RULE) -> None:
    notice_workflow.perform(name, notice, by, number=notice.contract.number, reference=notice.reference)
    assignments.close(work_of(notice))


def _fresh(notice: FormalNotice) -> FormalNotice:
    found = open_notice_of(notice.contract_id)
    if found is None or found.id != notice.id:
        raise Refused(Reason.MOVE_NOT_ALLOWED)
    return found


def _whole(contract_id) -> Contract:
    return db.session.scalar(select(Contract).where(Contract.id == contract_id).options(
        joinedload(Contract.vehicle), joinedload(Contract.customer)))
