"""Documents on paper, free of charge: choosing them, and following the letter."""
from flask import flash, redirect, request, url_for
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

import wording
from blueprints.documents import bp
from insurance.contracts.queries import contracts_of
from insurance.documents.queries import documents_of, tells_the_truth
from insurance.letters import services
from insurance.letters.queries import letters_of
from web.access import customer_only
from web.filters import day
from web.forms import Form, TicksField, required
from web.limits import limited
from web.pages import show


class LetterForm(Form):
    """The documents to be posted."""

    documents = TicksField("Documents à recevoir", [required("Choisissez un document au moins.")])


@bp.get("/documents/papier")
@customer_only
def letters():
    """The documents that can be posted, one of them chosen already when the address says so, and the letters so far."""
    return _shown(LetterForm(formdata=None, documents=request.args.getlist("document")))


@bp.post("/documents/papier")
@customer_only
@limited(calls=30, seconds=900)
def ask_letter():
    """Ask for documents by post."""
    form = LetterForm()
    form.documents.choices = _choices()
    if not form.validate_on_submit():
        return _shown(form, 422)
    letter = services.ask(current_user, form.documents.data)
    flash(f"C’est demandé. Votre courrier {letter.reference} part au plus tard le {day(letter.due_on)}.")
    return redirect(url_for("documents.letters"), 303)


@bp.post("/documents/papier/<reference>/annulation")
@customer_only
def withdraw_letter(reference):
    """Take back a letter that nobody prepares yet."""
    services.withdraw(current_user, reference)
    flash("La demande de courrier est annulée.")
    return redirect(url_for("documents.letters"), 303)


def _shown(form, status=200):
    form.documents.choices = _choices()
    return show("documents/letters.html", status=status, form=form, letters=letters_of(current_user))


def _choices() -> list[SelectChoice]:
    """Return the documents that may be posted today, newest first."""
    contracts = {one.id: one for one in contracts_of(current_user)}
    return [SelectChoice(one.public_id, _label(one, contracts[one.contract_id].vehicle.name if len(contracts) > 1 else ""))
            for one in documents_of(current_user) if tells_the_truth(one, contracts[one.contract_id])]


def _label(document, vehicle: str) -> str:
    """Return what names a document; the vehicle too, for who has several."""
    words = [document.title or wording.DOCUMENT_KINDS[document.kind], vehicle, day(document.issued_on)]
    return ", ".join(filter(None, words))
