"""Pages that explain, the customer's history, and the health of the program."""
from flask import Response
from flask_login import current_user

from blueprints.site import bp
from insurance.database import ask_alive
from insurance.history.queries import history_of
from web.access import customer_only, public
from web.pages import older_than, show

PAGE = 20


@bp.get("/plus")
@customer_only
def more():
    """Everything that has no place in the tab bar."""
    return show("site/more.html")


@bp.get("/historique")
@customer_only
def history():
    """All that happened on the account and its contracts, newest first."""
    events = history_of(current_user, older_than(), PAGE + 1)
    return show("site/history.html", fragment="site/_history.html", events=events[:PAGE],
                older=events[PAGE - 1].id if len(events) > PAGE else None)


@bp.get("/securite")
@public
def security():
    """How to keep one's account safe."""
    return show("site/security.html")


@bp.get("/accessibilite")
@public
def accessibility():
    """What the portal does for everybody to use it, and whom to tell when it fails."""
    return show("site/accessibility.html")


@bp.get("/mentions-legales")
@public
def legal():
    """Who publishes the portal, and what becomes of personal data."""
    return show("site/legal.html")


@bp.get("/sante")
@public
def health():
    """Whether the program and its database answer (for the machine that watches)."""
    ask_alive()
    return Response("ok", mimetype="text/plain")
