"""What is due and what was paid, for all the contracts and for each."""
from datetime import date

from flask import current_app, flash, redirect, url_for
from flask_login import current_user

from blueprints.payments import bp
from blueprints.payments.chart import chart
from blueprints.payments.forms import QuietForm
from insurance.billing import queries as billing
from insurance.billing.rules import arrears_of
from insurance.calendar import add_months
from insurance.clock import now, today
from insurance.contracts.queries import contracts_of, find_contract
from insurance.contracts.rules import Cover, cover_at, cover_dates, next_anniversary
from insurance.documents.receipts import has_receipt
from insurance.payments import queries, reminders
from insurance.payments.rules import PaymentState, in_parts, outcome_of
from web.access import customer_only
from web.pages import show


@bp.get("/paiements/")
@customer_only
def index():
    """Each contract: its traffic light, what is due next. The only contract of somebody is shown at once."""
    contracts = contracts_of(current_user)
    instalments = billing.instalments_of(contracts)
    shown = [one for one in contracts if instalments[one.id]]
    return show("payments/index.html", calendar=queries.calendar_of(current_user), contracts=shown,
                arrears={one.id: arrears_of(one, instalments[one.id], now()) for one in shown},
                covers={one.id: cover_at(cover_dates(one), now()) for one in shown},
                dues={one.id: billing.next_due(instalments[one.id]) for one in shown})


@bp.get("/paiements/contrats/<public_id>")
@customer_only
def contract(public_id):
    """The year of a contract, its drawing, what was paid by what, and what may be paid now."""
    contract = find_contract(current_user, public_id)
    payments = [one for one in queries.payments_of([contract])[contract.id] if one.customer_id == current_user.id]
    lines = queries.lines_of(contract, payments)
    first = _first_month(contract, lines)
    instalments = [line.instalment for line in lines]
    return show("payments/contract.html", contract=contract, arrears=arrears_of(contract, instalments, now()),
                due=billing.next_due(instalments), lines=[line for line in lines if line.instalment.due_on >= first],
                chart=chart(lines, first, today()), payments=[(one, outcome_of(one.events)) for one in payments],
                is_ended=cover_at(cover_dates(contract), now()) is Cover.ENDED,
                has_receipts=any(map(has_receipt, instalments)), mandate=billing.mandate_of(contract),
                late_days=[line.instalment.due_on for line in lines if line.is_late and line.is_payable],
                can_pay=current_app.extensions["payments"].present is not None,
                quiet_until=reminders.quiet_until(contract))


def _first_month(contract, lines) -> date:
    """The first day of the year that is shown: that of the insurance, or that of the oldest instalment still to be paid."""
    start = add_months(next_anniversary(contract.anniversary, today()), -12)
    unpaid = [line.instalment.due_on for line in lines if line.is_late]
    return min([max(start, contract.effective_on) if contract.effective_on <= today() else contract.effective_on, *unpaid])


@bp.get("/paiements/<public_id>")
@customer_only
def payment(public_id):
    """One payment: received, awaited, refused and why, and what to do then."""
    payment = queries.find_payment(current_user, public_id)
    outcome = outcome_of(payment.events)
    settings = current_app.config
    parts = in_parts(payment.amount_cents, settings["PAYMENT_PARTS"], settings["PAYMENT_PART_CENTS"])
    schedule = queries.schedule_of(payment.contract)
    return show("payments/payment.html", fragment="payments/_payment.html", payment=payment, outcome=outcome,
                contract=payment.contract, parts=parts if outcome.state is PaymentState.OPEN else {},
                arrears=arrears_of(payment.contract, schedule, now()), quiet=QuietForm(),
                quiet_until=reminders.quiet_until(payment.contract))


@bp.post("/paiements/contrats/<public_id>/rappels")
@customer_only
def be_quiet(public_id):
    """Stop reminding of what is late for a while: letters that the law asks for still come."""
    contract = find_contract(current_user, public_id)
    reminders.be_quiet(contract)
    flash("Plus de rappel pendant dix jours. Une lettre que la loi impose vous parviendrait quand même.")
    return redirect(url_for("payments.contract", public_id=public_id), 303)
