"""From a new customer to a check by the roadside, with nothing of the portal left but what the phone keeps."""
import json
import re
import time

import pytest

from tests.support.cose import bytes_of, kid_of, openssl_says
from tests.support.phone import ARGUMENTS, PASSWORD, SETTINGS, SOPHIE, Phone
from tests.support.portal import Portal


@pytest.fixture
def portal_of_its_own(tmp_path):
    """A demonstration that nobody else uses: this test kills it."""
    portal = Portal(tmp_path / "instance")
    portal.start()
    yield portal
    portal.kill()


@pytest.fixture
def pick_up(browser_type, browser_type_launch_args, tmp_path, portal_of_its_own):
    """Take the phone in hand: each time a new process of the browser, on the same profile."""
    opened = []

    def pick_up() -> Phone:
        settings = browser_type_launch_args | {"args": ARGUMENTS} | SETTINGS
        context = browser_type.launch_persistent_context(tmp_path / "profile", **settings)
        opened.append(context)
        return Phone(context, portal_of_its_own, None)

    yield pick_up
    for context in opened:
        context.close()


def test_an_attestation_outlives_the_portal_and_dies_with_the_contract(pick_up, portal_of_its_own, tmp_path):
    portal = portal_of_its_own
    keys = {one["kid"]: one for one in json.loads(portal.ask("/.well-known/mva-keys.json")[1])["keys"]}

    phone = pick_up()
    _open_account(phone)
    phone.keep(SOPHIE)
    assert "Bonjour Sophie" in phone.text
    phone.page.get_by_role("link", name="Montrer mon attestation").click()
    phone.page.wait_for_url("**/attestation#*")
    assert phone.states() == ["valid"]
    phone.page.screenshot(path=tmp_path / "online.png")
    phone.context.close()

    portal.kill()
    phone = pick_up()
    phone.lose_network()
    for address in ("/?app=1", "/attestation?raccourci=1"):
        started = time.perf_counter()
        phone.go(address)
        phone.page.locator(".proof-card--valid").wait_for()
        print(f"\n{address} without portal nor network, new process: {time.perf_counter() - started:.2f} s")
        assert "GH-482-KT" in phone.text
    phone.page.screenshot(path=tmp_path / "offline.png")
    [scanned] = phone.codes()
    address, digits = scanned.split("#")
    assert address == portal.address.upper() + "/V"
    token = bytes_of(digits)
    assert openssl_says(tmp_path, token, keys[kid_of(token)]) == "Verified OK"
    assert b"GH-482-KT" in token

    portal.start()
    portal.suspend(SOPHIE)
    phone.find_network()
    phone.page.get_by_text("vous n’êtes plus couvert").wait_for()
    assert not phone.looks_green()
    phone.context.close()

    portal.kill()
    phone = pick_up()
    phone.lose_network()
    phone.go("/?app=1")
    assert phone.states() == ["suspended"]
    assert not phone.looks_green()
    assert phone.codes() == []
    phone.page.screenshot(path=tmp_path / "suspended.png")


def _open_account(phone) -> None:
    """Create Sophie's account, as she does: two forms, a mail, a button."""
    page = phone.page
    phone.go("/connexion")
    page.get_by_role("link", name="Créer mon compte").click()
    page.get_by_label("Numéro de contrat").fill("aa 7204 118")
    page.get_by_label("Nom", exact=True).fill("MARCHAND")
    page.get_by_label("Prénom").fill("Sophie")
    page.get_by_label("E-mail").fill("sophie.marchand@example.org")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="Ouvrez votre messagerie").wait_for()
    page.get_by_role("link", name="Voir les e-mails de la démonstration").click()
    phone.wait_until(lambda: page.reload() and page.get_by_role("link", name=re.compile("compte")).count())
    page.get_by_role("link", name=re.compile("compte")).first.click()
    page.locator("a[href*='/creer-mon-compte/confirmation/']").click()
    page.get_by_role("button", name="Confirmer mon compte").click()
    page.get_by_text("Votre compte est ouvert").wait_for()
