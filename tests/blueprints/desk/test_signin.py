"""The desk's own door: two factors, a session that is never a customer's, invitations."""
import re

import pytest
from sqlalchemy import func, select

from insurance.accounts.models import SignedInDevice
from insurance.clock import held_at, now
from insurance.database import db
from insurance.history.models import Actor
from insurance.staff import services
from insurance.staff.models import Adviser, DeskSession, Role
from insurance.staff.rules import step_of, totp_code
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, STAFF_PASSWORD
from tests.support.mailbox import deliver, link_in

NEW = "Marelle-bleue-19?"


@pytest.fixture
def desk(at_desk, adviser):
    """A browser in which Nadia is at her desk."""
    return at_desk(adviser)


def seed_on(page):
    """Return the secret that a page of enrolment shows."""
    return page.all("code", class_="desk-seed")[0].text.replace(" ", "")


def cookies(browser):
    return {name: browser.client.get_cookie(name, path=path) for name, path in (("sid", "/"), ("desk", "/conseil"))}


def test_an_adviser_comes_in_and_leaves(desk):
    assert desk.page.all("p", class_="desk-who")[0].text == "Nadia Cherif"
    assert desk.ask("/conseil/session").status_code == 204
    desk.send("/conseil/deconnexion")
    assert (desk.url, desk.ask("/conseil/session").status_code) == ("/conseil/connexion", 401)
    assert desk.visit("/conseil/") and desk.url == "/conseil/connexion"


def test_which_of_the_three_is_wrong_is_not_told(visitor, adviser):
    said = set()
    for values in ({"email": "unknown@assureur.example"}, {"password": "Autre-chose-1!"}, {"code": "000000"}):
        page = visitor.sign_in_adviser(adviser, status=422, **values)
        said.add(page.all("p", class_="field__error")[0].text)
        assert not [node for node in page.all("input", type="password") if node.attrs.get("value")]
    assert len(said) == 1 and "incorrect" in said.pop()


def test_the_desk_is_another_session_in_the_same_browser(desk, adviser, sophie):
    desk.sign_in(sophie.email, PASSWORD)
    assert desk.page.all("h1")[0].text == "Bonjour Sophie"
    assert desk.visit("/conseil/").all("p", class_="desk-who")[0].text == "Nadia Cherif"
    desk.send("/conseil/deconnexion")
    assert desk.is_signed_in, "leaving the desk does not sign the customer out"


def test_a_customers_cookie_never_opens_the_desk_nor_an_advisers_the_space_of_a_customer(app, desk, browser):
    stranger = Browser(app.test_client())
    stranger.client.set_cookie("desk", cookies(browser)["sid"].value, path="/conseil")
    assert stranger.ask("/conseil/session").status_code == 401
    stranger.client.set_cookie("sid", cookies(desk)["desk"].value)
    assert not stranger.is_signed_in
    assert stranger.ask("/profil/").status_code == 303


def test_a_cookie_of_one_door_signed_before_sign_in_is_not_read_at_the_other(visitor):
    visitor.visit("/contact")
    visitor.client.set_cookie("desk", cookies(visitor)["sid"].value, path="/conseil")
    token = visitor.token_for("/contact")
    answer = visitor.ask("/conseil/connexion", "POST", data={"csrf_token": token})
    assert answer.status_code == 400


def test_the_cookie_is_sent_to_the_desk_only_and_is_new_at_each_sign_in(app, adviser):
    browser = Browser(app.test_client())
    before = browser.visit("/conseil/connexion") and cookies(browser)["desk"].value
    browser.sign_in_adviser(adviser)
    cookie = cookies(browser)["desk"]
    assert (cookie.path, cookie.http_only, cookie.same_site) == ("/conseil", True, "Lax")
    assert cookie.value != before and re.fullmatch(r"s\.[A-Za-z0-9_-]{43}", cookie.value)
    assert cookies(browser)["sid"] is None
    browser.client.set_cookie("desk", "s." + "A" * 43, path="/conseil")
    browser.sign_in_adviser(adviser)
    assert cookies(browser)["desk"].value != "s." + "A" * 43
    assert db.session.scalar(select(func.count()).select_from(SignedInDevice)) == 0


