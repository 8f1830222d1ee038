"""Ending one of one's own contracts, signed in: the steps, the review, the request and its withdrawal."""
from flask import current_app, flash, redirect, url_for
from flask_login import current_user

from blueprints.termination import bp
from blueprints.termination.forms import ReviewForm
from blueprints.termination.wizard import SLUGS, answer_step
from insurance.contracts.queries import find_contract
from insurance.errors import Reason, Refused
from insurance.terminations import journey, queries, services
from insurance.terminations.models import TerminationState
from web.access import customer_only
from web.filters import day
from web.limits import limited
from web.pages import show
from wording import MOTIVES


class CustomerDoor:
    """A customer and one of their contracts. The draft is in the database: it survives the session and the phone."""

    page = "termination/step.html"
    steps = journey.FOR_CUSTOMERS

    def __init__(self, contract):
        self.contract = contract
        draft = queries.draft_of(current_user, contract)
        self.answers = draft.answers if draft is not None else {}
        self.start = url_for("termination.contract", public_id=contract.public_id)

    def url(self, step):
        """Return the address of a step."""
        return url_for("termination.step", public_id=self.contract.public_id, slug=SLUGS[step])

    def keep(self, step, answer):
        """Keep an answer in the draft."""
        self.answers = services.keep_answer(current_user, self.contract, step, answer)

    def words(self, step):
        """Return, for the list of motives, the end that each would give today."""
        ends = queries.ends_by_motive(self.contract) if step == "motive" else {}
        return {"texts": {motive.value: f"{text} Pour vous, fin le {day(ends[motive])}." if motive in ends else text
                          for motive, (_, text) in MOTIVES.items()}}

    def review(self):
        """Show what the request would come to, or send it."""
        form, status, has_changed = ReviewForm(), 200, False
        if form.validate_on_submit():
            try:
                services.request_termination(current_user, self.contract.public_id, form.seen.data,
                                             current_app.config["INSURER_EMAIL"])
            except Refused as error:
                if error.reason is not Reason.CHANGED_MEANWHILE:
                    raise
                status, has_changed = 422, True
            else:
                flash("Votre demande est enregistrée. Une confirmation part par e-mail.")
                return redirect(self.start, 303)
            self.contract = find_contract(current_user, self.contract.public_id)
        outcome = queries.outcome_of(self.contract, journey.declaration(self.answers, self.steps))
        form.seen.data = outcome.fingerprint
        return show("termination/review.html", status=status, form=form, door=self, outcome=outcome,
                    has_changed=has_changed, back_href=self.url(journey.path(self.answers, self.steps)[-2]),
                    place=len(journey.path(self.answers, self.steps)))


@bp.get("/resiliation/contrats/<public_id>")
@customer_only
def contract(public_id):
    """The conditions, and the way in; or the request that was made, and the way back."""
    contract = find_contract(current_user, public_id)
    draft = queries.draft_of(current_user, contract)
    return show("termination/contract.html", contract=contract, draft=draft, termination=queries.request_of(contract),
                may_be_asked=queries.may_be_asked(contract),
                resume=CustomerDoor(contract).url(journey.next_to_answer(draft.answers if draft else {},
                                                                         journey.FOR_CUSTOMERS)))


@bp.route("/resiliation/contrats/<public_id>/<slug>", methods=["GET", "POST"])
@customer_only
def step(public_id, slug):
    """One step of the request; a contract that waits for its end, or has it, has no step left."""
    contract = find_contract(current_user, public_id)
    termination = queries.request_of(contract)
    is_waiting = termination is not None and termination.state == TerminationState.REQUESTED
    if is_waiting or not queries.may_be_asked(contract):
        return redirect(url_for("termination.contract", public_id=public_id), 303)
    return answer_step(CustomerDoor(contract), slug)


@bp.post("/resiliation/contrats/<public_id>/annulation")
@customer_only
@limited(calls=10, seconds=900)
def withdraw(public_id):
    """Take the request back while it waits."""
    services.withdraw(current_user, public_id, current_app.config["INSURER_EMAIL"])
    flash("Votre demande est annulée. Le contrat continue.")
    return redirect(url_for("termination.contract", public_id=public_id), 303)
