"""Requests to end a contract: those that the insurer's books have not answered yet."""
from flask import render_template, url_for

from blueprints.desk import bp, reading
from blueprints.desk.queues import AT_MOST, Line, Queue, register
from blueprints.desk.sections import in_file
from blueprints.desk.work import holding
from insurance.clock import PARIS
from insurance.staff.models import Role
from insurance.terminations import queries
from web.access import adviser_only
from web.pages import show
from wording import MOTIVES, TERMINATION_STATES

QUEUE = "resiliations"


@bp.get("/resiliations/<reference>")
@adviser_only(Role.ADVISER)
def termination(reference):
    """A request as it was sent, and what it comes to."""
    found = queries.find_request(reference)
    reading.note(found.customer, "termination", found.reference, about=found.reference)
    return show("desk/termination.html", termination=found, **holding(QUEUE, queries.work_of(found)))


@in_file
def _open_requests(customer):
    return render_template("desk/_terminations.html", requests=queries.open_requests_of(customer))


def _lines(adviser, whose):
    return [Line(reference=one.reference, customer=one.customer.full_name, href=_href(one.reference),
                 about=f"{one.contract.number}, {one.contract.vehicle.name}\u00a0: {MOTIVES[one.motive][0]}",
                 state=("info", TERMINATION_STATES[one.state]), since=one.requested_at.astimezone(PARIS).date(),
                 due_on=one.ends_on, due_for="fin du contrat", holder=held.adviser if held else None)
            for one, held in queries.waiting(adviser, whose, AT_MOST + 1)]


def _href(reference):
    return url_for("desk.termination", reference=reference)


register(Queue(QUEUE, "Résiliations", (Role.ADVISER,), look=queries.glance, lines=_lines,
               find=lambda reference: queries.work_of(queries.find_request(reference)), href_of=_href))
