"""« Déclarer un sinistre »: the steps, written on the server as one goes, and sent once."""
from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

import wording
from blueprints.attachments.forms import FilesForm
from blueprints.attachments.receiving import receive_all
from blueprints.claims import bp
from blueprints.claims.asking import SendForm, answer_in, form_of, say_faults
from insurance.claims import journey, queries, services
from insurance.claims.declared import declare_by, remarks
from insurance.claims.models import PieceKind
from insurance.claims.paper import paper_of
from insurance.clock import today
from insurance.errors import Reason, Refused
from web.access import customer_only
from web.filters import phone
from web.limits import limited
from web.pages import show
from web.uploads import takes_files

STEPS = {"nature": "kind", "vehicule": "contract", "date-et-lieu": "when", "blesses": "injuries",
         "circonstances": "circumstances", "personnes": "people", "degats": "damage", "photos": "pieces",
         "contact": "contact", "verification": journey.REVIEW}
SLUGS = {step: slug for slug, step in STEPS.items()}


@bp.get("/declarer")
@customer_only
def start():
    """What it takes, and the way in; or back into what was begun."""
    return show("claims/start.html", drafts=begun())


@bp.post("/declarer")
@customer_only
@limited(calls=60, seconds=900)
def begin():
    """Begin a declaration."""
    draft = services.begin(current_user)
    return redirect(step_url(draft, journey.next_to_answer(draft.answers, today())), 303)


@bp.route("/declarer/<public_id>/<slug>", methods=["GET", "POST"])
@customer_only
def step(public_id, slug):
    """One step: ask, keep the answer, go to what is left to answer. One that is not open yet leads to the one that is."""
    draft, name = queries.find_draft(current_user, public_id), STEPS.get(slug) or abort(404)
    if draft.claim is not None:
        return _gone(draft)
    if not journey.may_visit(draft.answers, name, today()):
        return redirect(step_url(draft, journey.next_to_answer(draft.answers, today())), 303)
    return _review(draft) if name == journey.REVIEW else _asked(draft, journey.BY_NAME[name])


@bp.post("/declarer/<public_id>/fichiers")
@customer_only
@takes_files
def add_files(public_id):
    """Photos and papers for a declaration, of one kind: those that are good are kept, what is wrong with the others is said."""
    draft, kind = queries.find_draft(current_user, public_id), request.form.get("kind")
    if kind not in set(PieceKind):
        abort(400)
    if draft.claim is not None:
        return _gone(draft)
    form = FilesForm(prefix=f"{kind}-")
    received = receive_all(current_user, form) if form.validate_on_submit() else []
    for attachment in received:
        services.add_to_draft(current_user, public_id, PieceKind(kind), attachment)
    if form.errors:
        return _files(queries.find_draft(current_user, public_id), {kind: form})
    return redirect(f"{step_url(draft, 'pieces')}#{kind}", 303)


@bp.post("/declarer/<public_id>/fichiers/<piece>/retrait")
@customer_only
def remove_file(public_id, piece):
    """Take a file back before the declaration is sent."""
    draft = queries.find_draft(current_user, public_id)
    services.remove_from_draft(current_user, public_id, piece)
    return redirect(step_url(draft, "pieces"), 303)


@bp.post("/declarer/<public_id>/abandon")
@customer_only
def discard(public_id):
    """Forget a declaration that was not sent."""
    queries.find_draft(current_user, public_id)
    services.discard(current_user, public_id)
    flash("La déclaration commencée est effacée.")
    return redirect(url_for("claims.index"), 303)


@bp.get("/<public_id>/enregistre")
@customer_only
def filed(public_id):
    """A claim that has just been filed: its reference, what happens next, the free choice of the repairer (L211-5-1)."""
    claim = queries.find_claim(current_user, public_id)
    return show("claims/filed.html", claim=claim, promise=queries.standing_promise(claim),
                missing=queries.missing(claim.pieces), paper=paper_of(claim))


