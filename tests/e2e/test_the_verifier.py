"""Checking the code of a real attestation: with network, without, altered, expired, of a contract that changed."""
from datetime import timedelta

import pytest

from insurance.clock import now
from tests.support.phone import CAMILLE, OLIVIER, SETTINGS, SOPHIE, Phone


@pytest.fixture
def officer(browser, demo, road):
    """The phone of somebody who checks: nobody has ever signed in on it."""
    context = browser.new_context(**SETTINGS)
    yield Phone(context, demo, road)
    context.close()


def scanned(phone, number) -> str:
    """Sign in, show the attestation, and return what the camera of another phone reads on it."""
    phone.sign_in(number)
    phone.go("/attestation")
    return phone.codes()[0]


def check(officer, digits, path="/verifier"):
    """Open the checking page on a code, and return it once it has said what it found."""
    officer.go("/securite")
    officer.go(f"{path}#{digits}")
    card = officer.page.locator("#result .proof-card")
    card.wait_for()
    officer.page.wait_for_load_state("networkidle")
    return card


def digits_of(address):
    return address.split("#")[1]


def test_a_scanned_code_opens_its_check(phone, officer):
    """The whole address, as a camera opens it: upper case, then the digits."""
    address = scanned(phone, SOPHIE)
    officer.page.goto(address)
    card = officer.page.locator("#result .proof-card--valid")
    card.wait_for()
    assert "GH-482-KT" in card.inner_text()
    assert "Sophie Marchand" in card.inner_text()
    assert officer.page.url.startswith(officer.portal.address + "/verifier#")


def test_one_altered_digit_is_never_believed(phone, officer):
    digits = digits_of(scanned(phone, SOPHIE))
    place = len(digits) // 2
    altered = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1:]
    card = check(officer, altered)
    assert officer.page.locator("#result .proof-card--valid").count() == 0
    assert "GH-482-KT" not in card.inner_text()
    assert "Ne vous fiez pas à cette preuve" in card.inner_text() or "Ce lien n’est pas complet" in card.inner_text()


def test_an_old_proof_has_expired(phone, officer):
    """The clock of the phone decides when the insurer does not answer."""
    digits = digits_of(scanned(phone, SOPHIE))
    officer.page.route("**/verifier/etat/**", lambda route: route.abort())
    officer.at(now() + timedelta(days=16))
    assert "Cette preuve a expiré" in check(officer, digits).inner_text()
    assert not officer.looks_green()


def test_a_proof_of_a_key_that_is_not_published_is_refused(phone, officer):
    digits = digits_of(scanned(phone, SOPHIE))
    officer.page.route("**/.well-known/mva-keys.json", lambda route: route.fulfill(json={"keys": []}))
    assert "Cette preuve n’est pas reconnue" in check(officer, digits).inner_text()
    assert not officer.looks_green()


def test_a_proof_is_checked_without_network_after_one_visit(phone, officer):
    digits = digits_of(scanned(phone, SOPHIE))
    officer.go("/verifier")
    officer.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    officer.go("/verifier")
    officer.lose_network()
    officer.go(f"/v?depuis=un-autre-lien#{digits}")
    card = officer.page.locator("#result .proof-card")
    officer.page.get_by_text("GH-482-KT").wait_for()
    assert "Sophie Marchand" in card.inner_text()
    assert "sans réseau" in card.inner_text().lower() or "hors connexion" in officer.text.lower()


def test_a_first_check_without_network_says_that_it_needs_one(phone, officer):
    officer.go("/verifier")
    digits = digits_of(scanned(phone, SOPHIE))
    officer.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    officer.page.evaluate("localStorage.clear()")
    officer.page.evaluate("""async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const one of await cache.keys()) if (one.url.endsWith("mva-keys.json")) await cache.delete(one);
      }
    }""")
    officer.lose_network()
    officer.go(f"/v#{digits}")
    officer.page.get_by_text("Le premier contrôle demande du réseau").wait_for()


def test_a_contract_that_changed_since_is_said_to_have(phone, officer, demo):
    digits = digits_of(scanned(phone, OLIVIER))
    demo.import_contract(OLIVIER, bonus_malus={"coefficient": 0.5 + (int(now().timestamp()) % 40) / 100,
                                              "as_of": "2026-01-02"})
    assert "Modifié depuis" in check(officer, digits).inner_text()


def test_a_provisional_contract_is_presumed_insured(phone, officer):
    phone.sign_in(CAMILLE)
    phone.go("/attestation")
    answers = [check(officer, digits_of(code)).inner_text() + officer.text for code in phone.codes()]
    assert sum("Présomption d’assurance" in answer for answer in answers) == 1


@pytest.mark.parametrize("path", ["/V", "/v"])
def test_the_short_addresses_of_the_code_work(phone, officer, path):
    digits = digits_of(scanned(phone, SOPHIE))
    assert "GH-482-KT" in check(officer, digits, path).inner_text()


def test_the_code_that_is_written_under_it_can_be_typed(phone, officer):
    phone.sign_in(SOPHIE)
    phone.go("/attestation")
    code = phone.page.locator(".proof-age strong").first.inner_text()
    officer.go("/verifier")
    officer.page.get_by_label("Lien ou code court").fill(code.lower())
    officer.page.get_by_role("button", name="Vérifier", exact=True).click()
    officer.page.wait_for_url("**/verifier/code*")
    officer.page.get_by_role("button", name="Vérifier ce code").click()
    officer.page.get_by_text("Contrat en vigueur").wait_for()
