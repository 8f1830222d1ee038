"""A photo on the phone: small, upright, without what the camera wrote in it, and what it says kept beside it."""
from base64 import b64decode, b64encode
from io import BytesIO

import pytest
from PIL import Image

from tests.support import pictures
from tests.support.notebook import books
from tests.support.phone import CAMILLE

SHRINK = """async ([content, type, sparing]) => {
  const build = document.querySelector("script[src]").src.split("/static/")[1].split("/")[0];
  const { shrink } = await import(`/static/${build}/js/photos/shrink.js`);
  const raw = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const made = await shrink(new File([raw], "IMG_2041.JPG", { type }), sparing);
  let text = "";
  for (const one of new Uint8Array(made.bytes)) text += String.fromCharCode(one);
  return { ...made, bytes: btoa(text), thumbnail: made.thumbnail?.byteLength ?? 0 };
}"""


@pytest.fixture
def shrink(phone):
    phone.go("/accident")

    def shrink(content: bytes, type_: str = "image/jpeg", sparing: bool = False):
        made = phone.page.evaluate(SHRINK, [b64encode(content).decode(), type_, sparing])
        return made | {"bytes": b64decode(made["bytes"])}

    return shrink


def test_a_photo_of_the_camera_is_made_small_and_upright_and_says_when_and_where_apart(shrink):
    original = pictures.photo()
    assert Image.open(BytesIO(original)).size == (2250, 3000)
    made = shrink(original)
    assert made["originalSize"] == len(original) > 1_500_000
    assert len(made["bytes"]) <= 400_000
    assert made["thumbnail"] < 10_000
    picture = Image.open(BytesIO(made["bytes"]))
    assert picture.size == (1600, 1200)
    assert picture.getpixel((800, 40))[0] > 150 > picture.getpixel((800, 40))[1]
    assert dict(picture.getexif()) == {}
    assert made["shot"] == {"takenAt": "2026-11-14T17:22:05.000Z", "latitude": 50.62925, "longitude": 3.05725}
    assert made["flaw"] is None

    small = shrink(pictures.photo(1200, 900, turned=False), sparing=True)
    assert Image.open(BytesIO(small["bytes"])).size == (1200, 900)
    assert max(Image.open(BytesIO(shrink(original, sparing=True)["bytes"])).size) == 1280


def test_a_photo_that_shows_nothing_is_noticed_and_kept(shrink):
    assert shrink(pictures.dark())["flaw"] == "dark"
    assert shrink(pictures.blurred())["flaw"] == "blurred"


def test_what_is_not_a_picture_of_ours_is_left_as_it_is(shrink):
    paper = b"%PDF-1.4\n%%EOF"
    assert shrink(paper, "application/pdf")["bytes"] == paper
    strange = b"\0\0\0\x18ftypheic" + bytes(64)
    made = shrink(strange, "image/heic")
    assert (made["bytes"], made["flaw"], made["type"]) == (strange, "unread", "image/heic")
    for broken in (b"\xff\xd8\xff\xe1\xff\xff" + b"Exif\0\0" + bytes(40), pictures.photo()[:4000]):
        assert shrink(broken)["originalSize"] == len(broken)


def test_a_photo_of_a_form_is_made_small_comes_again_when_it_was_cut_and_the_form_leaves_with_its_receipt(phone, demo, road):
    phone.sign_in(CAMILLE)
    phone.page.locator("a[href$='/pieces']").first.click()
    phone.page.get_by_role("link", name="Tableau de bord").click()
    phone.page.locator("#file").wait_for(state="attached")
    phone.wait_for_behaviour("photo-upload")
    original = pictures.photo(2400, 1800)
    road.cut_inside(b"POST /pieces-jointes/", 60_000)
    phone.page.locator("#file").set_input_files({"name": "IMG_2041.JPG", "mimeType": "image/jpeg", "buffer": original})
    phone.page.get_by_text("Ko au lieu de").first.wait_for()
    phone.wait_until(lambda: road.is_cut)
    phone.page.get_by_role("button", name="Envoyer").click()  # it waits for the photo
    road.open()
    phone.page.get_by_text("reçu à").first.wait_for()
    (name, size, taken, latitude), = books(
        demo, "SELECT name, received_bytes, taken_at, latitude FROM attachment WHERE name LIKE 'IMG_2041.%' "
        "ORDER BY received_at DESC LIMIT 1")
    assert name == "IMG_2041.jpg"
    assert size < 400_000 < len(original)
    assert taken.startswith("2026-11-14 17:22:05")
    assert latitude == 50.62925
