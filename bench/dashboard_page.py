"""The first page after sign-in: requests a second through the WSGI test client, against a trivial Flask route."""
from flask import Flask

from bench.portal import demonstration
from bench.rounds import Row, compare


def report() -> list[Row]:
    """Measure, and return the rows to print. Session, database, templates and brotli are in; the network is not."""
    trivial = trivial_app().test_client()
    with demonstration() as (_app, client):
        pages = {"dashboard": "/", "a card already shown (204)": _card_already_shown(client),
                 "contracts": "/contrats/", "proof, its QR code known": "/attestation"}
        costs = {name: compare(lambda path=path: client.get(path), lambda: trivial.get("/"))
                 for name, path in pages.items()}
    return [Row(name, f"{1 / cost.ours:,.0f} requests/s", f"{cost.ratio:.0f}",
                f"a route that answers ok: {1 / cost.yardstick:,.0f} requests/s") for name, cost in costs.items()]


def _card_already_shown(client) -> str:
    """Return the address at which the page asks whether its first card has changed."""
    html = client.get("/", headers={"Accept-Encoding": "identity"}).text
    return html.partition('data-hx-get="')[2].partition('"')[0].replace("&amp;", "&")


def trivial_app() -> Flask:
    """Return an application with one route that answers ok: the yardstick of a page."""
    app = Flask("trivial")
    app.get("/")(lambda: "ok")
    return app
