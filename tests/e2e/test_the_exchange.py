"""Two drivers, two phones, no network: each shows, each reads, and it is kept for the claim."""
from io import BytesIO

import pytest
from PIL import Image, ImageOps

from tests.support.phone import ARGUMENTS, CAMILLE, SETTINGS, SOPHIE, Phone

OPENED = """async () => {
  const build = document.querySelector("script[src]").src.split("/static/")[1].split("/")[0];
  const { shelf, answersOf } = await import(`/static/${build}/js/notebook/shelf.js`);
  return Promise.all((await shelf()).mine.map(async (row) => ({ reference: row.reference, ...(await answersOf(row)) })));
}"""


@pytest.fixture
def other_phone(new_context, demo, road):
    """The phone of the other driver."""
    return Phone(new_context(), demo, road)


def ready(phone, number):
    """Sign in, and wait until the phone keeps the pages of an accident."""
    phone.keep(number)
    phone.wait_until(lambda: phone.page.evaluate("caches.match('/accident/echange').then(Boolean)"))


def show(phone, vehicle=None):
    """Return a photo of the screen, the code in it."""
    phone.go("/accident/echange")
    if vehicle:
        phone.page.get_by_label("Véhicule", exact=True).first.select_option(label=vehicle)
    drawing = phone.page.locator("[data-code] svg")
    drawing.wait_for()
    return drawing.screenshot()


def photograph(phone, picture):
    phone.page.get_by_role("heading", name="Lire les siennes").wait_for()
    phone.page.get_by_label("Ou une photo").set_input_files({"name": "IMG_1.png", "mimeType": "image/png", "buffer": picture})


def typed(phone, *labels):
    return [phone.page.locator("form").get_by_label(label, exact=True).input_value() for label in labels]


def test_what_one_phone_shows_the_other_reads_with_no_network_and_keeps(phone, other_phone):
    ready(phone, SOPHIE)
    ready(other_phone, CAMILLE)
    phone.lose_network()
    other_phone.lose_network()
    phone.go("/accident/echange")
    photograph(phone, show(other_phone, "Dacia Sandero DW-351-RF"))
    phone.page.get_by_text("Code lu.").wait_for()
    assert typed(phone, "Nom et prénom", "Immatriculation", "Assureur", "Numéro de contrat", "Véhicule") == [
        "Camille Lefèvre", "DW-351-RF", "Active Assurances", "AA-6902-377", "Dacia Sandero"]
    assert typed(phone, "Adresse", "Téléphone")[0] == "5 place du Bouffay, 44000 Nantes"
    phone.page.get_by_role("button", name="Garder dans mon carnet").click()
    phone.page.get_by_text("Gardé sur ce téléphone").wait_for()

    phone.page.reload()
    notebook, = phone.page.evaluate(OPENED)
    assert notebook["exchange"]["plate"] == "DW-351-RF"
    assert notebook["exchange"]["text"].startswith("Échange entre conducteurs (pas un constat signé)")
    assert notebook["reference"][:2] == "P-"

    proof = show_proof(other_phone)
    photograph(phone, proof)
    phone.page.get_by_text("Code lu.").wait_for()
    assert typed(phone, "Immatriculation", "Numéro de contrat") == ["HB-907-LC", "AA-7311-640"]


def film(picture):
    """Return a film of one picture, as a camera held in front of it gives it (YUV4MPEG2)."""
    size = 640, 480
    grey = ImageOps.pad(Image.open(BytesIO(picture)).convert("L"), size, color=150)
    colourless = bytes([128]) * (size[0] * size[1] // 2)
    return b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\nFRAME\n" + grey.tobytes() + colourless


def test_the_camera_reads_what_another_phone_shows(playwright, browser_type_launch_args, phone, demo, road, tmp_path):
    phone.keep(CAMILLE)
    (tmp_path / "seen.y4m").write_bytes(film(show(phone, "Dacia Sandero DW-351-RF")))
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
              f"--use-file-for-fake-video-capture={tmp_path / 'seen.y4m'}"]
    browser = playwright.chromium.launch(**browser_type_launch_args | {"args": [*ARGUMENTS, *camera]})
    other_phone = Phone(browser.new_context(**SETTINGS), demo, road)
    other_phone.go("/accident/echange")
    other_phone.page.get_by_role("button", name="Scanner son code").click()
    other_phone.page.get_by_text("Code lu.").wait_for()
    assert typed(other_phone, "Nom et prénom", "Immatriculation") == ["Camille Lefèvre", "DW-351-RF"]
    assert other_phone.page.locator("video").is_hidden()
    assert other_phone.page.evaluate("document.querySelector('video').srcObject") is None  # the camera is off
    browser.close()


def show_proof(phone):
    phone.go("/attestation")
    return phone.page.locator(".proof-card__qr svg").first.screenshot()


def test_what_is_not_a_code_is_kept_as_a_photo_and_a_foreign_code_as_its_words(phone):
    phone.go("/accident/echange")
    assert phone.page.get_by_text("Ce téléphone ne garde pas encore vos informations").is_visible()
    photograph(phone, phone.page.screenshot())
    phone.page.get_by_text("la photo est gardée dans votre carnet").wait_for()
    said = phone.page.evaluate("""async () => {
      const build = document.querySelector("script[src]").src.split("/static/")[1].split("/")[0];
      const { understand } = await import(`/static/${build}/js/roadside/reading.js`);
      return Promise.all([
        understand("MEMO VEHICULE ASSURE\\nSociété d’assurance : Mutuelle du Lac\\nN° de police : 77 120 B\\nFG-123-HJ"),
        understand("BEGIN:VCARD\\nFN:Paul Roux\\nTEL;TYPE=cell:+33 6 00 00 00 00\\nEND:VCARD"),
        understand("https://elsewhere.example/?x=1"), understand("HTTPS://X.EXAMPLE/V#" + "9".repeat(80)),
      ]);
    }""")
    assert said[0] == {"insurer": "Mutuelle du Lac", "contract": "77 120 B", "plate": "FG-123-HJ"}
    assert said[1]["name"] == "Paul Roux"
    assert said[1]["phone"] == "+33 6 00 00 00 00"
    assert said[2] == {}
