"""What the links of our mails open: a button that is read, pressed once, and never pressed by a program."""
import pytest
from sqlalchemy import select

from insurance.accounts import email_change
from insurance.accounts.models import MailLink
from insurance.accounts.queries import account_of
from insurance.accounts.services import hash_secret
from insurance.database import db
from insurance.outbox import OutgoingMail
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, make_customer
from tests.support.mailbox import deliver, link_in

NEW = "sophie@example.net"
NEW_PASSWORD = "Saule-pleureur-7!"


@pytest.fixture
def confirmation(app, sophie, passwords):
    """The path of the link that confirms Sophie's new address."""
    email_change.ask(sophie, NEW, PASSWORD, "address", passwords)
    return link_to(app, NEW)


@pytest.fixture
def way_back(app, sophie, passwords, confirmation):
    """The path of the link that puts Sophie's old address back, once the new one is confirmed."""
    email_change.confirm(confirmation.rpartition("/")[2], "insurer@example.org", passwords, signed_in=sophie)
    return link_to(app, "sophie.marchand@example.org", subject="Votre adresse e-mail a changé")


@pytest.fixture
def check(app, sophie):
    """The path of the link with which Sophie confirms that she reads her mails."""
    email_change.ask_check(sophie)
    return link_to(app, sophie.email)


def link_to(app, recipient, subject="Confirmez"):
    (mail,) = [mail for mail in deliver(app) if mail["To"] == recipient and subject in mail["Subject"]]
    return link_in(mail)


@pytest.mark.parametrize("name", ["confirmation", "way_back", "check"])
def test_opening_a_link_uses_nothing_up(visitor, request, name, app):
    path = request.getfixturevalue(name)
    for _ in range(2):
        visitor.visit(path)
    link = db.session.scalar(select(MailLink).where(MailLink.secret_hash == hash_secret(path.rpartition("/")[2])))
    assert link.consumed_at is None


@pytest.mark.parametrize("name", ["confirmation", "way_back", "check"])
def test_a_link_opens_only_its_own_page(visitor, request, name):
    secret = request.getfixturevalue(name).rpartition("/")[2]
    pages = {"confirmation": "confirmation", "way_back": "retour", "check": "verification"}
    for other, page in pages.items():
        assert visitor.ask(f"/profil/e-mail/{page}/{secret}").status_code == (200 if other == name else 410)


def test_signed_in_a_button_is_enough(browser, sophie, confirmation):
    page = browser.visit(confirmation)
    assert page.all("input", type="password") == []
    page = browser.send(confirmation)
    assert "Votre adresse e-mail est changée." in page.by_id("notices").text
    assert (browser.url, sophie.email) == ("/profil/e-mail", NEW)
    browser.visit(confirmation, status=410)


def test_from_another_device_the_password_is_asked_for(visitor, sophie, confirmation):
    page = visitor.visit(confirmation)
    assert "Sophie" not in page.text
    assert "incorrect" in visitor.send(confirmation, status=422, current="not this one").by_id("current-error").text
    assert sophie.email != NEW
    db.session.rollback()
    page = visitor.send(confirmation, current=PASSWORD)
    assert "Votre adresse e-mail est changée." in page.by_id("notices").text
    assert (visitor.url, sophie.email) == ("/connexion", NEW)


def test_signed_in_as_somebody_else_the_password_is_asked_for(server, karim, sophie, confirmation):
    browser = Browser(server.test_client())
    browser.sign_in(karim.email, PASSWORD)
    assert browser.post(confirmation).status_code == 422
    assert sophie.email != NEW


def test_the_same_person_twice_in_the_books_is_told_to_call(visitor, sophie, confirmation):
    make_customer("Sophie", "Marchand", email=NEW)
    visitor.visit(confirmation)
    page = visitor.send(confirmation, status=409, current=PASSWORD)
    assert "Un autre dossier à votre nom" in page.text


def test_putting_the_old_address_back_leads_to_a_new_password(visitor, browser, sophie, way_back):
    assert "sophie.marchand@example.org" in visitor.visit(way_back).text
    page = visitor.send(way_back)
    assert visitor.url.startswith("/nouveau-mot-de-passe/")
    assert "Votre ancienne adresse est rétablie" in page.by_id("notices").text
    assert not browser.is_signed_in
    visitor.send(visitor.url, password=NEW_PASSWORD)
    visitor.sign_in("sophie.marchand@example.org", PASSWORD, status=422)
    visitor.sign_in("sophie.marchand@example.org", NEW_PASSWORD)
    assert visitor.is_signed_in
    visitor.visit(way_back, status=410)


def test_the_mail_that_says_so_holds_the_same_way_to_a_new_password(app, visitor, way_back):
    visitor.visit(way_back)
    visitor.send(way_back)
    reset = visitor.url
    assert link_to(app, "sophie.marchand@example.org", subject="est rétablie") == reset


def test_confirming_that_mails_are_read_does_not_sign_in(visitor, sophie, check):
    before = account_of(sophie).email_verified_at
    visitor.visit(check)
    page = visitor.send(check)
    assert "Votre adresse e-mail est confirmée." in page.by_id("notices").text
    assert not visitor.is_signed_in
    db.session.refresh(account_of(sophie))
    assert account_of(sophie).email_verified_at > before
    visitor.visit(check, status=410)


def test_a_link_that_died_leads_back_to_the_profile(visitor):
    page = visitor.visit("/profil/e-mail/retour/nothing", status=410)
    assert page.all("a", href="/profil/e-mail")


def test_no_secret_stays_in_the_outbox_once_its_mail_has_left(app, way_back):
    deliver(app)
    db.session.rollback()
    assert set(db.session.scalars(select(OutgoingMail.secret))) == {None}
