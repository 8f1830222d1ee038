"""The proof on the phone: one page for all the contracts, and one PDF each. They are what the worker keeps."""
from flask import current_app
from flask_login import current_user
from markupsafe import Markup

from blueprints.documents import bp
from blueprints.documents.routes import pdf_answer
from blueprints.documents.words import language_asked
from insurance.clock import now, today
from insurance.contracts.queries import contracts_of, find_contract
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.documents.queries import find_showable, standing_cards
from insurance.documents.services import standing_attestations
from insurance.errors import NotFound
from insurance.proofs.services import proof_of, proofs_version
from insurance.proofs.signing import to_digits
from printing.attestation import PRESUMPTION
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
                    papers=standing_attestations([one.contract for one in proving]), law=PRESUMPTION,
                    cards=standing_cards([one.contract for one in proving], today()), language=language_asked())
    response.headers["X-Proof-Version"] = version_for_phones(contracts)
    return response


def version_for_phones(contracts) -> str:
    """Return the version of the proof of the customer who asks: a phone that keeps it needs no other."""
    return proofs_version(contracts, now(), current_user.proof_language, standing_cards(contracts, today()).values())


@bp.get("/attestation/<public_id>.pdf")
@customer_only
def proof_pdf(public_id):
    """The PDF of a contract's attestation."""
    contract = find_contract(current_user, public_id)
    document = standing_attestations([contract]).get(contract.id)
    if document is None:
        raise NotFound(public_id)
    return pdf_answer(find_showable(current_user, document.public_id))

