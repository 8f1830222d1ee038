"""The worker: what waits leaves, however many workers there are."""
import pytest
from sqlalchemy import select

from commands.sending import message_of
from insurance import outbox
from insurance.database import db, transaction
from insurance.outbox import MailKind, MailState, OutgoingMail
from tests.support.mailbox import deliver, delivered


@pytest.fixture
def posted(app):
    """Three mails that wait."""
    with transaction():
        for number in range(3):
            outbox.post(MailKind.ACCOUNT_OPENED, f"{number}@example.org", first_name="Anaïs")


def test_a_worker_that_runs_once_sends_all_that_is_due_and_stops(app, posted):
    assert app.test_cli_runner().invoke(args=["worker", "--once"]).exit_code == 0
    assert {mail["To"] for mail in delivered(app)} == {"0@example.org", "1@example.org", "2@example.org"}
    assert set(db.session.scalars(select(OutgoingMail.state))) == {MailState.SENT}


def test_a_worker_with_nothing_to_do_stops_at_once(app):
    assert app.test_cli_runner().invoke(args=["worker", "--once"]).exit_code == 0
    assert delivered(app) == []


def test_a_message_says_from_whom_to_whom_and_when_it_was_written(app, posted):
    mail = db.session.scalar(select(OutgoingMail))
    message = message_of(mail)
    assert message["From"] == app.config["MAIL_FROM"]
    assert message["To"] == mail.recipient
    assert message["Date"].datetime == mail.written_at.replace(microsecond=0)
    assert message["Message-ID"] == f"<{mail.id}@activeassurances.example>"
    assert message.get_content_type() == "multipart/alternative"


def test_what_a_worker_logs_names_nobody(app, posted, capfd):
    deliver(app)
    assert "example.org" not in capfd.readouterr().err
