"""`flask demo`: all that a newcomer needs, in one command. It is what `make run` calls."""
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from commands.database import ensure
from commands.demo_changes import begin_changes
from commands.demo_claims import declare_claims
from commands.demo_corrections import ask_correction
from commands.demo_pieces import send_pieces
from commands.portfolio import import_demonstration
from commands.serve import run_server
from demo import FEATURED, STAFF, STAFF_PASSWORD
from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.history.models import Actor
from insurance.staff import services
from insurance.staff.models import Role
from insurance.staff.queries import adviser_known_as
from insurance.staff.rules import new_totp_secret, step_of, totp_code


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@with_appcontext
def demo(host: str, port: int) -> None:
    """Prepare the demonstration (tables, key, portfolio) if it is new, then serve it."""
    if current_app.config["MODE"] != "demo":
        raise click.ClickException("Invented people have no place among real ones: this needs MODE=demo.")
    ensure()
    current_app.extensions["keyring"].current(now())
    if db.session.scalar(select(Contract.id).limit(1)) is None and import_demonstration() != 0:
        raise click.ClickException("The demonstration portfolio could not be brought in.")
    open_desk()
    send_pieces()
    begin_changes()
    declare_claims()
    ask_correction()
    run_server(current_app._get_current_object(), host, port, with_worker=True, ready=_welcome)


def open_desk() -> None:
    """Let the people of the demonstration in, as if each had used their invitation; those who are there stay as they are."""
    for one in STAFF:
        if adviser_known_as(one.email) is None:
            invitation = services.add(one.name, one.email, [Role(role) for role in one.roles], Actor.INSURER)
            secret = new_totp_secret()
            services.accept_invitation(invitation, STAFF_PASSWORD, secret, totp_code(secret, step_of(now()) - 1),
                                       current_app.extensions["passwords"])


def _welcome() -> None:
    """Say where it is, who to be, where the mails go, how to stop."""
    base = current_app.config["BASE_URL"]
    click.echo(f"\nActive Assurances, mon compte: {base}\n")
    click.echo("Create an account as one of these customers (« Créer mon compte »), with a password of your choice:")
    for one in FEATURED:
        click.echo(f"  contract {one.contract_number}   {one.first_name} {one.last_name}   {one.email}\n"
                   f"    {one.shows}")
    click.echo(f"\nThe insurer's own side is at {base}/conseil/: the password is {STAFF_PASSWORD}, the code of the moment\n"
               f"is on {base}/demo/conseil/ (a code is good once, for half a minute)")
    for one in STAFF:
        click.echo(f"  {one.email}   {one.name}: {one.does}")
    click.echo(f"\nMails are not sent. Read them, and touch their links, at {base}/demo/e-mails/")
    click.echo(f"Everything is kept in {Path(current_app.instance_path)}; « make demo-reset » starts afresh.")
    click.echo("Stop with Ctrl-C.\n")
