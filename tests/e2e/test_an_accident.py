"""« Que faire maintenant », on a phone that has no network: signed in, signed out, or never seen before."""
from urllib.parse import unquote

from tests.support.phone import CAMILLE, SOPHIE

HERE = {"latitude": 50.62925, "longitude": 3.05726, "accuracy": 12}
KEPT = """async (path) => {
  for (const name of await caches.keys()) if (name.startsWith("kit-") && await (await caches.open(name)).match(path)) return true;
  return false;
}"""


def wait_for_kit(phone, path="/accident"):
    phone.wait_until(lambda: phone.page.evaluate(KEPT, path))


def message_of(phone, number=""):
    href = phone.page.locator(f"a[data-sms='{number}']").get_attribute("href")
    assert href.startswith(f"sms:{number}?&body=")
    return unquote(href.partition("body=")[2])


def test_the_sms_says_who_and_where_with_no_network(phone):
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(HERE)
    phone.keep(CAMILLE)
    wait_for_kit(phone)
    phone.go("/plus")
    phone.lose_network()
    phone.page.get_by_role("link", name="Sinistres", exact=True).click()  # of the tab bar
    phone.page.get_by_role("heading", name="Que faire maintenant").wait_for()
    phone.go("/")  # the attestation, as there is no network
    phone.page.get_by_role("link", name="Accident ou panne ?").click()
    phone.page.get_by_role("heading", name="Que faire maintenant").wait_for()
    phone.go("/accident?raccourci=1")  # of the home screen
    phone.page.get_by_label("Véhicule").select_option(label="Renault 5 E-Tech HB-907-LC")
    phone.page.get_by_label("Route ou rue").fill("A1")
    phone.page.get_by_label("Direction").fill("Lille, borne 143")
    phone.page.get_by_role("button", name="Ajouter ma position").click()
    phone.page.get_by_text("Position ajoutée au message").wait_for()
    for number in ("", "114"):
        message = message_of(phone, number)
        for words in ("HB-907-LC", "AA-7311-640", "Camille Lefèvre", "Route : A1", "Vers : Lille, borne 143",
                      "50.62925, 3.05726 (à 12 m près)"):
            assert words in message, words


def test_a_phone_that_refuses_its_position_is_told_what_to_do(phone):
    phone.go("/accident")
    phone.page.get_by_role("button", name="Ajouter ma position").click()
    phone.page.get_by_text("Autorisez-la dans ses réglages, ou décrivez le lieu").wait_for()
    phone.page.get_by_label("Immatriculation, ou numéro de contrat").fill("GH-482-KT")
    assert message_of(phone) == "Accident ou panne. GH-482-KT"


def test_signed_out_the_page_still_opens_with_no_network_and_knows_nobody(phone):
    phone.keep(SOPHIE)
    phone.go("/plus")
    phone.page.get_by_role("button", name="Me déconnecter").click()
    phone.page.wait_for_url("**/connexion*")
    wait_for_kit(phone)
    phone.lose_network()
    phone.go("/connexion")
    phone.page.get_by_role("link", name="Accident ou panne ?").click()
    phone.page.get_by_role("heading", name="Que faire maintenant").wait_for()
    assert "Marchand" not in phone.text
    assert phone.page.get_by_role("link", name="Appeler le 112").is_visible()


