"""The proof on the phone: one page for all the contracts, and one PDF each. They are what the worker keeps."""
from flask import current_app
from flask_login import current_user
from markupsafe import Markup

from blueprints.documents import bp
from blueprints.documents.routes import pdf_answer
from insurance.clock import now
from insurance.contracts.queries import contracts_of, find_contract
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.documents.queries import find_showable
from insurance.documents.services import standing_attestations
from insurance.errors import NotFound
from insurance.proofs.services import proof_of, proofs_version
from insurance.proofs.signing import to_digits
from web.access import customer_only
from web.pages import show
from web.qr import qr_svg


@bp.get("/attestation")
@customer_only
def proof():
    """The screen shown at a check. It carries the dates by which it judges itself with no network."""
    moment = now()
    contracts = contracts_of(current_user)
    shown = [one for one in contracts if cover_at(cover_dates(one), moment) is not Cover.ENDED] or contracts[:1]
    key, days = current_app.extensions["keyring"].current(moment), current_app.config["PROOF_DAYS"]
    proofs = [proof_of(contract, moment, key, days) for contract in shown]
    prefix = current_app.config["BASE_URL"].upper() + "/V#"
    proving = [one for one in proofs if one.token]
    codes = {one.contract.id: Markup(qr_svg(prefix, to_digits(one.token))) for one in proving}
    response = show("documents/proof.html", proofs=proofs, moment=moment, days=days, codes=codes,
                    papers=standing_attestations([one.contract for one in proving]))
    response.headers["X-Proof-Version"] = proofs_version(contracts, moment)
    return response


@bp.get("/attestation/<public_id>.pdf")
@customer_only
def proof_pdf(public_id):
    """The PDF of a contract's attestation."""
    contract = find_contract(current_user, public_id)
    document = standing_attestations([contract]).get(contract.id)
    if document is None:
        raise NotFound(public_id)
    return pdf_answer(find_showable(current_user, document.public_id))

