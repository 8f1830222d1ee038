"""A session is a line in the database: it is never adopted, it can be revoked, and it dies when it should."""
import re
import threading
from datetime import timedelta

import pytest
from itsdangerous import URLSafeSerializer
from sqlalchemy import func, select

from insurance.accounts.models import SignedInDevice
from insurance.accounts.services import hash_secret
from insurance.clock import held_at, now
from insurance.database import db
from tests.support.browser import Browser
from tests.support.factories import PASSWORD
from web.sessions import device_label

FORGED = "s." + "A" * 43


def cookie(browser, name="sid"):
    return browser.client.get_cookie(name).value


def devices():
    return db.session.scalar(select(func.count()).select_from(SignedInDevice))


def test_a_visitor_leaves_no_line_in_the_database(visitor):
    visitor.visit("/connexion")
    visitor.visit("/contact")
    assert devices() == 0


def test_a_session_that_the_client_brings_is_never_adopted(visitor, sophie):
    visitor.client.set_cookie("sid", FORGED)
    assert not visitor.is_signed_in
    visitor.sign_in(sophie.email, PASSWORD)
    assert cookie(visitor) != FORGED
    assert devices() == 1


def test_signing_in_gives_another_cookie_and_another_token(visitor, sophie):
    visitor.visit("/connexion")
    before, token = cookie(visitor), visitor.token
    visitor.send("/connexion", identifier=sophie.email, password=PASSWORD)
    assert cookie(visitor) != before
    assert re.fullmatch(r"s\.[A-Za-z0-9_-]{43}", cookie(visitor))
    answer = visitor.ask("/profil/telephone/oubli", "POST", data={"csrf_token": token})
    assert answer.status_code == 400


def test_nothing_of_the_visitor_comes_along_at_sign_in(visitor, sophie):
    visitor.visit("/contact")
    visitor.send("/contact", email="a@example.org", subject="s", text="t")
    assert visitor.url == "/contact/envoye"
    visitor.sign_in(sophie.email, PASSWORD)
    assert set(db.session.scalar(select(SignedInDevice.contents))) == {"csrf_token", "is_shared", "label"}
    visitor.visit("/contact/envoye")
    assert visitor.url == "/contact"


def test_the_database_holds_a_hash_of_the_cookie_and_not_the_cookie(browser):
    device = db.session.scalar(select(SignedInDevice))
    secret = cookie(browser).removeprefix("s.")
    assert device.token_hash == hash_secret(secret)
    assert secret not in str(device.contents)


def test_signing_in_again_ends_the_session_before(browser, sophie):
    before = cookie(browser)
    browser.post("/connexion", {"identifier": sophie.email, "password": PASSWORD})
    after = cookie(browser)
    browser.client.set_cookie("sid", before)
    assert not browser.is_signed_in
    browser.client.set_cookie("sid", after)
    assert browser.is_signed_in


def test_signing_out_kills_the_cookie_itself(browser):
    stolen = cookie(browser)
    browser.visit("/plus")
    browser.send("/deconnexion")
    assert browser.url == "/connexion"
    browser.client.set_cookie("sid", stolen)
    assert not browser.is_signed_in
    browser.visit("/profil/")
    assert browser.url == "/connexion"


def test_signing_out_erases_what_the_phone_keeps(browser):
    answer = browser.post("/deconnexion")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert db.session.scalar(select(SignedInDevice)).contents == {}


def test_signing_out_twice_is_signing_out_once(browser):
    browser.post("/deconnexion")
    assert browser.post("/deconnexion").status_code == 303


@pytest.mark.parametrize("value", ["", "s.", "s." + "é" * 43, FORGED, "x" * 5000, "eyJhIjoxfQ.xxx", "s." + "A" * 44, "null", "\x00"])
def test_a_cookie_that_means_nothing_is_a_new_visitor(visitor, value):
    page = visitor.ask("/connexion", headers={"Cookie": f"sid={value}".encode().decode("latin-1")})
    assert page.status_code == 200


def test_a_visitor_who_forges_a_signed_cookie_is_nobody(visitor, sophie):
    forged = URLSafeSerializer("another key", salt="visitor").dumps({"_user_id": str(sophie.id)})
    visitor.client.set_cookie("sid", forged)
    assert not visitor.is_signed_in


def test_a_session_ends_half_an_hour_after_the_last_page(browser):
    start = now()
    with held_at(start + timedelta(minutes=29)):
        assert browser.is_signed_in
    with held_at(start + timedelta(minutes=58)):
        assert browser.is_signed_in
    with held_at(start + timedelta(minutes=58 + 30, seconds=1)):
        assert not browser.is_signed_in


def test_a_session_ends_twelve_hours_after_sign_in_whatever_happens(browser):
    start = now()
    for quarter in range(1, 48):
        with held_at(start + timedelta(minutes=15 * quarter)):
            assert browser.is_signed_in
    with held_at(start + timedelta(hours=12, seconds=1)):
        assert not browser.is_signed_in


def test_being_seen_is_written_at_most_once_a_minute(browser):
    start = db.session.scalar(select(SignedInDevice.seen_at))
    for seconds, seen in ((30, 0), (59, 0), (61, 61), (90, 61), (125, 125)):
        with held_at(start + timedelta(seconds=seconds)):
            browser.visit("/plus")
        assert db.session.scalar(select(SignedInDevice.seen_at)) == start + timedelta(seconds=seen)


def test_a_session_outlives_the_process(browser, portal, app):
    later = Browser(portal(app.instance_path).test_client())
    later.client.set_cookie("sid", cookie(browser))
    assert later.is_signed_in


def test_many_requests_at_once_are_the_same_person(app, browser):
    value, statuses = cookie(browser), []

    def ask():
        client = app.test_client()
        client.set_cookie("sid", value)
        statuses.append(client.get("/session").status_code)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [204] * 8


def test_a_shared_phone_is_told_to_keep_nobodys_copy(visitor, sophie):
    visitor.sign_in(sophie.email, PASSWORD, is_shared="y")
    assert visitor.ask("/plus").headers["X-Customer-Key"] == "none"
    assert sophie.phone_key not in visitor.ask("/").text


def test_a_phone_of_ones_own_is_told_whose_copy_it_may_keep(browser, sophie):
    assert browser.ask("/plus").headers["X-Customer-Key"] == sophie.phone_key
    browser.post("/profil/telephone/oubli")
    assert browser.ask("/plus").headers["X-Customer-Key"] == "none"
    browser.post("/profil/telephone/copie")
    assert browser.ask("/plus").headers["X-Customer-Key"] == sophie.phone_key


def test_a_page_for_everybody_names_nobody(browser):
    for path in ("/connexion", "/securite", "/session", "/manifest.webmanifest"):
        assert "X-Customer-Key" not in browser.ask(path).headers


@pytest.mark.parametrize(("agent", "label"), [
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Mobile Safari/604.1", "iPhone, Safari"),
    ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36", "Android, Chrome"),
    ("Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36",
     "Android, Samsung Internet"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Windows, Edge"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Linux, Firefox"),
    ("curl/8.0", ""), ("", ""),
])
def test_a_device_is_named_as_its_owner_would(agent, label):
    assert device_label(agent) == label
