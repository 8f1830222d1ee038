"""Paying by card: what is chosen, the way to the bank's page, and back. Coming back proves nothing."""
from datetime import date

from flask import current_app, flash, redirect, request, url_for
from flask_login import current_user

from blueprints.payments import bp
from blueprints.payments.forms import ChoiceForm
from insurance.contracts.queries import find_contract
from insurance.errors import Reason, Refused
from insurance.history.models import Actor
from insurance.payments import queries, services
from insurance.payments.provider import Provider, Unreachable
from insurance.payments.rules import PaymentState, masked, outcome_of
from web.access import customer_only
from web.limits import limited
from web.pages import show

CLOSED_BANK = "La page de paiement de la banque ne répond pas. Rien n’a été pris\u00a0: réessayez dans quelques minutes."


def present_provider() -> Provider:
    """Return who takes cards. Raises `Refused(NO_CARDS)` when nobody does."""
    provider = current_app.extensions["payments"].present
    if provider is None:
        raise Refused(Reason.NO_CARDS)
    return provider


def label_of(contract) -> str:
    """Return what the bank's page says is paid: the number is masked, whoever reads it."""
    return f"Assurance auto, contrat {masked(contract.number)}"


def days_asked() -> list[date]:
    """Return the days of instalments that a form names. Raises `Refused(NOTHING_TO_PAY)` for one that is no day."""
    try:
        return [date.fromisoformat(one) for one in request.form.getlist("echeance")]
    except ValueError:
        raise Refused(Reason.NOTHING_TO_PAY) from None


@bp.route("/paiements/contrats/<public_id>/choix", methods=["GET", "POST"])
@customer_only
def choose(public_id):
    """Choose what to pay: what is late is ticked already."""
    contract = find_contract(current_user, public_id)
    lines = [line for line in queries.lines_of(contract, queries.payments_of([contract])[contract.id]) if line.is_payable]
    late = [line.instalment.due_on.isoformat() for line in lines if line.is_late]
    form = ChoiceForm(data={"days": late}).offer([line.instalment for line in lines])
    if lines and form.validate_on_submit():
        return _start(contract, form.chosen, None)
    return show("payments/choose.html", status=422 if form.errors else 200, contract=contract, form=form, lines=lines)


@bp.post("/paiements/contrats/<public_id>/carte")
@customer_only
@limited(calls=30, seconds=900)
def pay(public_id):
    """Pay these instalments of a contract, or a first part of them."""
    contract = find_contract(current_user, public_id)
    return _start(contract, days_asked(), request.form.get("montant", type=int))


def _start(contract, days: list[date], amount_cents: int | None):
    provider = present_provider()
    try:
        payment = services.agree(contract, days, Actor.CUSTOMER, provider, amount_cents)
        services.page_of(queries.whole_payment(payment.id), provider, label_of(contract),
                         current_app.config["BASE_URL"] + url_for("payments.payment", public_id=payment.public_id))
    except Unreachable:
        flash(CLOSED_BANK, "error")
        return redirect(url_for("payments.contract", public_id=contract.public_id), 303)
    return redirect(url_for("payments.leave", public_id=payment.public_id), 303)


@bp.get("/paiements/<public_id>/banque")
@customer_only
def leave(public_id):
    """The way to the bank's page. A payment that can no longer be paid says what became of it instead."""
    payment = queries.find_payment(current_user, public_id)
    outcome = outcome_of(payment.events)
    if outcome.state is not PaymentState.OPEN or outcome.url is None:
        return redirect(url_for("payments.payment", public_id=public_id), 303)
    return show("payments/leave.html", payment=payment, href=outcome.url,
                back_href=url_for("payments.contract", public_id=payment.contract.public_id))


@bp.post("/paiements/<public_id>/verification")
@customer_only
@limited(calls=60, seconds=900)
def look(public_id):
    """Ask the bank what became of a payment."""
    payment = queries.find_payment(current_user, public_id)
    provider = current_app.extensions["payments"].named(payment.provider or "")
    if provider is not None:
        try:
            services.look_at(payment, provider)
        except Unreachable:
            flash("La banque ne répond pas. Nous continuons à lui demander\u00a0: rien ne sera pris deux fois.", "error")
    return redirect(url_for("payments.payment", public_id=public_id), 303)
