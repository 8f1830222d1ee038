"""Where one may be sent after sign-in, and who is let in."""
from datetime import timedelta

import pytest

from insurance.clock import held_at, now
from tests.support.factories import PASSWORD
from web.access import safe_next

OURS = ["/contrats/", "/contrats/abc?x=1", "/documents/?a=b&c=d", "/historique?avant=01a2", "/a:b", "/é"]
ELSEWHERE = [
    None, "", "/", "contrats", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b",
    "https://evil.example", "http:evil.example", "https:/evil.example", "javascript:alert(1)", "data:text/html,x",
    "/\tevil", "/\n/evil.example", "/ /evil.example", "\t//evil.example", " /plus", "/a\r\nSet-Cookie: x=1", "/\x00", "mailto:x@y",
    "HTTPS://EVIL.EXAMPLE", "/\x0b/evil.example",
]


@pytest.mark.parametrize("target", OURS)
def test_a_path_of_the_portal_is_followed(target):
    assert safe_next(target) == target


@pytest.mark.parametrize("target", ELSEWHERE)
def test_anything_else_is_not(target):
    assert safe_next(target) is None


def test_signing_in_never_leads_elsewhere(visitor, sophie):
    for target in filter(None, ELSEWHERE):
        if "\x00" not in target:
            answer = visitor.post("/connexion", {"identifier": sophie.email, "password": PASSWORD},
                                  query_string={"suite": target})
            assert (answer.status_code, answer.location) == (303, "/"), target


def test_somebody_already_signed_in_is_not_led_elsewhere_either(browser):
    for target in filter(None, ELSEWHERE):
        if "\x00" not in target:
            answer = browser.ask("/connexion", query_string={"suite": target})
            assert (answer.status_code, answer.location) == (303, "/"), target


def test_signing_in_leads_back_to_the_page_that_was_asked_for(visitor, sophie):
    visitor.visit("/historique?avant=x")
    assert visitor.url == "/connexion"
    visitor.send("/connexion", identifier=sophie.email, password=PASSWORD)
    assert visitor.url == "/historique"
    assert visitor.response.request.query_string == b"avant=x"


def test_the_page_to_come_back_to_survives_a_wrong_password(visitor, sophie):
    visitor.visit("/contrats/")
    visitor.send("/connexion", 422, identifier=sophie.email, password="wrong")
    visitor.send("/connexion", identifier=sophie.email, password=PASSWORD)
    assert visitor.url == "/contrats/"


def test_a_form_that_came_too_late_leads_to_sign_in_and_then_back_to_its_page(visitor):
    answer = visitor.post("/profil/mot-de-passe", {"current": "x"})
    assert (answer.status_code, answer.location) == (303, "/connexion?suite=/profil/mot-de-passe")


@pytest.mark.parametrize("shown", ["https://evil.example/contrats/", "http://localhost/nulle-part", "", "//evil.example"])
def test_a_button_that_came_too_late_leads_to_no_page_that_is_not_ours(visitor, shown):
    answer = visitor.post("/profil/e-mail/renvoi", headers={"Referer": shown})
    assert (answer.status_code, answer.location) == (303, "/connexion")


def test_a_fragment_without_session_says_where_the_person_was(visitor):
    answer = visitor.ask("/accueil/alertes", headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example//x"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/connexion?fin=1")


def test_the_sign_in_page_says_that_a_session_ended_only_when_it_did(visitor):
    assert "Votre session est terminée" in visitor.visit("/connexion?fin=1").text
    assert "Votre session est terminée" not in visitor.visit("/connexion").text


def test_a_session_that_lapsed_says_so_and_leads_back_to_the_page(browser, sophie):
    with held_at(now() + timedelta(minutes=31)):
        page = browser.visit("/contrats/")
        assert browser.url == "/connexion"
        assert "Votre session est terminée" in page.text
        browser.send("/connexion", identifier=sophie.email, password=PASSWORD)
        assert browser.url == "/contrats/"


@pytest.mark.parametrize(("method", "url", "data"), [
    ("GET", "/contrats/%00", None), ("GET", "/historique?avant=%00", None), ("GET", "/?a=b&a=%00", None),
    ("POST", "/contact", {"text": "a\x00b"}),
])
def test_a_text_that_no_text_can_hold_is_refused_before_anything_else(browser, method, url, data):
    answer = browser.post(url, data) if data else browser.ask(url, method)
    assert answer.status_code == 400
    assert "Rien n’a été modifié" in answer.text
