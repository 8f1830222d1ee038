"""The steps of a change: one handler for all of them, whatever the kind. The draft is in the database."""
from flask import abort, current_app, redirect, url_for
from flask_login import current_user

from blueprints.endorsements import bp
from blueprints.endorsements.forms_driver import (
    ClaimsForm,
    ExperienceForm,
    HistoryForm,
    IdentityForm,
    LicenceForm,
    RoleForm,
    SanctionsForm,
    WhoForm,
)
from blueprints.endorsements.forms_terms import CollectionDayForm, OptionsForm, PaymentForm, PlanForm, WhenForm
from blueprints.endorsements.forms_vehicle import (
    AddressForm,
    FormerForm,
    GarageForm,
    MileageForm,
    ParkingForm,
    PlateForm,
    UsageForm,
    UseForm,
    VehicleForm,
    WhatForm,
)
from blueprints.endorsements.step_form import Writing
from insurance.contracts.queries import find_contract
from insurance.endorsements import journey, queries, services
from insurance.endorsements.models import EndorsementKind as Kind
from insurance.endorsements.queries import kinds_for
from insurance.versions.queries import facts_now
from web.access import customer_only
from web.limits import limited
from web.pages import show

KIND_SLUGS = {
    Kind.ADD_DRIVER: "ajout-conducteur", Kind.CHANGE_DRIVER: "conducteur", Kind.REMOVE_DRIVER: "retrait-conducteur",
    Kind.VEHICLE: "vehicule", Kind.ADDRESS: "demenagement", Kind.USAGE: "usage", Kind.PARKING: "stationnement",
    Kind.MILEAGE: "kilometrage", Kind.PLAN: "formule", Kind.OPTIONS: "options", Kind.PAYMENT: "paiement",
    Kind.COLLECTION_DAY: "jour-de-prelevement"}
STEP_SLUGS = {
    "who": "qui", "identity": "identite", "licence": "permis", "experience": "experience", "role": "role",
    "history": "antecedents", "claims": "sinistres", "sanctions": "sanctions", "what": "quoi", "plate": "plaque",
    "vehicle": "vehicule", "use": "utilisation", "former": "ancien-vehicule", "address": "adresse",
    "garage": "stationnement", "usage": "usage", "parking": "stationnement", "mileage": "kilometrage",
    "plan": "formule", "options": "options", "payment": "paiement", "collection_day": "jour",
    "when": "date"}
FORMS = {
    "who": WhoForm, "identity": IdentityForm, "licence": LicenceForm, "experience": ExperienceForm, "role": RoleForm,
    "history": HistoryForm, "claims": ClaimsForm, "sanctions": SanctionsForm, "what": WhatForm, "plate": PlateForm,
    "vehicle": VehicleForm, "use": UseForm, "former": FormerForm, "address": AddressForm, "garage": GarageForm,
    "usage": UsageForm, "parking": ParkingForm, "mileage": MileageForm, "plan": PlanForm, "options": OptionsForm,
    "payment": PaymentForm, "collection_day": CollectionDayForm, "when": WhenForm}


@bp.get("/contrats/<public_id>/modifications/<kind>/<slug>")
@customer_only
def step(public_id, kind, slug):
    """One step, to be read; one that is not open yet leads to the one that is."""
    page, name = _opened(public_id, kind, slug)
    if not journey.may_visit(page.kind, page.answers, name):
        return redirect(step_url(page.contract, page.kind, _first_open(page)), 303)
    return _shown(page, name, FORMS[name].filled(page))


@bp.post("/contrats/<public_id>/modifications/<kind>/<slug>")
@customer_only
@limited(calls=200, seconds=900)
def answer(public_id, kind, slug):
    """One step, answered: kept, then the next one without an answer; after the last one, the price."""
    page, name = _opened(public_id, kind, slug)
    if not journey.may_visit(page.kind, page.answers, name):
        return redirect(step_url(page.contract, page.kind, _first_open(page)), 303)
    form = FORMS[name].filled(page)
    if not form.is_right(page):
        return _shown(page, name, form, status=422)
    answers = services.keep_answer(current_user, page.contract, page.kind, name, form.answer)
    upcoming = journey.next_to_answer(page.kind, answers)
    if upcoming == journey.QUOTE:
        quote = services.make_quote(current_user, public_id, page.kind, current_app.extensions["offer"])
        return redirect(url_for("endorsements.detail", public_id=quote.public_id), 303)
    return redirect(step_url(page.contract, page.kind, upcoming), 303)


@bp.post("/contrats/<public_id>/modifications/<kind>/abandon")
@customer_only
def abandon(public_id, kind):
    """Forget what was begun: nobody is bound by it."""
    contract = find_contract(current_user, public_id)
    services.forget_draft(current_user, contract, _kind_of(kind))
    return redirect(url_for("endorsements.index", public_id=public_id), 303)


def step_url(contract, kind, name: str) -> str:
    """Return the address of a step."""
    return url_for("endorsements.step", public_id=contract.public_id, kind=KIND_SLUGS[Kind(kind)], slug=STEP_SLUGS[name])


def resume_url(contract, kind, answers: dict) -> str:
    """Return the address of the first step without an answer; the last one when none is left."""
    upcoming = journey.next_to_answer(kind, answers)
    return step_url(contract, kind, journey.path(kind, answers)[-2] if upcoming == journey.QUOTE else upcoming)


def _first_open(page: Writing) -> str:
    upcoming = journey.next_to_answer(page.kind, page.answers)
    return journey.path(page.kind, page.answers)[-2] if upcoming == journey.QUOTE else upcoming


def _opened(public_id: str, kind_slug: str, step_slug: str) -> tuple[Writing, str]:
    """Return what is being written and the name of the step; a kind that the contract does not have is a page that is not."""
    contract = find_contract(current_user, public_id)
    kind, (_, facts) = _kind_of(kind_slug), facts_now(contract.id)
    named = next((one.name for one in journey.STEPS[kind] if STEP_SLUGS[one.name] == step_slug), None)
    if named is None or kind not in kinds_for(facts):
        abort(404)
    services.refuse_unless_changeable(contract)
    draft, conditions = queries.draft_of(current_user, contract, kind), current_app.extensions["offer"].conditions
    return Writing(contract, kind, facts, draft.answers if draft is not None else {}, conditions,
                   queries.window_of(contract, conditions)), named


def _kind_of(slug: str) -> Kind:
    return next((kind for kind, known in KIND_SLUGS.items() if known == slug), None) or abort(404)


def _shown(page: Writing, name: str, form, status: int = 200):
    way = journey.path(page.kind, page.answers)
    place = way.index(name)
    return show("endorsements/step.html", fragment="endorsements/_step.html", status=status, form=form, step=name, writing=page,
                place=place + 1, total=len(way), action=step_url(page.contract, page.kind, name),
                previous=step_url(page.contract, page.kind, way[place - 1]) if place else "",
                abandon=url_for("endorsements.abandon", public_id=page.contract.public_id, kind=KIND_SLUGS[page.kind]))
