"""One address, two renderings; and nothing is sent that the phone already shows."""
import pytest

from tests.support.browser import HX
from web.pages import version_of, wants_fragment


@pytest.mark.parametrize(("headers", "answer"), [
    ({}, False), (HX, True), (HX | {"HX-History-Restore-Request": "true"}, False), ({"HX-Boosted": "true"}, False),
])
def test_a_fragment_is_for_htmx_but_not_when_it_restores_a_page(app, headers, answer):
    with app.test_request_context(headers=headers):
        assert wants_fragment() is answer


def test_a_page_and_its_fragment_are_told_apart_by_caches(browser):
    assert "HX-Request" in browser.ask("/historique").headers["Vary"]
    assert "Cookie" in browser.ask("/historique").headers["Vary"]


def test_a_page_that_is_restored_is_whole(browser):
    answer = browser.ask("/historique", headers=HX | {"HX-History-Restore-Request": "true"})
    assert "<html" in answer.text


def test_a_notice_is_said_once(browser):
    browser.post("/profil/telephone/oubli")
    assert "ne garde plus de copie" in browser.visit("/profil/").by_id("notices").text
    assert browser.visit("/profil/").by_id("notices").text == ""


def test_a_notice_enters_a_fragment_beside_it_and_not_in_its_place(browser):
    browser.post("/profil/telephone/oubli")
    answer = browser.ask("/historique", headers=HX)
    assert '<div data-hx-swap-oob="innerHTML:#notices">' in answer.text
    assert 'id="notices"' not in answer.text


def test_two_texts_have_two_versions_and_one_text_has_one():
    assert version_of("a") == version_of("a")
    assert version_of("a") != version_of("b")
