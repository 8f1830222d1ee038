"""What the operator does with claims: the transfers that are due, for whoever pays them."""
import csv
import sys
from datetime import datetime

import click
from flask.cli import AppGroup

from commands.database import ensure
from insurance.claims.accounts import transfers
from insurance.clock import today

group = AppGroup("claims", help="Claims: what is to be paid.")


@group.command("transfers")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day of payment, YYYY-MM-DD; today without it.")
def due(until: datetime | None) -> None:
    """Write, as CSV, the amounts to be transferred to customers by a day. The account numbers are whole: handle with care."""
    ensure()
    lines = csv.writer(sys.stdout, delimiter=";")
    lines.writerow(["reference", "payment_on", "amount_cents", "holder", "iban"])
    for claim, account in transfers(until.date() if until else today()):
        lines.writerow([claim.reference, claim.payment_on.isoformat(), claim.settlement_cents, account.holder, account.iban])
