"""Who may come in. Every route says it, and a test walks the routes."""
from functools import wraps
from urllib.parse import urlsplit

from flask import Response, current_app, g, make_response, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.local import LocalProxy

from insurance.errors import Reason, Refused
from web import unsent
from web.pages import wants_data, wants_fragment


def public(view):
    """Let anybody in."""
    view.access = "public"
    return view


def customer_only(view):
    """Let a signed-in customer in; send anybody else to the sign-in page, and back here afterwards."""

    @wraps(view)
    def guarded(*args, **kwargs):
        if not current_user.is_authenticated:
            return to_sign_in()
        response = make_response(view(*args, **kwargs))
        # Whose page it is: the worker keeps only this customer's proof, and forgets anybody else's.
        response.headers["X-Customer-Key"] = "none" if session.get("is_shared") else current_user.phone_key
        return response

    guarded.access = "customer"
    return guarded


def adviser_only(*roles):
    """Let a signed-in adviser in who has one of these roles, any adviser when none is named.

    Anybody else is sent to the desk's own sign-in page, a customer too. Who has another role is told so.
    """

    def wrap(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            if not current_adviser:
                return to_sign_in("desk.sign_in")
            if not current_adviser.may(*roles):
                raise Refused(Reason.NOT_YOUR_ROLE)
            return view(*args, **kwargs)

        guarded.access, guarded.roles = "adviser", roles
        return guarded

    return wrap


def signed_only(view):
    """Let a program in that proves itself by the signature of what it sends: it has no session, nor the token of a form."""
    view.access = "signed"
    return view


def _signed_in_adviser():
    """Return who is signed in at the desk, None when nobody is: at the customers' door nobody ever is."""
    if "adviser" not in g:
        is_desk = session.door is current_app.session_interface.desk
        g.adviser = current_app.extensions["find_adviser"](session.person_id) if is_desk and session.person_id else None
    return g.adviser


current_adviser = LocalProxy(_signed_in_adviser, unbound_message="nobody is asking")


def demo_only(view):
    """Let anybody in, on a demo only: app.py does not even register such a blueprint elsewhere."""
    view.access = "demo"
    return view


def to_sign_in(endpoint: str = "signin.sign_in") -> Response:
    """A page is redirected; a fragment answers 401 and lets HTMX leave the page: no form inside a card. A script hears 401.

    What was typed is kept for whoever signs in, if it is the same person: the way back is then theirs alone.
    """
    if wants_data():
        return Response(status=401)
    if request.method == "POST" and unsent.keep():
        address = url_for(endpoint, fin=1)
        return Response(status=401, headers={"HX-Redirect": address}) if wants_fragment() else redirect(address, 303)
    if wants_fragment():
        shown = urlsplit(request.headers.get("HX-Current-URL", "")).path
        response = Response(status=401)
        response.headers["HX-Redirect"] = url_for(endpoint, suite=safe_next(shown), fin=1)
        return response
    wanted = safe_next(request.full_path.rstrip("?") if request.method == "GET" else unsent.page_of_the_form())
    return redirect(url_for(endpoint, suite=wanted, fin=1 if session.has_lapsed else None), 303)


def safe_next(target: str | None) -> str | None:
    """Return `target` when it is a path of this portal, None for anything that could lead elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if "\\" in target or any(ord(character) < 33 for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or target == "/" else target
