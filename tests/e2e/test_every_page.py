"""Every page, in light and in dark, on a narrow screen and with large letters: nothing is wrong with any of them."""
import re
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from tests.support.looking import Looker
from tests.support.phone import CAMILLE, JULIEN, KARIM, SOPHIE, THOMAS

FILES = re.compile(r"/pdf$|\.(pdf|ics|zip|webmanifest)$|/deconnexion|/tout$|^/pieces-jointes/")
DEAD = "0" * 43


@pytest.fixture
def looker(phone):
    return Looker(phone)


def addresses_on(page) -> list[str]:
    """Return the paths of the portal to which a page leads, files left out."""
    own = page.eval_on_selector_all(
        "a[href]", "all => all.filter((one) => one.origin === location.origin).map((one) => one.href.split('#')[0])")
    return sorted({one for one in own if not FILES.search(urlsplit(one).path)})


def family(address: str) -> str:
    """Return what an address and its sisters share: documents of a list are one page, seen once."""
    path = re.sub(r"/(?=[a-z0-9]*\d)[a-z0-9]{13}(?=/|$)", "/*", urlsplit(address).path)
    return path + "?" * bool(urlsplit(address).query)


def walk(looker, start: str) -> set[str]:
    """Look at a page, at all the pages it leads to, and so on; return the families seen."""
    waiting, seen = [looker.phone.portal.address + start], set()
    while waiting:
        address = waiting.pop()
        if family(address) in seen:
            continue
        seen.add(family(address))
        looker.page.goto(address)
        looker.look()
        waiting += addresses_on(looker.page)
    return seen


def test_the_pages_of_a_visitor(looker):
    seen = walk(looker, "/connexion")
    assert {"/connexion", "/creer-mon-compte", "/contact", "/mot-de-passe-oublie", "/mentions-legales"} <= seen
    assert not looker.faults, "\n".join(looker.faults)


def test_the_pages_of_a_customer(phone, looker):
    phone.sign_in(CAMILLE)
    seen = walk(looker, "/")
    assert {"/", "/contrats/", "/contrats/*", "/documents/", "/attestation", "/profil/", "/plus", "/historique"} <= seen
    assert not looker.faults, "\n".join(looker.faults)


@pytest.mark.parametrize("number", [KARIM, THOMAS, JULIEN, "AA-6588-904", "AA-7290-126", "AA-7041-590"],
                         ids=["formal notice", "suspended", "not yet", "ended", "no plate", "long name"])
def test_the_pages_of_a_contract_in_another_state(phone, looker, number):
    phone.sign_in(number)
    for address in ("/", "/attestation", "/contrats/"):
        phone.go(address)
        looker.look()
    phone.page.locator("main a[href^='/contrats/']").first.click()
    looker.look()
    assert not looker.faults, "\n".join(looker.faults)


def test_a_page_that_has_nothing_to_show(phone, looker):
    phone.sign_in(CAMILLE)
    phone.go(f"/historique?avant={UUID(int=0)}")
    phone.page.get_by_text("Rien pour l’instant.").wait_for()
    looker.look()
    assert not looker.faults, "\n".join(looker.faults)


def test_every_component_in_every_state(phone, looker):
    assert phone.go("/demo/galerie").status == 200
    looker.look()
    assert not looker.faults, "\n".join(looker.faults)


def test_the_pages_that_say_no(phone, looker):
    for address in ("/nulle-part", f"/creer-mon-compte/confirmation/{DEAD}", f"/nouveau-mot-de-passe/{DEAD}",
                    "/verifier/code", "/hors-ligne"):
        phone.go(address)
        looker.look()
    assert not looker.faults, "\n".join(looker.faults)


@pytest.mark.parametrize("address", ["/connexion", "/creer-mon-compte", "/mot-de-passe-oublie", "/identifiants-oublies",
                                     "/contact", "/verifier/code"])
def test_a_form_that_comes_back_with_errors(phone, looker, address):
    phone.go(address)
    phone.page.eval_on_selector_all("main form", "all => all.forEach((one) => { one.noValidate = true; })")
    phone.page.locator("main form button:not([type=button])").last.click()
    phone.page.locator("[aria-invalid=true], .error-summary").first.wait_for()
    looker.look()
    assert not looker.faults, "\n".join(looker.faults)


def test_the_steps_of_a_new_account(phone, looker):
    phone.go("/creer-mon-compte")
    for label, words in (("Numéro de contrat", "AA-0000-000"), ("Nom", "Personne"), ("Prénom", "Jean"),
                         ("E-mail", "jean@example.org")):
        phone.page.get_by_label(label, exact=True).fill(words)
    phone.page.get_by_role("button", name="Continuer").click()
    phone.page.get_by_role("heading", name="Choisissez un mot de passe").wait_for()
    looker.look("the password")
    phone.page.get_by_label("Mot de passe", exact=True).fill("court")
    phone.page.get_by_role("button", name="Continuer").click()
    phone.page.locator("[aria-invalid=true]").wait_for()
    looker.look("a password that is refused")
    phone.page.get_by_label("Mot de passe", exact=True).fill("Chene-vert-82!")
    phone.page.get_by_role("button", name="Continuer").click()
    phone.page.get_by_role("heading", name="Ouvrez votre messagerie").wait_for()
    looker.look("the mail has left")
    assert not looker.faults, "\n".join(looker.faults)


def test_what_a_check_shows(phone, looker):
    phone.sign_in(SOPHIE)
    phone.go("/attestation")
    [address] = phone.codes()
    for digits in (address.split("#")[1], "5910", address.split("#")[1][:-1] + "0"):
        phone.go("/securite")
        phone.go(f"/verifier#{digits}")
        phone.page.locator("#result .proof-card").wait_for()
        looker.look(f"the check of {digits[:8]}…{digits[-3:]}")
    assert not looker.faults, "\n".join(looker.faults)


def test_the_pages_without_network(phone, looker):
    phone.keep(CAMILLE)
    phone.go("/attestation")
    phone.lose_network()
    for address in ("/attestation", "/documents/", "/verifier"):
        phone.go(address)
        looker.look(f"{address} without network")
    assert not looker.faults, "\n".join(looker.faults)
