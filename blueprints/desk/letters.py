"""The letters to post: printed, put in an envelope, and said to be gone."""
from flask import flash, redirect, render_template, url_for

from blueprints.desk import bp, reading
from blueprints.desk.queues import AT_MOST, Line, Queue, register
from blueprints.desk.sections import in_file
from blueprints.desk.work import holding
from blueprints.documents.routes import pdf_answer
from insurance.clock import PARIS
from insurance.errors import NotFound
from insurance.letters import queries, services
from insurance.letters.workflow import letter_workflow
from insurance.staff.models import Role
from web.access import adviser_only, current_adviser
from web.pages import show
from wording import LETTER_CAUSES, LETTER_STATES

QUEUE = "courriers"


@bp.get("/courriers/<reference>")
@adviser_only(Role.ADVISER)
def letter(reference):
    """A letter: where it goes, and what is in it."""
    found = _read(reference)
    return show("desk/letter.html", letter=found, moves=letter_workflow.allowed(found, current_adviser),
                **holding(QUEUE, queries.work_of(found)))


@bp.get("/courriers/<reference>/documents/<document>")
@adviser_only(Role.ADVISER)
def letter_document(reference, document):
    """One of its documents, to be printed."""
    found = next((one for one in _read(reference, document).documents if one.public_id == document), None)
    if found is None or found.removed_at is not None:
        raise NotFound(document)
    return pdf_answer(found)


@bp.post("/courriers/<reference>/preparation")
@adviser_only(Role.ADVISER)
def prepare_letter(reference):
    """Say that it is being printed: the customer can no longer take it back."""
    services.prepare(reference, current_adviser)
    flash(f"Le courrier {reference} est en préparation.")
    return redirect(url_for("desk.letter", reference=reference), 303)


@bp.post("/courriers/<reference>/envoi")
@adviser_only(Role.ADVISER)
def send_letter(reference):
    """Say that it was posted."""
    services.send(reference, current_adviser)
    flash(f"Le courrier {reference} est posté.")
    return redirect(url_for("desk.letter", reference=reference), 303)


@in_file
def _open_letters(customer):
    return render_template("desk/_letters.html", letters=queries.open_letters_of(customer))


def _read(reference, part=""):
    found = queries.letter_for_desk(reference)
    reading.note(found.customer, "letter", part or reference, about=reference)
    return found


def _lines(adviser, whose):
    return [Line(reference=one.reference, customer=one.customer.full_name, href=_href(one.reference),
                 about=f"{len(one.documents)}\u00a0document{'s' if len(one.documents) > 1 else ''}\u00a0: {LETTER_CAUSES[one.cause]}",
                 state=("info", LETTER_STATES[one.state]), since=one.asked_at.astimezone(PARIS).date(),
                 due_on=one.due_on, due_for="à poster", holder=held.adviser if held else None)
            for one, held in queries.waiting(adviser, whose, AT_MOST + 1)]


def _href(reference):
    return url_for("desk.letter", reference=reference)


register(Queue(QUEUE, "Courriers à poster", (Role.ADVISER,), look=queries.glance, lines=_lines,
               find=lambda reference: queries.work_of(queries.letter_for_desk(reference)), href_of=_href))
