"""An accident declared online on a real phone, with three photos, and what its owner then holds."""
from datetime import timedelta

from insurance.clock import today
from tests.support import pictures
from tests.support.phone import LEA


def go_on(phone, heading):
    phone.page.get_by_role("button", name="Continuer").click()
    phone.page.get_by_role("heading", name=heading).wait_for()


def choose(phone, **answers):
    for name, value in answers.items():
        phone.page.locator(f"[name='{name}'][value='{value}']").check(force=True)


def test_an_accident_with_three_photos_is_declared_online_followed_and_kept_as_a_paper(phone):
    phone.sign_in(LEA)
    phone.go("/sinistres/declarer")
    phone.page.get_by_role("button", name="Commencer").click()
    choose(phone, kind="collision")
    go_on(phone, "Quel véhicule, et qui conduisait")
    phone.page.locator("[name=driver]").first.check(force=True)
    go_on(phone, "Quand et où")
    phone.page.get_by_label("Date", exact=True).fill((today() - timedelta(days=1)).isoformat())
    phone.page.get_by_label("Lieu").fill("Place de Bretagne, Rennes")
    go_on(phone, "Quelqu’un est-il blessé")
    choose(phone, injured="no")
    go_on(phone, "Racontez ce qui s’est passé")
    phone.page.get_by_label("Ce qui s’est passé").fill("Un autobus a touché mon rétroviseur au feu.")
    choose(phone, report="none")
    go_on(phone, "Les autres personnes")
    go_on(phone, "Les dégâts")
    choose(phone, impacts="left-front", drivable="yes")
    go_on(phone, "Vos photos et vos documents")
    for place, kind in enumerate(("plates", "overview", "damage")):
        shot = phone.page.locator(f"#{kind}")
        shot.locator("summary").click()
        shot.locator("input[type=file]").first.set_input_files(
            {"name": f"IMG_{place}.JPG", "mimeType": "image/jpeg", "buffer": pictures.photo(800 + place * 40, 600, turned=False)})
        shot.get_by_role("button", name="Envoyer").click()
        phone.page.locator(f"#{kind}").get_by_text("Reçu à").wait_for()
    go_on(phone, "Comment vous joindre")
    phone.page.get_by_label("Téléphone").fill("06 39 98 01 18")
    go_on(phone, "Vérifiez votre déclaration")
    phone.page.get_by_text("3 fichiers reçus").wait_for()
    phone.page.get_by_role("button", name="Envoyer ma déclaration").click()
    phone.page.get_by_role("heading", name="Votre déclaration est enregistrée").wait_for()
    phone.page.get_by_role("link", name="Lire ici : Déclaration de sinistre").click()
    words = phone.page.locator("main").inner_text()
    assert "Un autobus a touché mon rétroviseur au feu." in words
    assert words.count("Les deux plaques") == words.count("Vue d’ensemble") == words.count("Les dégâts, de près") == 1
    phone.go("/")
    phone.page.get_by_role("link", name=f"Accident du {(today() - timedelta(days=1)).day}").click()
    phone.page.get_by_role("heading", name="Photos et documents").wait_for()
    assert phone.page.get_by_text("Reçu le").count() == 3