def test_over_https_the_cookie_of_the_desk_is_secure(app, portal):
    secure = Browser(portal(app.instance_path, BASE_URL="https://mon-compte.example").test_client())
    line = secure.ask("/conseil/connexion", base_url="https://mon-compte.example").headers["Set-Cookie"]
    name, *attributes = line.split("; ")
    assert name.startswith("__Secure-desk=")
    assert sorted(attributes) == ["HttpOnly", "Path=/conseil", "SameSite=Lax", "Secure"]


def test_signing_in_leads_back_to_where_one_was_going_inside_the_desk_only(visitor, adviser):
    answer = visitor.ask("/conseil/mot-de-passe")
    assert answer.location == "/conseil/connexion?suite=/conseil/mot-de-passe"
    visitor.visit(answer.location)
    assert "suite=/conseil/mot-de-passe" in visitor.form("/conseil/connexion").attrs["action"]
    for elsewhere in ("/profil/", "https://evil.example/conseil/", "//evil.example", "/conseilx/"):
        visitor.visit(f"/conseil/connexion?suite={elsewhere}")
        assert visitor.form("/conseil/connexion").attrs["action"].endswith("suite=/conseil/"), elsewhere


def test_a_session_that_lapsed_says_so(desk, adviser):
    with held_at(now() + services.timedelta(minutes=16)):
        assert "Votre session est terminée" in desk.visit("/conseil/").text


def test_an_invitation_opens_the_desk(app, visitor):
    services.add("Lucie Armand", "lucie@assureur.example", [Role.CLAIMS], Actor.INSURER)
    link = link_in(deliver(app)[0])
    page = visitor.visit(link)
    seed = seed_on(page)
    assert page.all("svg", role="img"), "a code for the telephone"
    page = visitor.send(link, 422, password="court", code="123456")
    assert (seed_on(page), "8 caractères" in page.text) == (seed, True)
    page = visitor.send(link, 422, password=NEW, code="000000")
    assert seed_on(page) == seed, "what the telephone has read stays good"
    visitor.send(link, password=NEW, code=totp_code(seed, step_of(now())))
    assert visitor.url == "/conseil/connexion"
    lucie = db.session.scalar(select(Adviser).where(Adviser.email == "lucie@assureur.example"))
    visitor.sign_in_adviser(lucie, password=NEW)
    assert visitor.url == "/conseil/"
    assert visitor.visit(link, 410).all("h1")[0].text == "Ce lien ne fonctionne plus"


def test_reading_an_invitation_uses_nothing_and_each_browser_sees_its_own_secret(app, visitor):
    secret = services.add("Lucie Armand", "lucie@assureur.example", [Role.CLAIMS], Actor.INSURER)
    scanner = Browser(app.test_client())
    first, second = (seed_on(one.visit(f"/conseil/invitation/{secret}")) for one in (scanner, visitor))
    assert first != second
    raw = str(cookies(visitor)["desk"].value)
    assert second not in raw, "the secret is sealed in the cookie"
    assert seed_on(visitor.visit(f"/conseil/invitation/{secret}")) == second


def test_another_telephone_is_recorded_with_the_link_and_the_password(app, visitor, adviser, supervisor):
    services.reset_second_factor(adviser, by=supervisor)
    link = link_in(deliver(app)[-1])
    seed = seed_on(visitor.visit(link))
    page = visitor.send(link, 422, password="Autre-chose-1!", code=totp_code(seed, step_of(now())))
    assert "Mot de passe incorrect." in page.text
    visitor.send(link, password=STAFF_PASSWORD, code=totp_code(seed, step_of(now())))
    visitor.sign_in_adviser(adviser)
    assert visitor.url == "/conseil/"


def test_an_adviser_changes_their_password(desk, adviser):
    desk.visit("/conseil/mot-de-passe")
    code = totp_code(adviser.totp_secret, step_of(now()) + 1)
    page = desk.send("/conseil/mot-de-passe", 422, current=STAFF_PASSWORD, code="111111", password=NEW)
    assert "Ce code n’est pas le bon" in page.text
    desk.send("/conseil/mot-de-passe", current=STAFF_PASSWORD, code=code, password=NEW)
    assert desk.url == "/conseil/" and "Votre mot de passe est changé" in desk.page.text


def test_an_access_that_is_closed_meanwhile_leads_to_the_door(desk, adviser, supervisor):
    services.disable(adviser, by=supervisor)
    desk.visit("/conseil/")
    assert desk.url == "/conseil/connexion"
    assert db.session.scalar(select(func.count()).select_from(DeskSession).where(DeskSession.ended_at.is_(None))) == 0
