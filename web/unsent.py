"""What was typed in a session that had ended comes back on the same form, after signing in; nobody sends it but its writer.

A form that arrives too late is not lost: its fields, without passwords, codes or files, wait half an hour on the
server (`insurance/unsent.py`). The browser keeps the key, and the fields open for the person whose session it was: a
form's token proves that the page was written for that session. See docs/decisions/0019.
"""
import secrets
from collections.abc import Iterable
from typing import Protocol
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, redirect, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from web.pages import wants_fragment

KEY, PAGES = "unsent", "unsent_pages"  # in the session: the browser's key, and which form is seen where
_never_kept = {"csrf_token", "code"}


class Shelf(Protocol):
    """Where what was typed waits (insurance.unsent)."""

    def keep(self, key: str, person_id: str, page: str, fields: list[tuple[str, str]]) -> bool:
        """Keep the fields of a page; False when they are too many."""

    def find(self, key: str, person_id: str, page: str) -> list[tuple[str, str]]:
        """Return what this person typed on a page."""

    def belongs_to(self, key: str, person_id: str) -> bool:
        """Return whether anything of this person waits."""

    def whose(self, key: str) -> str | None:
        """Return whose fields wait."""

    def forget(self, key: str, page: str | None = None) -> None:
        """Forget them."""


def install(app: Flask, shelf: Shelf) -> None:
    """Keep what was typed on this shelf, and forget it once its form was sent."""
    app.extensions["unsent"] = shelf

    @app.after_request
    def forget_what_was_sent(response):
        if request.method == "POST" and session and KEY in session and response.status_code in (303, 422) and not g.get("kept"):
            for page, (action, _) in dict(session[PAGES]).items():
                if action == request.path:
                    _drop(page)
        return response


def never_keep(names: Iterable[str]) -> None:
    """Leave out the fields of these names, whatever the form: they hold a secret."""
    _never_kept.update(names)


def keep() -> bool:
    """Keep what was typed in the form that has just come too late, if its writer is known; return whether it is kept."""
    if not may_come():
        return False
    person_id = _writer()
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _never_kept and value]
    page = page_of_the_form()
    if person_id is None or not fields or page is None:
        return False
    key = session.get(KEY) or secrets.token_urlsafe(32)
    path = urlsplit(page).path
    if not _shelf().keep(key, person_id, path, fields):
        return False
    session[KEY], session[PAGES] = key, dict(session.get(PAGES, {})) | {path: (request.path, page)}
    g.kept = True
    return True


def may_come() -> bool:
    """Return whether a form from this browser may have been written in a session that ended: else it is not even read."""
    return session.person_id is not None or session.lapsed is not None or KEY in session


def is_waiting() -> bool:
    """Return whether this browser waits for somebody to sign in, to give back what they typed."""
    return KEY in session


def carried_to(person_id: str) -> dict:
    """Return what of a visitor's session comes along at sign-in: the key of what this very person typed, else nothing.

    Whoever else signs in never sees it: it is forgotten.
    """
    key = session.get(KEY)
    if key is None:
        return {}
    if _shelf().belongs_to(key, person_id):
        return {KEY: key, PAGES: session[PAGES]}
    _shelf().forget(key)
    return {}


def resumed() -> str | None:
    """Return the address of the form that waits, the last one if there are several, and say that nothing was sent."""
    pages = list(session.get(PAGES, {}).values())
    if not pages:
        return None
    flash("Votre session était terminée\u00a0: rien n’a été envoyé. Relisez ce que vous aviez écrit, puis validez.")
    return pages[-1][1]


def is_here() -> bool:
    """Return whether the page that is asked for has something to give back."""
    return request.method == "GET" and request.path in session.get(PAGES, {})


def fields_for(typed_names: set[str]) -> MultiDict | None:
    """Return what was typed in the form of the page that is asked for, None when there is nothing of it."""
    if not is_here() or session.person_id is None:
        return None
    fields = _shelf().find(session[KEY], session.person_id, request.path)
    mine = [(name, value) for name, value in fields if name in typed_names]
    return MultiDict(mine) if mine else None


def stale_answer() -> Response | None:
    """Lead back to its form what was typed in an earlier session of whoever is signed in now; None when it was not.

    Another tab has signed in since. The token of the form proves that the page was theirs, and no other site's.
    """
    if session.person_id is None or not keep():
        return None
    page = resumed()
    if wants_fragment():
        return Response(status=409, headers={"HX-Redirect": page})
    return redirect(page, 303)


def page_of_the_form() -> str | None:
    """Return the address at which the form is seen: where it is sent if that is a page, else the page it was on."""
    shown = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    query = f"?{shown.query}" if shown.query else ""
    if _is_page(request.path):
        return request.path + (query if shown.path == request.path else "")
    return shown.path + query if shown.netloc == request.host and _is_page(shown.path) else None


def _shelf() -> Shelf:
    return current_app.extensions["unsent"]


def _drop(page: str) -> None:
    _shelf().forget(session[KEY], page)
    left = {one: place for one, place in session[PAGES].items() if one != page}
    if left:
        session[PAGES] = left
    else:
        del session[KEY], session[PAGES]


def _writer() -> str | None:
    """Return the key of the person for whom the form was written, None when nobody can tell.

    Signed out, it is the one whose session lapsed under this very cookie, or the one whose fields it keeps already.
    Signed in, the token must be of an earlier session of the same person.
    """
    secret = _secret_of_the_form()
    if session.person_id is not None:
        return session.person_id if session.door.devices.was_theirs(session.person_id, secret) else None
    if secret is None or secret != session.get("csrf_token"):
        return None
    if session.lapsed is not None:
        return session.door.devices.whose(session.lapsed)
    return _shelf().whose(session[KEY]) if KEY in session else None


def _secret_of_the_form() -> str | None:
    """Return the secret that the token of the form was made from: that of the session in which its page was written."""
    token = request.form.get("csrf_token") or request.headers.get("X-CSRFToken", "")
    try:
        return URLSafeTimedSerializer(current_app.secret_key, salt="wtf-csrf-token").loads(token)
    except BadSignature:
        return None


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind(request.host).match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return True
