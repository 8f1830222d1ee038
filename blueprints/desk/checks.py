"""The claims histories to check: why, and giving them."""
from flask import current_app, flash, redirect, render_template, url_for

import wording
from blueprints.desk import bp, reading
from blueprints.desk.queues import AT_MOST, Line, Queue, register
from blueprints.desk.sections import in_file
from blueprints.desk.work import holding
from insurance.checks import queries, services
from insurance.checks.workflow import check_workflow
from insurance.clock import PARIS
from insurance.staff.models import Role
from web.access import adviser_only, current_adviser
from web.pages import show

QUEUE = "releves"


@bp.get("/releves/<reference>")
@adviser_only(Role.ADVISER)
def history_check(reference):
    """A claims history that waits: what is doubtful in it."""
    found = queries.check_for_desk(reference)
    reading.note(found.customer, "history-check", reference, about=reference)
    return show("desk/history_check.html", check=found, claims=queries.undecided_claims(found.contract),
                moves=check_workflow.allowed(found, current_adviser), **holding(QUEUE, queries.work_of(found)))


@bp.post("/releves/<reference>/remise")
@adviser_only(Role.ADVISER)
def release_history(reference):
    """Give it, as the books say it now."""
    document = services.release(reference, current_adviser, current_app.extensions["insurer"], wording)
    flash(f"Le relevé {document.number} est remis. Le client est prévenu.")
    return redirect(url_for("desk.history_check", reference=reference), 303)


@in_file
def _waiting_histories(customer):
    return render_template("desk/_checks.html", checks=queries.waiting_checks_of(customer).values())


def _lines(adviser, whose):
    return [Line(reference=one.reference, customer=one.customer.full_name, href=_href(one.reference),
                 about=f"{one.contract.number}, {one.contract.vehicle.name}",
                 state=("warning", wording.CHECK_STATES[one.state]), since=one.asked_at.astimezone(PARIS).date(),
                 due_on=one.due_on, due_for="délai légal", holder=held.adviser if held else None)
            for one, held in queries.waiting(adviser, whose, AT_MOST + 1)]


def _href(reference):
    return url_for("desk.history_check", reference=reference)


register(Queue(QUEUE, "Relevés à vérifier", (Role.ADVISER,), look=queries.glance, lines=_lines,
               find=lambda reference: queries.work_of(queries.check_for_desk(reference)), href_of=_href))
