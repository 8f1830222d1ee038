"""The notebook of an accident: one page that a phone keeps, whose phone it is, and the worker that sends what waits."""
from base64 import b64encode

from flask import jsonify, make_response, session, url_for
from flask_login import current_user

from blueprints.claims.asking import whole_form
from blueprints.roadside import bp
from blueprints.roadside.routes import same_for_all
from insurance.claims import journey
from insurance.claims.models import ClaimKind
from insurance.claims.questions import STEPS
from insurance.sealing import secret_for
from web.access import public
from web.forms import form_token
from web.uploads import ACCEPTED
from wording import CLAIM_PIECES, claim_question, claim_title


@bp.get("/carnet")
@public
def notebook():
    """The notebooks of this phone: a page that shows at once, and fetches what an open one needs."""
    return same_for_all("roadside/notebook.html")


@bp.get("/carnet/etapes")
@public
def later():
    """Every step of a declaration as a piece of that page, walked by the phone."""
    return same_for_all("roadside/later.html", journey=_brief(journey.as_data()) | {"names": CLAIM_PIECES}, steps=STEPS,
                        accepted=ACCEPTED, forms={step.name: whole_form(step) for step in STEPS},
                        titles={step.name: _by_kind(lambda kind, step=step: claim_title(step.name, kind)) for step in STEPS},
                        words={(step.name, field.name): _by_kind(
                            lambda kind, step=step, field=field: claim_question(step.name, field.name, kind)[0])
                            for step in STEPS for field in step.fields})


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


@bp.get("/carnet/service-worker.js")
@public
def postman():
    """The worker that sends notebooks when no page is open; it may only see what is under /carnet/, where nothing is."""
    response = make_response(f'import "{url_for("static", filename="js/notebook/worker.js")}";\n')
    response.mimetype = "text/javascript"
    return response


def _brief(data):
    """Return data without what the forms of the page say already, or what is nothing: every phone fetches it."""
    if isinstance(data, dict):
        return {name: _brief(value) for name, value in data.items() if value and name != "choices"}
    return [_brief(one) for one in data] if isinstance(data, list | tuple) else data


def _by_kind(words_of) -> dict[str, str]:
    """Return words for what happened: the usual ones under "", and those of the kinds that have others."""
    usual = words_of(None)
    return {"": usual} | {kind.value: words for kind in ClaimKind if (words := words_of(kind)) != usual}
