"""Every failure becomes a page that helps: what happened, what was kept, what to do."""
from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from insurance.errors import NotFound, Reason, Refused
from web import unsent
from web.incidents import incident_number
from web.logs import log_crash
from web.pages import wants_data, wants_fragment
from wording import ERRORS, REASONS


def install(app: Flask, unavailable: tuple[type[Exception], ...]) -> None:
    """Answer in words to everything that can go wrong. `unavailable`: what a database that does not answer raises."""

    @app.errorhandler(NotFound)
    def not_found(_error):
        """Somebody else's thing and a thing that never existed look the same; the attempt is remembered."""
        if current_user.is_authenticated:
            current_app.extensions["on_refusal"](current_user, request.endpoint)
        return _page(404)

    @app.errorhandler(Refused)
    def refused(error):
        return _page(403 if error.reason is Reason.NOT_YOUR_ROLE else 409, text=REASONS[error.reason],
                     title=ERRORS[409]["title"])

    @app.errorhandler(CSRFError)
    def stale_form(_error):
        return unsent.stale_answer() or _page(400, **ERRORS["stale-form"])

    @app.errorhandler(HTTPException)
    def http_error(error):
        response = _page(error.code)
        for name, value in error.get_headers():
            if name not in ("Content-Type", "Content-Length"):
                response.headers.setdefault(name, value)
        return response

    def stopped(error):
        log_crash(error)
        response = _page(503)
        response.headers["Retry-After"] = "60"
        return response

    for kind in unavailable:
        app.register_error_handler(kind, stopped)

    @app.errorhandler(Exception)
    def crash(error):
        log_crash(error)
        if app.testing:
            raise error
        return _page(500)


def _page(status: int, **words) -> Response:
    """Show one page for all statuses; an answer to HTMX is the same words in the notices region."""
    said = ERRORS.get(status, ERRORS["any"]) | words
    if wants_data():
        return make_response(jsonify(words=said["text"]), status)
    if wants_fragment():
        response = make_response(render_template("layouts/_notice.html", text=said["text"], kind="error"), status)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#notices", "innerHTML"
        return response
    step = "/" + request.path.split("/")[1]  # the page in the words of its address, without what may identify
    return make_response(render_template("errors/error.html", status=status, step=step, words=said,
                                         is_desk=current_app.session_interface.desk.is_for(request.path),
                                         incident=incident_number()), status)
