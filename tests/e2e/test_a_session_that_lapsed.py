"""Somebody types, the session lapses, they send: after signing in, the words are there again, and nothing was sent."""
import pytest

from tests.support.phone import OLIVIER, PASSWORD, SETTINGS, SOPHIE, Phone

STREET, STORY = "3 quai Saint-Antoine", "Ma carte verte\nn’est pas arrivée."


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def any_phone(request, browser, demo, road):
    """A phone whose browser runs scripts, or none."""
    context = browser.new_context(**SETTINGS, java_script_enabled=request.param)
    yield Phone(context, demo, road)
    context.close()


def sign_in_here(phone, number):
    """Fill the sign-in page to which the form led."""
    page = phone.page
    page.get_by_text("retrouver ce que vous aviez écrit").wait_for()
    page.get_by_label("E-mail ou numéro de contrat").fill(number)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url(lambda url: "/connexion" not in url)


def type_an_address(phone):
    """Open the profile, edit the address in place, and type another one."""
    page = phone.page
    phone.go("/profil/")
    page.get_by_role("link", name="Modifier mon adresse postale").click()
    page.get_by_label("Numéro et rue").fill(STREET)
    page.get_by_label("Code postal").fill("690")


def test_what_was_typed_too_late_is_there_again_and_was_not_sent(any_phone, demo):
    phone, page = any_phone, any_phone.page
    phone.sign_in(SOPHIE)
    type_an_address(phone)
    demo.let_sessions_lapse()
    page.get_by_role("button", name="Enregistrer mon adresse").click()
    sign_in_here(phone, SOPHIE)
    page.get_by_text("rien n’a été envoyé").wait_for()
    assert page.get_by_label("Numéro et rue").input_value() == STREET
    assert page.get_by_label("Code postal").input_value() == "690"
    page.get_by_role("link", name="Annuler").click()
    page.get_by_role("link", name="Modifier mon adresse postale").wait_for()
    assert STREET not in page.locator("#address").inner_text()

    phone.go("/contact")
    page.get_by_label("Sujet").fill("Carte verte")
    page.get_by_label("Votre message").fill(STORY)
    demo.let_sessions_lapse()
    page.get_by_role("button", name="Envoyer").click()
    sign_in_here(phone, SOPHIE)
    page.get_by_text("rien n’a été envoyé").wait_for()
    assert page.get_by_label("Votre message").input_value().replace("\r", "") == STORY
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("heading", name="Votre message est envoyé").wait_for()


def test_somebody_else_who_signs_in_sees_nothing_of_it(phone, demo):
    page = phone.page
    phone.sign_in(SOPHIE)
    type_an_address(phone)
    demo.let_sessions_lapse()
    page.get_by_role("button", name="Enregistrer mon adresse").click()
    sign_in_here(phone, OLIVIER)
    page.get_by_role("heading", name="Bonjour Olivier").wait_for()
    phone.go("/profil/adresse?modifier=1")
    assert page.get_by_label("Numéro et rue").input_value() != STREET
