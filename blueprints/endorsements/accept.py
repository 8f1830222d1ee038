"""The quote of a change, its acceptance by a code, and where the change stands afterwards."""
from dataclasses import dataclass

from flask import current_app, flash, redirect, request, url_for
from flask_login import current_user

import wording
from blueprints.endorsements import bp
from blueprints.endorsements.forms_terms import AnswerForm, CodeForm
from blueprints.endorsements.steps import resume_url, step_url
from blueprints.signin.routes import address_key, words_of
from insurance.contracts.queries import find_contract
from insurance.endorsements import pricing, queries, services, signing
from insurance.endorsements.models import EndorsementKind, EndorsementState
from insurance.errors import Reason, Refused
from insurance.pieces.models import PieceState
from insurance.pieces.queries import pieces_of
from insurance.pieces.rules import progress, wanted_after
from insurance.signatures.models import SignaturePurpose
from insurance.signatures.queries import last_asked
from web.access import customer_only
from web.limits import limited
from web.pages import show
from web.sessions import device_label


@dataclass(frozen=True)
class PriceRow:
    """A line of the explanation, before and after; None where one of the two does not have it."""

    key: str
    detail: str
    before: pricing.PriceLine | None
    after: pricing.PriceLine | None


@bp.get("/modifications/<public_id>")
@customer_only
def detail(public_id):
    """A quote to be read and accepted, or what became of the change."""
    return _shown(queries.find_endorsement(current_user, public_id))


@bp.post("/modifications/<public_id>/recalcul")
@customer_only
@limited(calls=60, seconds=900)
def quote_again(public_id):
    """Quote the same change again, from today."""
    quote = services.quote_again(current_user, public_id, current_app.extensions["offer"])
    return redirect(url_for("endorsements.detail", public_id=quote.public_id), 303)


@bp.post("/modifications/<public_id>/code")
@customer_only
@limited(calls=20, seconds=900)
def ask_code(public_id):
    """Send the code that signs; a quote that is no longer what was read is shown again."""
    try:
        asked = signing.ask_code(current_user, public_id, current_app.extensions["offer"],
                                 current_app.extensions["passwords"])
    except Refused as error:
        return _shown(queries.find_endorsement(current_user, public_id), refusal=error)
    page = "endorsements.detail" if asked is None else "endorsements.sign"
    return redirect(url_for(page, public_id=public_id), 303)


@bp.route("/modifications/<public_id>/signature", methods=["GET", "POST"])
@customer_only
@limited(calls=60, seconds=900)
def sign(public_id):
    """The code, and what it signs."""
    endorsement = queries.find_endorsement(current_user, public_id)
    form, extensions = CodeForm(), current_app.extensions
    if form.validate_on_submit():
        try:
            signing.sign(current_user, public_id, form.code.data, device_label(request.headers.get("User-Agent", "")),
                         address_key(), extensions["passwords"], extensions["offer"], extensions["insurer"], wording)
        except Refused as error:
            if error.reason not in (Reason.SIGNING_CODE_WRONG, Reason.SIGNING_CODE_EXPIRED):
                return _shown(queries.find_endorsement(current_user, public_id), refusal=error)
            form.code.errors = [words_of(error)]
            endorsement = queries.find_endorsement(current_user, public_id)
        else:
            return redirect(url_for("endorsements.detail", public_id=public_id), 303)
    if endorsement.state not in (EndorsementState.QUOTED, EndorsementState.LAPSED):
        return redirect(url_for("endorsements.detail", public_id=public_id), 303)
    return show("endorsements/sign.html", status=422 if form.errors else 200, form=form, endorsement=endorsement,
                quote=pricing.read(endorsement.quote),
                asked=last_asked(current_user, SignaturePurpose.ENDORSEMENT, endorsement.reference))


@bp.post("/modifications/<public_id>/annulation")
@customer_only
@limited(calls=20, seconds=900)
def withdraw(public_id):
    """Take back a change that is not applied yet."""
    signing.withdraw(current_user, public_id, current_app.extensions["insurer"], wording)
    flash("Votre demande est annulée. Rien ne change.")
    return redirect(url_for("endorsements.detail", public_id=public_id), 303)


