"""What can be changed in a contract, how long it takes, what is needed; and what the contract says of lending the wheel."""
from flask import current_app
from flask_login import current_user

from blueprints.endorsements import bp
from blueprints.endorsements.steps import resume_url
from insurance.contracts.queries import find_contract
from insurance.endorsements import queries
from insurance.endorsements.models import EndorsementState
from insurance.versions.queries import facts_now
from web.access import customer_only
from web.pages import show


@bp.get("/contrats/<public_id>/modifications")
@customer_only
def index(public_id):
    """Every kind of change, and those that were begun, quoted or asked for."""
    contract = find_contract(current_user, public_id)
    _, facts = facts_now(contract.id)
    drafts, all_ = queries.drafts_of(current_user, contract), queries.endorsements_of(contract)
    kinds = queries.kinds_for(facts)
    return show("endorsements/index.html", contract=contract, may_be_changed=queries.may_be_changed(contract),
                open_one=queries.open_endorsement_of(contract), drafts={kind for kind in kinds if kind in drafts},
                quotes=[one for one in all_ if one.state == EndorsementState.QUOTED],
                done=[one for one in all_ if one.state != EndorsementState.QUOTED],
                links={kind: resume_url(contract, kind, drafts[kind].answers if kind in drafts else {}) for kind in kinds},
                working_days=current_app.extensions["offer"].conditions.adviser_working_days)


@bp.get("/contrats/<public_id>/preter-le-volant")
@customer_only
def lend(public_id):
    """« Prêter le volant »: what the contract says of somebody whom it does not name."""
    contract = find_contract(current_user, public_id)
    return show("endorsements/lend.html", contract=contract, may_be_changed=queries.may_be_changed(contract),
                lending=current_app.extensions["offer"].conditions.lending)
