"""Paying from the link of a mail, without an account: only the amount and a masked contract are shown."""
from flask import current_app, flash, redirect, url_for

from blueprints.payments import bp
from blueprints.payments.card import CLOSED_BANK, days_asked, label_of, present_provider
from blueprints.signin.routes import words_of
from insurance.billing.rules import late_ones
from insurance.clock import today
from insurance.errors import Refused
from insurance.history.models import Actor
from insurance.payments import queries, services
from insurance.payments.provider import Unreachable
from insurance.payments.rules import PaymentState, masked, outcome_of
from web.access import public
from web.limits import limited
from web.pages import show


def _asked(secret: str):
    """Return the contract behind a link, and what is asked of it: what is late, else the next instalment."""
    contract = queries.contract_behind(secret)
    payable = queries.payable_of(contract)
    return contract, late_ones(contract, payable, today()) or payable[:1]


def _dead_link(error: Refused):
    return show("signin/dead_link.html", status=410, text=words_of(error), again=url_for("signin.sign_in"),
                again_label="Me connecter")


@bp.get("/payer/<secret>")
@public
@limited(calls=60, seconds=900)
def pay_link(secret):
    """What is asked, and the button. Reading it does nothing: mail scanners open links."""
    try:
        contract, asked = _asked(secret)
    except Refused as error:
        return _dead_link(error)
    return show("payments/link.html", secret=secret, number=masked(contract.number), asked=asked)


@bp.post("/payer/<secret>")
@public
@limited(calls=30, seconds=900)
def pay_by_link(secret):
    """Pay what is asked."""
    try:
        contract, asked = _asked(secret)
    except Refused as error:
        return _dead_link(error)
    days, provider = days_asked() or [one.due_on for one in asked], present_provider()
    try:
        payment = services.agree(contract, days, Actor.UNKNOWN, provider)
        services.page_of(queries.whole_payment(payment.id), provider, label_of(contract),
                         current_app.config["BASE_URL"] + url_for("payments.link_back", secret=secret))
    except Unreachable:
        flash(CLOSED_BANK, "error")
        return redirect(url_for("payments.pay_link", secret=secret), 303)
    return redirect(url_for("payments.link_leave", secret=secret), 303)


@bp.get("/payer/<secret>/banque")
@public
def link_leave(secret):
    """The way to the bank's page."""
    try:
        payment, outcome = _newest(secret)
    except Refused as error:
        return _dead_link(error)
    if payment is None or outcome.state is not PaymentState.OPEN or outcome.url is None:
        return redirect(url_for("payments.link_back", secret=secret), 303)
    return show("payments/link_leave.html", payment=payment, href=outcome.url,
                back_href=url_for("payments.pay_link", secret=secret))


@bp.get("/payer/<secret>/retour")
@public
def link_back(secret):
    """What became of the payment, without a word more."""
    try:
        payment, outcome = _newest(secret)
    except Refused as error:
        return _dead_link(error)
    return show("payments/link_back.html", fragment="payments/_link_back.html", payment=payment, outcome=outcome, secret=secret)


def _newest(secret: str):
    contract = queries.contract_behind(secret)
    payments = [one for one in queries.payments_of([contract])[contract.id] if one.customer_id == contract.customer_id]
    return (payments[0], outcome_of(payments[0].events)) if payments else (None, None)
