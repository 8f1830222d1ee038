"""Signing in and out: the same words for everybody, and no way round the limits."""
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from insurance.accounts.models import Attempt
from insurance.clock import held_at, now
from insurance.database import db
from insurance.outbox import MailKind
from tests.support.browser import Browser
from tests.support.dom import parse
from tests.support.factories import PASSWORD, make_contract, make_customer
from tests.support.mailbox import deliver, waiting

WRONG = "Wrong-one-9!"


def told(answer):
    """Return what an answer tells: status, headers that matter, and body without what is drawn at random or was typed."""
    body = re.sub(r'(name="csrf_token"[^>]*value=|name="identifier"[^>]*value=)"[^"]*"', r"\1", answer.text)
    body = re.sub(r'value="[^"]*"([^>]*name="(csrf_token|identifier)")', r"\1", body)
    headers = {name: value for name, value in answer.headers.items() if name not in ("Set-Cookie", "Content-Length")}
    return answer.status_code, headers, body


def attempt(app, url="/connexion", **data):
    visitor = Browser(app.test_client())
    return visitor.post(url, data)


def test_a_known_and_an_unknown_account_are_answered_the_same(app, sophie):
    camille = make_customer()
    make_contract(camille, "AA-1000-009")
    answers = [told(attempt(app, identifier=identifier, password=WRONG)) for identifier in (
        sophie.email, "AA-7204-118", "nobody@example.org", "ZZ-9999-999", camille.email, "AA-1000-009")]
    assert answers[0][0] == 422
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(("url", "field"), [("/mot-de-passe-oublie", "identifier"), ("/identifiants-oublies", "email")])
def test_a_forgotten_password_or_number_is_answered_the_same_whoever_asks(app, sophie, url, field):
    answers = [told(attempt(app, url, **{field: value})) for value in (sophie.email, "nobody@example.org")]
    assert answers[0][0] == 200
    assert answers[0] == answers[1]
    assert len(waiting()) == 1


def test_a_wrong_password_says_so_without_saying_which_is_wrong_and_keeps_the_identifier(visitor, sophie):
    page = visitor.sign_in("AA-7204-118", WRONG, status=422)
    assert "Identifiant ou mot de passe incorrect." in page.text
    assert page.all("input", name="identifier")[0].attrs["value"] == "AA-7204-118"
    assert not page.all("input", name="password")[0].attrs.get("value")


def test_after_five_wrong_passwords_the_right_one_waits_a_minute_and_is_told_until_when(visitor, sophie):
    moment = now().replace(hour=12, minute=0, second=0, microsecond=0)
    with held_at(moment):
        for _ in range(5):
            assert "incorrect" in visitor.sign_in(sophie.email, WRONG, status=422).text
        page = visitor.sign_in(sophie.email, PASSWORD, status=422)
        assert re.search(r"Trop d’essais.*Prochain essai possible à 1[34] h 01", page.text)
    with held_at(moment + timedelta(minutes=1)):
        visitor.sign_in(sophie.email, PASSWORD)
        assert visitor.url == "/"


def test_ten_wrong_passwords_hold_the_account_tell_its_owner_once_and_a_reset_lifts_it(app, visitor, sophie):
    moment = now()
    for minutes in (0, 0, 0, 0, 0, 1, 2, 4, 8, 16):
        moment += timedelta(minutes=minutes)
        with held_at(moment):
            visitor.sign_in(sophie.email, WRONG, status=422)
    assert waiting() == [MailKind.ACCOUNT_HELD]
    with held_at(moment + timedelta(minutes=1)):
        visitor.sign_in(sophie.email, PASSWORD, status=422)
        visitor.visit("/mot-de-passe-oublie")
        visitor.send("/mot-de-passe-oublie", identifier="aa7204118")
        link = re.search(r"/nouveau-mot-de-passe/\S+", deliver(app)[-1].get_body(("plain",)).get_content())[0]
        visitor.visit(link)
        visitor.send(link, password="Neuve-porte-51!")
        visitor.send("/connexion", identifier=sophie.email, password="Neuve-porte-51!")
        assert visitor.url == "/"
    assert waiting().count(MailKind.ACCOUNT_HELD) == 1


def test_the_wait_holds_on_another_server_of_the_same_portal(app, portal, visitor, sophie):
    with held_at(now()):
        for _ in range(5):
            visitor.sign_in(sophie.email, WRONG, status=422)
        elsewhere = Browser(portal(app.instance_path).test_client())
        assert "Trop d’essais" in elsewhere.sign_in("AA-7204-118", PASSWORD, status=422).text


def test_an_address_that_tries_many_accounts_is_stopped(visitor, sophie):
    with held_at(now()):
        for number in range(60):
            visitor.post("/connexion", {"identifier": f"ZZ-{number:04}-000", "password": WRONG})
        page = parse(visitor.post("/connexion", {"identifier": sophie.email, "password": PASSWORD}).text)
        assert "Trop d’essais" in page.text
        other = Browser(visitor.client.application.test_client())
        other.sign_in(sophie.email, PASSWORD)
        assert other.url == "/"


def test_an_address_that_a_client_invents_is_not_believed(visitor, sophie):
    keys = set()
    for number in range(3):
        visitor.post("/connexion", {"identifier": "x", "password": "y"}, headers={"X-Forwarded-For": f"198.51.100.{number}"})
        keys |= set(db.session.scalars(select(Attempt.key)))
    assert len(keys) == 2


def test_behind_one_proxy_the_address_is_the_one_that_the_proxy_saw(app, portal):
    proxied = portal(app.instance_path, TRUSTED_PROXIES=1)
    visitor = Browser(proxied.test_client())
    for number in range(3):
        visitor.post("/connexion", {"identifier": "x", "password": "y"},
                     headers={"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.7"})
    assert len(set(db.session.scalars(select(Attempt.key)))) == 2


def test_somebody_signed_in_has_no_need_of_the_form(browser):
    browser.visit("/connexion")
    assert browser.url == "/"


def test_signing_out_leads_to_the_form_and_says_so(browser):
    browser.visit("/plus")
    page = browser.send("/deconnexion")
    assert browser.url == "/connexion"
    assert "Vous êtes déconnecté" in page.by_id("notices").text
    assert "Sophie" not in page.text


def test_a_password_is_asked_and_never_sent_back(visitor, sophie):
    visitor.sign_in(sophie.email, "Very-secret-7!", status=422)
    assert "Very-secret-7!" not in visitor.response.text


def test_nothing_of_a_form_but_its_own_fields_is_believed(visitor, sophie):
    visitor.post("/connexion", {"identifier": sophie.email, "password": WRONG, "customer_id": str(sophie.id), "_user_id": str(sophie.id)})
    assert not visitor.is_signed_in
