"""When something goes wrong, the page says what, when, under which number, and whom to tell."""
import re

import pytest
from sqlalchemy import text

from insurance.contracts.models import Contract, Coverage
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.errors import Reason
from tests.support.browser import HX, Browser
from tests.support.factories import PASSWORD
from tests.support.routes import things_of
from wording import ERRORS, REASONS

INCIDENT = re.compile(r"R[2-9A-HJ-NP-Z]{7}")


@pytest.fixture
def failing(app, portal):
    """The portal as it is in production: a crash is a page and not a trace."""
    return portal(app.instance_path, TESTING=False)


@pytest.fixture
def unlucky(failing, sophie):
    """A browser in which Sophie is signed in, and whose contract holds a code that the portal does not know."""
    with transaction() as session:
        session.query(Coverage).update({"code": "flood"})
    browser = Browser(failing.test_client())
    browser.sign_in(sophie.email, PASSWORD)
    return browser


@pytest.fixture
def broken(sophie):
    """The page that cannot be shown."""
    return "/contrats/" + things_of(sophie)[Contract]


def test_an_unknown_address_says_so_in_words(browser):
    page = browser.visit("/nulle-part", 404)
    assert page.all("h1")[0].text == "Cette page n’existe pas"
    assert page.all("a", href="/")


def test_an_error_page_carries_a_number_a_time_a_step_and_a_way_to_tell(browser):
    page = browser.visit("/contrats/0000000000000", 404)
    incident = INCIDENT.search(page.text)[0]
    assert re.search(r"Heure .*\d h \d\d", page.text)
    assert "Étape /contrats" in page.text
    assert "0000000000000" not in page.text
    tell = next(node for node in page.all("a") if node.text == "Nous le signaler")
    contact = browser.visit(tell.attrs["href"])
    assert contact.all("input", name="incident")[0].attrs["value"] == incident
    assert contact.all("input", name="step")[0].attrs["value"] == "/contrats"
    assert incident in contact.all("input", name="subject")[0].attrs["value"]


def test_two_failures_have_two_numbers(browser):
    numbers = {INCIDENT.search(browser.visit("/nulle-part", 404).text)[0] for _ in range(5)}
    assert len(numbers) == 5


def test_a_crash_is_a_page_without_a_trace(unlucky, broken):
    page = unlucky.visit(broken, 500)
    assert page.all("h1")[0].text == "Une panne est survenue de notre côté"
    for word in ("Traceback", "Undefined", "flood", "jinja"):
        assert word not in unlucky.response.text


def test_a_crash_inside_a_fragment_is_said_in_the_notices_and_replaces_nothing(unlucky, broken):
    answer = unlucky.ask(broken, headers=HX)
    assert answer.status_code == 500
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#notices", "innerHTML")
    assert "<html" not in answer.text
    assert ERRORS[500]["text"] in answer.text


@pytest.mark.parametrize(("method", "url", "status"), [
    ("GET", "/contrats/0000000000000", 404), ("POST", "/contact", 400), ("GET", "/deconnexion", 405),
    ("GET", "/accueil/nothing", 404),
])
def test_a_failure_inside_a_fragment_is_said_in_the_notices(browser, method, url, status):
    answer = browser.ask(url, method, headers=HX)
    assert answer.status_code == status
    assert answer.headers["HX-Retarget"] == "#notices"
    assert "<html" not in answer.text


def test_a_refused_paper_says_why_with_409(browser, sophie):
    paper = things_of(sophie)[Document]
    with transaction() as session:
        session.query(Contract).update({"state": "suspended"})
    page = browser.visit(f"/documents/{paper}/pdf", 409)
    assert REASONS[Reason.COVER_OFF] in browser.response.text
    assert page.all("h1")[0].text == ERRORS[409]["title"]
    answer = browser.ask(f"/documents/{paper}/pdf", headers=HX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#notices")


def test_a_method_that_is_not_allowed_says_which_are(browser):
    assert set(browser.ask("/deconnexion").headers["Allow"].split(", ")) >= {"POST"}


NO_ADDRESS = ["/contrats/%ff%fe", "/documents/%00", "/accueil/%F0%9F%9A%97", "/contrats/" + "a" * 9000, "/verifier/etat/%00",
              "/historique?avant=%00", "/historique?avant=" + "9" * 500, "/connexion?suite=%ff", "/contact?incident=%ff&etape=%00",
              "/?x[]=1&x[]=2"]
NO_TEXT = ["", "\x00", "é" * 5000, "x" * 20_000, "{{7*7}}", "'; DROP TABLE account;--", "🚗", "\r\nX: y", "9" * 20]


def test_an_address_that_makes_no_sense_is_never_a_crash(browser):
    for path in NO_ADDRESS:
        assert browser.ask(path).status_code < 500, path


@pytest.mark.parametrize(("url", "names"), [
    ("/connexion", ("identifier", "password")), ("/mot-de-passe-oublie", ("identifier",)), ("/identifiants-oublies", ("email",)),
    ("/creer-mon-compte", ("contract_number", "last_name", "first_name", "email")), ("/contact", ("email", "subject", "text")),
    ("/verifier/code", ("code",)),
])
def test_a_field_that_makes_no_sense_is_never_a_crash(visitor, url, names):
    for value in NO_TEXT:
        assert visitor.post(url, dict.fromkeys(names, value)).status_code < 500, value


@pytest.mark.parametrize("table", ["signed_in_device", "customer", "contract"])
def test_a_database_that_fails_is_a_page_that_says_to_come_back(browser, table):
    _spoil(f"ALTER TABLE {table} RENAME TO elsewhere")
    answer = browser.ask("/contrats/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ERRORS[503]["title"] in answer.text
    assert INCIDENT.search(answer.text)
    assert table not in answer.text
    _spoil(f"ALTER TABLE elsewhere RENAME TO {table}")
    assert browser.ask("/contrats/").status_code == 200


def test_a_database_that_fails_is_no_health(browser):
    assert browser.ask("/sante").text == "ok"
    _spoil("ALTER TABLE signed_in_device RENAME TO elsewhere")
    assert browser.ask("/sante").status_code == 503


def _spoil(statement):
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(statement))
