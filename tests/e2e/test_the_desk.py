"""The claims desk in a real browser: two people on one claim, the keys, and nothing wrong with its pages."""
import re
from types import SimpleNamespace

import pytest

from demo import STAFF, STAFF_PASSWORD
from tests.support.looking import Looker
from tests.support.notebook import books

WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def desks(browser, demo):
    """The screens of the two people of the demonstration, signed in."""
    contexts = [browser.new_context(viewport=WIDE, locale="fr-FR", timezone_id="Europe/Paris") for _ in STAFF]
    yield [signed_in(context.new_page(), demo, one) for context, one in zip(contexts, STAFF, strict=True)]
    for context in contexts:
        context.close()


def signed_in(page, demo, colleague):
    page.goto(f"{demo.address}/demo/conseil/")
    codes = page.get_by_text(f"{colleague.name} : ").inner_text()
    page.goto(f"{demo.address}/conseil/connexion")
    page.get_by_label("E-mail").fill(colleague.email)
    page.get_by_label("Mot de passe", exact=True).fill(STAFF_PASSWORD)
    page.locator("[name=code]").fill(re.findall(r"\d{6}", codes)[0])
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url("**/conseil/")
    return page


def reference_of(demo, number):
    return books(demo, "SELECT claim.reference FROM claim JOIN contract ON contract.id = claim.contract_id "
                       "WHERE contract.number = ? ORDER BY claim.filed_at LIMIT 1", number)[0][0]


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def test_two_people_take_one_claim_with_a_key_one_has_it_and_every_page_of_the_desk_is_sound(desks, demo):
    nadia, paule = desks
    free, held = reference_of(demo, "AA-7290-126"), reference_of(demo, "AA-7099-815")
    for page in desks:
        page.goto(f"{demo.address}/conseil/sinistres/{free}")
        page.wait_for_load_state("networkidle")
    press(nadia, "p")
    nadia.get_by_text("À vous.", exact=True).wait_for()
    press(paule, "p")
    paule.get_by_text("Un autre conseiller l’a en main").first.wait_for()
    paule.goto(f"{demo.address}/conseil/sinistres/{free}")
    paule.get_by_text("Nadia Cherif", exact=True).first.wait_for()
    assert not paule.get_by_text("À vous.", exact=True).count()
    press(nadia, "1")
    assert "/gestes/" in nadia.url
    nadia.get_by_role("heading", name="Demander des pièces").wait_for()

    nadia.goto(f"{demo.address}/conseil/files/sinistres")
    nadia.wait_for_load_state("networkidle")
    nadia.keyboard.press("j")
    nadia.keyboard.press("j")
    press(nadia, "Enter")
    assert "/conseil/sinistres/" in nadia.url
    nadia.wait_for_load_state("networkidle")
    nadia.keyboard.press("r")
    nadia.keyboard.type("p")  # a letter in a field is a letter
    assert nadia.locator("textarea[name=words]").input_value() == "p"

    looker = Looker(SimpleNamespace(page=nadia))
    pages = [f"sinistres/{held}", f"sinistres/{free}", *(f"sinistres/{free}/gestes/{slug}" for slug in ("pieces", "decision"))]
    for path in ("", "mes-dossiers", "files/sinistres", "files/attendus", *pages):
        assert nadia.goto(f"{demo.address}/conseil/{path}").status == 200
        looker.look()
    assert not looker.faults, "\n".join(looker.faults)
