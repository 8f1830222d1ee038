"""The desk's own door: three things at once, so that nobody learns which one is wrong; invitations; the way out."""
from flask import current_app, flash, redirect, request, session, url_for
from markupsafe import Markup

from blueprints.desk import bp
from blueprints.desk.forms import InvitationForm, PasswordForm, SecondFactorForm, SignInForm
from blueprints.signin.routes import address_key, words_of
from insurance import sealing
from insurance.errors import Reason, Refused
from insurance.staff import services
from insurance.staff.models import StaffLinkPurpose
from insurance.staff.queries import find_staff_link
from insurance.staff.rules import new_totp_secret, provisioning_uri
from web import sessions, unsent
from web.access import adviser_only, current_adviser, public, safe_next
from web.pages import show
from web.qr import text_qr_svg
from wording import PASSWORD_FLAWS

SEED = "seed"  # in the visitor's session, sealed: the secret that the QR code of the page before showed


@bp.route("/connexion", methods=["GET", "POST"])
@public
def sign_in():
    """Sign in with an address, a password and a code."""
    form, wanted = SignInForm(), safe_next(request.args.get("suite"))
    wanted = wanted if wanted and wanted.startswith(bp.url_prefix + "/") else url_for("desk.index")
    if request.method == "GET" and current_adviser:
        return redirect(wanted, 303)
    if form.validate_on_submit():
        try:
            adviser = services.sign_in(form.email.data, form.password.data, form.code.data, address_key(),
                                       current_app.extensions["passwords"])
        except Refused as error:
            form.code.errors = [_words_of_three(error)]
        else:
            sessions.begin(str(adviser.id), sessions.device_label(request.user_agent.string))
            return redirect(unsent.resumed() or wanted, 303)
    return show("desk/sign_in.html", status=422 if form.errors else 200, form=form, wanted=wanted,
                has_ended="fin" in request.args, is_kept=unsent.is_waiting())


@bp.post("/deconnexion")
@public
def sign_out():
    """Leave the desk: the session dies here."""
    if current_adviser:
        services.note_sign_out(current_adviser)
    sessions.end()
    flash("Vous êtes déconnecté.")
    return redirect(url_for("desk.sign_in"), 303)


@bp.get("/session")
@public
def signed_in():
    """204 when somebody is signed in at the desk, 401 else: a page that comes back from memory asks first."""
    return "", 204 if current_adviser else 401


@bp.route("/invitation/<secret>", methods=["GET", "POST"])
@public
def invitation(secret):
    """Choose a password and record a second factor, from the link of a mail; only what is sent consumes it."""
    form = InvitationForm()
    try:
        adviser = find_staff_link(secret, StaffLinkPurpose.INVITATION).adviser
        if form.validate_on_submit():
            try:
                flaws = services.accept_invitation(secret, form.password.data, _seed(), form.code.data,
                                                   current_app.extensions["passwords"])
                form.password.errors = [PASSWORD_FLAWS[flaw] for flaw in flaws]
            except Refused as error:
                _say_of_code(form, error)
            if not form.errors:
                return _opened("Votre accès est ouvert. Connectez-vous.")
    except Refused as error:
        return _dead_link(error)
    return _show_enrolment("desk/invitation.html", form, adviser)


@bp.route("/second-facteur/<secret>", methods=["GET", "POST"])
@public
def second_factor(secret):
    """Record another second factor, from the link of a mail and with the password."""
    form = SecondFactorForm()
    try:
        adviser = find_staff_link(secret, StaffLinkPurpose.SECOND_FACTOR).adviser
        if form.validate_on_submit():
            try:
                services.record_second_factor(secret, form.password.data, _seed(), form.code.data, address_key(),
                                              current_app.extensions["passwords"])
            except Refused as error:
                _say_of_code(form, error)
            if not form.errors:
                return _opened("Votre deuxième facteur est enregistré. Connectez-vous.")
    except Refused as error:
        return _dead_link(error)
    return _show_enrolment("desk/second_factor.html", form, adviser)


@bp.route("/mot-de-passe", methods=["GET", "POST"])
@adviser_only()
def password():
    """Change one's own password; the other sessions end."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            flaws = services.change_password(current_adviser, form.current.data, form.code.data, form.password.data,
                                             address_key(), current_app.extensions["passwords"], keep=session.device.id)
            form.password.errors = [PASSWORD_FLAWS[flaw] for flaw in flaws]
        except Refused as error:
            field = form.code if error.reason is Reason.WRONG_CODE else form.current
            field.errors = [words_of(error).replace("Identifiant ou m", "M")]
        if not form.errors:
            flash("Votre mot de passe est changé. Vos autres sessions sont fermées.")
            return redirect(url_for("desk.index"), 303)
    return show("desk/password.html", status=422 if form.errors else 200, form=form)


def _seed() -> str:
    """Return the secret that this browser's page showed, a new one when it showed none."""
    if SEED not in session:
        session[SEED] = sealing.seal(new_totp_secret())
    return sealing.unseal(session[SEED])


def _show_enrolment(page: str, form, adviser):
    seed = _seed()
    uri = provisioning_uri(seed, adviser.email, current_app.extensions["insurer"].name)
    grouped = " ".join(seed[start:start + 4] for start in range(0, len(seed), 4))
    return show(page, status=422 if form.errors else 200, form=form, adviser=adviser, seed=grouped,
                code=Markup(text_qr_svg(uri, "Code QR du deuxième facteur")))


def _opened(words: str):
    session.pop(SEED, None)
    flash(words)
    return redirect(url_for("desk.sign_in"), 303)


def _say_of_code(form, error: Refused) -> None:
    """Say an error beside the field that it is about; a link that died meanwhile is a page of its own."""
    if error.reason is Reason.LINK_NO_LONGER_VALID:
        raise error
    field = form.password if error.reason is Reason.WRONG_CREDENTIALS else form.code
    field.errors = [words_of(error).replace("Identifiant ou m", "M")]


def _words_of_three(error: Refused) -> str:
    if error.reason is Reason.WRONG_CREDENTIALS:
        return "E-mail, mot de passe ou code incorrect. Un code ne sert qu’une fois\u00a0: attendez le suivant."
    return words_of(error)


def _dead_link(error: Refused):
    return show("desk/dead_link.html", status=410, text=words_of(error))
