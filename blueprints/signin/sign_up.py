"""Creating an account: who you are, a password, a link received by mail."""
from flask import current_app, flash, redirect, session, url_for

from blueprints.signin import bp
from blueprints.signin.forms import ConfirmationForm, ConfirmForm, IdentityForm, PasswordForm
from blueprints.signin.routes import words_of
from insurance.accounts import services
from insurance.accounts.models import LinkPurpose
from insurance.errors import Reason, Refused
from web.access import public
from web.pages import show
from wording import PASSWORD_FLAWS


@bp.route("/creer-mon-compte", methods=["GET", "POST"])
@public
def sign_up():
    """First step: the contract number and the identity. Whatever is typed, the second step follows."""
    form = IdentityForm()
    if form.validate_on_submit():
        session["sign_up"] = services.begin_sign_up(
            form.contract_number.data, form.last_name.data, form.first_name.data, form.email.data)
        return redirect(url_for("signin.choose_password"), 303)
    return show("signin/sign_up.html", status=422 if form.errors else 200, form=form)


@bp.route("/creer-mon-compte/mot-de-passe", methods=["GET", "POST"])
@public
def choose_password():
    """Second step: the password."""
    secret = session.get("sign_up", "")
    try:
        services.find_sign_up(secret)
    except Refused as error:
        flash(words_of(error), "error")
        return redirect(url_for("signin.sign_up"), 303)
    form = PasswordForm()
    if form.validate_on_submit():
        flaws = services.choose_password(secret, form.password.data, current_app.extensions["passwords"])
        if not flaws:
            return redirect(url_for("signin.mail_sent"), 303)
        form.password.errors = [PASSWORD_FLAWS[flaw] for flaw in flaws]
    return show("signin/choose_password.html", status=422 if form.errors else 200, form=form)


@bp.get("/creer-mon-compte/e-mail")
@public
def mail_sent():
    """Third step: read one's mail. The same words whether or not a mail left."""
    return show("signin/mail_sent.html")


@bp.route("/creer-mon-compte/confirmation/<secret>", methods=["GET", "POST"])
@public
def confirm(secret):
    """Open the account. GET only shows a button: mail scanners open links, and must not consume them."""
    try:
        link = services.find_link(secret, LinkPurpose.OPEN_ACCOUNT)
    except Refused as error:
        return _dead_link(error)
    is_same = services.same_browser(link, session.get("sign_up"))
    form = ConfirmForm() if is_same else ConfirmationForm()
    if form.validate_on_submit():
        try:
            services.open_account(secret, current_app.extensions["passwords"], session.get("sign_up"),
                                  "" if is_same else form.password.data)
        except Refused as error:
            if error.reason is Reason.LINK_NO_LONGER_VALID:
                return _dead_link(error)
            form.password.errors = [words_of(error)]
        else:
            session.pop("sign_up", None)
            flash("Votre compte est ouvert. Connectez-vous.")
            return redirect(url_for("signin.sign_in"), 303)
    return show("signin/confirm.html", status=422 if form.errors else 200, form=form, is_same=is_same)


def _dead_link(error: Refused):
    return show("signin/dead_link.html", status=410, text=words_of(error), again=url_for("signin.sign_up"),
                again_label="Recommencer")
