"""The pieces asked of a customer: what is missing, by when, and sending it."""
from flask import flash, redirect, request, url_for
from flask_login import current_user

from blueprints.attachments.forms import FilesForm
from blueprints.attachments.receiving import receive_all
from blueprints.pieces import bp
from insurance.contracts.queries import find_contract
from insurance.errors import Reason, Refused
from insurance.history.models import Actor
from insurance.pieces import queries, services
from insurance.pieces.rules import in_hand, progress
from insurance.pieces.workflow import piece_workflow
from web.access import customer_only
from web.filters import hour
from web.limits import limited
from web.pages import show, show_if_changed, wants_fragment
from web.uploads import takes_files
from wording import REASONS, piece_name

BESIDE_THE_FIELD = (Reason.PICTURE_EXPECTED, Reason.PIECE_IS_FULL)


@bp.get("/contrats/<public_id>/pieces")
@customer_only
def index(public_id):
    """The list for a contract, each piece with its state; 204 when the phone already shows it."""
    contract = find_contract(current_user, public_id)
    asked = queries.pieces_of(contract)
    pieces = in_hand(asked)
    context = {"contract": contract, "pieces": pieces, "settled": [one for one in asked if one not in pieces],
               "progress": progress(asked)}
    if wants_fragment():
        return show_if_changed("pieces/_list.html", request.args.get("vu", ""), **context)
    return show("pieces/index.html", **context)


@bp.get("/pieces/<public_id>")
@customer_only
def detail(public_id):
    """One piece: what to send, what was sent, what became of it."""
    return _shown(queries.find_piece(current_user, public_id), FilesForm())


@bp.post("/pieces/<public_id>")
@customer_only
@takes_files
def send(public_id):
    """Send files for a piece. Those that are good are kept even when another will not do."""
    piece, form = queries.find_piece(current_user, public_id), FilesForm()
    received = receive_all(current_user, form) if form.validate_on_submit() else []
    if received:
        try:
            piece = services.send(current_user, public_id, received)
        except Refused as error:
            if error.reason not in BESIDE_THE_FIELD:
                raise
            form.file.errors = [*form.file.errors, REASONS[error.reason]]
    if form.errors:
        return _shown(queries.find_piece(current_user, public_id), form, status=422)
    flash(f"{piece_name(piece.kind, piece.subject)}\u00a0: reçu à {hour(piece.received_at)}.")
    return redirect(url_for("pieces.index", public_id=piece.contract.public_id), 303)


@bp.post("/pieces/<public_id>/retrait")
@customer_only
@limited(calls=60, seconds=900)
def take_back(public_id):
    """Take back one file that nobody has checked yet."""
    services.take_back(current_user, public_id, request.form.get("file", ""))
    flash("Le fichier est retiré.")
    return redirect(url_for("pieces.detail", public_id=public_id), 303)


def _shown(piece, form, status: int = 200):
    return show("pieces/detail.html", status=status, piece=piece, form=form,
                allowed=piece_workflow.allowed(piece, Actor.CUSTOMER))
