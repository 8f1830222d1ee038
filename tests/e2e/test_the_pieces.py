"""The pieces of a new contract, sent from a real browser, with and without JavaScript."""
import pytest

from tests.support.files import noise
from tests.support.phone import CAMILLE, PASSWORD, SCREEN, SETTINGS


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def page(request, browser, demo):
    """A small screen on which Camille is signed in."""
    demo.forget_attempts()
    context = browser.new_context(**SETTINGS, java_script_enabled=request.param)
    page = context.new_page()
    page.goto(demo.address + "/connexion")
    page.get_by_label("E-mail ou numéro de contrat").fill(CAMILLE)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url(demo.address + "/")
    yield page
    context.close()


def test_a_photo_chosen_on_the_phone_is_received_then_taken_back(page):
    page.locator("a[href$='/pieces']").first.click()
    page.get_by_role("link", name="Arrière du véhicule").click()
    assert page.locator("input[capture=environment]").count() == 1
    page.locator("#file").set_input_files([{"name": "arriere.jpg", "mimeType": "image/jpeg", "buffer": noise((3000, 2000))}])
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Arrière du véhicule : reçu à").wait_for()
    assert page.locator("li", has_text="Arrière du véhicule").get_by_text("En vérification").is_visible()
    page.get_by_role("link", name="Arrière du véhicule").click()
    page.wait_for_load_state("load")
    assert page.locator("img[src$='/vignette']").evaluate("one => one.naturalWidth") == 160
    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("Le fichier est retiré.").wait_for()
    assert page.get_by_text("À envoyer").is_visible()


def test_what_will_not_do_is_said_in_words_and_the_list_stays_within_the_screen(page):
    page.locator("a[href$='/pieces']").first.click()
    page.get_by_role("heading", name="Pièces à fournir").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREEN["width"]
    page.get_by_role("link", name="Avant du véhicule").click()
    page.locator("#file").set_input_files([{"name": "IMG_1.HEIC", "mimeType": "image/heic",
                                           "buffer": b"\0\0\0\x18ftypheic" + bytes(100)}])
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("les photos HEIC ne sont pas lues ici").first.wait_for()
