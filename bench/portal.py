"""A portal in a temporary folder, with the demonstration portfolio and a signed-in customer."""
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from commands.database import ensure
from commands.portfolio import import_demonstration
from demo import FEATURED
from insurance.accounts import services
from insurance.database import db
from insurance.outbox import OutgoingMail

PASSWORD = "Chene-vert-82!"
BASE_URL = "https://mon-compte.activeassurances.example"


@contextmanager
def demonstration() -> Iterator[tuple[Flask, FlaskClient]]:
    """Give a portal and the browser in which the first customer of the demonstration is signed in."""
    with TemporaryDirectory(prefix="bench-") as folder:
        app = create_app(INSTANCE_PATH=Path(folder), MODE="demo", TESTING=True, BASE_URL=BASE_URL)
        with app.app_context():
            ensure()
            import_demonstration()
            _open_account(app)
        client = visitor_of(app)
        _sign_in(client)
        yield app, client
        with app.app_context():
            db.engine.dispose()


def visitor_of(app: Flask) -> FlaskClient:
    """Return a browser in which nobody is signed in, on HTTPS, which understands brotli."""
    client = app.test_client()
    client.environ_base |= {"wsgi.url_scheme": "https", "HTTP_HOST": BASE_URL.partition("://")[2],
                            "HTTP_ACCEPT_ENCODING": "br, gzip"}
    return client


def _open_account(app: Flask) -> None:
    """Create the account as the customer does: identity, password, link of the mail."""
    one, passwords = FEATURED[0], app.extensions["passwords"]
    sign_up = services.begin_sign_up(one.contract_number, one.last_name, one.first_name, one.email)
    services.choose_password(sign_up, PASSWORD, passwords)
    link = db.session.scalar(select(OutgoingMail.secret).where(OutgoingMail.recipient == one.email))
    services.open_account(link, passwords, sign_up_secret=sign_up)


def _sign_in(client: FlaskClient) -> None:
    page = client.get("/connexion", headers={"Accept-Encoding": "identity"})
    answer = client.post("/connexion", data={"csrf_token": _token_of(page.text), "identifier": FEATURED[0].email,
                                             "password": PASSWORD})
    if answer.status_code != 303:
        raise RuntimeError(f"sign-in answered {answer.status_code}")


def _token_of(html: str) -> str:
    """Return the CSRF token of the first form of a page."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            values = dict(attrs)
            if values.get("name") == "csrf_token":
                found.append(values["value"])

    Reader().feed(html)
    return found[0]
