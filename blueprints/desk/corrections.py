"""The identities to correct: what is known beside what is asked and what proves it, then accepted or refused."""
from flask import current_app, flash, redirect, render_template, url_for
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints.attachments.routes import file_answer
from blueprints.desk import bp, reading
from blueprints.desk.queues import AT_MOST, Line, Queue, register
from blueprints.desk.sections import in_file
from blueprints.desk.work import holding
from insurance.clock import PARIS
from insurance.corrections import queries, services
from insurance.corrections.models import CorrectionRefusal
from insurance.corrections.workflow import correction_workflow
from insurance.staff.models import Role
from web.access import adviser_only, current_adviser
from web.forms import Form, at_most, required
from web.pages import show
from wording import CORRECTION_CAUSES, CORRECTION_REFUSALS, CORRECTION_STATES

QUEUE = "identites"


class RefusalForm(Form):
    """Why a correction cannot be made."""

    refusal = RadioField("Pourquoi", [required("Choisissez pourquoi.")],
                         choices=[SelectChoice(one.value, why) for one, (why, _) in CORRECTION_REFUSALS.items()])
    note = TextAreaField("Votre message au client", [at_most(500)])


@bp.get("/identites/<reference>")
@adviser_only(Role.ADVISER)
def correction(reference):
    """A correction, and its proof."""
    return _shown(_read(reference), RefusalForm(formdata=None))


@bp.get("/identites/<reference>/fichiers/<file>")
@adviser_only(Role.ADVISER)
def correction_file(reference, file):
    """A file that proves it."""
    found = queries.file_of(_read(reference, file), file)
    return file_answer(found.file_key, found.media_type, found.name)


@bp.post("/identites/<reference>/accord")
@adviser_only(Role.ADVISER)
def accept_correction(reference):
    """Make it true."""
    services.accept(reference, current_adviser, current_app.config["INSURER_EMAIL"])
    flash("L’identité est corrigée. Le client et nos services sont prévenus.")
    return redirect(url_for("desk.correction", reference=reference), 303)


@bp.post("/identites/<reference>/refus")
@adviser_only(Role.ADVISER)
def refuse_correction(reference):
    """Refuse it, with what to send instead."""
    found, form = _read(reference), RefusalForm()
    if not form.validate_on_submit():
        return _shown(found, form)
    services.refuse(reference, CorrectionRefusal(form.refusal.data), form.note.data or "", current_adviser)
    flash("La correction est refusée. Le client est prévenu.")
    return redirect(url_for("desk.correction", reference=reference), 303)


@in_file
def _open_correction(customer):
    return render_template("desk/_corrections.html", correction=queries.open_correction(customer))


def _read(reference, part=""):
    found = queries.correction_for_desk(reference)
    reading.note(found.customer, "correction", part or reference, about=reference)
    return found


def _shown(found, form):
    return show("desk/correction.html", status=422 if form.errors else 200, correction=found, form=form,
                moves=correction_workflow.allowed(found, current_adviser), **holding(QUEUE, queries.work_of(found)))


def _lines(adviser, whose):
    return [Line(reference=one.reference, customer=one.customer.full_name, href=_href(one.reference),
                 about=CORRECTION_CAUSES[one.cause], state=("warning", CORRECTION_STATES[one.state]),
                 since=one.asked_at.astimezone(PARIS).date(), due_on=one.due_on, due_for="réponse promise",
                 holder=held.adviser if held else None)
            for one, held in queries.waiting(adviser, whose, AT_MOST + 1)]


def _href(reference):
    return url_for("desk.correction", reference=reference)


register(Queue(QUEUE, "Identités à corriger", (Role.ADVISER,), look=queries.glance, lines=_lines,
               find=lambda reference: queries.work_of(queries.correction_for_desk(reference)), href_of=_href))
