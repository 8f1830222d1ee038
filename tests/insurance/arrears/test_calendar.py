"""The law's calendar of an unpaid premium, told once, whatever days were missed, whoever sends the letter."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

import wording
from gateways.payments.sandbox import Sandbox
from insurance.arrears import services
from insurance.arrears.models import FormalNotice, NoticeMode, NoticeState
from insurance.arrears.queries import open_notice_of
from insurance.billing.models import Instalment
from insurance.clock import held_at
from insurance.contracts.models import Contract
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.database import db, transaction
from insurance.documents.models import Document, DocumentKind
from insurance.errors import Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.outbox import MailKind, OutgoingMail
from insurance.payments import services as payments
from insurance.versions.services import amend
from tests.insurance.contracts.test_rules import at
from tests.insurance.payments.conftest import Desk
from tests.support.factories import make_contract, make_customer

DUE, SENT, OFF, TERMINABLE = date(2026, 3, 1), date(2026, 3, 12), date(2026, 4, 11), date(2026, 4, 21)


@pytest.fixture
def desk(tmp_path):
    return Desk(Sandbox(tmp_path / "bank.db", "secret", "https://portal.example/demo/banque/"))


@pytest.fixture
def contract(app):
    """The contract of the example that the trade agrees on: due on 1 March 2026, not paid."""
    with held_at(at(2026, 3, 1, 9)):
        return make_contract(make_customer(), payment_method="card", payment_frequency="yearly", effective_on=date(2024, 1, 1),
                             instalments=[(DUE, 480_00, "upcoming")])


@pytest.fixture
def live(app):
    """Let the daily job run, several times, on each of these days at nine."""

    def live(*days, mode=NoticeMode.PORTAL):
        for on in days:
            with held_at(at(on.year, on.month, on.day, 9)):
                for _ in range(2):
                    services.follow(mode, app.extensions["insurer"], wording)
    return live


def days(first, last):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def the(contract):
    db.session.expire_all()
    return db.session.scalar(select(Contract).where(Contract.id == contract.id).options(
        joinedload(Contract.vehicle), joinedload(Contract.customer)))


def cover(contract, *moment):
    return cover_at(cover_dates(the(contract)), at(*moment))


def told():
    kinds = (MailKind.FORMAL_NOTICE, MailKind.COVER_SUSPENDED, MailKind.COVER_BACK)
    return list(db.session.scalars(select(OutgoingMail.kind).where(OutgoingMail.kind.in_(kinds)).order_by(OutgoingMail.id)))


def pay(desk, contract, *due, at_time, messages="prompt"):
    with held_at(at_time):
        desk.pay(the(contract), *due, messages=messages)


def test_the_whole_calendar_by_its_days(contract, live, desk):
    live(*days(DUE, date(2026, 3, 11)))
    assert open_notice_of(contract.id) is None
    live(SENT)
    notice = open_notice_of(contract.id)
    assert (notice.state, notice.sent_on, notice.amount_cents, notice.dues) == (NoticeState.SENT, SENT, 480_00, [DUE.isoformat()])
    live(*days(date(2026, 3, 13), date(2026, 4, 15)))
    assert open_notice_of(contract.id).state == NoticeState.SUSPENDED
    assert [cover(contract, *moment) for moment in ((2026, 4, 10, 23, 59), (2026, 4, 11), (2026, 4, 15, 9))] == [
        Cover.VALID, Cover.SUSPENDED, Cover.SUSPENDED]
    pay(desk, contract, DUE, at_time=at(2026, 4, 15, 10))
    assert open_notice_of(contract.id).state == NoticeState.PAID
    assert [cover(contract, *moment) for moment in ((2026, 4, 15, 11), (2026, 4, 16, 11, 59), (2026, 4, 16, 12))] == [
        Cover.SUSPENDED, Cover.SUSPENDED, Cover.VALID]
    live(*days(date(2026, 4, 16), date(2026, 4, 25)))
    assert open_notice_of(contract.id) is None
    assert told() == [MailKind.FORMAL_NOTICE, MailKind.COVER_SUSPENDED, MailKind.COVER_BACK]
    assert the(contract).formal_notice_on is None
    assert cover(contract, 2026, 12, 1) is Cover.VALID


def test_after_a_month_without_a_worker_the_days_are_those_of_the_letter_that_leaves(contract, live):
    live(date(2026, 4, 20))
    assert open_notice_of(contract.id).sent_on == date(2026, 4, 20)
    assert cover(contract, 2026, 5, 19, 23) is Cover.VALID
    assert cover(contract, 2026, 5, 20) is Cover.SUSPENDED
    live(date(2026, 7, 1))
    assert told() == [MailKind.FORMAL_NOTICE, MailKind.COVER_SUSPENDED]


def test_the_suspension_needs_no_job(contract, live):
    live(SENT)
    assert cover(contract, 2026, 4, 11) is Cover.SUSPENDED


def test_paid_in_time_the_cover_never_stops_and_the_contract_says_no_more_of_it(contract, live, desk):
    live(SENT)
    pay(desk, contract, DUE, at_time=at(2026, 4, 10, 23, 30))
    assert the(contract).formal_notice_on is None
    assert open_notice_of(contract.id) is None
    live(*days(date(2026, 4, 11), date(2026, 5, 30)))
    assert cover(contract, 2026, 4, 11) is Cover.VALID
    assert told() == [MailKind.FORMAL_NOTICE]


def test_paid_in_time_and_heard_of_too_late_the_cover_never_stopped(contract, live, desk):
    live(SENT)
    with held_at(at(2026, 4, 10, 20)):
        _payment, page = desk.agree(the(contract), DUE)
        desk.bank.pay(page, messages="lost")
    live(date(2026, 4, 12))
    with held_at(at(2026, 4, 13, 9)):
        desk.look_again()
    assert cover(contract, 2026, 4, 13, 10) is Cover.VALID
    assert the(contract).resumes_at is None


def test_a_part_of_what_is_late_gives_nothing_back(contract, live, desk):
    live(*days(SENT, date(2026, 4, 15)))
    with held_at(at(2026, 4, 15, 10)):
        _payment, page = desk.agree(the(contract), DUE, amount_cents=240_00)
        desk.bank.pay(page)
        desk.hear()
    assert the(contract).resumes_at is None
    pay(desk, contract, DUE, at_time=at(2026, 4, 18, 10))
    assert the(contract).resumes_at == at(2026, 4, 19, 12)


def test_what_fell_due_meanwhile_is_part_of_what_gives_the_cover_back(app, live, desk):
    with held_at(at(2026, 3, 1, 9)):
        contract = make_contract(make_customer(), payment_method="card", effective_on=date(2024, 1, 1), instalments=[
            (DUE, 40_00, "upcoming"), (date(2026, 4, 1), 40_00, "upcoming"), (date(2026, 5, 1), 40_00, "upcoming")])
    live(*days(SENT, date(2026, 4, 15)))
    pay(desk, contract, DUE, at_time=at(2026, 4, 15, 10))
    assert the(contract).resumes_at is None
    pay(desk, contract, date(2026, 4, 1), at_time=at(2026, 4, 16, 10))
    assert the(contract).resumes_at == at(2026, 4, 17, 12)


def test_paid_in_parts_and_never_the_suspension_ends_with_the_year_and_another_notice_begins(app, live):
    with held_at(at(2026, 3, 1, 9)):
        contract = make_contract(make_customer(), payment_method="card", payment_frequency="monthly", anniversary="06-01",
                                 effective_on=date(2024, 6, 1), instalments=[(DUE, 40_00, "upcoming")])
    live(*days(SENT, date(2026, 5, 31)))
    assert cover(contract, 2026, 5, 31, 23, 59) is Cover.SUSPENDED
    assert cover(contract, 2026, 6, 1) is Cover.VALID
    live(date(2026, 6, 1), date(2026, 6, 2))
    assert the(contract).formal_notice_on == date(2026, 6, 1)
    assert cover(contract, 2026, 6, 30, 23, 59) is Cover.VALID
    assert cover(contract, 2026, 7, 1) is Cover.SUSPENDED


def test_a_payment_that_the_bank_takes_back_before_noon_leaves_the_cover_off(contract, live, desk):
    live(*days(SENT, date(2026, 4, 15)))
    with held_at(at(2026, 4, 15, 10)):
        _payment, page = desk.agree(the(contract), DUE)
        desk.bank.pay(page)
        desk.hear()
    with held_at(at(2026, 4, 16, 8)):
        desk.bank.dispute(page)
        desk.hear()
    assert the(contract).resumes_at is None
    assert open_notice_of(contract.id).state == NoticeState.SUSPENDED
    assert cover(contract, 2026, 4, 16, 12) is Cover.SUSPENDED
    with held_at(at(2026, 4, 20, 9)):
        desk.pay(the(contract), DUE)
    assert cover(contract, 2026, 4, 21, 12) is Cover.VALID


def test_taken_back_once_the_cover_is_back_another_notice_begins(contract, live, desk):
    live(*days(SENT, date(2026, 4, 15)))
    with held_at(at(2026, 4, 15, 10)):
        _payment, page = desk.agree(the(contract), DUE)
        desk.bank.pay(page)
        desk.hear()
    live(date(2026, 4, 17))
    with held_at(at(2026, 4, 18, 8)):
        desk.bank.dispute(page)
        desk.hear()
    assert cover(contract, 2026, 4, 18, 9) is Cover.VALID
    live(date(2026, 4, 19))
    assert the(contract).formal_notice_on == date(2026, 4, 19)


def test_somebody_who_is_paying_receives_no_letter(contract, live, desk):
    with held_at(at(2026, 3, 12, 8, 50)):
        desk.agree(the(contract), DUE)
    live(SENT)
    assert open_notice_of(contract.id) is None


def test_the_letter_is_a_paper_with_its_days_and_the_insurer_is_told_to_send_it(contract, live):
    live(SENT)
    paper = db.session.scalar(select(Document).where(Document.kind == DocumentKind.FORMAL_NOTICE))
    assert (paper.facts["issued_on"], paper.facts["suspended_on"], paper.facts["terminable_on"]) == (
        SENT.isoformat(), OFF.isoformat(), TERMINABLE.isoformat())
    assert open_notice_of(contract.id).document_id == paper.id
    handed = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == MailKind.FORMAL_NOTICE_HANDED_OVER)).all()
    assert [mail.details["notice_state"] for mail in handed] == ["sent"]


def test_when_the_insurer_sends_it_no_delay_runs_before_it_says_when(contract, live, app):
    live(*days(SENT, date(2026, 3, 20)), mode=NoticeMode.INSURER)
    notice = open_notice_of(contract.id)
    assert (notice.state, notice.sent_on, told()) == (NoticeState.PREPARED, None, [])
    assert the(contract).formal_notice_on is None
    with held_at(at(2026, 3, 20, 10)):
        for wrong in (date(2026, 3, 21), date(2026, 3, 11)):
            with pytest.raises(ValueError, match="dated"):
                services.send(notice, wrong, Actor.RULE, app.extensions["insurer"], wording)
        services.send(notice, date(2026, 3, 19), Actor.RULE, app.extensions["insurer"], wording, "2C 123 456 7890 1")
        with pytest.raises(Refused):
            services.send(notice, date(2026, 3, 19), Actor.RULE, app.extensions["insurer"], wording)
    assert cover(contract, 2026, 4, 17, 23) is Cover.VALID
    assert cover(contract, 2026, 4, 18) is Cover.SUSPENDED


def test_a_letter_that_was_not_sent_yet_is_dropped_when_what_it_names_is_paid(contract, live, desk):
    live(SENT, mode=NoticeMode.INSURER)
    pay(desk, contract, DUE, at_time=at(2026, 3, 13, 9))
    assert open_notice_of(contract.id) is None


def test_switched_off_nothing_is_sent(contract, live):
    live(*days(SENT, date(2026, 5, 1)), mode=NoticeMode.OFF)
    assert db.session.query(FormalNotice).count() == 0


def test_a_notice_that_the_files_tell_of_is_followed_and_ends_with_a_payment_here(contract, live, desk):
    with held_at(at(2026, 3, 14, 9)):
        amend(the(contract), {"formal_notice_on": SENT.isoformat()}, Actor.INSURER)
    notice = open_notice_of(contract.id)
    assert (notice.source, notice.state, notice.sent_on) == ("insurer", NoticeState.SENT, SENT)
    live(*days(date(2026, 3, 15), date(2026, 4, 15)), mode=NoticeMode.OFF)
    assert told() == [MailKind.COVER_SUSPENDED]
    pay(desk, contract, DUE, at_time=at(2026, 4, 15, 10))
    assert the(contract).resumes_at == at(2026, 4, 16, 12)


def test_a_notice_that_the_files_take_back_is_dropped(contract, live):
    live(SENT)
    with held_at(at(2026, 3, 20, 9)):
        amend(the(contract), {"formal_notice_on": None}, Actor.INSURER)
    assert open_notice_of(contract.id) is None


def test_a_contract_that_the_files_say_is_suspended_is_back_after_a_payment_here(contract, desk):
    with held_at(at(2026, 4, 12, 9)), transaction():
        one = the(contract)
        one.state, one.recorded_at = "suspended", at(2026, 4, 11)
    pay(desk, contract, DUE, at_time=at(2026, 4, 15, 10))
    assert cover(contract, 2026, 4, 16, 11, 59) is Cover.SUSPENDED
    assert cover(contract, 2026, 4, 16, 12) is Cover.VALID


def test_what_was_paid_before_the_notice_does_not_answer_it(app, live, desk):
    with held_at(at(2026, 3, 1, 9)):
        contract = make_contract(make_customer(), payment_method="card", effective_on=date(2024, 1, 1), instalments=[
            (DUE, 40_00, "upcoming"), (date(2026, 8, 1), 40_00, "upcoming")])
    pay(desk, contract, date(2026, 8, 1), at_time=at(2026, 3, 5, 9))
    live(*days(SENT, date(2026, 4, 15)))
    with held_at(at(2026, 4, 15, 10)), transaction():
        services.heed([the(contract)], app.extensions["insurer"])
    assert open_notice_of(contract.id).state == NoticeState.SUSPENDED
    assert cover(contract, 2026, 4, 20) is Cover.SUSPENDED


def test_the_end_of_the_contract_closes_its_notice(contract, live):
    live(SENT)
    with held_at(at(2026, 3, 20, 9)), transaction():
        the(contract).ends_on = date(2026, 3, 19)
    live(date(2026, 3, 21))
    assert open_notice_of(contract.id) is None
    assert told() == [MailKind.FORMAL_NOTICE]


def test_what_happened_is_in_the_history_each_thing_once(contract, live, desk):
    live(*days(SENT, date(2026, 4, 15)))
    pay(desk, contract, DUE, at_time=at(2026, 4, 15, 10))
    live(*days(date(2026, 4, 16), date(2026, 4, 20)))
    kinds = [kind for kind in db.session.scalars(select(Event.kind).order_by(Event.id)) if kind.startswith("notice.")]
    assert kinds == [EventKind.NOTICE_SENT, EventKind.COVER_SUSPENDED, EventKind.ARREARS_PAID, EventKind.COVER_RESUMED]


def test_a_direct_debit_that_is_only_to_come_is_never_put_on_notice(app, live):
    with held_at(at(2026, 3, 1, 9)):
        contract = make_contract(make_customer(), payment_method="direct_debit", effective_on=date(2024, 1, 1),
                                 instalments=[(DUE, 40_00, "upcoming")])
    live(date(2026, 5, 1))
    assert open_notice_of(contract.id) is None
    with transaction():
        db.session.scalar(select(Instalment)).state = "unpaid"
    live(date(2026, 5, 2))
    assert open_notice_of(contract.id) is not None


def test_a_payment_is_refused_or_agreed_as_before_while_a_notice_runs(contract, live, desk):
    live(SENT)
    with held_at(at(2026, 3, 20, 9)):
        assert payments.agree(the(contract), [DUE], Actor.CUSTOMER, desk.bank).amount_cents == 480_00
