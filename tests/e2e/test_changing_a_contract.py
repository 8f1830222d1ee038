"""A contract is changed on a small screen, from the first question to the signature, and in a browser that runs no script."""
import re
from email import policy
from email.parser import BytesParser

import pytest

from tests.support.looking import Looker
from tests.support.phone import OLIVIER, SETTINGS, Phone

LONG_NAME = "AA-7041-590"


@pytest.fixture
def plain(browser, demo, road):
    """A phone whose browser runs no script."""
    context = browser.new_context(**SETTINGS, java_script_enabled=False)
    yield Phone(context, demo, road)
    context.close()


def code_for(phone, reference):
    """Return the code of the newest mail about a change."""
    found = []

    def has_come():
        for file in sorted((phone.portal.instance / "mails").glob("*.eml"), key=lambda one: one.stat().st_mtime):
            mail = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
            if "votre code" in mail["Subject"] and reference in mail.get_body(("plain",)).get_content():
                found.append(re.sub(r"\D", "", mail["Subject"])[:6])
        return bool(found)

    phone.wait_until(has_come)
    return found[-1]


def test_a_driver_is_added_on_a_small_screen(phone):
    phone.sign_in(LONG_NAME)
    page, looker = phone.page, Looker(phone)
    page.get_by_role("link", name="Contrats").click()
    page.locator("main a[href^='/contrats/']").first.click()
    page.get_by_role("link", name="Ajouter un conducteur", exact=True).click()
    page.get_by_role("heading", name="Qui ajoutez-vous").wait_for()
    looker.look()
    page.get_by_text("Mme", exact=True).click()
    page.get_by_label("Prénom").fill("Anne-Éléonore-Victoire")
    page.get_by_label("Nom", exact=True).fill("de Castelnau-Montmirail")
    page.get_by_label("Date de naissance").fill("2020-01-01")
    page.get_by_role("button", name="Continuer").click()
    page.locator(".error-summary").wait_for()
    assert page.get_by_label("Prénom").input_value() == "Anne-Éléonore-Victoire"
    looker.look("a driver too young")
    page.get_by_label("Date de naissance").fill("1990-05-04")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="Le permis de").wait_for()
    assert page.url.endswith("/permis")
    page.get_by_text("Oui", exact=True).click()
    page.get_by_label("Date du permis B").fill("2010-06-10")
    page.get_by_label("Numéro du permis").fill("12 34 56 78 90 12")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="L’expérience de").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Le permis de").wait_for()
    assert page.get_by_label("Numéro du permis").input_value() == "123456789012"
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="L’expérience de").wait_for()
    page.get_by_text("Oui", exact=True).click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Conducteur occasionnel").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Rien à déclarer").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="À partir de quand").wait_for()
    looker.look()
    page.get_by_role("button", name="Voir le prix").click()
    page.get_by_role("button", name="Accepter et signer").wait_for()
    for summary in page.locator("summary").all():
        summary.click()
    looker.look("the price, explained")
    reference = re.search(r"MOD-\d{4}-\d{6}", phone.text)[0]
    page.get_by_role("button", name="Accepter et signer").click()
    page.get_by_role("heading", name="Signer ma modification").wait_for()
    looker.look()
    page.get_by_label("Code reçu").fill(code_for(phone, reference))
    page.get_by_role("button", name="Signer", exact=True).click()
    page.get_by_role("heading", name="C’est fait").wait_for()
    looker.look()
    page.get_by_role("link", name="Retour").click()
    page.get_by_role("link", name="Prêter le volant").click()
    page.get_by_text("Anne-Éléonore-Victoire de Castelnau-Montmirail").wait_for()
    assert not looker.faults, "\n".join(looker.faults)


def test_a_vehicle_is_changed_without_a_script(plain):
    plain.sign_in(OLIVIER)
    page = plain.page
    plain.go("/contrats/")
    page.locator("main a[href^='/contrats/']").first.click()
    page.get_by_role("link", name="Modifier mon contrat").click()
    page.get_by_role("link", name="Changer de véhicule").click()
    page.get_by_text("Un autre véhicule").click()
    page.get_by_role("button", name="Continuer").click()
    for label, typed in (("Immatriculation", "1-abc-234"), ("Marque", "Renault"), ("Modèle", "Clio"),
                         ("Première mise en circulation", "2022-03-01"), ("Puissance fiscale", "5 CV")):
        page.get_by_label(label).fill(typed)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Écrivez la plaque comme AB-123-CD").first.wait_for()
    page.get_by_label("Immatriculation").fill("ab 123 cd")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="Son utilisation").wait_for()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Vendu, donné ou repris").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Voir le prix").click()
    reference = re.search(r"MOD-\d{4}-\d{6}", page.inner_text("main"))[0]
    page.get_by_role("button", name="Accepter et signer").click()
    page.get_by_label("Code reçu").fill(code_for(plain, reference))
    page.get_by_role("button", name="Signer", exact=True).click()
    page.get_by_role("heading", name="C’est fait").wait_for()
    assert "Visible dans le fichier au plus tard" in page.inner_text("main")
    plain.go("/attestation")
    assert "AB-123-CD" in page.inner_text("main")