@bp.post("/modifications/<public_id>/reponse")
@customer_only
@limited(calls=20, seconds=900)
def reply(public_id):
    """Answer an adviser."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _shown(queries.find_endorsement(current_user, public_id), answer_form=form)
    signing.answer_adviser(current_user, public_id, form.text.data.strip(), current_app.extensions["offer"])
    flash("Votre réponse est partie au conseiller.")
    return redirect(url_for("endorsements.detail", public_id=public_id), 303)


@bp.post("/modifications/<public_id>/autres-contrats/<contract>")
@customer_only
@limited(calls=60, seconds=900)
def move_too(public_id, contract):
    """Begin the same move on another contract: each has its own price."""
    other, answers = services.begin_same_move(current_user, public_id, contract)
    return redirect(resume_url(other, EndorsementKind.ADDRESS, answers), 303)


def _shown(endorsement, refusal: Refused | None = None, answer_form: AnswerForm | None = None):
    quote = pricing.read(endorsement.quote)
    is_quote = endorsement.state in (EndorsementState.QUOTED, EndorsementState.LAPSED)
    contract = find_contract(current_user, endorsement.contract.public_id)
    draft = queries.draft_of(current_user, contract, endorsement.kind) if is_quote else None
    status = 200 if refusal is None and not (answer_form and answer_form.errors) else 422
    return show(
        "endorsements/quote.html" if is_quote else "endorsements/followed.html",
        fragment="endorsements/_quote.html" if is_quote else None, status=status, endorsement=endorsement, quote=quote,
        contract=contract, changes=wording.contract_changes(quote.before, quote.after),
        declared=_declared(endorsement, contract, draft), rows=_rows(quote),
        replaces=endorsement.quote.get("replaces"), refusal=words_of(refusal) if refusal else "",
        is_good=is_quote and endorsement.state == EndorsementState.QUOTED and queries.is_good_today(
            endorsement, queries.books_of(contract)),
        open_one=queries.open_endorsement_of(contract) if is_quote else None,
        wanted=wanted_after(quote.before, quote.after, current_app.extensions["pieces_table"]) if is_quote else [],
        pieces_days=current_app.extensions["pieces_table"].days,
        pieces=None if is_quote else _pieces_about(endorsement, contract),
        others=queries.other_contracts(endorsement) if endorsement.kind == EndorsementKind.ADDRESS else [],
        working_days=current_app.extensions["offer"].conditions.adviser_working_days,
        answer_form=answer_form or AnswerForm())


def _pieces_about(endorsement, contract):
    """Return how far the pieces of a contract are, when some that this change asked for are not accepted yet."""
    pieces = pieces_of(contract)
    is_behind = any(one.about == endorsement.reference and one.state != PieceState.ACCEPTED for one in pieces)
    return progress(pieces) if is_behind else None


def _declared(endorsement, contract, draft) -> list[tuple[str, str, str]]:
    """Return what was declared, each with the address of its question while it can still be answered otherwise."""
    return [(label, said, step_url(contract, endorsement.kind, step) if draft else "")
            for step, answer in endorsement.answers.items()
            for label, said in wording.declared(endorsement.kind, {step: answer})]


def _rows(quote: pricing.Quote) -> list[PriceRow]:
    """Return the lines of both explanations side by side, in the order of the new one; those that went come last."""
    before, after = _told_apart(quote.lines_before), _told_apart(quote.lines_after)
    return [PriceRow((after.get(name) or before[name]).key, (after.get(name) or before[name]).detail,
                     before.get(name), after.get(name)) for name in [*after, *(name for name in before if name not in after)]]


def _told_apart(lines) -> dict[tuple, pricing.PriceLine]:
    """Return lines by what makes each the same in another price: its key, the detail of an option, its turn."""
    told = {}
    for line in lines:
        name = (line.key, line.detail if line.key in _SEVERAL else "")
        told[*name, sum(one[:2] == name for one in told)] = line
    return told


_SEVERAL = frozenset({"option", "surcharge"})
