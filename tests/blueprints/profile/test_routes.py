"""The password is changed by who knows it; and this phone keeps what its owner wants."""
from insurance.clock import held_at, now
from tests.support.browser import Browser
from tests.support.factories import PASSWORD

NEW = "Neuve-porte-51!"


def test_the_password_changes_and_the_other_devices_are_signed_out(browser, app, sophie):
    other = Browser(app.test_client())
    other.sign_in(sophie.email, PASSWORD)
    browser.visit("/profil/mot-de-passe")
    page = browser.send("/profil/mot-de-passe", current=PASSWORD, password=NEW)
    assert browser.url == "/profil/"
    assert "Votre mot de passe est changé" in page.by_id("notices").text
    assert browser.is_signed_in
    assert not other.is_signed_in
    other.sign_in(sophie.email, PASSWORD, status=422)
    other.sign_in(sophie.email, NEW)
    assert other.url == "/"


def test_the_present_password_is_asked_for(browser, sophie):
    browser.visit("/profil/mot-de-passe")
    page = browser.send("/profil/mot-de-passe", 422, current="wrong", password=NEW)
    assert "Mot de passe incorrect." in page.text
    assert "Identifiant" not in page.by_id("current-error").text
    assert NEW not in browser.response.text


def test_a_new_password_that_is_not_accepted_says_why(browser):
    browser.visit("/profil/mot-de-passe")
    page = browser.send("/profil/mot-de-passe", 422, current=PASSWORD, password="Sophie-2026!")
    assert "Évitez votre nom" in page.by_id("password-error").text


def test_the_present_password_cannot_be_guessed_from_a_phone_left_open(browser):
    with held_at(now()):
        browser.visit("/profil/mot-de-passe")
        for _ in range(5):
            browser.send("/profil/mot-de-passe", 422, current="wrong", password=NEW)
        page = browser.send("/profil/mot-de-passe", 422, current=PASSWORD, password=NEW)
    assert "Trop d’essais" in page.by_id("current-error").text


def test_a_phone_that_is_told_to_forget_forgets_and_can_be_told_to_keep_again(browser):
    page = browser.visit("/profil/")
    answer = browser.post("/profil/telephone/oubli")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    page = browser.visit("/profil/")
    assert "ne garde aucune copie" in page.text
    browser.send("/profil/telephone/copie")
    assert "ne garde aucune copie" not in browser.page.text


def test_the_profile_says_who_one_is(browser, sophie):
    text = browser.visit("/profil/").text
    for words in ("Sophie Marchand", sophie.email, "7 rue des Tilleuls", "59000 Lille"):
        assert words in text, words
