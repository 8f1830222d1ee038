"""The insurer's own people: letting somebody in, shutting somebody out. What a supervisor does from the desk too."""
import click
from flask.cli import AppGroup

from commands.database import ensure
from insurance.errors import Reason, Refused
from insurance.history.models import Actor
from insurance.people.rules import email_flaw, normal_email
from insurance.staff import services
from insurance.staff.models import Adviser, Role
from insurance.staff.queries import adviser_known_as, staff

group = AppGroup("staff", help="The insurer's own people and their access to the desk.")
EMAIL = click.argument("email")


@group.command("add")
@EMAIL
@click.option("--name", required=True, help="First and last name, as customers read it.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([role.value for role in Role]),
              help="May be given several times.")
def add(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Enter somebody and mail them the link by which they choose a password and record their telephone."""
    ensure()
    if not name.strip() or email_flaw(normal_email(email)) is not None:
        raise click.ClickException("A name and an e-mail address are needed.")
    try:
        services.add(name.strip(), email, [Role(role) for role in roles], Actor.INSURER)
    except Refused as error:
        if error.reason is not Reason.ADVISER_EXISTS:
            raise
        raise click.ClickException(f"{email} is there already: see « staff list », « staff invite ».") from None
    click.echo(f"The invitation leaves to {email}. It works once, for 72 hours.")


@group.command("list")
def list_() -> None:
    """Show everybody: address, roles, and where their access stands."""
    ensure()
    for adviser in staff():
        click.echo(f"{adviser.email}  {adviser.name}  {','.join(adviser.roles)}  {_access_of(adviser)}")


@group.command("invite")
@EMAIL
def invite(email: str) -> None:
    """Mail somebody a new link for a password and a telephone: the first was lost, or the password forgotten."""
    services.invite(_found(email), Actor.INSURER)
    click.echo(f"The invitation leaves to {email}. Older links are dead.")


@group.command("disable")
@EMAIL
def disable(email: str) -> None:
    """Close somebody's access at once: their sessions end."""
    services.disable(_found(email), Actor.INSURER)
    click.echo("Closed.")


@group.command("enable")
@EMAIL
def enable(email: str) -> None:
    """Open an access that was closed, with the password and the telephone of before."""
    services.enable(_found(email), Actor.INSURER)
    click.echo("Open.")


@group.command("reset-second-factor")
@EMAIL
def reset_second_factor(email: str) -> None:
    """Forget the telephone of somebody who lost it, and mail them the link to record another."""
    services.reset_second_factor(_found(email), Actor.INSURER)
    click.echo(f"Nothing opens the desk for {email} until the link of the mail is used, with the password.")


def _found(email: str) -> Adviser:
    ensure()
    adviser = adviser_known_as(email)
    if adviser is None:
        raise click.ClickException(f"Nobody has the address {email}: see « staff list ».")
    return adviser


def _access_of(adviser: Adviser) -> str:
    if not adviser.is_active:
        return "closed"
    if adviser.password_hash is None:
        return "invited"
    return "open" if adviser.totp_secret is not None else "second factor to record"
