"""The checking page, the published keys, and where a contract stands. Only the form for a code needs a session."""
from flask import current_app, jsonify, make_response, render_template, request, url_for

from blueprints.verifier import bp
from blueprints.verifier.forms import CodeForm
from insurance.clock import now
from insurance.proofs import queries
from insurance.proofs.facts import Standing
from insurance.references import read_code
from web.access import public
from web.limits import limited

KEPT = "public, max-age=300"
LOOK_UPS, WINDOW_SECONDS = 300, 600  # an address of a mobile network is shared by a crowd; a code has 60 random bits


@bp.get("/V")
@bp.get("/v")
@bp.get("/verifier")
@public
def page():
    """The page that checks proofs in the browser. Caches keep it for everybody, so it shows nobody's notices."""
    response = make_response(render_template("verifier/page.html", get_flashed_messages=lambda **_options: []))
    response.headers["Cache-Control"] = KEPT
    return response


@bp.get("/.well-known/mva-keys.json")
@public
def keys():
    """The public keys, as a JWK set that any site may read."""
    response = jsonify(current_app.extensions["keyring"].published(now()))
    response.mimetype = "application/jwk-set+json"
    response.headers["Cache-Control"] = KEPT
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/verifier.webmanifest")
@public
def manifest():
    """The checking page as an application of its own, for those who check often."""
    icons = [{"src": url_for("static", filename=f"icons/{name}-{side}.png"), "sizes": f"{side}x{side}",
              "type": "image/png", "purpose": purpose}
             for name, side, purpose in (("icon", 192, "any"), ("icon", 512, "any"), ("maskable", 512, "maskable"))]
    response = jsonify(
        id="/verifier", scope="/verifier", start_url="/verifier", lang="fr", dir="ltr", display="standalone",
        name="Vérifier une attestation", short_name="Vérifier", background_color="#f4f5f0", theme_color="#083a2b",
        description="Contrôler la signature d’une attestation d’Active Assurances, même sans réseau.", icons=icons)
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = KEPT
    return response


@bp.get("/verifier/etat/<code>")
@public
@limited(LOOK_UPS, WINDOW_SECONDS)
def standing(code):
    """Where the contract of a proof stands now, for the checking page."""
    at = now()
    return {"state": _behind(read_code(code), at).standing, "as_of": at.isoformat(timespec="seconds")}


@bp.get("/verifier/code")
@public
def code():
    """The form for a short code."""
    return render_template("verifier/code.html", form=CodeForm(), state=None)


@bp.post("/verifier/code")
@public
@limited(LOOK_UPS, WINDOW_SECONDS)
def look_up():
    """Say in words where what a short code designates stands."""
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("verifier/code.html", form=form, state=None), 422
    at = now()
    found = _behind(form.code.data, at)
    return render_template("verifier/code.html", form=form, state=found.standing, vehicle=found.vehicle,
                           paper=found.paper, at=at)


def _behind(code, at):
    return queries.standing_of(code, at) if code else queries.CodeStanding(Standing.UNKNOWN)
