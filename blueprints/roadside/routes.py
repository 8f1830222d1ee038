"""Pages for when things went wrong. They are the same for everybody: what is personal comes from the phone."""
from base64 import b64encode

from flask import jsonify, session
from flask_login import current_user

from blueprints.roadside import bp
from insurance.sealing import secret_for
from web.access import public
from web.forms import form_token
from web.pages import show


@bp.get("/accident")
@public
def accident():
    """What to do now: safety first, then the right number, then the rest."""
    return _page("roadside/accident.html")


@bp.get("/accident/echange")
@public
def exchange():
    """The exchange between two drivers: what the phone keeps is shown, what it reads is kept."""
    return _page("roadside/exchange.html")


@bp.get("/carnet/session")
@public
def whose_phone():
    """Whose session this phone holds, the token of its forms, and the key with which their notebooks are closed.

    Nobody's: `{"customer": null}`. The key is the customer's own; it leaves the phone at sign-out.
    """
    if not current_user.is_authenticated:
        return jsonify(customer=None)
    key = secret_for("notebook", current_user.phone_key)
    return jsonify(customer=current_user.phone_key, token=form_token(), secret=b64encode(key).decode(),
                   isShared=bool(session.get("is_shared")))


def _page(template: str):
    return show(template, get_flashed_messages=lambda **_options: [])
