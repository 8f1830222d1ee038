"""The worker, the manifest, the page without network, and whether somebody is signed in."""
from hashlib import blake2s
from uuid import UUID

from flask import Response, current_app, g, jsonify, make_response, render_template, request, session, url_for
from flask_login import current_user

from blueprints.pwa import bp
from insurance.database import db
from insurance.people.models import Customer
from web.access import public
from web.pages import show

SHELL_FILES = (  # what the page without network and the verifier need; the proof brings its own
    "icons/favicon.svg", "js/app.js", "js/saved.js", "js/verifier/",
    *(f"js/behaviours/{name}.js" for name in ("after-sign-out", "kept-page", "offline-notice", "saved-proof", "try-again")))
WORKER_FILES = ("sw/caches.js", "sw/strategies.js", "sw/kit.js", "sw/notebooks.js", "sw/routes.js")
KIT_PAGES = ("roadside.accident", "roadside.exchange", "roadside.later", "roadside.notebook")  # later: a piece of the last


@bp.get("/service-worker.js")
@public
def service_worker():
    """The worker, at the root so that its scope is the whole portal. Its facts are written here."""
    assets = current_app.extensions["assets"]
    names = [name for name in assets.files if name.startswith(SHELL_FILES)]
    shell = [url_for("pwa.offline"), url_for("verifier.page"), url_for("verifier.keys"),
             *(url_for("static", filename=name) for name in names)]
    script = render_template("pwa/service-worker.js", build=assets.build, shell=shell, files=WORKER_FILES,
                             kit=_kit(assets))
    response = make_response(script)
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _kit(assets) -> dict:
    """Return the pages of an accident, each after its files, and a version that changes with any of them.

    They depend on the program and its settings alone: they are rendered once in the life of the process.
    """
    if "kit" not in current_app.extensions:
        pages = {url_for(one): current_app.view_functions[one]().get_data(as_text=True) for one in KIT_PAGES}
        g.pop("style_hash", None)  # of the pages, not of this answer
        version = blake2s("".join([assets.build, *pages.values()]).encode(), digest_size=5).hexdigest()
        parts = [[*(url_for("static", filename=name) for name in assets.needed_by(html)), path]
                 for path, html in pages.items()]
        current_app.extensions["kit"] = {"version": version, "parts": parts}
    return current_app.extensions["kit"]


@bp.get("/manifest.webmanifest")
@public
def manifest():
    """What the phone needs to install the app."""
    icon = {"type": "image/png"}
    response = jsonify(
        id="/", name="Active Assurances, mon compte", short_name="Assurances", lang="fr", dir="ltr",
        description="Votre attestation, même sans réseau, vos contrats et vos documents.",
        start_url="/?app=1", scope="/", display="standalone", background_color="#f4f5f0", theme_color="#083a2b",
        icons=[icon | {"src": url_for("static", filename="icons/icon-192.png"), "sizes": "192x192"},
               icon | {"src": url_for("static", filename="icons/icon-512.png"), "sizes": "512x512"},
               icon | {"src": url_for("static", filename="icons/maskable-512.png"), "sizes": "512x512",
                       "purpose": "maskable"}],
        shortcuts=[{"name": "Accident\u00a0: que faire", "url": "/accident?raccourci=1",
                    "icons": [icon | {"src": url_for("static", filename="icons/icon-192.png"), "sizes": "192x192"}]},
                   {"name": "Mon attestation", "url": "/attestation?raccourci=1",
                    "icons": [icon | {"src": url_for("static", filename="icons/icon-192.png"), "sizes": "192x192"}]},
                   {"name": "Mes documents", "url": "/documents/"}])
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@bp.get("/hors-ligne")
@public
def offline():
    """The page shown when there is no network: the same for everybody, so it shows nobody's notices."""
    return show("pwa/offline.html", get_flashed_messages=lambda **_options: [])


@bp.get("/session")
@public
def signed_in():
    """204 when somebody is signed in, 401 else: a page that comes back from memory asks before it shows itself."""
    return Response(status=204 if current_user.is_authenticated else 401)


@bp.after_app_request
def erase_another_customers_copy(response):
    """Somebody signs in on a phone that keeps another customer's proof: the browser erases it with this very answer.

    The worker says whose copy it keeps; nothing is left for the page that follows, even if the network stops here. When it
    also holds a notebook that was not sent, erasing all would lose it: the worker is told, and erases the copy itself.
    """
    kept = request.headers.get("X-Kept-Key")
    begins = session.begins_for and session.door is current_app.session_interface.customers
    if kept and begins and kept != _key_of_the_newcomer():
        if "X-Kept-Notebooks" not in request.headers:
            response.headers["Clear-Site-Data"] = '"storage"'
        elif response.location:
            response.headers["X-Another-Customer"] = response.headers.pop("Location")
            response.status_code = 200  # a script cannot read where a redirection leads
    return response


def _key_of_the_newcomer() -> str:
    return "none" if session.get("is_shared") else db.session.get(Customer, UUID(session.begins_for)).phone_key
