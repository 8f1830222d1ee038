"""The pages that explain, the history, and the health of the program."""
import pytest

from insurance.database import transaction
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from tests.support.browser import HX


def lines(node):
    return [one.text for one in node.walk() if one.attrs.get("class") == "list-row__title"]


@pytest.mark.parametrize("path", ["/securite", "/accessibilite", "/mentions-legales", "/contact", "/connexion"])
def test_a_public_page_opens_for_anybody(visitor, browser, path):
    visitor.visit(path)
    browser.visit(path)


def test_everything_is_within_three_touches(browser):
    reached, waiting = set(), {"/"}
    for _ in range(3):
        seen = set()
        for path in waiting - reached:
            page = browser.visit(path)
            seen |= {node.attrs["href"].partition("#")[0] for node in page.all("a") if node.attrs.get("href", "").startswith("/")}
        reached |= waiting
        waiting = {path for path in seen if not path.endswith(("/pdf", ".pdf"))}
    assert {"/contrats/", "/documents/", "/attestation", "/profil/", "/plus", "/historique", "/contact", "/profil/appareils",
            "/profil/mot-de-passe", "/securite", "/accessibilite", "/mentions-legales", "/verifier"} <= reached | waiting


def test_the_history_tells_what_happened_the_newest_first(browser, sophie):
    with transaction():
        record(EventKind.NUMBERS_SENT, Actor.UNKNOWN, sophie)
    titles = lines(browser.visit("/historique").by_id("history"))
    assert titles[:2] == ["Liste de vos contrats envoyée par e-mail", "Connexion à votre compte"]
    assert titles[-1] == "Contrat AA-7204-118 enregistré"


def test_a_long_history_is_read_page_after_page_and_each_swap_is_a_reload(browser, sophie):
    with transaction():
        for number in range(45):
            record(EventKind.QUESTION_SENT, Actor.CUSTOMER, sophie, subject=f"n° {number:02}", reference="Q")
    seen, url = [], "/historique"
    while url:
        page = browser.visit(url)
        swapped = browser.swap(url, into="history").by_id("history")
        assert swapped == browser.visit(url).by_id("history")
        seen += lines(swapped)
        url = next((node.attrs["href"] for node in page.all("a") if node.text == "Plus ancien"), None)
    assert [title for title in seen if "n° " in title] == [f"Message envoyé : n° {number:02}" for number in reversed(range(45))]


@pytest.mark.parametrize("before", ["", "x", "0", "00000000-0000-0000-0000-000000000000", "%01", "ffffffff-ffff-ffff-ffff-ffffffffffff"])
def test_a_place_in_the_history_that_means_nothing_is_no_error(browser, before):
    assert browser.ask("/historique?avant=" + before).status_code == 200
    assert browser.ask("/historique?avant=" + before, headers=HX).status_code == 200


def test_the_program_says_that_it_is_well(visitor):
    answer = visitor.ask("/sante")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok", "text/plain")


def test_the_session_says_whether_somebody_is_signed_in_and_nothing_more(browser, visitor):
    assert (browser.ask("/session").status_code, browser.ask("/session").data) == (204, b"")
    assert (visitor.ask("/session").status_code, visitor.ask("/session").data) == (401, b"")
