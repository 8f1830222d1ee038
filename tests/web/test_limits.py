"""A public form cannot be called without end, and nobody pays for somebody else's calls."""
import pytest
from flask import Flask

from web.limits import limited


@pytest.fixture
def client():
    app = Flask(__name__)

    @app.get("/")
    @limited(calls=3, seconds=900)
    def index():
        return "ok"

    return app.test_client()


def ask(client, address):
    return client.get("/", environ_base={"REMOTE_ADDR": address}).status_code


def test_an_address_that_calls_too_often_is_told_to_wait(client):
    assert [ask(client, "192.0.2.1") for _ in range(5)] == [200, 200, 200, 429, 429]


def test_another_address_is_not(client):
    for _ in range(5):
        ask(client, "192.0.2.1")
    assert ask(client, "192.0.2.2") == 200


def test_an_invented_address_in_a_header_is_not_believed(client):
    statuses = [client.get("/", environ_base={"REMOTE_ADDR": "192.0.2.1"}, headers={"X-Forwarded-For": f"198.51.100.{one}"}).status_code
                for one in range(5)]
    assert statuses[-1] == 429


def test_the_contact_form_has_a_limit_and_keeps_what_was_typed_out_of_the_way(visitor):
    visitor.visit("/contact")
    data = {"email": "x@example.org", "subject": "Question", "text": "Bonjour"}
    statuses = [visitor.post("/contact", data).status_code for _ in range(11)]
    assert statuses == [303] * 10 + [429]
