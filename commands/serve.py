"""Running the portal: the server, the worker that sends mails, the daily purge, the check-up."""
import os
import shutil
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from waitress import create_server

from commands.database import ensure
from commands.paying import follow_payments
from commands.sending import send_one
from demo import STAFF
from insurance import outbox, schedule
from insurance.database import db
from insurance.documents.renewals import overdue_renewals
from insurance.staff.queries import adviser_known_as
from web.logs import log

POLL_SECONDS = 1.0
LOOK_AT_THE_CALENDAR_SECONDS = 60.0


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--worker/--no-worker", "with_worker", default=True, help="Send mails from this process too.")
@with_appcontext
def serve(host: str, port: int, with_worker: bool) -> None:
    """Serve the portal with waitress. Ctrl-C and SIGTERM finish the requests under way."""
    ensure()
    run_server(current_app._get_current_object(), host, port, with_worker,
               ready=lambda: click.echo(f"Serving on http://{host}:{port}", err=True))


def run_server(app: Flask, host: str, port: int, with_worker: bool, ready: Callable[[], None]) -> None:
    """Listen, say that it is `ready`, and serve until told to stop.

    Waitress buffers slow clients; its default of 100 connections would let 100 of them shut everybody else out.
    """
    try:
        listening = socket.create_server((host, port))  # bound here: waitress would leave files open when it cannot
    except OSError as error:
        raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}. Try another port.") from None
    largest = app.extensions["uploads"].request_bytes + app.config["MAX_CONTENT_LENGTH"]
    server = create_server(app, sockets=[listening], threads=app.config["THREADS"], connection_limit=2000,
                           channel_timeout=30, max_request_body_size=largest,
                           ident=None, clear_untrusted_proxy_headers=not app.config["TRUSTED_PROXIES"])
    stopping = threading.Event()
    if with_worker:
        threading.Thread(target=_work_until, args=(app, stopping), daemon=True, name="worker").start()
    signal.signal(signal.SIGTERM, _leave)
    ready()
    server.run()
    stopping.set()


def _leave(_signal, _frame) -> None:
    raise SystemExit(0)


@click.command("worker")
@click.option("--once", is_flag=True, help="Send what is due, then stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Send the mails that wait, and ask what became of payments. As many workers as wanted may run, on several machines."""
    ensure()
    app = current_app._get_current_object()
    if once:
        follow_payments()
        while send_one(_owner()):
            pass
        return
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    signal.signal(signal.SIGINT, lambda *_: stopping.set())
    _work_until(app, stopping)


def _owner() -> str:
    return f"{os.uname().nodename}:{os.getpid()}:{threading.get_ident()}"[:64]


def _work_until(app, stopping: threading.Event) -> None:
    """Send mails one after another, and do what the day asks for; a failure is logged and does not stop the worker."""
    looked_at = float("-inf")
    while not stopping.is_set():
        if monotonic() - looked_at >= LOOK_AT_THE_CALENDAR_SECONDS:
            looked_at = monotonic()
            with app.app_context():
                _do_what_the_day_asks()
        try:
            with app.app_context():
                follow_payments()
                busy = send_one(_owner())
        except Exception as error:  # the worker must outlive a database that restarts
            log.error("worker", exception_type=type(error).__name__)
            busy = False
        if not busy:
            stopping.wait(POLL_SECONDS)


def _do_what_the_day_asks() -> None:
    """Do the jobs that were not done today; one that fails is logged, tried again later, and keeps none of the others."""
    jobs = current_app.extensions["daily"]
    try:
        names = [name for name in schedule.undone(jobs) if schedule.is_due(jobs[name])]
    except Exception as error:  # the database restarts
        log.error("daily", exception_type=type(error).__name__)
        return
    for name in names:
        try:
            schedule.run(name, jobs[name])
        except Exception as error:
            log.error("daily", kind=name, exception_type=type(error).__name__)


@click.command("daily")
@with_appcontext
def daily() -> None:
    """Do what the calendar asks for and was not done today: reminders, deadlines, forgetting what no longer serves.

    The worker does it by itself. Running it twice changes nothing.
    """
    ensure()
    jobs = current_app.extensions["daily"]
    for name in schedule.undone(jobs):
        schedule.run(name, jobs[name])


@click.command("purge")
@with_appcontext
def purge() -> None:
    """Forget what no longer serves: expired links and sign-ups, old tries, sessions a year old, drafts of a month.

    It is one of the daily jobs; this does it now.
    """
    ensure()
    for name, job in current_app.extensions["daily"].items():
        if name.startswith("purge-"):
            job()


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check the installation and say what is wrong; exit status 1 when something is."""
    ensure()
    problems = list(_problems())
    for problem in problems:
        click.echo(f"- {problem}")
    click.echo("All is well." if not problems else f"{len(problems)} to look at.")
    raise SystemExit(1 if problems else 0)


def _problems():
    settings = current_app.config
    if settings["MODE"] == "production" and any(adviser_known_as(one.email) for one in STAFF):
        yield "The advisers of the demonstration are in these books: their password is printed in the code."
    if settings["MODE"] == "production" and not settings["BASE_URL"].startswith("https://"):
        yield "BASE_URL is not https: cookies are not protected and the app cannot be installed."
    if db.engine.dialect.name == "sqlite":
        version = tuple(int(part) for part in db.engine.dialect.dbapi.sqlite_version.split("."))
        if version < (3, 51, 3):
            yield f"SQLite {'.'.join(map(str, version))} may corrupt its journal: install pysqlite3."
    folder = Path(current_app.instance_path)
    if shutil.disk_usage(folder).free < 500_000_000:
        yield f"Less than 500 MB left on the disk of {folder}."
    cleanroom = current_app.extensions["cleanroom"]
    if not cleanroom.is_shut():
        yield "Files of customers are decoded in processes that this machine cannot shut (no seccomp): limits alone hold them."
    if cleanroom.scanner is not None and not cleanroom.scanner.answers():
        yield "The virus scanner (SCANNER) does not answer: no file of a customer is taken."
    overdue = overdue_renewals()
    if overdue:
        yield (f"{overdue} contracts renew within 75 days and no notice was issued: their holders may refuse for twenty days"
               " more (L113-15-1). Give their `renewal` in the files.")
    dead = outbox.count_dead()
    if dead:
        yield f"{dead} mails were given up: see last_error in outgoing_mail."
