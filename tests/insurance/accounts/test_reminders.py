"""The yearly word about an old password: once a year, to those who want it."""
from datetime import timedelta

from sqlalchemy import select

from insurance.accounts.queries import account_of
from insurance.accounts.reminders import remind_of_old_passwords
from insurance.clock import held_at, now
from insurance.database import db, transaction
from insurance.notices import Channel, NoticeKind, NoticeRefusal
from insurance.outbox import OutgoingMail

YEAR = timedelta(days=366)


def reminded():
    return list(db.session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.kind == "password-old")))


def test_a_password_of_a_year_is_reminded_once_a_year(sophie):
    remind_of_old_passwords()
    assert reminded() == []
    for years in (1, 2):
        with held_at(now() + years * YEAR):
            remind_of_old_passwords()
            remind_of_old_passwords()
            assert reminded() == [sophie.email] * years


def test_a_password_that_was_changed_is_young_again(sophie):
    with held_at(now() + YEAR):
        with transaction():
            account_of(sophie).password_set_at = now()
        remind_of_old_passwords()
    assert reminded() == []


def test_whoever_refused_reminders_gets_none_and_is_not_asked_again_each_day(sophie):
    with transaction() as session:
        session.add(NoticeRefusal(customer_id=sophie.id, notice=NoticeKind.REMINDERS, channel=Channel.MAIL))
    with held_at(now() + YEAR):
        remind_of_old_passwords()
        assert account_of(sophie).password_reminded_at == now()
    assert reminded() == []
