"""The mails of the demonstration: their links can be touched, and elsewhere they do not exist."""
from pathlib import Path

import pytest

from insurance import outbox
from insurance.database import transaction
from insurance.outbox import MailKind
from tests.support.browser import Browser
from tests.support.mailbox import deliver


@pytest.fixture
def demo(app, portal):
    """A visitor of the demonstration."""
    return Browser(portal(app.instance_path, MODE="demo").test_client())


def test_outside_the_demonstration_these_addresses_do_not_exist(visitor, browser):
    for one in (visitor, browser):
        for path in ("/demo/e-mails/", "/demo/e-mails/x", "/demo/galerie"):
            one.visit(path, 404)


def test_no_mail_yet_says_so(demo):
    assert "Aucun e-mail pour l’instant" in demo.visit("/demo/e-mails/").text


def test_a_mail_is_listed_read_and_its_link_leads_into_the_portal(app, demo):
    with transaction():
        outbox.post(MailKind.RESET_PASSWORD, "anais@example.org", secret="S" * 43, first_name="<Anaïs>")
    deliver(app)
    page = demo.visit("/demo/e-mails/")
    link = next(node.attrs["href"] for node in page.all("a") if node.text == "Choisissez un nouveau mot de passe")
    page = demo.visit(link)
    assert "Bonjour <Anaïs>" in page.text
    assert page.all("a", href="/nouveau-mot-de-passe/" + "S" * 43)


def test_nothing_but_a_mail_is_read(app, demo):
    (Path(app.instance_path) / "secret.eml").write_text("Subject: hidden words\n\nhidden words")
    for name in ("..", "../secret", "..%2fsecret", "%2e%2e%2fsecret", "..%5csecret", ".hidden", "x" * 300, "%00", "../../etc/passwd"):
        answer = demo.ask("/demo/e-mails/" + name, follow_redirects=True)
        assert answer.status_code in (400, 404), name
        assert "hidden words" not in answer.text
