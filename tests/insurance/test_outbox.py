"""A mail leaves if and only if the fact that it tells is true, once, whoever sends it."""
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from insurance import outbox
from insurance.clock import held_at
from insurance.database import db, transaction
from insurance.outbox import LEASE, RETRY_AFTER, MailKind, MailState, OutgoingMail
from tests.support.factories import make_customer

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["app", "postgres_app"])
def books(request):
    """A portal on each kind of database."""
    return request.getfixturevalue(request.param)


def post(number=1, **values):
    with transaction():
        for _ in range(number):
            outbox.post(MailKind.ACCOUNT_OPENED, "a@example.org", first_name="A", **values)


def test_a_mail_waits_only_if_what_it_tells_happened(books):
    def fail():
        with transaction():
            outbox.post(MailKind.ACCOUNT_OPENED, "a@example.org", first_name="A")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert outbox.lease("worker") is None


def test_two_workers_at_once_never_take_the_same_mail(books):
    post(40)
    taken, together = {"one": [], "two": [], "three": []}, threading.Barrier(3)

    def work(owner):
        with books.app_context():
            together.wait()
            while (mail := outbox.lease(owner)) is not None:
                taken[owner].append(mail.id)
                outbox.mark_sent(mail, owner)

    threads = [threading.Thread(target=work, args=(owner,)) for owner in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything = [key for keys in taken.values() for key in keys]
    assert len(everything) == len(set(everything)) == 40
    db.session.rollback()
    assert set(db.session.execute(select(OutgoingMail.state, OutgoingMail.attempts)).all()) == {(MailState.SENT, 1)}


def test_a_mail_that_somebody_took_is_not_taken_again_before_its_lease_is_over(books):
    with held_at(START):
        post()
        assert outbox.lease("one") is not None
        assert outbox.lease("two") is None
    with held_at(START + LEASE):
        assert outbox.lease("two") is None
    with held_at(START + LEASE + timedelta(seconds=1)):
        assert outbox.lease("two").attempts == 2


def test_a_worker_that_comes_back_too_late_changes_nothing(books):
    with held_at(START):
        post()
        late = outbox.lease("late")
        db.session.refresh(late)
        db.session.expunge(late)
    with held_at(START + LEASE + timedelta(seconds=1)):
        mail = outbox.lease("next")
        assert not outbox.mark_failed(late, "late", "slow")
        assert outbox.mark_sent(mail, "next")
        assert not outbox.mark_bounced(late, "late", "slow")
        assert not outbox.mark_sent(late, "late")
    assert db.session.scalar(select(OutgoingMail.state)) == MailState.SENT


def test_the_oldest_leaves_first_and_none_before_its_time(books):
    for minutes in (2, 1, 3):
        with held_at(START + timedelta(minutes=minutes)):
            post()
    with held_at(START + timedelta(minutes=2)):
        assert [outbox.lease("worker").run_at.minute for _ in range(2)] == [1, 2]
        assert outbox.lease("worker") is None


def test_a_failure_waits_longer_each_time(books):
    moment = START
    with held_at(moment):
        post()
    for wait in RETRY_AFTER:
        with held_at(moment):
            outbox.mark_failed(outbox.lease("worker"), "worker", "busy")
        with held_at(moment + wait - timedelta(seconds=1)):
            assert outbox.lease("worker") is None
        moment += wait
    with held_at(moment):
        outbox.mark_failed(outbox.lease("worker"), "worker", "busy")
    mail = db.session.scalar(select(OutgoingMail))
    assert (mail.state, mail.last_error) == (MailState.DEAD, "busy")
    assert list(RETRY_AFTER) == sorted(RETRY_AFTER)


@pytest.mark.parametrize(("finish", "state"), [
    (lambda mail: outbox.mark_sent(mail, "worker"), MailState.SENT),
    (lambda mail: outbox.mark_bounced(mail, "worker", "550"), MailState.BOUNCED)])
def test_a_secret_is_sealed_while_it_waits_and_forgotten_after(books, finish, state):
    post(secret="the link")
    raw = db.session.scalar(text("SELECT secret FROM outgoing_mail"))
    assert raw.startswith("gAAAA")
    mail = outbox.lease("worker")
    assert mail.secret == "the link"
    finish(mail)
    assert db.session.execute(text("SELECT state, secret FROM outgoing_mail")).one() == (state, None)


def test_finding_nothing_takes_no_lock(app):
    inside, finish = threading.Event(), threading.Event()

    def write():
        with app.app_context(), transaction():
            make_customer()
            db.session.flush()
            inside.set()
            finish.wait()

    thread = threading.Thread(target=write)
    thread.start()
    inside.wait()
    assert outbox.lease("worker") is None
    finish.set()
    thread.join()


def test_the_newest_mails_are_listed_first(books):
    for number in range(3):
        with transaction():
            outbox.post(MailKind.ACCOUNT_OPENED, f"{number}@example.org")
    assert [mail.recipient[0] for mail in outbox.sent_mails(2)] == ["2", "1"]
