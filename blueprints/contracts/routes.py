"""Reading contracts."""
from flask_login import current_user

from blueprints.contracts import bp
from insurance.billing import queries as billing
from insurance.billing.rules import arrears_of
from insurance.clock import now
from insurance.contracts import rules
from insurance.contracts.queries import contracts_of, find_contract
from insurance.documents.queries import documents_of, news_of
from insurance.endorsements.queries import may_be_changed, under_way_of
from insurance.pieces.queries import progress_of
from insurance.terminations.queries import request_of
from web.access import customer_only
from web.pages import show


@bp.get("/")
@customer_only
def index():
    """All the customer's contracts, ended ones included."""
    contracts = contracts_of(current_user)
    instalments = billing.instalments_of(contracts)
    return show("contracts/index.html", contracts=contracts,
                covers={one.id: rules.cover_at(rules.cover_dates(one), now()) for one in contracts},
                dues={one.id: billing.next_due(instalments[one.id]) for one in contracts})


@bp.get("/<public_id>")
@customer_only
def detail(public_id):
    """One contract: what it covers, whom, for how much, and what changed since."""
    contract = find_contract(current_user, public_id)
    instalments = billing.instalments_of([contract])[contract.id]
    return show("contracts/detail.html", contract=contract, cover=rules.cover_at(rules.cover_dates(contract), now()),
                arrears=arrears_of(contract, instalments, now()), due=billing.next_due(instalments),
                pieces=progress_of([contract]).get(contract.id), termination=request_of(contract),
                mandate=billing.mandate_of(contract), documents=documents_of(current_user, contract)[:4],
                news={one.id for one in news_of(current_user)}, changes=under_way_of([contract]),
                may_be_changed=may_be_changed(contract))
