"""Asking for a correction of one's identity, with its proof."""
from flask import flash, redirect, url_for
from flask_login import current_user
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints.attachments.forms import FilesForm
from blueprints.attachments.receiving import receive_all
from blueprints.profile import bp
from insurance.corrections import services
from insurance.corrections.models import CorrectionCause
from insurance.corrections.queries import newest_correction
from insurance.corrections.rules import LONGEST_NAME, LONGEST_PLACE, TITLES, Identity, identity_of
from insurance.errors import Reason, Refused
from web.access import customer_only
from web.forms import DateField, TextField, at_most, required
from web.pages import show
from web.uploads import takes_files
from wording import CORRECTION_CAUSES, IDENTITY_FLAWS, IDENTITY_PARTS


class CorrectionForm(FilesForm):
    """The whole identity as it should be, why, and what proves it. The birth date is not shown: no answer, no change."""

    title = RadioField(IDENTITY_PARTS["title"], [required("Choisissez la civilité.")],
                       choices=[SelectChoice(one, one) for one in TITLES])
    first_name = TextField(IDENTITY_PARTS["first_name"], [required("Écrivez vos prénoms."), at_most(LONGEST_NAME)])
    last_name = TextField(IDENTITY_PARTS["last_name"], [required("Écrivez votre nom d’usage."), at_most(LONGEST_NAME)])
    birth_name = TextField(IDENTITY_PARTS["birth_name"], [at_most(LONGEST_NAME)])
    born_on = DateField(IDENTITY_PARTS["born_on"])
    birth_place = TextField(IDENTITY_PARTS["birth_place"], [at_most(LONGEST_PLACE)])
    cause = RadioField("Pourquoi\u00a0?", [required("Choisissez pourquoi.")],
                       choices=[SelectChoice(one.value, words) for one, words in CORRECTION_CAUSES.items()])
    said = TextAreaField("Votre message", [at_most(500)])

    @property
    def identity(self) -> Identity:
        """What was typed."""
        return Identity(self.title.data, self.first_name.data, self.last_name.data, self.birth_name.data or "",
                        self.born_on.data or current_user.born_on, self.birth_place.data or "")


@bp.get("/identite")
@customer_only
def correct():
    """The form of a correction, or what waits for its answer."""
    return _shown(CorrectionForm(data=vars(identity_of(current_user)) | {"born_on": None}))


@bp.post("/identite")
@customer_only
@takes_files
def ask_correction():
    """Ask for a correction. Files that are good stay when something else is to be written again."""
    form = CorrectionForm()
    is_valid = form.validate_on_submit()
    received = receive_all(current_user, form)
    for name, flaw in (services.flaws_of(current_user, form.identity) if is_valid else {}).items():
        form[name].errors = [*form[name].errors, IDENTITY_FLAWS[flaw]]
    if not form.errors:
        try:
            services.ask(current_user, form.identity, CorrectionCause(form.cause.data), form.said.data or "", received)
        except Refused as error:
            if error.reason is not Reason.NOTHING_TO_CHANGE:
                raise
            form.last_name.errors = ["C’est déjà ce que nous connaissons\u00a0: changez ce qui est faux."]
    if form.errors:
        return _shown(form, received, status=422)
    flash("Votre demande est reçue. Un conseiller la vérifie.")
    return redirect(url_for("profile.correct"), 303)


@bp.post("/identite/retrait")
@customer_only
def withdraw_correction():
    """Take back what waits for its answer."""
    services.withdraw(current_user)
    flash("Votre demande est retirée. Rien ne change.")
    return redirect(url_for("profile.index"), 303)


def _shown(form, received=(), status: int = 200):
    return show("profile/correction.html", status=status, form=form, received=received,
                correction=newest_correction(current_user))
