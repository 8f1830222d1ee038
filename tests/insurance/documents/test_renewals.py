"""The renewal notice: sent in time, with the insurer's figures, once, and again only when they change."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select

import printing
import wording
from commands.sending import message_of
from insurance.clock import held_at
from insurance.database import db
from insurance.documents import news, renewals
from insurance.outbox import MailKind, OutgoingMail
from tests.support.books import NOON, TODAY, the_contract
from tests.support.factories import open_account
from tests.support.portfolio import LINE, changed

RENEWAL = {"renewal_on": "2027-02-15", "reference_premium_cents": 41200, "coefficient": 0.54, "net_premium_cents": 22248,
           "reductions": [{"label": "deux véhicules assurés", "amount_cents": 2000}],
           "other_lines": [{"label": "Assistance 0 km", "amount_cents": 3840}], "natural_disaster_cents": 1820,
           "taxes_cents": 8116, "total_cents": 34024}
RENEWED = changed("renewal", RENEWAL, changed("anniversary", "02-15"))


@pytest.fixture
def send(app):
    return lambda: renewals.send_notices(app.extensions["insurer"], wording, 90)


@pytest.fixture
def sophies(app, bring_in):
    """A contract that renews in 84 days; its holder has an account."""
    bring_in(RENEWED)
    open_account(app, the_contract().customer)
    return the_contract()


def mails():
    return [one for one in db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
            if one.kind == MailKind.RENEWAL_NOTICE]


def test_a_notice_says_the_insurers_figures_and_leaves_in_time(sophies, send, issued):
    send()
    (row, facts), = issued("renewal_notice")
    assert row.number == "AVI-2026-000001"
    assert (facts.renewal_on, facts.period_until, facts.due_on) == (date(2027, 2, 15), date(2028, 2, 14), date(2027, 2, 15))
    assert (facts.reference_premium_cents, facts.coefficient_hundredths, facts.net_premium_cents) == (41200, 54, 22248)
    assert [(one.label, one.amount_cents) for one in facts.reductions] == [("deux véhicules assurés", 2000)]
    assert (facts.surcharges, facts.total_cents, facts.previous_total_cents) == ((), 34024, 42960)
    assert (facts.refusal_until, facts.late_refusal_until) == (date(2026, 12, 15), None)
    assert printing.render(facts).startswith(b"%PDF-")


def test_the_mail_says_the_amount_and_the_last_day_to_refuse(sophies, send):
    send()
    mail, = mails()
    words = message_of(mail).get_body(("plain",)).get_content().replace("\u00a0", " ")
    assert mail.recipient == "sophie.marchand@example.org"
    assert all(one in words for one in ("340,24 €", "429,60 €", "15 février 2027", "15 décembre 2026", "L113-15-1"))


def test_a_notice_is_sent_once_and_is_no_longer_news_to_tell(sophies, send, issued):
    send()
    with held_at(NOON + timedelta(days=3)):
        send()
        news.tell_of_documents()
    assert len(issued("renewal_notice")) == len(mails()) == 1
    assert db.session.scalar(select(OutgoingMail).where(OutgoingMail.kind == MailKind.DOCUMENTS_READY)) is None


@pytest.mark.parametrize(("days", "is_sent"), [(-7, False), (-6, True), (83, True), (84, False)])
def test_a_notice_leaves_ninety_days_before_and_never_after(sophies, send, issued, days, is_sent):
    with held_at(NOON + timedelta(days=days)):
        send()
    assert bool(issued("renewal_notice")) is is_sent


def test_a_notice_that_is_late_says_the_twenty_days_that_it_opens(sophies, send, issued):
    with held_at(NOON + timedelta(days=8)):  # less than fifteen days before 15 December
        send()
    (_, facts), = issued("renewal_notice")
    assert facts.late_refusal_until == date(2026, 12, 21)
    assert mails()[0].details["refusal_until"] == "2026-12-21"


def test_figures_that_change_make_another_notice_that_says_so(sophies, bring_in, send, issued):
    send()
    bring_in(changed("renewal.taxes_cents", 8216, changed("renewal.total_cents", 34124, RENEWED)))
    send()
    (first, _), (second, facts) = issued("renewal_notice")
    assert (first.replaced_at is not None, second.replaced_at, facts.total_cents) == (True, None, 34124)
    assert [one.details["is_corrected"] for one in mails()] == [False, True]


def test_a_contract_that_ends_before_gets_none(bring_in, send, issued):
    bring_in(changed("end_date", "2027-02-14", RENEWED))
    send()
    assert issued("renewal_notice") == []


def test_a_renewal_that_the_files_take_back_gets_none(sophies, bring_in, send, issued):
    bring_in(changed("renewal", None, RENEWED))
    send()
    assert issued("renewal_notice") == []


def test_the_insurers_own_notice_is_the_notice(sophies, bring_in, send, issued):
    own = {"kind": "renewal_notice", "title": "Avis d’échéance", "issued_on": "2026-11-20", "file": "files/own.pdf"}
    bring_in(changed("documents", [*LINE["documents"], own], RENEWED))
    send()
    assert issued("renewal_notice") == []


def test_who_has_no_account_gets_the_paper_and_no_mail(bring_in, send, issued):
    bring_in(RENEWED)
    send()
    assert len(issued("renewal_notice")) == 1
    assert mails() == []


@pytest.mark.parametrize(("anniversary", "count"), [("02-06", 1), ("02-10", 0), ("11-23", 0)])
def test_the_operator_is_told_of_renewals_for_which_a_notice_would_be_late(bring_in, app, anniversary, count):
    bring_in(changed("anniversary", anniversary))
    assert renewals.overdue_renewals() == count


def test_a_contract_with_its_notice_is_not_overdue(sophies, send):
    with held_at(NOON + timedelta(days=20)):
        assert renewals.overdue_renewals() == 1
        send()
        assert renewals.overdue_renewals() == 0


def test_a_vehicle_without_bonus_malus_has_no_coefficient_on_its_notice(bring_in, send, issued):
    bring_in(changed("renewal.coefficient", None, RENEWED))
    send()
    (_, facts), = issued("renewal_notice")
    assert facts.coefficient_hundredths is None
    assert "Coefficient" not in str(printing.transcript(facts))


def test_today_is_a_day_on_which_the_notice_is_in_time():
    assert TODAY + timedelta(days=84) == date(2027, 2, 15)
