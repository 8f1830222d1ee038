"""The steps of a request, the same for a customer and for a visitor: what each asks, and where one goes next."""
from typing import Protocol

from flask import abort, redirect

from blueprints.termination.forms import DetailsForm, EventForm, IdentityForm, MotiveForm
from insurance.clock import today
from insurance.terminations import journey
from insurance.terminations.rules import event_fault
from web.pages import show
from wording import TERMINATION_REFUSALS

STEPS = {"identite": "identity", "motif": "motive", "date": "event", "precisions": "details",
         "recapitulatif": journey.REVIEW}
SLUGS = {step: slug for slug, step in STEPS.items()}
FORMS = {"identity": IdentityForm, "motive": MotiveForm, "event": EventForm, "details": DetailsForm}


class Door(Protocol):
    """How somebody comes in: a customer for one of their contracts, or a visitor."""

    page: str
    start: str
    steps: tuple[journey.Step, ...]
    answers: dict

    def url(self, step: str) -> str:
        """Return the address of a step."""

    def keep(self, step: str, answer: dict) -> None:
        """Keep an answer."""

    def review(self):
        """Answer the review, to be read or to be sent."""

    def words(self, step: str) -> dict:
        """Return what the page of a step says besides."""


def answer_step(door: Door, slug: str):
    """Show a step, or keep its answer and lead to the next one; one that is not open yet leads to the one that is."""
    step = STEPS.get(slug) or abort(404)
    if not journey.may_visit(door.answers, step, door.steps):
        return redirect(door.url(journey.next_to_answer(door.answers, door.steps)), 303)
    if step == journey.REVIEW:
        return door.review()
    form = FORMS[step].filled(door.answers)
    if form.validate_on_submit() and not _fault(step, form):
        door.keep(step, form.answer)
        return redirect(door.url(journey.next_to_answer(door.answers, door.steps)), 303)
    way = journey.path(door.answers, door.steps)
    place = way.index(step)
    return show(door.page, status=422 if form.errors else 200, form=form, step=step, door=door, place=place + 1,
                total=len(way), back_href=door.url(way[place - 1]) if place else door.start, **door.words(step))


def _fault(step: str, form) -> bool:
    """Say beside the field that a day cannot be taken; return whether it was said."""
    refusal = event_fault(form.chosen, form.on.data, today()) if step == "event" else None
    if refusal is not None:
        form.on.errors = [TERMINATION_REFUSALS[refusal]]
    return refusal is not None
