"""Coming back in: a forgotten password, forgotten numbers."""
from datetime import timedelta

import pytest

from insurance.clock import held_at, now
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, make_contract
from tests.support.mailbox import deliver, link_in, words

NEW = "Neuve-porte-51!"


@pytest.fixture
def link(app, visitor, sophie):
    """The link of a reset that Sophie has just asked for."""
    visitor.visit("/mot-de-passe-oublie")
    visitor.send("/mot-de-passe-oublie", identifier=sophie.email)
    assert "un e-mail vient de partir" in visitor.page.text
    return link_in(deliver(app)[-1])


def test_a_new_password_is_chosen_from_the_link_and_opens_the_account(visitor, sophie, link):
    visitor.visit(link)
    page = visitor.send(link, password=NEW)
    assert visitor.url == "/connexion"
    assert "Votre mot de passe est changé" in page.by_id("notices").text
    visitor.sign_in(sophie.email, PASSWORD, status=422)
    visitor.sign_in(sophie.email, NEW)
    assert visitor.url == "/"


def test_choosing_a_new_password_signs_nobody_in(visitor, link):
    visitor.visit(link)
    visitor.send(link, password=NEW)
    assert not visitor.is_signed_in


def test_every_device_is_signed_out_by_a_reset(browser, visitor, link):
    assert browser.is_signed_in
    visitor.visit(link)
    visitor.send(link, password=NEW)
    assert not browser.is_signed_in


def test_opening_the_link_and_a_refused_password_use_nothing_up(visitor, link):
    for _ in range(3):
        visitor.visit(link)
    assert "au moins 8" in visitor.send(link, 422, password="x").text
    visitor.send(link, password=NEW)
    assert visitor.url == "/connexion"


def test_a_link_works_once(visitor, link):
    visitor.visit(link)
    visitor.send(link, password=NEW)
    page = visitor.visit(link, 410)
    assert page.all("a", href="/mot-de-passe-oublie")
    assert visitor.post(link, {"password": "Autre-porte-52!"}).status_code == 410


def test_a_link_works_for_half_an_hour(visitor, link):
    start = now()
    with held_at(start + timedelta(minutes=29)):
        visitor.visit(link)
    with held_at(start + timedelta(minutes=30, seconds=1)):
        visitor.visit(link, 410)


def test_the_link_of_a_sign_up_is_not_the_link_of_a_reset(visitor, link):
    visitor.visit(link.replace("/nouveau-mot-de-passe/", "/creer-mon-compte/confirmation/"), 410)


def test_the_owner_is_told_that_the_password_changed(app, visitor, link):
    visitor.visit(link)
    visitor.send(link, password=NEW)
    assert deliver(app)[-1]["Subject"] == "Votre mot de passe a été changé"


def test_the_page_of_the_link_tells_its_address_to_nobody(visitor, link):
    answer = visitor.ask(link)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "http" not in answer.headers["Content-Security-Policy"]


def test_the_numbers_leave_by_mail(app, visitor, sophie):
    make_contract(sophie, "AA-0000-002")
    visitor.visit("/identifiants-oublies")
    visitor.send("/identifiants-oublies", email=sophie.email)
    text = words(deliver(app)[-1])
    assert "- AA-7204-118" in text
    assert "- AA-0000-002" in text


def test_a_reset_asked_for_on_a_strange_host_still_leads_to_the_portal(app, sophie):
    visitor = Browser(app.test_client())
    visitor.ask("/mot-de-passe-oublie", "POST", base_url="http://evil.example",
                data={"csrf_token": visitor.token, "identifier": sophie.email})
    visitor.post("/mot-de-passe-oublie", {"identifier": sophie.email})
    for mail in deliver(app):
        assert "evil.example" not in mail.as_string()
