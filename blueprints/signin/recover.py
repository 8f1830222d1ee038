"""Coming back in: a forgotten password, forgotten contract numbers."""
from flask import current_app, flash, redirect, url_for

from blueprints.signin import bp
from blueprints.signin.forms import ForgottenForm, ForgottenNumbersForm, PasswordForm
from blueprints.signin.routes import words_of
from insurance.accounts import services
from insurance.accounts.models import LinkPurpose
from insurance.errors import Refused
from web.access import public
from web.limits import limited
from web.pages import show
from wording import PASSWORD_FLAWS


@bp.get("/mot-de-passe-oublie")
@public
def forgotten():
    """Where a reset link is asked for."""
    return show("signin/forgotten.html", form=ForgottenForm(), is_sent=False)


@bp.post("/mot-de-passe-oublie")
@public
@limited(calls=30, seconds=900)
def send_reset():
    """Let a reset link leave. The same words whoever it is."""
    form = ForgottenForm()
    if form.validate_on_submit():
        services.ask_for_reset(form.identifier.data)
    return show("signin/forgotten.html", status=422 if form.errors else 200, form=form, is_sent=not form.errors)


@bp.route("/nouveau-mot-de-passe/<secret>", methods=["GET", "POST"])
@public
def reset(secret):
    """Choose a new password from the link of a mail. Only the form that is sent consumes the link."""
    form = PasswordForm()
    try:
        services.find_link(secret, LinkPurpose.RESET_PASSWORD)
        if form.validate_on_submit():
            flaws = services.reset_password(secret, form.password.data, current_app.extensions["passwords"])
            if not flaws:
                flash("Votre mot de passe est changé. Connectez-vous.")
                return redirect(url_for("signin.sign_in"), 303)
            form.password.errors = [PASSWORD_FLAWS[flaw] for flaw in flaws]
    except Refused as error:
        return show("signin/dead_link.html", status=410, text=words_of(error), again=url_for("signin.forgotten"),
                    again_label="Demander un nouveau lien")
    return show("signin/reset.html", status=422 if form.errors else 200, form=form)


@bp.get("/identifiants-oublies")
@public
def forgotten_numbers():
    """Where the list of contract numbers is asked for."""
    return show("signin/forgotten_numbers.html", form=ForgottenNumbersForm(), is_sent=False)


@bp.post("/identifiants-oublies")
@public
@limited(calls=30, seconds=900)
def send_numbers():
    """Let the list of contract numbers leave to the address. The same words whoever it is."""
    form = ForgottenNumbersForm()
    if form.validate_on_submit():
        services.send_contract_numbers(form.email.data)
    return show("signin/forgotten_numbers.html", status=422 if form.errors else 200, form=form,
                is_sent=not form.errors)
