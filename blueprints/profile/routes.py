"""Reading the profile, changing the password, signing devices out."""
from flask import current_app, flash, redirect, request, session, url_for
from flask_login import current_user

from blueprints.profile import bp
from blueprints.profile.forms import ChangePasswordForm
from blueprints.profile.page import show_profile
from blueprints.signin.routes import keeps_notebook
from insurance.accounts import services
from insurance.accounts.throttle import key_of
from insurance.errors import Refused
from web.access import customer_only
from web.pages import show
from wording import PASSWORD_FLAWS, REASONS


@bp.get("/")
@customer_only
def index():
    """Who the customer is, and what this phone keeps."""
    return show_profile()


@bp.get("/appareils")
@customer_only
def devices():
    """The devices on which the customer is signed in."""
    return show("profile/devices.html", fragment="profile/_devices.html", here=session.device.id,
                devices=current_app.session_interface.devices.of(current_user))


@bp.post("/appareils/<public_id>/deconnexion")
@customer_only
def end_device(public_id):
    """Sign one device out."""
    services.end_device(current_user, public_id)
    flash("L’appareil est déconnecté.")
    return redirect(url_for("profile.devices"), 303)


@bp.route("/mot-de-passe", methods=["GET", "POST"])
@customer_only
def password():
    """Change the password; the other devices are signed out."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            flaws = services.change_password(
                current_user, form.current.data, form.password.data, key_of("address", request.remote_addr or ""),
                current_app.extensions["passwords"], keep=session.device.id)
            form.password.errors = [PASSWORD_FLAWS[flaw] for flaw in flaws]
        except Refused as error:
            form.current.errors = [REASONS[error.reason].replace("Identifiant ou m", "M")]
        if not form.errors:
            flash("Votre mot de passe est changé. Vos autres appareils sont déconnectés.")
            return redirect(url_for("profile.index"), 303)
    return show("profile/password.html", status=422 if form.errors else 200, form=form)


@bp.post("/telephone/oubli")
@customer_only
def forget_phone():
    """Keep nothing on this phone from now on, and erase what it kept."""
    session["is_shared"] = True
    flash("Ce téléphone ne garde plus de copie de votre attestation.")
    response = redirect(url_for("profile.index"), 303)
    if not keeps_notebook():
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


@bp.post("/telephone/copie")
@customer_only
def keep_phone():
    """Keep a copy on this phone again."""
    session["is_shared"] = False
    flash("Une copie de votre attestation va être gardée sur ce téléphone.")
    return redirect(url_for("profile.index"), 303)
