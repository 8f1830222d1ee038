"""« Résilier votre contrat »: the way in, from everywhere, always."""
from flask import redirect, url_for
from flask_login import current_user

from blueprints.termination import bp
from insurance.contracts.queries import contracts_of
from insurance.terminations.queries import may_be_asked, requests_of
from web.access import public
from web.pages import show


@bp.get("/resiliation")
@public
def index():
    """Signed in, the contracts to choose from, unless there is only one; else the conditions and the two ways in."""
    if not current_user.is_authenticated:
        return show("termination/visitor.html")
    contracts = contracts_of(current_user)
    open_ones = [contract for contract in contracts if may_be_asked(contract)]
    if len(contracts) == 1 or len(open_ones) == 1:
        only = (open_ones or contracts)[0]
        return redirect(url_for("termination.contract", public_id=only.public_id), 303)
    return show("termination/index.html", contracts=open_ones, ended=[one for one in contracts if one not in open_ones],
                requests=requests_of(contracts))
