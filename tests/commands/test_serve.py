"""The portal as a real process: it starts on nothing, says what is wrong, and stops without losing a request."""
import contextlib
import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from commands.database import check, ensure
from insurance.accounts import services
from insurance.accounts.models import MailLink
from insurance.clock import held_at, now
from insurance.database import db, transaction
from insurance.outbox import MailKind, MailState, OutgoingMail
from insurance.people.models import Customer
from tests.support.source import ROOT

FLASK = [sys.executable, "-m", "flask", "--app", "app"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """`flask serve`, in an instance folder of its own."""

    def __init__(self, instance, *options, **settings):
        self.instance, self.port, self.log = instance, free_port(), instance.parent / "serve.log"
        env = {name: value for name, value in os.environ.items() if name not in ("MODE", "BASE_URL")}
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([*FLASK, "serve", "--port", str(self.port), *options], cwd=ROOT, stderr=log, stdout=log,
                                            env=env | {"INSTANCE_PATH": str(instance)} | settings)
        self.wait_for(lambda: "Serving on" in self.said())

    def wait_for(self, condition):
        """Return once something is true of the running process; fail when it takes too long, or when it has stopped."""
        deadline = time.monotonic() + 30
        while not condition():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def said(self):
        """Return all that it wrote."""
        return self.log.read_text()

    def ask(self, method, path, cookie="", data=None, headers=None):
        """Send a request; return its status, its cookie, its body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            form = {"Content-Type": "application/x-www-form-urlencoded"} if data else {}
            connection.request(method, path, urlencode(data or {}), {"Cookie": cookie} | form | (headers or {}))
            answer = connection.getresponse()
            cookie = (answer.getheader("Set-Cookie") or cookie).partition(";")[0]
            return answer.status, cookie, answer.read().decode()

    def form(self, path):
        """Open a page; return its cookie and the token of its form."""
        _, cookie, body = self.ask("GET", path)
        return cookie, re.search(r'name="csrf_token"[^>]*value="([^"]+)"', body)[1]

    def stop(self, number=signal.SIGTERM):
        """Ask it to stop, and return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(15)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The portal with its worker, serving the tests of this file."""
    portal = Process(tmp_path_factory.mktemp("serve") / "instance", MODE="demo")
    yield portal
    assert portal.stop(signal.SIGINT) == 0


def test_it_starts_in_an_empty_folder_finishes_the_request_under_way_and_leaves_with_zero(tmp_path):
    portal = Process(tmp_path / "instance", "--no-worker")
    try:
        cookie, token = portal.form("/mot-de-passe-oublie")
        lock = sqlite3.connect(tmp_path / "instance" / "portal.db", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")  # the request that writes waits for us
        answers = []
        sender = threading.Thread(target=lambda: answers.append(portal.ask(
            "POST", "/mot-de-passe-oublie", cookie, {"csrf_token": token, "identifier": "nobody@example.org"})))
        sender.start()
        time.sleep(0.4)
        portal.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert portal.process.poll() is None
        lock.execute("ROLLBACK")
        lock.close()
        sender.join()
        assert portal.process.wait(15) == 0
    finally:
        portal.process.kill()
        portal.process.wait()
    assert answers[0][0] == 200
    assert "un e-mail vient de partir" in answers[0][2]


def test_its_log_counts_requests_by_route_and_names_nobody(running):
    portal = running
    secrets = ["sophie.marchand@example.org", "Very-secret-7!", "ZZ-7204-118", "S" * 43, "198.51.100.77", "Mozilla/9.9", "Question privée"]
    agent = {"User-Agent": "Mozilla/9.9", "X-Forwarded-For": "198.51.100.77"}
    cookie, token = portal.form("/connexion")
    portal.ask("POST", "/connexion", cookie, {"csrf_token": token, "identifier": secrets[0], "password": secrets[1]}, agent)
    portal.ask("POST", "/connexion", cookie, {"csrf_token": token, "identifier": secrets[2], "password": secrets[1]}, agent)
    portal.ask("GET", "/nouveau-mot-de-passe/" + secrets[3], cookie, headers=agent)
    portal.ask("GET", "/contrats/" + secrets[2], cookie, headers=agent)
    portal.ask("GET", "/connexion?suite=/" + secrets[0], cookie, headers=agent)
    portal.ask("POST", "/contact", cookie, {"csrf_token": token, "email": secrets[0], "subject": secrets[6], "text": secrets[6]}, agent)
    said = portal.said()
    for secret in [*secrets, token, cookie.partition("=")[2]]:
        assert secret not in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert {"/connexion", "/nouveau-mot-de-passe/<secret>", "/contrats/<public_id>", "/contact"} <= {line.get("route") for line in lines}
    assert all(re.fullmatch("R[2-9A-Z]{7}", line["incident"]) for line in lines if line["event"] == "request")


def test_its_worker_survives_a_failure_and_sends_the_mails_that_wait(running):
    with contextlib.closing(sqlite3.connect(running.instance / "portal.db", timeout=10)) as books:
        books.execute("ALTER TABLE outgoing_mail RENAME TO elsewhere")
        books.commit()
        running.wait_for(lambda: '"worker"' in running.said())
        books.execute("ALTER TABLE elsewhere RENAME TO outgoing_mail")
        books.commit()
    cookie, token = running.form("/contact")
    question = {"csrf_token": token, "email": "a@example.org", "subject": "s", "text": "t"}
    assert running.ask("POST", "/contact", cookie, question)[0] == 303
    running.wait_for(lambda: len(list((running.instance / "mails").glob("*.eml"))) >= 2)


def test_a_port_that_is_taken_is_said_in_words(app):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = app.test_cli_runner().invoke(args=["serve", "--port", port])
    assert result.exit_code == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in result.output
    assert "Traceback" not in result.output


def test_two_processes_that_start_at_once_on_an_empty_folder_agree(tmp_path):
    together = [subprocess.Popen([*FLASK, "purge"], cwd=ROOT, stderr=subprocess.PIPE, text=True,
                                 env=os.environ | {"INSTANCE_PATH": str(tmp_path / "instance")}) for _ in range(2)]
    ends = [(process.communicate()[1], process.returncode) for process in together]
    assert [status for _, status in ends] == [0, 0], ends
    assert sorted(path.name for path in (tmp_path / "instance" / "keys").iterdir()) == ["data.secret", "session.secret"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_servers_that_start_at_once_on_an_empty_database_make_its_tables_once(tmp_path, portal, request, kind):
    settings = {}
    if kind == "postgresql":
        server = request.getfixturevalue("postgres")
        settings = {"DATABASE_URL": server.url(server.new_database())}
    portals = [portal(tmp_path / "instance", **settings) for _ in range(3)]
    together, failures = threading.Barrier(3), []

    def start(app):
        with app.app_context():
            together.wait()
            try:
                ensure()
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=start, args=(app,)) for app in portals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with portals[0].app_context():
        check()
        db.session.remove()


@pytest.mark.parametrize(("name", "value"), [("THREADS", "many"), ("MODE", "test"), ("SESSION_HOURS", "")])
def test_a_setting_that_cannot_be_stops_the_start(tmp_path, monkeypatch, portal, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=name):
        portal(tmp_path / "instance")


def doctor(app):
    with app.app_context():
        return app.test_cli_runner().invoke(args=["doctor"])


def test_a_healthy_installation_is_said_to_be_well(app, portal):
    result = doctor(portal(app.instance_path, BASE_URL="https://mon-compte.example"))
    assert (result.exit_code, result.output) == (0, "All is well.\n")


def test_a_production_without_https_is_a_problem(portal, tmp_path):
    result = doctor(portal(tmp_path / "new", BASE_URL="http://mon-compte.example"))
    assert result.exit_code == 1
    assert "BASE_URL is not https" in result.output
    assert "1 to look at." in result.output


def test_mails_that_were_given_up_are_a_problem_however_many_left_since(app, portal):
    with transaction() as session:
        session.add(OutgoingMail(kind=MailKind.QUESTION_RECEIVED, recipient="a@example.org", state=MailState.DEAD))
        for _ in range(300):
            session.add(OutgoingMail(kind=MailKind.QUESTION_RECEIVED, recipient="a@example.org", state=MailState.SENT))
    result = doctor(portal(app.instance_path, BASE_URL="https://mon-compte.example"))
    assert result.exit_code == 1
    assert "1 mails were given up" in result.output


def test_a_purge_forgets_what_no_longer_serves_and_nothing_else(app, sophie):
    services.ask_for_reset(sophie.email)
    with held_at(now() + timedelta(days=3)):
        assert app.test_cli_runner().invoke(args=["purge"]).exit_code == 0
    assert db.session.scalar(select(func.count()).select_from(MailLink)) == 0
    assert db.session.scalar(select(func.count()).select_from(Customer)) == 1
