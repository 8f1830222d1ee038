"""Money at the desk: what came or was refused, what is entered by hand, what terminations give back."""
from flask import current_app, flash, redirect, request, url_for

import wording
from blueprints.desk import bp, reading
from blueprints.desk.forms import CardRefundForm, PostingForm, RefundForm
from blueprints.desk.queues import AT_MOST, Line, Queue, register
from blueprints.desk.work import holding
from insurance.accounting import queries, services
from insurance.accounting.services import Entry
from insurance.accounting.workflow import posting_workflow
from insurance.clock import today
from insurance.errors import Refused
from insurance.payments import services as payments
from insurance.payments.models import Means
from insurance.payments.rules import outcome_of
from insurance.staff.models import Role
from web.access import adviser_only, current_adviser
from web.filters import money
from web.pages import show

POSTINGS, REFUNDS = "encaissements", "remboursements"


@bp.get("/paiements/")
@adviser_only(Role.ADVISER)
def money_in():
    """The payments of the last thirty days, and what somebody should look into."""
    return show("desk/payments.html", payments=[(one, outcome_of(one.events)) for one in queries.recent_payments()],
                odd=queries.to_look_into())


@bp.route("/paiements/<reference>", methods=["GET", "POST"])
@adviser_only(Role.ADVISER)
def payment(reference):
    """A payment and all that became known of it; giving back a part of one by card."""
    found = queries.payment_for_desk(reference)
    reading.note(found.customer, "payment", reference, about=reference)
    outcome, form = outcome_of(found.events), CardRefundForm()
    provider = current_app.extensions["payments"].named(found.provider or "")
    if provider is not None and form.validate_on_submit():
        try:
            payments.refund(found, form.amount.data, current_adviser, provider)
        except Refused as error:
            form.amount.errors = [wording.REASONS[error.reason]]
        else:
            flash(f"{money(form.amount.data)} repartent vers la carte.")
            return redirect(url_for("desk.payment", reference=reference), 303)
    return show("desk/payment.html", status=422 if form.errors else 200, payment=found, outcome=outcome, form=form,
                may_refund=provider is not None and outcome.kept_cents > 0)


@bp.route("/encaissements/nouveau", methods=["GET", "POST"])
@adviser_only(Role.ADVISER)
def new_posting():
    """Enter money that came by cheque, by transfer or on the telephone."""
    form = PostingForm(data={"moved_on": today()})
    if form.validate_on_submit():
        contract = queries.contract_numbered(form.number.data)
        if contract is None:
            form.number.errors = ["Aucun contrat ne porte ce numéro."]
        elif form.moved_on.data > today():
            form.moved_on.errors = ["Cette date n’est pas encore passée."]
        else:
            posting = services.receive(contract, _entry(form, form.amount.data), current_adviser,
                                       current_app.config["POSTING_LIMIT_CENTS"])
            flash(f"{posting.reference} est {'à valider par un collègue' if posting.state == 'waiting' else 'enregistré'}.")
            return redirect(url_for("desk.posting", reference=posting.reference), 303)
    return show("desk/new_posting.html", status=422 if form.errors else 200, form=form,
                limit_cents=current_app.config["POSTING_LIMIT_CENTS"])


@bp.get("/encaissements/<reference>")
@adviser_only(Role.ADVISER)
def posting(reference):
    """What was entered by hand, by whom, and what a second person may do of it."""
    found = queries.find_posting(reference)
    reading.note(found.customer, "payment", reference, about=reference)
    moves = posting_workflow.allowed(found, current_adviser) if found.entered_by != current_adviser.id else []
    return show("desk/posting.html", posting=found, moves=moves, **holding(POSTINGS, queries.work_of(found)))


@bp.post("/encaissements/<reference>/accord")
@adviser_only(Role.ADVISER)
def approve_posting(reference):
    """Agree to what a colleague entered."""
    services.approve(reference, current_adviser)
    flash(f"{reference} est enregistré.")
    return redirect(url_for("desk.posting", reference=reference), 303)


@bp.post("/encaissements/<reference>/refus")
@adviser_only(Role.ADVISER)
def refuse_posting(reference):
    """Refuse what a colleague entered."""
    services.refuse(reference, current_adviser)
    flash(f"{reference} est refusé.")
    return redirect(url_for("desk.posting", reference=reference), 303)


@bp.route("/remboursements/<reference>", methods=["GET", "POST"])
@adviser_only(Role.ADVISER)
def refund(reference):
    """What a termination gives back, and saying that it was ordered."""
    found = queries.find_refund(reference)
    reading.note(found.customer, "payment", reference, about=reference)
    entered = queries.posting_of(found)
    if entered is not None and request.method == "GET":
        return redirect(url_for("desk.posting", reference=entered.reference))
    form = RefundForm(data={"moved_on": today()})
    if form.validate_on_submit():
        posting = services.refund_termination(found, _entry(form, found.refund_cents), current_adviser,
                                              current_app.config["POSTING_LIMIT_CENTS"])
        flash(f"{posting.reference} est {'à valider par un collègue' if posting.state == 'waiting' else 'enregistré'}.")
        return redirect(url_for("desk.posting", reference=posting.reference), 303)
    return show("desk/refund.html", status=422 if form.errors else 200, termination=found, form=form,
                refund_by=queries.refund_by(found), **holding(REFUNDS, queries.refund_work_of(found)))


def _entry(form, amount_cents: int) -> Entry:
    return Entry(amount_cents, Means(form.means.data), form.moved_on.data, form.reason.data)


def _posting_lines(adviser, whose):
    return [Line(reference=one.reference, customer=one.customer.full_name, href=url_for("desk.posting", reference=one.reference),
                 about=f"{money(one.amount_cents)}, {wording.MEANS[one.means]}, contrat {one.contract.number}",
                 state=("warning", wording.POSTING_STATES[one.state]), since=one.entered_on, holder=held.adviser if held else None)
            for one, held in queries.waiting(adviser, whose, AT_MOST + 1)]


def _refund_lines(adviser, whose):
    return [Line(reference=f"RB-{one.reference}", customer=one.customer.full_name,
                 href=url_for("desk.refund", reference=f"RB-{one.reference}"),
                 about=f"{money(one.refund_cents)}, contrat {one.contract.number}", state=("warning", "À rembourser"),
                 since=one.ends_on, due_on=queries.refund_by(one), due_for="dernier jour", holder=held.adviser if held else None)
            for one, held in queries.refunds_waiting(adviser, whose, AT_MOST + 1)]


register(Queue(POSTINGS, "Encaissements à valider", (Role.ADVISER,), look=queries.glance, lines=_posting_lines,
               find=lambda reference: queries.work_of(queries.find_posting(reference)),
               href_of=lambda reference: url_for("desk.posting", reference=reference)))
register(Queue(REFUNDS, "Remboursements de résiliation", (Role.ADVISER,), look=queries.refunds_glance, lines=_refund_lines,
               find=lambda reference: queries.refund_work_of(queries.find_refund(reference)),
               href_of=lambda reference: url_for("desk.refund", reference=reference)))
