"""The international card on the phone: the page that says its words in five languages, and its PDF, kept with the proof."""
from flask import current_app
from flask_login import current_user

from blueprints.documents import bp
from blueprints.documents.routes import pdf_answer
from blueprints.documents.words import language_asked, transcripts_of
from insurance.clock import now, today
from insurance.contracts.queries import find_contract
from insurance.contracts.rules import cover_at
from insurance.documents.facts import facts_from_dict
from insurance.documents.queries import find_showable, standing_cards
from insurance.documents.rules import card_dates
from insurance.errors import NotFound
from web.access import customer_only
from web.pages import show


@bp.get("/attestation/<public_id>/carte")
@customer_only
def card(public_id):
    """The card of a contract, as it is shown to an officer abroad. It judges itself by its dates, as the proof does."""
    contract, document = _card_of(public_id)
    facts, moment = facts_from_dict(document.facts), now()
    dates = card_dates(contract, facts)
    return show("documents/card.html", contract=contract, facts=facts, dates=dates, cover=cover_at(dates, moment),
                moment=moment, days=current_app.config["PROOF_DAYS"], transcripts=transcripts_of(facts),
                language=language_asked())


@bp.get("/attestation/<public_id>/carte.pdf")
@customer_only
def card_pdf(public_id):
    """The PDF of the card."""
    _, document = _card_of(public_id)
    return pdf_answer(find_showable(current_user, document.public_id))


def _card_of(public_id):
    contract = find_contract(current_user, public_id)
    document = standing_cards([contract], today()).get(contract.id)
    if document is None:
        raise NotFound(public_id)
    return contract, document
