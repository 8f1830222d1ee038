"""Moving a claim on: only the moves that are allowed, each with a sentence for the customer and the next date."""
from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for

from blueprints.desk import bp
from blueprints.desk.claim_forms import (
    AppraisalForm,
    DatedForm,
    DecisionForm,
    DelayForm,
    MoveForm,
    PiecesForm,
    RepairForm,
    SettlementForm,
    TotalLossForm,
)
from insurance.calendar import add_working_days
from insurance.claims import handling, queue
from insurance.claims.models import Claim, ClaimKind, PromiseKind
from insurance.claims.promises import delays
from insurance.claims.services import PIECES_WITHIN_WORKING_DAYS
from insurance.claims.workflow import claim_workflow
from insurance.clock import PARIS, now, today
from insurance.errors import Reason, Refused
from insurance.staff.assignments import be_in_hand
from insurance.staff.models import Role
from web.access import adviser_only, current_adviser
from web.pages import show
from wording import CLAIM_STATES, MOVE_SENTENCES, PROMISES, filled


@dataclass(frozen=True)
class Gesture:
    """Something that may be done with a claim: what its button says, what it asks, what it promises, the verb."""

    name: str
    label: str
    form: type
    verb: Callable
    promised: PromiseKind | None = None


def _ask_pieces(public_id, by, asked, **values):
    return handling.ask_for_pieces(public_id, by, [handling.Asking(kind, note) for kind, note in asked], **values)


GESTURES = {
    "pieces": Gesture("ask_pieces", "Demander des pièces", PiecesForm, _ask_pieces),
    "expertise": Gesture("appraise", "Fixer une expertise", AppraisalForm, handling.appraise, PromiseKind.APPRAISE),
    "reparation": Gesture("repair", "Faire réparer", RepairForm, handling.repair, PromiseKind.REPAIR),
    "vehicule-non-reparable": Gesture("declare_total_loss", "Déclarer non réparable", TotalLossForm,
                                      handling.declare_total_loss, PromiseKind.OFFER),
    "recherche": Gesture("await_recovery", "Attendre que le véhicule soit retrouvé", DatedForm, handling.await_recovery,
                         PromiseKind.THEFT_WAIT),
    "tiers": Gesture("await_third_party", "Attendre l’autre assureur", DatedForm, handling.await_third_party,
                     PromiseKind.THIRD_PARTY),
    "decision": Gesture("decide", "Décider la responsabilité", DecisionForm, handling.decide, PromiseKind.SETTLE),
    "reglement": Gesture("settle", "Fixer l’indemnité", SettlementForm, handling.settle, PromiseKind.PAY),
    "cloture": Gesture("close", "Clore", MoveForm, handling.close),
    "reouverture": Gesture("reopen", "Rouvrir", DatedForm, handling.reopen, PromiseKind.LOOK_AGAIN),
    "refus": Gesture("refuse", "Refuser la prise en charge", MoveForm, handling.refuse),
    "date": Gesture("explain_delay", "Donner une autre date", DelayForm, handling.explain_delay),
}


def moves_of(claim: Claim, adviser) -> dict[str, Gesture]:
    """Return what an adviser may do with a claim now, by slug: the buttons to show."""
    allowed = set(claim_workflow.allowed(claim, adviser))
    if claim.kind != ClaimKind.THEFT:
        allowed.discard("await_recovery")
    if any(one.ended_at is None for one in claim.promises):
        allowed.add("explain_delay")
    return {slug: gesture for slug, gesture in GESTURES.items() if gesture.name in allowed}


@bp.route("/sinistres/<reference>/gestes/<slug>", methods=["GET", "POST"])
@adviser_only(Role.CLAIMS)
def move_claim(reference, slug):
    """Prepare a move, read it as the customer will, make it. What was typed is never lost to somebody else's move."""
    claim = queue.claim_known_as(reference)
    gesture = moves_of(claim, current_adviser).get(slug)
    if gesture is None:
        return _no_longer(claim, slug)
    form, has_changed = gesture.form(data=_first_values(claim, gesture)), False
    is_preview = request.form.get("apercu") == "1"
    if form.validate_on_submit() and not is_preview:
        try:
            be_in_hand(queue.work_of(claim), current_adviser)
            gesture.verb(claim.public_id, by=current_adviser, seen=int(form.seen.data or 0), **form.values)
        except Refused as error:
            if error.reason is not Reason.CHANGED_MEANWHILE:
                raise
            has_changed, claim = True, queue.claim_known_as(reference)
        else:
            flash(f"{gesture.label}\u00a0: c’est fait, le client est prévenu.")
            return redirect(url_for("desk.claim", reference=reference), 303)
    form.seen.data = str(claim.revision)
    return show("desk/move.html", status=422 if form.errors or has_changed else 200, form=form, claim=claim, slug=slug,
                gesture=gesture, has_changed=has_changed, preview=_preview(gesture, form) if is_preview and not form.errors
                else None)


def _no_longer(claim: Claim, slug: str):
    """A move that exists and is not allowed any more: somebody else was faster, or it was made already."""
    if slug not in GESTURES:
        abort(404)
    flash(f"{GESTURES[slug].label}\u00a0: ce n’est plus possible dans l’état «\u00a0{CLAIM_STATES[claim.state]}\u00a0».", "error")
    return redirect(url_for("desk.claim", reference=claim.reference), 303)


def _first_values(claim: Claim, gesture: Gesture) -> dict:
    """Return what a form begins with: a sentence to be changed, the date that the table of delays gives."""
    due_on = None
    if gesture.name == "ask_pieces":
        due_on = add_working_days(today(), PIECES_WITHIN_WORKING_DAYS)
    elif gesture.promised is not None and gesture.name != "declare_total_loss":  # its date counts from the report
        due_on = delays().promised_at(gesture.promised, now()).astimezone(PARIS).date()
    return {"said": filled(MOVE_SENTENCES[gesture.name], claim, current_adviser), "due_on": due_on, "payment_on": due_on}


def _preview(gesture: Gesture, form) -> dict:
    """Return what the customer will read: the new state, the sentence, the promise and its date."""
    move = claim_workflow.moves.get(gesture.name)
    due_on = form.payment_on.data if "payment_on" in form else form.due_on.data if "due_on" in form else None
    return {"state": CLAIM_STATES[move.to] if move else "", "said": form.said.data,
            "promise": PROMISES[gesture.promised] if gesture.promised else "", "due_on": due_on}
