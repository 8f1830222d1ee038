"""Leaving a phone: after signing out, on a shared phone, or when somebody else signs in, nothing of it stays there."""
import re

import pytest

from tests.support.phone import KARIM, SETTINGS, SOPHIE, Phone

SOPHIES = ("Marchand", "Sophie", "GH-482-KT", "AA-7204-118")
SIGN_OUT = "Me déconnecter"
SIGN_IN_PAGE = re.compile("/connexion")


def assert_nothing_of_sophie(text):
    assert [word for word in SOPHIES if word.lower() in text.lower()] == []


def is_alive(phone, cookie) -> bool:
    """Ask the portal, from outside the phone, whether a session that it had is still alive."""
    return phone.portal.ask("/session", cookie)[0] == 204


def cookie_of(phone) -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in phone.context.cookies())


def test_signing_out_erases_the_copy_and_ends_the_session(phone):
    phone.keep(SOPHIE)
    cookie = cookie_of(phone)
    phone.go("/plus")
    phone.page.get_by_role("button", name=SIGN_OUT).click()
    phone.page.wait_for_url(SIGN_IN_PAGE)
    assert_nothing_of_sophie(phone.kept_text())
    assert_nothing_of_sophie(phone.text)
    assert not is_alive(phone, cookie)
    phone.go("/attestation")
    assert "/connexion" in phone.page.url


def test_signing_out_without_network_erases_at_once_and_is_replayed(phone):
    phone.keep(SOPHIE)
    cookie = cookie_of(phone)
    phone.go("/plus")
    phone.lose_network()
    phone.page.get_by_role("button", name=SIGN_OUT).click()
    phone.page.get_by_text("Vous êtes déconnecté de ce téléphone").wait_for()
    assert_nothing_of_sophie(phone.kept_text())
    phone.go("/attestation")
    assert_nothing_of_sophie(phone.text)
    assert not phone.page.get_by_role("link", name="Mon attestation").is_visible()
    assert is_alive(phone, cookie)
    phone.find_network()
    phone.page.wait_for_url(SIGN_IN_PAGE)
    phone.wait_until(lambda: not is_alive(phone, cookie))


def test_signing_out_on_a_network_that_never_answers_is_replayed(phone, road):
    phone.keep(SOPHIE)
    cookie = cookie_of(phone)
    phone.go("/plus")
    road.fall_silent()
    phone.page.get_by_role("button", name=SIGN_OUT).click(no_wait_after=True)
    phone.page.get_by_text("Vous êtes déconnecté de ce téléphone").wait_for()
    assert not phone.has_copy()
    road.open()
    phone.go("/contrats/")
    assert "/connexion" in phone.page.url
    assert not is_alive(phone, cookie)


def test_an_order_to_sign_out_survives_a_server_that_breaks(phone, road):
    phone.keep(SOPHIE)
    cookie = cookie_of(phone)
    phone.go("/plus")
    phone.lose_network()
    phone.page.get_by_role("button", name=SIGN_OUT).click()
    phone.page.get_by_text("Vous êtes déconnecté de ce téléphone").wait_for()
    road.answer("503 Service Unavailable")
    phone.context.set_offline(False)
    phone.page.get_by_role("button", name="Réessayer").click()
    phone.page.get_by_text("Rien ici").wait_for()
    road.open()
    phone.go("/contrats/")
    phone.wait_until(lambda: not is_alive(phone, cookie))


def test_another_customer_erases_the_copy_and_never_sees_it(phone, demo):
    phone.keep(SOPHIE)
    demo.let_sessions_lapse()
    phone.sign_in(KARIM, at="/connexion?suite=/attestation")
    assert_nothing_of_sophie(phone.text)
    assert "FP-719-NB" in phone.text
    phone.wait_for_copy()
    assert_nothing_of_sophie(phone.kept_text())


def test_another_customer_never_sees_the_copy_even_if_the_network_stops_with_the_answer(phone, demo, road):
    phone.keep(SOPHIE)
    demo.let_sessions_lapse()
    phone.go("/connexion")
    road.cut_after(b"POST /connexion")
    phone.page.get_by_label("E-mail ou numéro de contrat").fill(KARIM)
    phone.page.get_by_label("Mot de passe", exact=True).fill("Chene-vert-82!")
    phone.page.get_by_role("button", name="Me connecter").click(no_wait_after=True)
    phone.wait_until(lambda: cookie_of(phone).startswith("sid=s."))
    phone.page.wait_for_timeout(500)
    road.open()
    phone.go("/mentions-legales")
    assert_nothing_of_sophie(phone.kept_text())


