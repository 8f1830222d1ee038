"""The keys that sign proofs."""
import click
from flask import current_app
from flask.cli import AppGroup

from insurance.clock import now

group = AppGroup("keys", help="The keys that sign proofs of insurance.")


@group.command("rotate")
def rotate() -> None:
    """Sign with a new key from now on; the older ones stay published as long as their proofs live."""
    click.echo(f"New key: {current_app.extensions['keyring'].rotate(now())}")


@group.command("withdraw")
@click.argument("kid")
def withdraw(kid: str) -> None:
    """Stop publishing a key that was lost or stolen: every proof it signed is refused from now on."""
    try:
        current_app.extensions["keyring"].withdraw(kid, now())
    except KeyError:
        raise click.ClickException(f"There is no key {kid}. See /.well-known/mva-keys.json") from None
    click.echo("Withdrawn. The next proof is signed with another key.")
