"""The first page after sign-in: requests a second through the WSGI test client, against a trivial Flask route."""
from flask import Flask

from bench.portal import demonstration
from bench.rounds import compare

PAGES = (("dashboard", "/"), ("one card of it, 204", ""), ("proof of insurance", "/attestation"))


def report() -> list[str]:
    """Measure, and return the lines to print. Session, database, templates and brotli are in; the network is not."""
    trivial = _trivial_app().test_client()
    lines = []
    with demonstration() as (_app, client):
        for name, path in PAGES:
            path = path or _card_already_shown(client)
            cost = compare(lambda path=path: client.get(path), lambda: trivial.get("/"))
            lines.append(f"{name:24}{1 / cost.ours:8,.0f} requests/s {cost.ratio:6.1f} x a route that answers \"ok\""
                         f" ({1 / cost.yardstick:,.0f} requests/s)")
    return lines


def _card_already_shown(client) -> str:
    """Return the address at which the page asks whether its first card has changed."""
    html = client.get("/", headers={"Accept-Encoding": "identity"}).text
    return html.partition('data-hx-get="')[2].partition('"')[0].replace("&amp;", "&")


def _trivial_app() -> Flask:
    app = Flask("trivial")
    app.get("/")(lambda: "ok")
    return app
