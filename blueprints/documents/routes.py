"""The documents: the list, the file, and the page that says the same."""
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from flask import Response, current_app, flash, redirect, request, url_for
from flask_login import current_user

import printing
import wording
from blueprints.documents import bp
from blueprints.documents.words import language_asked, transcripts_of
from insurance.billing.queries import instalments_of
from insurance.checks import services as checks
from insurance.checks.models import HistoryCheck
from insurance.checks.queries import waiting_checks_of
from insurance.contracts.queries import find_contract
from insurance.documents import on_demand, queries, receipts, services
from insurance.documents.facts import facts_from_dict
from insurance.documents.models import DocumentKind
from insurance.documents.news import is_new
from insurance.documents.shelves import shelves_of
from insurance.documents.weights import weigh_paper
from insurance.letters.queries import newest_letters
from web.access import customer_only
from web.archives import zip_answer
from web.filters import day
from web.limits import limited
from web.pages import show


@bp.get("/documents/")
@customer_only
def index():
    """All the documents, by contract, those in force first; of one kind or one year when asked."""
    kind, year = request.args.get("nature", ""), request.args.get("annee", type=int)
    kinds, years = queries.kinds_and_years(current_user)
    kind, year = kind if kind in kinds else "", year if year in years else None
    return show("documents/index.html", fragment="documents/_list.html", shelves=shelves_of(current_user, kind, year),
                letters=newest_letters(current_user), checks=waiting_checks_of(current_user), kinds=kinds, years=years,
                kind=kind, year=year)


@bp.get("/documents/contrats/<public_id>/quittances")
@customer_only
def receipt_list(public_id):
    """What was paid for a contract, the newest first: each payment has its receipt, or may have it at once."""
    contract = find_contract(current_user, public_id)
    paid = [one for one in instalments_of([contract])[contract.id] if receipts.has_receipt(one)]
    standing = receipts.standing_receipts(contract)
    return show("documents/receipts.html", contract=contract,
                payments=[(one, standing.get(receipts.payment_of(one))) for one in reversed(paid)])


@bp.post("/documents/demande")
@customer_only
def issue():
    """Make a paper at once, and show it."""
    contract, kind = find_contract(current_user, request.form.get("contrat", "")), request.form.get("nature", "")
    insurer = current_app.extensions["insurer"]
    if kind == DocumentKind.PAYMENT_RECEIPT:
        payment = request.form.get("echeance", ""), request.form.get("montant", 0, type=int)
        document = receipts.receipt_for(contract, payment, insurer, wording)
    elif kind == DocumentKind.CLAIMS_HISTORY:
        document = checks.ask(contract, insurer, wording)
        if isinstance(document, HistoryCheck):
            flash(f"Votre relevé d’information est en cours de vérification. Vous l’aurez au plus tard le {day(document.due_on)}.")
            return redirect(url_for("documents.index"), 303)
    else:
        document = on_demand.issue(contract, kind, insurer, wording)
    weigh_paper(document, lambda facts: len(printing.render(facts)))
    return redirect(url_for("documents.detail", public_id=document.public_id), 303)


@bp.get("/documents/<public_id>")
@customer_only
def detail(public_id):
    """A document issued by the portal, as an accessible page: the same facts as its PDF."""
    document = queries.find_showable(current_user, public_id)
    facts = facts_from_dict(document.facts) if document.facts else None
    return show("documents/detail.html", fragment="documents/_mark.html", document=document, is_new=is_new(document),
                transcripts=transcripts_of(facts) if facts else {}, language=language_asked())


@bp.post("/documents/<public_id>/ouverture")
@customer_only
def open_new(public_id):
    """Open a document that is new: it is not any more. The next times, its addresses are only read."""
    services.open_document(current_user, public_id)
    endpoint = "documents.detail" if request.form.get("vers") == "page" else "documents.pdf"
    return redirect(url_for(endpoint, public_id=public_id), 303)


@bp.get("/documents/<public_id>/pdf")
@customer_only
def pdf(public_id):
    """The PDF of a document."""
    return pdf_answer(queries.find_showable(current_user, public_id))


@bp.get("/documents/contrats/<public_id>/tout.zip")
@customer_only
@limited(calls=30, seconds=900)
def everything(public_id):
    """All the documents of a contract as one file, made while it is sent."""
    contract = find_contract(current_user, public_id)
    held = [*queries.documents_of(current_user, contract), *queries.former_documents_of(current_user)]
    return zip_answer(f"Documents {contract.number}", [
        (f"{one.issued_on} {_name_of(one)}", one.issued_on, content_of(one)) for one in queries.downloadable(contract, held)])


def pdf_answer(document) -> Response:
    """Return the bytes of a document: printed from its facts, or the file that the insurer gave."""
    response = Response(content_of(document)(), mimetype="application/pdf")
    title = document.number or document.title or wording.DOCUMENT_KINDS[document.kind]
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(title)}.pdf"
    return response


def content_of(document) -> Callable[[], bytes]:
    """Return how to have the bytes of a document, once the database is no longer asked."""
    if document.facts:
        return partial(_printed, document.facts)
    return partial(current_app.extensions["storage"].read, document.file_key)


def _printed(facts: dict) -> bytes:
    return printing.render(facts_from_dict(facts))


def _name_of(document) -> str:
    title = document.title or wording.DOCUMENT_KINDS[document.kind]
    return f"{title} {document.number}" if document.number else title
