"""The due dates in a calendar: a private address that can be taken back, and a file for one contract."""
from flask import Response, abort, current_app, flash, redirect, url_for
from flask_login import current_user

from blueprints.payments import bp
from insurance.billing.models import InstalmentState
from insurance.billing.queries import instalments_of
from insurance.billing.rules import Stage, arrears_of
from insurance.clock import now, today
from insurance.contracts.queries import contracts_of, find_contract
from insurance.payments import links, queries
from web.access import customer_only, public
from web.filters import at_hour, money
from web.ical import Day, calendar
from web.limits import limited
from wording import METHODS


@bp.get("/paiements/agenda/<secret>.ics")
@public
@limited(calls=120, seconds=900)
def feed(secret):
    """The due dates of whoever was given this address. A calendar reads it by itself, without a session."""
    customer = queries.customer_behind(secret) or abort(404)
    return _answer(contracts_of(customer), "Mes cotisations")


@bp.get("/paiements/contrats/<public_id>/agenda.ics")
@customer_only
def file(public_id):
    """The due dates of a contract, to be added to a calendar once."""
    contract = find_contract(current_user, public_id)
    return _answer([contract], f"Cotisations {contract.vehicle.name}")


@bp.post("/paiements/agenda")
@customer_only
@limited(calls=10, seconds=900)
def open_feed():
    """Give the due dates a private address, or another one."""
    links.open_calendar(current_user)
    flash("Votre adresse d’agenda est prête. Gardez-la pour vous\u00a0: qui l’a voit vos échéances.")
    return redirect(url_for("payments.index", _anchor="agenda"), 303)


@bp.post("/paiements/agenda/fermeture")
@customer_only
def close_feed():
    """Let the private address lead nowhere."""
    links.close_calendar(current_user)
    flash("Cette adresse d’agenda ne fonctionne plus.")
    return redirect(url_for("payments.index", _anchor="agenda"), 303)


def _answer(contracts, name: str) -> Response:
    instalments = instalments_of(contracts)
    days = [day for contract in contracts for day in _days(contract, instalments[contract.id])]
    response = Response(calendar(name, days, now()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = "attachment; filename=echeances.ics"
    return response


def _days(contract, instalments):
    """What is to be paid from today on, and the day on which the cover would stop."""
    host = current_app.config["BASE_URL"].partition("://")[2]
    vehicle = contract.vehicle.name
    for one in instalments:
        if one.state == InstalmentState.UPCOMING and one.due_on >= today():
            yield Day(f"{contract.public_id}-{one.due_on:%Y%m%d}@{host}", one.due_on,
                      f"Cotisation {money(one.left_cents)}, {vehicle}", f"À payer {METHODS[contract.payment_method]}.")
    arrears = arrears_of(contract, instalments, now())
    if arrears.stage is Stage.NOTICED:
        yield Day(f"{contract.public_id}-suspension@{host}", arrears.suspended_on, f"Garanties suspendues, {vehicle}",
                  f"Payez {money(arrears.late_cents)} avant ce jour pour rester couvert.")
    elif arrears.stage is Stage.RESUMING:
        yield Day(f"{contract.public_id}-reprise@{host}", arrears.resumes_at.date(), f"Couvert à nouveau, {vehicle}",
                  f"Le {at_hour(arrears.resumes_at)}.")
