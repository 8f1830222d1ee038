"""Everything that matters works in a browser that runs no script."""
import re

import pytest

from tests.support.phone import OLIVIER, PASSWORD, SETTINGS, SOPHIE, Phone

NEWCOMER = {"Numéro de contrat": "AA-6310-742", "Nom": "Guillou", "Prénom": "Marcel",
            "E-mail": "marcel.guillou@example.org"}


@pytest.fixture
def plain(browser, demo, road):
    """A phone whose browser runs no script."""
    context = browser.new_context(**SETTINGS, java_script_enabled=False)
    yield Phone(context, demo, road)
    context.close()


def test_an_account_is_created(plain, demo):
    demo.close_account(NEWCOMER["Numéro de contrat"])
    page = plain.page
    plain.go("/creer-mon-compte")
    for label, words in NEWCOMER.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("link", name="Voir les e-mails de la démonstration").click()
    mail = page.locator("li, .list-row", has_text=NEWCOMER["E-mail"]).get_by_role("link", name=re.compile("compte"))
    plain.wait_until(lambda: page.reload() and mail.count())
    mail.first.click()
    page.locator("a[href*='/creer-mon-compte/confirmation/']").click()
    page.get_by_role("button", name="Confirmer mon compte").click()
    page.get_by_text("Votre compte est ouvert").wait_for()
    plain.sign_in(NEWCOMER["Numéro de contrat"])
    page.get_by_role("heading", name="Bonjour Marcel").wait_for()


def test_contracts_and_documents_are_read_and_a_pdf_is_downloaded(plain):
    page = plain.page
    plain.sign_in(SOPHIE)
    page.get_by_role("link", name="Contrats").click()
    page.get_by_role("link", name=re.compile("Peugeot 208")).first.click()
    page.get_by_role("heading", name="Ce qui est couvert").wait_for()
    plain.go("/documents/")
    address = page.locator("a[href$='/pdf']").first.get_attribute("href")
    answer = plain.context.request.get(plain.portal.address + address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def test_the_attestation_is_shown_with_its_code(plain):
    plain.sign_in(SOPHIE)
    plain.go("/attestation")
    assert "Valide" in plain.page.inner_text("main")
    assert len(plain.codes()) == 1


def test_a_question_is_sent(plain):
    page = plain.page
    plain.go("/contact")
    page.get_by_label("Votre e-mail").fill("quelqu.un@example.org")
    page.get_by_label("Sujet").fill("Une question")
    page.get_by_label("Votre message").fill("Bonjour, où trouver mon avis d’échéance ?")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("heading", name="Votre message est envoyé").wait_for()


def test_another_device_is_signed_out(plain, phone):
    phone.sign_in(OLIVIER)
    plain.sign_in(OLIVIER)
    plain.go("/profil/appareils")
    others = plain.page.get_by_role("button", name=re.compile("Déconnecter"))
    for _ in range(others.count()):
        others.first.click()
        plain.page.get_by_text("déconnecté").first.wait_for()
    phone.go("/contrats/")
    assert "/connexion" in phone.page.url
    plain.go("/contrats/")
    assert "/contrats/" in plain.page.url


def test_signing_out_ends_the_session(plain):
    plain.sign_in(SOPHIE)
    plain.go("/plus")
    plain.page.get_by_role("button", name="Me déconnecter").click()
    plain.page.get_by_role("heading", name="Connexion").wait_for()
    plain.go("/contrats/")
    assert "/connexion" in plain.page.url


def test_a_short_code_is_checked(plain):
    plain.sign_in(SOPHIE)
    plain.go("/attestation")
    code = plain.page.locator(".proof-age strong").first.inner_text()
    plain.go("/verifier")
    plain.page.get_by_role("link", name="Saisir le code court").click()
    plain.page.get_by_role("textbox").fill(code)
    plain.page.get_by_role("button", name="Vérifier ce code").click()
    plain.page.get_by_text("Contrat en vigueur").wait_for()
