"""Signing in and out."""
from flask import current_app, flash, redirect, request, url_for
from flask_login import current_user

from blueprints.signin import bp
from blueprints.signin.forms import SignInForm
from insurance.accounts import services
from insurance.accounts.throttle import key_of
from insurance.errors import Refused
from web import sessions, unsent
from web.access import public, safe_next
from web.filters import hour
from web.pages import show
from wording import REASONS


def address_key() -> str:
    """Return the key under which the tries of this network address are counted."""
    return key_of("address", request.remote_addr or "")


@bp.route("/connexion", methods=["GET", "POST"])
@public
def sign_in():
    """Sign in with an e-mail or a contract number."""
    form = SignInForm()
    wanted = safe_next(request.args.get("suite"))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(wanted or url_for("dashboard.index"), 303)
    if form.validate_on_submit():
        try:
            customer = services.sign_in(form.identifier.data, form.password.data, address_key(),
                                        current_app.extensions["passwords"])
        except Refused as error:
            form.password.errors = [words_of(error)]
        else:
            enter(customer, is_shared=form.is_shared.data)
            return redirect(unsent.resumed() or wanted or url_for("dashboard.index"), 303)
    return show("signin/sign_in.html", status=422 if form.errors else 200, form=form, wanted=wanted,
                has_ended="fin" in request.args, is_kept=unsent.is_waiting(), has_left="sortie" in request.args)


@bp.post("/deconnexion")
@public
def sign_out():
    """Sign out: the session dies here, the copies on the phone die with it."""
    if current_user.is_authenticated:
        services.note_sign_out(current_user)
    sessions.end()
    flash("Vous êtes déconnecté. La copie de l’attestation a été effacée de ce téléphone.")
    response = redirect(url_for("signin.sign_in", sortie=1), 303)
    if not keeps_notebook():
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


def keeps_notebook() -> bool:
    """Say whether a notebook stays on the phone, closed: theirs, whose key has left, or one that somebody else left there."""
    stays = request.form.get("carnet", "")
    if stays == "garde":
        flash("Votre carnet reste chiffré sur ce téléphone\u00a0: reconnectez-vous ici pour l’envoyer.")
    return stays in ("garde", "autre")


def enter(customer, is_shared: bool = False) -> None:
    """Begin the session of a customer on this device."""
    sessions.begin(str(customer.id), sessions.device_label(request.user_agent.string), is_shared=is_shared)


def words_of(error: Refused) -> str:
    """Return why it was refused, and when to try again if waiting helps."""
    words = REASONS[error.reason]
    return f"{words} Prochain essai possible à {hour(error.until)}." if error.until else words
