"""The devices on which one is signed in: they can be seen, and ended one by one."""
import pytest

from tests.support.browser import HX, Browser
from tests.support.factories import PASSWORD

ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36"


@pytest.fixture
def phone(app, sophie):
    """Another device on which Sophie is signed in."""
    phone = Browser(app.test_client(), ANDROID)
    phone.sign_in(sophie.email, PASSWORD)
    return phone


def ends(page):
    return [form.attrs["action"] for form in page.all("form") if form.attrs["action"].endswith("/deconnexion")
            and "/appareils/" in form.attrs["action"]]


def test_each_device_is_named_and_this_one_is_told_apart(browser, phone):
    text = browser.visit("/profil/appareils").text
    assert "iPhone, Safari" in text
    assert "Android, Chrome" in text
    assert text.count("Cet appareil") == 1


def test_a_device_that_is_ended_is_out_at_once_and_the_others_stay(browser, phone):
    page = browser.visit("/profil/appareils")
    action, = ends(page)
    page = browser.send(action)
    assert browser.url == "/profil/appareils"
    assert "L’appareil est déconnecté." in page.by_id("notices").text
    assert "Android" not in page.text
    assert not phone.is_signed_in
    assert browser.is_signed_in


def test_ending_a_device_swaps_what_a_reload_would_show(browser, phone):
    action, = ends(browser.visit("/profil/appareils"))
    answer = browser.post(action, headers=HX, follow_redirects=True)
    assert 'id="devices"' in answer.text
    assert "<html" not in answer.text
    browser.swap("/profil/appareils", into="devices")
    assert ends(browser.page) == ends(browser.visit("/profil/appareils")) == []


def test_ending_a_device_twice_is_ending_it_once(browser, phone):
    action, = ends(browser.visit("/profil/appareils"))
    assert [browser.post(action).status_code for _ in range(2)] == [303, 303]


def test_nobody_else_ends_my_device(browser, phone, app, karim):
    action, = ends(browser.visit("/profil/appareils"))
    other = Browser(app.test_client())
    other.sign_in(karim.email, PASSWORD)
    assert other.post(action).status_code == 404
    assert phone.is_signed_in


def test_ending_a_device_is_written_in_the_history(browser, phone):
    action, = ends(browser.visit("/profil/appareils"))
    browser.send(action)
    assert "Appareil déconnecté : Android, Chrome" in browser.visit("/historique").text
