"""What the links of our mails open. GET only shows a button: programs that scan mails open links, and use none up."""
from flask import current_app, flash, redirect, url_for
from flask_login import current_user

from blueprints.profile import bp
from blueprints.profile.edit import password_words_of
from blueprints.profile.forms import PasswordProofForm
from blueprints.signin.forms import ConfirmForm
from blueprints.signin.routes import address_key, words_of
from insurance.accounts import email_change
from insurance.accounts.models import LinkPurpose
from insurance.accounts.services import find_link
from insurance.errors import Reason, Refused
from web.access import public
from web.pages import show


@bp.route("/e-mail/confirmation/<secret>", methods=["GET", "POST"])
@public
def confirm_email(secret):
    """Adopt a new e-mail address. Signed in, a button; anywhere else, the password too."""
    try:
        link = find_link(secret, LinkPurpose.CHANGE_EMAIL)
    except Refused as error:
        return _dead_link(error)
    is_owner = current_user.is_authenticated and current_user.id == link.customer_id
    form = ConfirmForm() if is_owner else PasswordProofForm()
    if form.validate_on_submit():
        try:
            email_change.confirm(secret, current_app.config["INSURER_EMAIL"], current_app.extensions["passwords"],
                                 signed_in=current_user if is_owner else None,
                                 password="" if is_owner else form.current.data, address_key=address_key())
            return _done("Votre adresse e-mail est changée.", is_owner)
        except Refused as error:
            if is_owner or error.reason is Reason.EMAIL_ELSEWHERE:
                raise
            form.current.errors = [password_words_of(error)]
    return show("profile/confirm_email.html", status=422 if form.errors else 200, form=form, email=link.email,
                is_owner=is_owner)


@bp.route("/e-mail/retour/<secret>", methods=["GET", "POST"])
@public
def undo_email(secret):
    """Put the former address back, and go on to a new password."""
    try:
        link = find_link(secret, LinkPurpose.UNDO_EMAIL)
        form = ConfirmForm()
        if form.validate_on_submit():
            reset = email_change.undo(secret, current_app.config["INSURER_EMAIL"], current_app.extensions["passwords"])
            flash("Votre ancienne adresse est rétablie, tous les appareils sont déconnectés.")
            return redirect(url_for("signin.reset", secret=reset), 303)
    except Refused as error:
        if error.reason is not Reason.LINK_NO_LONGER_VALID:
            raise
        return _dead_link(error)
    return show("profile/undo_email.html", form=form, email=link.email)


@bp.route("/e-mail/verification/<secret>", methods=["GET", "POST"])
@public
def confirm_email_check(secret):
    """Confirm that the address is read."""
    try:
        link = find_link(secret, LinkPurpose.CHECK_EMAIL)
        form = ConfirmForm()
        if form.validate_on_submit():
            email_change.confirm_check(secret)
            return _done("Votre adresse e-mail est confirmée.", current_user.is_authenticated)
    except Refused as error:
        return _dead_link(error)
    return show("profile/confirm_email_check.html", form=form, email=link.email)


def _done(words: str, is_signed_in: bool):
    flash(words)
    return redirect(url_for("profile.email" if is_signed_in else "signin.sign_in"), 303)


def _dead_link(error: Refused):
    return show("signin/dead_link.html", status=410, text=words_of(error), again=url_for("profile.email"),
                again_label="Ouvrir mon profil")
