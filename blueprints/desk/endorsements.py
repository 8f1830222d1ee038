"""Changes of contracts that the rule does not accept by itself: what was declared, why an adviser looks, the decision."""
from flask import current_app, flash, redirect, render_template, url_for
from wtforms import TextAreaField

import wording
from blueprints.desk import bp, reading
from blueprints.desk.queues import AT_MOST, Line, Queue, register
from blueprints.desk.sections import in_file
from blueprints.desk.work import holding
from insurance.clock import PARIS
from insurance.endorsements import pricing, queries, reviewing
from insurance.endorsements.workflow import endorsement_workflow
from insurance.errors import Reason, Refused
from insurance.staff.models import Role
from web.access import adviser_only, current_adviser
from web.forms import Form, at_most, required
from web.pages import show
from wording import ENDORSEMENT_STATES, ENDORSEMENT_SUBJECTS, REASONS, contract_changes

QUEUE = "modifications"


class NoteForm(Form):
    """What the customer will read: a question, or why not."""

    note = TextAreaField("Texte envoyé au client", [required("Écrivez ce que le client lira."), at_most(2000)])


@bp.get("/modifications/<reference>")
@adviser_only(Role.ADVISER)
def endorsement(reference):
    """A change as it was signed, what it costs, and what may be done with it."""
    return _shown(reference, NoteForm())


@bp.post("/modifications/<reference>/accord")
@adviser_only(Role.ADVISER)
def approve_endorsement(reference):
    """Agree to a change."""
    found = queries.endorsement_named(reference)
    try:
        reviewing.approve(found.public_id, current_adviser, current_app.extensions["insurer"], wording)
    except Refused as error:
        if error.reason is not Reason.CONTRACT_CHANGED:
            raise
        flash(REASONS[error.reason], "error")
    else:
        flash(f"{reference} est acceptée.")
    return redirect(url_for("desk.endorsement", reference=reference), 303)


@bp.post("/modifications/<reference>/question")
@adviser_only(Role.ADVISER)
def question_endorsement(reference):
    """Ask the customer for more."""
    return _decided(reference, lambda found, note: reviewing.question(found.public_id, current_adviser, note, wording),
                    "La question est partie au client.")


@bp.post("/modifications/<reference>/refus")
@adviser_only(Role.ADVISER)
def refuse_endorsement(reference):
    """Refuse a change, with the reason."""
    return _decided(reference, lambda found, note: reviewing.refuse(
        found.public_id, current_adviser, note, current_app.extensions["insurer"], wording), "Le refus est parti au client.")


def _decided(reference, decide, said):
    form, found = NoteForm(), queries.endorsement_named(reference)
    if not form.validate_on_submit():
        return _shown(reference, form)
    decide(found, form.note.data.strip())
    flash(said)
    return redirect(url_for("desk.endorsement", reference=reference), 303)


def _shown(reference, form):
    found = queries.endorsement_named(reference)
    reading.note(found.customer, "endorsement", found.reference, about=found.reference)
    quote = pricing.read(found.quote)
    return show("desk/endorsement.html", status=422 if form.errors else 200, endorsement=found, quote=quote, form=form,
                changes=contract_changes(quote.before, quote.after),
                declared=wording.declared(found.kind, found.answers),
                moves=endorsement_workflow.allowed(found, current_adviser), **holding(QUEUE, queries.work_of(found)))


@in_file
def _open_endorsements(customer):
    return render_template("desk/_endorsements.html", endorsements=queries.waiting_of(customer))


def _lines(adviser, whose):
    return [Line(reference=one.reference, customer=one.customer.full_name, href=_href(one.reference),
                 about=f"{one.contract.number}, {one.contract.vehicle.name}\u00a0: {ENDORSEMENT_SUBJECTS[one.kind]}",
                 state=("info", ENDORSEMENT_STATES[one.state]), since=one.accepted_at.astimezone(PARIS).date(),
                 due_on=one.answer_by, due_for="réponse promise", holder=held.adviser if held else None)
            for one, held in queries.waiting(adviser, whose, AT_MOST + 1)]


def _href(reference):
    return url_for("desk.endorsement", reference=reference)


register(Queue(QUEUE, "Modifications de contrat", (Role.ADVISER,), look=queries.glance, lines=_lines,
               find=lambda reference: queries.work_of(queries.endorsement_named(reference)), href_of=_href))
