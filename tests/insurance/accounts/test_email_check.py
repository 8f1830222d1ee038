"""Once a year an address is asked about, once it is reminded of, and a mail that comes back is heard."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from insurance import outbox
from insurance.accounts import email_change
from insurance.accounts.email_check import CheckSettings, ask_each_year, note_bounce
from insurance.accounts.queries import account_of
from insurance.clock import held_at, now
from insurance.database import db, transaction
from insurance.history.models import Event
from insurance.outbox import MailKind, OutgoingMail

SETTINGS = CheckSettings(every=365, reminder=14, link=30)


@pytest.fixture
def start():
    """The instant from which days are counted."""
    return now()


def asked():
    return [mail.details["is_reminder"] for mail in db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.kind == "email-check").order_by(OutgoingMail.id))]


def lines(customer, kind):
    return db.session.scalars(select(Event.kind).where(Event.customer_id == customer.id, Event.kind.startswith(kind))).all()


def run(start, days):
    with held_at(start + timedelta(days=days)):
        ask_each_year(SETTINGS)
        ask_each_year(SETTINGS)


def secret():
    return db.session.scalars(select(OutgoingMail.secret).where(OutgoingMail.kind == "email-check")
                              .order_by(OutgoingMail.id.desc())).first()


def test_an_address_is_asked_about_once_a_year_and_reminded_of_once(sophie, start):
    for days, mails in ((364, []), (366, [False]), (370, [False]), (381, [False, True]), (500, [False, True]),
                        (732, [False, True, False]), (747, [False, True, False, True])):
        run(start, days)
        assert asked() == mails, days
    assert lines(sophie, "email.check") == ["email.check-asked", "email.check-reminded"] * 2


def test_whoever_confirms_is_not_reminded_and_both_links_are_used_up(sophie, start):
    run(start, 366)
    first = secret()
    with held_at(start + timedelta(days=395)):
        ask_each_year(SETTINGS)
        email_change.confirm_check(first)
        with pytest.raises(email_change.Refused):
            email_change.confirm_check(secret())
    run(start, 366 + 300)
    assert asked() == [False, True]
    run(start, 395 + 366)
    assert asked() == [False, True, False]


def test_an_address_confirmed_in_time_is_not_reminded_of(sophie, start):
    run(start, 366)
    with held_at(start + timedelta(days=367)):
        email_change.confirm_check(secret())
    run(start, 400)
    assert asked() == [False]


@pytest.fixture
def bounce(sophie):
    """Let a mail to an address come back."""
    def bounce(recipient=sophie.email, customer=sophie):
        with transaction():
            outbox.post(MailKind.PASSWORD_CHANGED, recipient, customer, first_name="Sophie")
        note_bounce(outbox.lease("worker"), "worker", "550 no such box")
    return bounce


def test_a_mail_that_comes_back_is_told_until_one_arrives_or_the_address_changes(browser, sophie, bounce):
    words = "Votre adresse ne reçoit plus nos messages"
    assert words not in browser.visit("/").text
    bounce()
    bounce()
    assert words in browser.visit("/").text
    page = browser.visit("/profil/")
    assert words in page.by_id("email").text
    assert lines(sophie, "email.bounced") == ["email.bounced"]
    browser.send("/profil/e-mail/verification")
    outbox.mark_sent(outbox.lease("worker"), "worker")
    assert words not in browser.visit("/").text + browser.visit("/profil/").text
    bounce()
    assert lines(sophie, "email.bounced") == ["email.bounced"] * 2
    with transaction():
        sophie.email = "sophie@example.net"
    assert outbox.last_bounce(sophie) is None


@pytest.mark.parametrize(("recipient", "is_hers"), [("old@example.org", True), ("stranger@example.org", False)])
def test_a_mail_to_another_address_says_nothing_of_the_present_one(sophie, bounce, recipient, is_hers):
    bounce(recipient, sophie if is_hers else None)
    assert outbox.last_bounce(sophie) is None
    assert lines(sophie, "email.bounced") == []


def test_an_address_that_the_insurer_gave_is_asked_about_the_next_day(sophie, start):
    run(start, 366)
    with transaction():
        account = account_of(sophie)
        account.email_verified_at = account.check_asked_at = None
    run(start, 367)
    assert asked() == [False, False]
