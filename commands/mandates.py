"""What the operator does with mandates: those that customers signed, for the systems that debit."""
import csv
import sys
from datetime import datetime

import click
from flask.cli import AppGroup

from commands.database import ensure
from insurance.clock import today
from insurance.mandates.queries import signed_since

group = AppGroup("mandates", help="Direct debit mandates signed by customers.")


@group.command("list")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day of signature, YYYY-MM-DD; today without it.")
def signed(since: datetime | None) -> None:
    """Write, as CSV, the mandates signed since a day and not revoked. The account numbers are whole: handle with care."""
    ensure()
    lines = csv.writer(sys.stdout, delimiter=";")
    lines.writerow(["contract_number", "mandate_reference", "mandate_signed_on", "used_from", "holder", "iban"])
    for number, mandate in signed_since(since.date() if since else today()):
        lines.writerow([number, mandate.reference, mandate.signed_on, mandate.used_from, mandate.holder, mandate.iban])
