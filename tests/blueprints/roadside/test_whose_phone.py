"""Whose session a phone holds, the key of their notebooks, and what becomes of a notebook when somebody leaves or comes."""
from base64 import b64decode

import pytest

from insurance import sealing
from tests.support.browser import Browser
from tests.support.factories import PASSWORD


def test_nobody_is_told_to_be_nobody(visitor):
    assert visitor.ask("/carnet/session").json == {"customer": None}


def test_a_customer_receives_a_key_that_is_theirs_alone_and_always_the_same(app, browser, sophie, karim):
    mine = browser.ask("/carnet/session").json
    other = Browser(app.test_client())
    other.sign_in(karim.email, PASSWORD)
    theirs = other.ask("/carnet/session").json
    assert mine["customer"] == sophie.phone_key
    assert len(b64decode(mine["secret"])) == 32
    assert mine["secret"] != theirs["secret"]
    assert browser.ask("/carnet/session").json["secret"] == mine["secret"]
    assert mine["isShared"] is False


def test_the_key_of_notebooks_outlives_a_new_data_key():
    old, new = sealing.new_key(), sealing.new_key()
    sealing.install([old])
    before = sealing.secret_for("notebook", "x")
    sealing.install([new, old])
    assert sealing.secret_for("notebook", "x") == before
    assert sealing.secret_for("another", "x") != before


def test_the_token_that_comes_with_it_is_accepted(browser):
    token = browser.ask("/carnet/session").json["token"]
    answer = browser.ask("/profil/telephone/oubli", "POST", headers={"X-CSRFToken": token})
    assert answer.status_code == 303
    assert browser.ask("/carnet/session").json["isShared"] is True


@pytest.mark.parametrize("url", ["/deconnexion", "/profil/telephone/oubli"])
def test_leaving_empties_the_phone_unless_a_notebook_stays_there_closed(browser, url):
    answer = browser.post(url, data={"carnet": "garde"})
    assert "Clear-Site-Data" not in answer.headers
    assert "carnet reste chiffré" in browser.ask(answer.location, follow_redirects=True).text


def test_leaving_a_phone_that_holds_somebody_elses_notebook_says_nothing_of_it(browser):
    answer = browser.post("/deconnexion", data={"carnet": "autre"})
    assert "Clear-Site-Data" not in answer.headers
    assert "carnet" not in browser.ask(answer.location, follow_redirects=True).text


def test_a_script_of_ours_hears_data_where_a_person_reads_a_page(browser, visitor):
    asks = {"Accept": "application/json"}
    assert visitor.ask("/profil/", headers=asks).status_code == 401
    answer = browser.ask("/contrats/0000000000000", headers=asks)
    assert (answer.status_code, list(answer.json)) == (404, ["words"])
    assert browser.ask("/profil/telephone/oubli", "POST", headers=asks).status_code == 400


@pytest.mark.parametrize(("headers", "erased"), [({}, True), ({"X-Kept-Notebooks": "1"}, False)])
def test_another_customer_who_signs_in_erases_the_copy_and_never_a_notebook(app, sophie, karim, headers, erased):
    browser = Browser(app.test_client())
    browser.visit("/connexion")
    sent = {"csrf_token": browser.token, "identifier": karim.email, "password": PASSWORD}
    answer = browser.ask("/connexion?suite=/plus", "POST", data=sent, headers={"X-Kept-Key": sophie.phone_key} | headers)
    assert ("Clear-Site-Data" in answer.headers) is erased
    if not erased:
        assert (answer.status_code, answer.headers["X-Another-Customer"]) == (200, "/plus")
    assert browser.is_signed_in


def test_whoever_comes_back_to_their_own_phone_finds_everything(app, sophie):
    browser = Browser(app.test_client())
    browser.visit("/connexion")
    sent = {"csrf_token": browser.token, "identifier": sophie.email, "password": PASSWORD}
    kept = {"X-Kept-Key": sophie.phone_key, "X-Kept-Notebooks": "1"}
    answer = browser.ask("/connexion", "POST", data=sent, headers=kept)
    assert answer.status_code == 303
    assert "X-Another-Customer" not in answer.headers
    assert "Clear-Site-Data" not in answer.headers
