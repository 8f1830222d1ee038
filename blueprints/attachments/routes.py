"""Receiving a file from a phone, with its receipt; and giving it back, to its owner alone."""
from urllib.parse import quote

from flask import Response, abort, current_app, jsonify
from flask_login import current_user

from blueprints.attachments import bp
from blueprints.attachments.forms import FileForm
from blueprints.attachments.receiving import receive
from insurance.attachments.cleaning import Unfit
from insurance.attachments.queries import find_attachment
from insurance.errors import NotFound
from web.access import customer_only
from web.filters import iso, moment
from web.uploads import takes_files
from wording import FLAWS

RETRY_AFTER = {"Retry-After": "60"}


@bp.post("/")
@customer_only
@takes_files
def send():
    """Receive one file and answer with its receipt; the same again, with the same receipt, when it is sent again.

    422 when the file will not do, 503 when the same one may do later.
    """
    form = FileForm()
    if not form.validate_on_submit() or len(form.file.data) != 1:
        abort(400)
    try:
        attachment = receive(current_user, form.file.data[0], form.client_key.data or "", form.shot)
    except Unfit as error:
        said = jsonify(flaw=error.flaw, words=FLAWS[error.flaw])
        return (said, 503, RETRY_AFTER) if error.flaw.is_passing else (said, 422)
    return jsonify(receipt(attachment)), 201


@bp.get("/<public_id>")
@customer_only
def download(public_id):
    """The file as it is kept."""
    attachment = find_attachment(current_user, public_id)
    return file_answer(attachment.file_key, attachment.media_type, attachment.name)


@bp.get("/<public_id>/vignette")
@customer_only
def thumbnail(public_id):
    """A small picture of a photo."""
    attachment = find_attachment(current_user, public_id)
    if attachment.thumbnail_key is None:
        raise NotFound(public_id)
    return file_answer(attachment.thumbnail_key, attachment.media_type, attachment.name)


def receipt(attachment) -> dict:
    """Return what a phone keeps to know that a file has arrived."""
    return {"id": attachment.public_id, "name": attachment.name, "received_at": iso(attachment.received_at),
            "words": f"reçu le {moment(attachment.received_at)}", "sha256": attachment.received_sha256,
            "received_bytes": attachment.received_bytes, "fingerprint": attachment.fingerprint,
            "media_type": attachment.media_type, "size_bytes": attachment.size_bytes}


def file_answer(key: str, media_type: str, name: str) -> Response:
    """Return a kept file as one to be saved, never as a page: a picture still shows in a page of ours."""
    ending = {"image/jpeg": ".jpg", "application/pdf": ".pdf"}[media_type]
    response = Response(current_app.extensions["storage"].read(key), mimetype=media_type)
    saved_as = quote(name.rpartition(".")[0] or name) + ending
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{saved_as}"
    return response
