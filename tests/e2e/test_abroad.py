"""Abroad: the proof and the card change language with no network, at once, and the choice stays on the phone."""
from datetime import timedelta

import pytest

from insurance.clock import now
from tests.support.phone import CAMILLE, KARIM, OLIVIER, SOPHIE

FIRST_FRAME = """() => {
  const look = () => {
    if (!document.querySelector("[data-card]")) return requestAnimationFrame(look);
    window.firstSeen = { green: document.querySelectorAll(".proof-card--valid, .proof-card--provisional").length,
      language: document.body.dataset.language };
  };
  requestAnimationFrame(look);
}"""


def speak(phone, name):
    """Choose a language in the bar of the page."""
    phone.page.locator(".language-switch__shown").click()
    phone.page.get_by_role("link", name=name, exact=True).click()


def test_the_proof_speaks_another_language_with_no_network_and_remembers_it(phone):
    phone.keep(SOPHIE)
    phone.lose_network()
    phone.go("/attestation")
    assert "Valide" in phone.text
    speak(phone, "Deutsch")
    for word in ("Gültig", "Versicherungsnehmer", "Signiert, offline prüfbar", "Maßgeblich ist allein der französische Text"):
        assert word in phone.text
    assert "Souscripteur" not in phone.text
    assert phone.states() == ["valid"]
    assert len(phone.codes()) == 1

    phone.context.add_init_script(f"({FIRST_FRAME})()")
    phone.at(now() + timedelta(days=2, hours=1))
    phone.go("/attestation?raccourci=1")
    assert "Geprüft vor 2\u00a0Tagen" in phone.text
    assert phone.page.evaluate("window.firstSeen") == {"green": 1, "language": "de"}
    speak(phone, "English")
    assert "Checked 2\u00a0days ago" in phone.text
    phone.at(now() + timedelta(days=30))
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert phone.states() == ["old"]
    assert "This copy is too old to be relied on" in phone.text
    assert phone.codes() == []


@pytest.mark.parametrize(("number", "days", "words"), [
    (KARIM, 19, "esta suspendida"), (CAMILLE, 8, "Vigente"),
])
def test_the_state_that_the_dates_lead_to_is_the_first_one_that_is_seen(phone, number, days, words):
    phone.keep(number)
    phone.lose_network()
    phone.context.add_init_script(f"({FIRST_FRAME})()")
    phone.at(now() + timedelta(days=days))
    phone.go("/attestation?langue=es")
    assert words.replace("esta ", "está ") in phone.text
    assert (phone.page.evaluate("window.firstSeen.green") == 0) is (number == KARIM)


def test_the_language_of_the_profile_is_the_one_of_the_copy(phone):
    phone.keep(SOPHIE)
    phone.go("/attestation")
    speak(phone, "Italiano")
    phone.go("/profil/preferences/langue?modifier=1")
    phone.page.get_by_label("English").check()
    with phone.until_the_worker_asked("/attestation"):
        phone.page.get_by_role("button", name="Enregistrer ma langue").click()
        phone.page.get_by_text("Votre choix est enregistré").wait_for()
        phone.go("/")
    phone.wait_until(lambda: 'data-preferred="en"' in phone.kept_text())
    phone.lose_network()
    phone.go("/attestation")
    assert "Policyholder" in phone.text
    phone.find_network()
    phone.go("/profil/preferences/langue?modifier=1")
    phone.page.get_by_label("Français").check()
    phone.page.get_by_role("button", name="Enregistrer ma langue").click()
    phone.page.get_by_text("Votre choix est enregistré").wait_for()


def test_the_card_is_on_the_phone_with_the_proof_and_turns_with_it(phone, demo):
    demo.import_contract(OLIVIER)
    phone.keep(OLIVIER)
    phone.go("/documents/")
    phone.page.get_by_role("button", name="Carte internationale").first.click()
    phone.page.get_by_role("heading", name="8. Validité territoriale").wait_for()
    phone.go("/")
    phone.wait_until(lambda: "8. Validez territorial" in phone.kept_text())
    phone.lose_network()
    phone.go("/attestation")
    phone.page.get_by_role("link", name="Carte internationale (carte verte)").click()
    phone.page.get_by_role("heading", name="8. Validité territoriale").wait_for()
    speak(phone, "Español")
    assert "8. Validez territorial" in phone.text
    assert "Alemania" in phone.text
    assert "8. Räumliche" not in phone.text
    assert phone.states() == ["valid"]

    phone.find_network()
    demo.let_sessions_lapse()
    demo.suspend(OLIVIER)
    phone.go("/attestation")
    phone.page.get_by_text("no está asegurado").wait_for()
    phone.lose_network()
    path = next(line for line in phone.kept_text().split("\n") if line.endswith("/carte"))
    phone.page.goto(path)
    assert phone.states() == ["suspended"]
    assert not phone.looks_green()
    assert "Esta carta no es válida hoy" in phone.text
    demo.import_contract(OLIVIER)
