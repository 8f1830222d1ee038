"""The customer's claims: the list, the file of each, and what its owner may do with it."""
from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from blueprints.attachments.receiving import receive_all
from blueprints.claims import bp
from blueprints.claims.declare import begun
from blueprints.claims.forms import AccountForm, PieceForm, WordsForm
from blueprints.documents.routes import pdf_answer
from blueprints.profile.edit import password_words_of
from blueprints.signin.routes import address_key
from insurance.claims import accounts, following, queries, services
from insurance.claims.following import may_contest
from insurance.claims.models import PieceKind
from insurance.claims.paper import paper_of
from insurance.claims.timeline import story_of
from insurance.claims.workflow import claim_workflow
from insurance.errors import Reason, Refused
from insurance.history.models import Actor
from web.access import customer_only
from web.limits import limited
from web.pages import show, show_if_changed, version_of, wants_fragment
from web.uploads import takes_files
from wording import IBAN_FLAWS


@bp.get("/")
@customer_only
def index():
    """The claims, those that were begun and not sent first."""
    return show("claims/index.html", claims=queries.claims_of(current_user), drafts=begun())


@bp.get("/<public_id>")
@customer_only
def detail(public_id):
    """A claim; its file alone when the page asks whether anything has changed: 204 when nothing has."""
    claim = queries.find_claim(current_user, public_id)
    if wants_fragment():
        return show_if_changed("claims/_file.html", request.args.get("vu", ""), **_told(claim))
    return _page(claim, WordsForm())


@bp.route("/<public_id>/pieces", methods=["GET", "POST"])
@customer_only
@takes_files
def add_pieces(public_id):
    """Photos and papers for a claim, at any time: those that are good are kept, what is wrong with the others is said."""
    claim = queries.find_claim(current_user, public_id)
    asked = request.args.get("nature", "")
    form = PieceForm(data={"kind": asked if asked in set(PieceKind) else PieceKind.OTHER})
    if form.validate_on_submit():
        received = receive_all(current_user, form)
        for attachment in received:
            services.add_to_claim(current_user, public_id, PieceKind(form.kind.data), attachment)
        if not form.errors:
            flash("C’est reçu." if len(received) == 1 else f"{len(received)}\u00a0fichiers reçus.")
            return redirect(url_for("claims.detail", public_id=public_id), 303)
        claim = queries.find_claim(current_user, public_id)
    return show("claims/pieces.html", status=422 if form.errors else 200, claim=claim, form=form,
                missing=queries.missing(claim.pieces))


@bp.post("/<public_id>/pieces/<piece>/abandon")
@customer_only
def give_up_piece(public_id, piece):
    """Say that a photo which the phone announced will not come."""
    following.give_up_piece(current_user, public_id, piece)
    flash("Nous ne l’attendons plus.")
    return redirect(url_for("claims.detail", public_id=public_id), 303)


@bp.get("/<public_id>/declaration")
@customer_only
def declaration(public_id):
    """The PDF of the declaration: where a mail leads, whichever paper stands."""
    return pdf_answer(paper_of(queries.find_claim(current_user, public_id)) or abort(404))


@bp.post("/<public_id>/messages")
@customer_only
@limited(calls=30, seconds=900)
def write(public_id):
    """Write to whoever handles the claim."""
    claim, form = queries.find_claim(current_user, public_id), WordsForm()
    if not form.validate_on_submit():
        return _page(claim, form, status=422)
    following.write(current_user, public_id, form.words.data.strip())
    flash("Votre message est envoyé.")
    return redirect(url_for("claims.detail", public_id=public_id), 303)


@bp.route("/<public_id>/contestation", methods=["GET", "POST"])
@customer_only
def contest(public_id):
    """Contest a decision, with the reason."""
    return _with_reason(public_id, following.contest, "claims/contest.html",
                        "Votre contestation est enregistrée. Votre dossier va être relu.")


@bp.route("/<public_id>/reouverture", methods=["GET", "POST"])
@customer_only
def reopen(public_id):
    """Ask for a claim that has ended to be looked at again, with the reason."""
    return _with_reason(public_id, following.reopen, "claims/reopen.html", "Votre dossier est rouvert.")


@bp.route("/<public_id>/retrait", methods=["GET", "POST"])
@customer_only
def withdraw(public_id):
    """Take a claim back. GET says what it means."""
    claim = queries.find_claim(current_user, public_id)
    if request.method == "GET":
        return show("claims/withdraw.html", claim=claim)
    following.withdraw(current_user, public_id)
    flash("Votre déclaration est retirée. Vous pouvez la rouvrir.")
    return redirect(url_for("claims.detail", public_id=public_id), 303)


@bp.route("/<public_id>/compte", methods=["GET", "POST"])
@customer_only
@limited(calls=30, seconds=900)
def account(public_id):
    """Say to which account the amount is transferred: the number is typed whole, with the password, and never shown whole again."""
    claim = queries.find_claim(current_user, public_id)
    form = AccountForm(holder=current_user.full_name)
    if form.validate_on_submit() and _account_is_given(claim, form):
        flash("Votre compte est enregistré. Un e-mail vous le confirme.")
        return redirect(url_for("claims.detail", public_id=public_id), 303)
    return show("claims/account.html", status=422 if form.errors else 200, claim=claim, form=form,
                account=queries.account_for(claim), is_transferred=queries.is_transferred(claim))


def _account_is_given(claim, form) -> bool:
    """Keep the account that a form gives, or say beside its fields what is wrong."""
    try:
        flaw = accounts.give_account(current_user, claim.public_id, form.iban.data, form.holder.data.strip(), form.current.data,
                                     address_key(), current_app.extensions["passwords"])
    except Refused as error:
        if error.reason not in (Reason.WRONG_CREDENTIALS, Reason.TOO_MANY_ATTEMPTS):
            raise
        form.current.errors = [password_words_of(error)]
        return False
    if flaw is not None:
        form.iban.errors = [IBAN_FLAWS[flaw]]
    return flaw is None


def _with_reason(public_id, verb, page, done):
    claim, form = queries.find_claim(current_user, public_id), WordsForm()
    if form.validate_on_submit():
        verb(current_user, public_id, form.words.data.strip())
        flash(done)
        return redirect(url_for("claims.detail", public_id=public_id), 303)
    return show(page, status=422 if form.errors else 200, claim=claim, form=form)


def _page(claim, form, status=200):
    told = _told(claim)
    version = version_of(render_template("claims/_file.html", is_fragment=True, version="", **told))
    return show("claims/detail.html", status=status, form=form, version=version,
                paper=paper_of(claim), moves=claim_workflow.allowed(claim, Actor.CUSTOMER), **told)


def _told(claim) -> dict:
    """Return what the file of a claim shows."""
    return {"claim": claim, "story": story_of(claim), "missing": queries.missing(claim.pieces),
            "may_contest": may_contest(claim),
            "account": queries.account_for(claim), "is_transferred": queries.is_transferred(claim)}
