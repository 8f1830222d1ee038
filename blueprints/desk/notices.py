"""Formal notices: those to send, and the calendar of all that run."""
from flask import current_app, flash, redirect, render_template, url_for

import wording
from blueprints.desk import bp, reading
from blueprints.desk.forms import NoticeSentForm
from blueprints.desk.queues import AT_MOST, Line, Queue, register
from blueprints.desk.sections import in_file
from blueprints.desk.work import holding
from blueprints.documents.routes import pdf_answer
from insurance.arrears import queries, services
from insurance.arrears.workflow import notice_workflow
from insurance.billing.queries import instalments_of
from insurance.billing.rules import arrears_of
from insurance.clock import now, today
from insurance.staff.models import Role
from web.access import adviser_only, current_adviser
from web.filters import money
from web.pages import show

QUEUE = "mises-en-demeure"


@bp.get("/mises-en-demeure/")
@adviser_only(Role.ADVISER)
def notices():
    """The calendar: what may be sent soon, what runs, what is suspended, what may be terminated."""
    running = queries.open_notices()
    schedules = instalments_of([one.contract for one in running])
    return show("desk/notices.html", coming=queries.coming_notices(), running=[
        (one, arrears_of(one.contract, schedules[one.contract_id], now())) for one in running])


@bp.route("/mises-en-demeure/<reference>", methods=["GET", "POST"])
@adviser_only(Role.ADVISER)
def notice(reference):
    """A formal notice: what it asks for, its days; saying that its letter was sent, and when."""
    found = _read(reference)
    form = NoticeSentForm(data={"sent_on": today()})
    if form.validate_on_submit():
        try:
            services.send(found, form.sent_on.data, current_adviser, current_app.extensions["insurer"], wording, form.tracking.data)
        except ValueError:
            form.sent_on.errors = ["La lettre part entre le onzième jour après l’échéance et aujourd’hui."]
        else:
            flash(f"La mise en demeure {reference} est envoyée. Les trente jours courent.")
            return redirect(url_for("desk.notice", reference=reference), 303)
    schedule = instalments_of([found.contract])[found.contract_id]
    return show("desk/notice.html", status=422 if form.errors else 200, notice=found, form=form,
                arrears=arrears_of(found.contract, schedule, now()), moves=notice_workflow.allowed(found, current_adviser),
                **holding(QUEUE, queries.work_of(found)))


@bp.post("/mises-en-demeure/<reference>/abandon")
@adviser_only(Role.ADVISER)
def drop_notice(reference):
    """Take back a letter that will not be sent, or whose effects must stop."""
    services.drop(_read(reference), current_adviser)
    flash(f"La mise en demeure {reference} est abandonnée.")
    return redirect(url_for("desk.notices"), 303)


@bp.get("/mises-en-demeure/<reference>/lettre")
@adviser_only(Role.ADVISER)
def notice_letter(reference):
    """The letter, as it was sent."""
    return pdf_answer(queries.letter_of(_read(reference)))


@in_file
def _open_notice(customer):
    found = [one for one in queries.open_notices() if one.customer_id == customer.id]
    return render_template("desk/_notices.html", notices=found)


def _read(reference):
    found = queries.notice_for_desk(reference)
    reading.note(found.customer, "formal-notice", reference, about=reference)
    return found


def _lines(adviser, whose):
    return [Line(reference=one.reference, customer=one.customer.full_name, href=_href(one.reference),
                 about=f"{money(one.amount_cents)}, contrat {one.contract.number}", state=("warning", wording.NOTICE_STATES[one.state]),
                 since=one.due_on, due_on=one.due_on, due_for="à envoyer", holder=held.adviser if held else None)
            for one, held in queries.waiting(adviser, whose, AT_MOST + 1)]


def _href(reference):
    return url_for("desk.notice", reference=reference)


register(Queue(QUEUE, "Mises en demeure à envoyer", (Role.ADVISER,), look=queries.glance, lines=_lines,
               find=lambda reference: queries.work_of(queries.notice_for_desk(reference)), href_of=_href))