def test_the_owner_who_signs_in_again_keeps_the_copy_even_if_the_network_stops_with_the_answer(phone, demo, road):
    phone.keep(SOPHIE)
    demo.let_sessions_lapse()
    phone.go("/connexion")
    road.cut_after(b"POST /connexion")
    phone.page.get_by_label("E-mail ou numéro de contrat").fill(SOPHIE)
    phone.page.get_by_label("Mot de passe", exact=True).fill("Chene-vert-82!")
    phone.page.get_by_role("button", name="Me connecter").click(no_wait_after=True)
    phone.page.wait_for_url("**/attestation")
    assert phone.states() == ["valid"]


def test_a_refused_sign_in_leaves_the_copy(phone, demo):
    phone.keep(SOPHIE)
    demo.let_sessions_lapse()
    phone.go("/connexion")
    phone.page.get_by_label("E-mail ou numéro de contrat").fill(KARIM)
    phone.page.get_by_label("Mot de passe", exact=True).fill("pas le bon")
    phone.page.get_by_role("button", name="Me connecter").click()
    phone.page.get_by_text("mot de passe incorrect").first.wait_for()
    assert phone.has_copy()


def test_a_shared_phone_keeps_nothing(phone):
    phone.sign_in(SOPHIE, shared=True)
    phone.go("/attestation")
    assert phone.states() == ["valid"]
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for address in ("/", "/attestation", "/profil/"):
        phone.go(address)
        phone.page.wait_for_timeout(300)
    assert_nothing_of_sophie(phone.kept_text())
    phone.lose_network()
    phone.go("/attestation")
    assert_nothing_of_sophie(phone.text)


def test_a_phone_said_to_be_shared_drops_the_copy_it_had(phone, demo):
    phone.keep(SOPHIE)
    demo.let_sessions_lapse()
    phone.sign_in(SOPHIE, shared=True, at="/connexion?suite=/attestation")
    phone.wait_for_copy(False)
    assert_nothing_of_sophie(phone.kept_text())


def test_a_phone_can_be_forgotten_and_remembered_again(phone):
    phone.keep(SOPHIE)
    phone.go("/profil/")
    phone.page.get_by_role("button", name="Oublier ce téléphone").click()
    phone.page.get_by_text("ne garde plus de copie").wait_for()
    phone.go("/")
    phone.page.wait_for_timeout(500)
    assert_nothing_of_sophie(phone.kept_text())
    phone.go("/profil/")
    phone.page.get_by_role("button", name="Garder une copie ici").click()
    phone.page.get_by_text("va être gardée").wait_for()
    phone.go("/")
    phone.wait_for_copy()


@pytest.fixture(scope="session")
def remembering_browser(browser_type, browser_type_launch_args):
    """A browser that brings pages back from memory, as phones do; Playwright's does not."""
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


@pytest.fixture
def remembering_phone(remembering_browser, demo, road):
    """A phone whose pages say, once back from memory, that they come from there."""
    context = remembering_browser.new_context(**SETTINGS)
    context.add_init_script("addEventListener('pageshow', (event) => { globalThis.fromMemory = event.persisted; })")
    yield Phone(context, demo, road)
    context.close()


def test_a_page_comes_back_from_memory_while_its_customer_is_signed_in(remembering_phone):
    phone = remembering_phone
    phone.sign_in(SOPHIE)
    phone.go("/documents/")
    phone.go("/plus")
    phone.page.evaluate("history.back()")
    phone.wait_until(lambda: "Mes documents" in phone.text)
    assert phone.page.evaluate("globalThis.fromMemory") is True


def test_nothing_comes_back_from_memory_after_signing_out(remembering_phone):
    phone = remembering_phone
    phone.keep(SOPHIE)
    for address in ("/contact", "/attestation", "/profil/"):
        phone.go(address)
    phone.page.get_by_role("button", name=SIGN_OUT).click()
    phone.page.wait_for_url(SIGN_IN_PAGE)
    _go_back_and_see_nothing(phone, 4)


def test_nothing_comes_back_from_memory_after_signing_out_without_network(remembering_phone):
    """The cookie is still there, and the browser sees no reason to drop the pages that it remembers."""
    phone = remembering_phone
    phone.keep(SOPHIE)
    phone.go("/attestation")
    phone.go("/profil/")
    phone.road.cut()
    phone.context.set_offline(True)
    phone.page.get_by_role("button", name=SIGN_OUT).click()
    phone.page.get_by_text("Vous êtes déconnecté de ce téléphone").wait_for()
    _go_back_and_see_nothing(phone, 3)


def _go_back_and_see_nothing(phone, pages):
    for _ in range(pages):
        phone.page.evaluate("history.back()")
        for _ in range(10):
            phone.page.wait_for_timeout(40)
            assert_nothing_of_sophie(phone.text)