def begun() -> list:
    """Return the declarations that the customer has begun and not sent, each with the step to go on with."""
    return [(draft, step_url(draft, journey.next_to_answer(draft.answers, today())))
            for draft in queries.drafts_of(current_user) if draft.answers]


def step_url(draft, name: str) -> str:
    """Return the address of a step."""
    return url_for("claims.step", public_id=draft.public_id, slug=SLUGS[name])


def _asked(draft, asked):
    vehicles, more = queries.insured_vehicles(current_user), request.form.get("more", "")
    form = form_of(asked, draft.answers, vehicles, phone(current_user.phone or ""), blank=request.args.get("plus", ""))
    if form.is_submitted():
        form.validate()
        given = answer_in(form, asked, draft.answers)
        answers = draft.answers | {asked.name: given}
        if more:
            services.answer(current_user, draft.public_id, asked.name, given)
            return redirect(f"{step_url(draft, asked.name)}?plus={more}", 303)
        if not say_faults(form, asked, answers, today()):
            services.answer(current_user, draft.public_id, asked.name, given)
            return redirect(step_url(draft, journey.next_to_answer(answers, today())), 303)
    if asked.name == "pieces":
        return _files(draft)
    response = show("claims/declare.html", fragment="claims/_step.html", status=422 if form.errors else 200, form=form,
                    step=asked, contracts=vehicles, **_place(draft, asked.name))
    if form.errors:
        response.headers["HX-Push-Url"] = "false"  # the address of the step is there already
    return response


def _files(draft, sent=None):
    """Show what a claim of this kind wants, each with its own form; `sent` are those that were just sent, by kind."""
    wanted = _wanted(draft)
    forms = {kind: FilesForm(formdata=None, prefix=f"{kind}-")
             for kind in [*(one.kind for one in wanted), PieceKind.OTHER]} | (sent or {})
    return show("claims/declare.html", fragment="claims/_pieces.html", status=422 if sent else 200, forms=forms,
                needed={one.kind for one in wanted if one.is_required}, step="pieces", **_place(draft, "pieces"))


def _review(draft):
    form, has_changed = SendForm(), False
    if form.validate_on_submit():
        try:
            claim = services.file(current_user, draft, seen=form.seen.data)
        except Refused as error:
            if error.reason is not Reason.CHANGED_MEANWHILE:
                raise
            has_changed, draft = True, queries.find_draft(current_user, draft.public_id)
        else:
            return redirect(url_for("claims.filed", public_id=claim.public_id), 303)
    form.seen.data = journey.fingerprint(draft.answers)
    contract = _contract(draft)
    vehicle = f"{contract.vehicle.name}, {contract.vehicle.plate or contract.number}" if contract else ""
    return show("claims/declare.html", fragment="claims/_review.html", status=422 if has_changed else 200, form=form,
                step=None, has_changed=has_changed, told=wording.declared_words(draft.answers, wording.CLAIM_KINDS, vehicle),
                slugs=SLUGS, wanted=_wanted(draft), **_place(draft, journey.REVIEW))


def _wanted(draft):
    contract = _contract(draft)
    return journey.wanted(draft.answers, contract is None or contract.vehicle.is_registered)


def _place(draft, name: str) -> dict:
    """Return where a step is on the path, and what every step says of the dates."""
    way = journey.path(draft.answers)
    place = way.index(name)
    return {"draft": draft, "slug": SLUGS[name], "place": place + 1, "total": len(way),
            "back_href": step_url(draft, way[place - 1]) if place else url_for("claims.start"),
            "declare_by": declare_by(draft.answers, current_user),
            "remarks": remarks(draft.answers, current_user, _contract(draft))}


def _contract(draft):
    chosen = draft.answers.get("contract", {}).get("contract")
    return next((one for one in queries.insured_vehicles(current_user) if one.public_id == chosen), None)


def _gone(draft):
    """Lead to the claim that a draft has become; None while it is one."""
    return redirect(url_for("claims.detail", public_id=draft.claim.public_id), 303) if draft.claim is not None else None
