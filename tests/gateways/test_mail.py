"""A mail leaves, or waits, or is given up: said by a real conversation with a real server."""
import socket
import threading
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, text

from commands.sending import message_of, send_one
from gateways.mail import Bounced, FolderMailer, SmtpMailer, Unsent, mailer
from insurance import outbox
from insurance.clock import held_at, now
from insurance.database import db, transaction
from insurance.outbox import RETRY_AFTER, MailKind, MailState, OutgoingMail
from tests.support.factories import make_customer
from tests.support.mailbox import delivered


class PostOffice:
    """Receives mails as a provider does. `answers`: what is said to each, the last one for ever; None is "accepted"."""

    def __init__(self):
        self.received = []
        self.answers = [None]
        self.goodbye = "221 Bye"

    def _next(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answers[0] and self.answers[0].startswith("rcpt "):
            return self._next().removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self._next()
        message = BytesParser(policy=policy.default).parsebytes(envelope.content)
        self.received.append((answer, envelope.rcpt_tos, message))
        if answer == "drop":
            server.transport.abort()
            return "250 never heard"
        return answer or "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        return self.goodbye


@pytest.fixture
def office():
    """A mail server on this machine."""
    handler = PostOffice()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.url = f"smtp+plain://127.0.0.1:{port}"
    yield handler
    controller.stop()


@pytest.fixture
def posted(app, office):
    """A mail that waits, in a portal that sends through that server."""
    app.extensions["mailer"] = mailer(office.url, Path(app.instance_path))
    customer = make_customer("Anaïs", "Lefèvre", "anais@example.org")
    with transaction():
        outbox.post(MailKind.RESET_PASSWORD, customer.email, customer, secret="S" * 43, first_name="Anaïs")
    return db.session.scalar(select(OutgoingMail))


def message(recipient="anais@example.org", subject="Été : 5 €"):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Nous <nous@example.org>", recipient, subject
    made["Message-ID"] = "<123@example.org>"
    made.set_content("Bonjour Anaïs,\nça va ?")
    return made


def test_an_accepted_mail_is_sent_once_with_its_two_parts_and_its_french(posted, office):
    assert send_one("worker")
    assert not send_one("worker")
    (_, recipients, received), = office.received
    assert recipients == ["anais@example.org"]
    assert received["Subject"] == "Choisissez un nouveau mot de passe"
    assert received["From"].addresses[0].domain == "activeassurances.example"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Message-ID"] == f"<{posted.id}@activeassurances.example>"
    for kind in ("plain", "html"):
        part = received.get_body((kind,)).get_content()
        assert "Bonjour Anaïs" in part
        assert "/nouveau-mot-de-passe/" + "S" * 43 in part
    assert posted.state == MailState.SENT
    assert posted.sent_at is not None


def test_a_subject_with_accents_arrives_with_its_accents(app, office):
    app.extensions["mailer"] = mailer(office.url, Path(app.instance_path))
    with transaction():
        outbox.post(MailKind.PASSWORD_CHANGED, "anais@example.org", first_name="Anaïs")
    send_one("worker")
    (_, _, received), = office.received
    assert received["Subject"] == "Votre mot de passe a été changé"
    assert received.as_bytes().isascii()


def test_the_link_is_forgotten_once_it_has_left(posted):
    send_one("worker")
    assert posted.secret is None
    assert "SSSS" not in repr(db.session.execute(text("SELECT * FROM outgoing_mail")).all())


def test_an_address_that_does_not_exist_is_not_tried_again(posted, office):
    office.answers = ["rcpt 550 No such user"]
    send_one("worker")
    assert posted.state == MailState.BOUNCED
    assert "550" in posted.last_error
    assert posted.secret is None
    with held_at(now() + timedelta(days=30)):
        assert not send_one("worker")


@pytest.mark.parametrize("answer", ["rcpt 451 Try later", "451 Try later", "421 Closing", "554 Looks like spam", "drop"])
def test_a_mail_that_did_not_leave_is_tried_again_under_the_same_number(posted, office, answer):
    office.answers = [answer, None]
    send_one("worker")
    assert posted.state == MailState.WAITING
    assert posted.secret == "S" * 43
    assert not send_one("worker")
    with held_at(now() + RETRY_AFTER[0]):
        assert send_one("worker")
    db.session.expire_all()
    assert posted.state == MailState.SENT
    assert {received["Message-ID"] for _, _, received in office.received} == {f"<{posted.id}@activeassurances.example>"}


def test_a_server_that_says_goodbye_badly_does_not_get_the_mail_twice(posted, office):
    office.goodbye = "500 What"
    send_one("worker")
    assert posted.state == MailState.SENT
    assert len(office.received) == 1


def test_a_server_that_is_not_there_is_a_mail_that_waits(posted, app, office):
    app.extensions["mailer"] = SmtpMailer("smtp+plain://127.0.0.1:1")
    send_one("worker")
    assert posted.state == MailState.WAITING
    assert "ConnectionRefusedError" in posted.last_error


def test_a_mail_is_tried_less_and_less_often_and_given_up_after_the_eighth_time(posted, office):
    office.answers = ["451 Try later"]
    moment = now()
    for wait in (*RETRY_AFTER, timedelta(0)):
        with held_at(moment):
            assert send_one("worker")
            assert not send_one("worker")
        moment += wait
    db.session.expire_all()
    assert posted.state == MailState.DEAD
    assert posted.attempts == len(RETRY_AFTER) + 1 == len(office.received)
    with held_at(moment + timedelta(days=365)):
        assert not send_one("worker")


def test_a_worker_that_dies_between_taking_and_sending_leaves_the_mail_to_the_next(posted, office):
    moment = now()
    with held_at(moment):
        assert outbox.lease("dead worker").id == posted.id
        assert not send_one("living worker")
    with held_at(moment + outbox.LEASE + timedelta(seconds=1)):
        assert send_one("living worker")
    db.session.expire_all()
    assert (posted.state, posted.attempts, len(office.received)) == (MailState.SENT, 2, 1)


@pytest.mark.parametrize("user", ["", "user:secret@"])
def test_a_server_that_should_encrypt_and_does_not_is_told_nothing(user):
    listener = socket.create_server(("127.0.0.1", 0))
    said = []

    def speak():
        connection, _ = listener.accept()
        with connection, connection.makefile("rw", newline="\r\n") as line:
            line.write("220 hello\r\n")
            line.flush()
            for words in line:
                said.append(words.strip())
                line.write("250 no encryption here\r\n")
                line.flush()

    thread = threading.Thread(target=speak)
    thread.start()
    with pytest.raises(Unsent):
        SmtpMailer(f"smtp://{user}127.0.0.1:{listener.getsockname()[1]}").send(message())
    thread.join()
    listener.close()
    assert not [words for words in said if words.upper().startswith(("AUTH", "MAIL", "RCPT", "DATA"))]


def test_a_mail_that_cannot_be_written_is_given_up_in_the_end_and_stops_nobody(app, office):
    app.extensions["mailer"] = mailer(office.url, Path(app.instance_path))
    with transaction():
        db.session.add(OutgoingMail(kind="never-written", recipient="a@example.org", details={}))
        outbox.post(MailKind.QUESTION_RECEIVED, "b@example.org", reference="Q-1", sent_at="hier")
    moment = now()
    for wait in (*RETRY_AFTER, timedelta(0)):
        with held_at(moment):
            while send_one("worker"):
                pass
        moment += wait
    states = dict(db.session.execute(select(OutgoingMail.recipient, OutgoingMail.state)).all())
    assert states == {"a@example.org": MailState.DEAD, "b@example.org": MailState.SENT}


def test_a_link_sealed_with_a_key_that_was_lost_stops_nobody(posted, office):
    with transaction() as session:
        session.execute(text("UPDATE outgoing_mail SET secret = 'sealed with another key'"))
        outbox.post(MailKind.QUESTION_RECEIVED, "b@example.org", reference="Q-1", sent_at="hier")
    while send_one("worker"):
        pass
    assert [recipients for _, recipients, _ in office.received] == [["b@example.org"]]
    assert posted.last_error == "InvalidToken"


@pytest.mark.parametrize("words", ["a@b.fr\r\nBcc: all@example.org", "a@b.fr\nX: y", "Été\r\n\r\nbody"])
def test_a_header_is_one_line(words):
    for name in ("To", "Subject", "Reply-To"):
        with pytest.raises(ValueError, match=r"linefeed|newline|header"):
            EmailMessage()[name] = words


def test_nothing_that_a_customer_types_becomes_a_header(app, office):
    app.extensions["mailer"] = mailer(office.url, Path(app.instance_path))
    evil = "x\r\nBcc: all@example.org"
    with transaction():
        outbox.post(MailKind.QUESTION, "insurer@example.org", reply_to="a@example.org", subject=evil, text=evil, number=evil,
                    incident=evil, step=evil, sent_at=evil, reference="Q-1")
    while send_one("worker"):
        pass
    (_, recipients, received), = office.received
    assert recipients == ["insurer@example.org"]
    assert received["Bcc"] is None
    assert received["Reply-To"] == "a@example.org"


@pytest.mark.parametrize("address", [
    "o'brien@example.org", "a.b+c@example.org", "é@example.org", '"a b"@example.org', "a@[127.0.0.1]", "a,b@example.org", "<a@b.fr",
    "a@b.fr>", "(a)b@c.fr", "a;b@c.fr", "=?utf-8?q?x?=@c.fr", "a@" + "x" * 240 + ".fr", ".a@b.fr", "a@b..fr", "@@b.fr", "a:b@c.fr",
    ":;@c.fr",
])
def test_no_address_can_break_the_worker(app, office, address):
    app.extensions["mailer"] = mailer(office.url, Path(app.instance_path))
    with transaction():
        outbox.post(MailKind.QUESTION_RECEIVED, address, reference="Q-1", sent_at="hier")
        outbox.post(MailKind.QUESTION, "insurer@example.org", reply_to=address, subject="s", text="t", number="", incident="",
                    step="", sent_at="hier", reference="Q-1")
    for _ in range(3):
        send_one("worker")
    assert set(db.session.scalars(select(OutgoingMail.state))) <= {MailState.SENT, MailState.WAITING, MailState.BOUNCED}


def test_the_folder_holds_one_file_a_mail_however_often_it_is_sent(tmp_path):
    folder = FolderMailer(tmp_path / "mails")
    folder.send(message())
    folder.send(message())
    file, = (tmp_path / "mails").iterdir()
    assert file.name == "123.eml"
    read = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
    assert read["Subject"] == "Été : 5 €"
    assert read.get_content().splitlines() == ["Bonjour Anaïs,", "ça va ?"]


def test_a_message_id_cannot_leave_the_folder(tmp_path):
    evil = message()
    evil.replace_header("Message-ID", "<../../etc/passwd@x>")
    FolderMailer(tmp_path / "mails").send(evil)
    assert [path.name for path in tmp_path.rglob("*.eml")] == [".._.._etc_passwd.eml"]


def test_a_folder_that_cannot_be_written_is_a_mail_that_waits(tmp_path):
    (tmp_path / "mails").write_text("a file is in the way")
    with pytest.raises(Unsent):
        FolderMailer(tmp_path / "mails").send(message())


def test_the_setting_chooses_how_mails_leave(tmp_path):
    assert isinstance(mailer("folder", tmp_path), FolderMailer)
    made = mailer("smtp://user:p%40ss@mail.example:2525", tmp_path)
    assert (made.host, made.port, made.user, made.password) == ("mail.example", 2525, "user", "p%40ss")
    assert mailer("smtps://mail.example", tmp_path).port == 465
    assert mailer("smtp://mail.example", tmp_path).port == 587


def test_the_same_mail_is_the_same_message_each_time(posted):
    first, second = message_of(posted), message_of(posted)
    for made in (first, second):
        made.set_boundary("x")
    assert first.as_bytes() == second.as_bytes()


def test_a_refusal_of_the_address_and_a_refusal_for_now_are_two_things(office):
    office.answers = ["rcpt 550 No such user", "rcpt 450 Busy"]
    with pytest.raises(Bounced):
        SmtpMailer(office.url).send(message())
    with pytest.raises(Unsent):
        SmtpMailer(office.url).send(message())


def test_a_worker_without_mails_finds_nothing(app):
    assert not send_one("worker")
    assert delivered(app) == []
