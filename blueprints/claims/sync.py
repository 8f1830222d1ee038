"""What a phone's notebook sends: its words, the act of filing, its pieces one by one. Each may come twice; each is answered."""
from flask import abort, jsonify, request, url_for
from flask_login import current_user

from blueprints.attachments.forms import FileForm
from blueprints.attachments.receiving import receive
from blueprints.claims import bp
from blueprints.claims.notes import read_instant, read_kind, read_note
from insurance.attachments.cleaning import Unfit
from insurance.claims import journey, services
from insurance.claims.queries import find_notebook
from insurance.clock import now, today
from insurance.errors import Reason, Refused
from web.access import customer_only
from web.filters import iso
from web.uploads import takes_files
from wording import ANSWER_FAULTS, FLAWS, NOTEBOOK_INCOMPLETE


@bp.put("/carnets/<uuid:client_id>")
@customer_only
def keep_notebook(client_id):
    """Keep the words of a notebook and what it says that it will send; answer when they came and what is wrong with them."""
    note = read_note(request.get_json(silent=True), now()) or abort(422)
    draft = services.keep_notebook(current_user, str(client_id), note.answers, note.times, note.pieces, note.sequence,
                                   note.reference)
    return jsonify(receivedAt=iso(now()), faults=_faults(draft.answers))


@bp.post("/carnets/<uuid:client_id>/envoi")
@customer_only
def file_notebook(client_id):
    """File the claim of a notebook, with the words that are here; filed already, it is the same claim."""
    said = request.get_json(silent=True) or {}
    draft = find_notebook(current_user, str(client_id))
    try:
        claim = services.file(current_user, draft, read_instant(said.get("finishedAt")))
    except Refused as error:
        if error.reason is not Reason.DRAFT_INCOMPLETE:
            raise
        return jsonify(words=NOTEBOOK_INCOMPLETE, faults=_faults(draft.answers)), 409
    return jsonify(reference=claim.reference, url=url_for("claims.filed", public_id=claim.public_id),
                   filedAt=iso(claim.filed_at))


@bp.post("/carnets/<uuid:client_id>/pieces/<uuid:piece_id>")
@customer_only
@takes_files
def receive_piece(client_id, piece_id):
    """Receive one photo or paper and answer with its receipt: the same one when it is sent again."""
    form = FileForm()
    if not form.validate_on_submit() or len(form.file.data) != 1:
        abort(422)
    find_notebook(current_user, str(client_id))
    try:
        attachment = receive(current_user, form.file.data[0], str(piece_id), form.shot)
    except Unfit as error:
        return jsonify(words=FLAWS[error.flaw]), 503 if error.flaw.is_passing else 422
    piece = services.receive_piece(current_user, str(client_id), str(piece_id), attachment, read_kind(request.form.get("shot")),
                                   form.taken_at.data)
    return jsonify(receivedAt=iso(piece.received_at), sha256=piece.sha256, fingerprint=attachment.fingerprint)


def _faults(answers: dict) -> dict:
    """Return, in words, what is wrong with the answers of the steps that were passed."""
    found = {name: journey.faults(name, answers, today()) for name in journey.path(answers)[:-1] if name in answers}
    return {name: {field: ANSWER_FAULTS[fault] for field, fault in faults.items()} for name, faults in found.items() if faults}
