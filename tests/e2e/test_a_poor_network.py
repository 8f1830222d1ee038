"""At 50 kbit/s and half a second a round trip: the words of a declaration are safe at once, its photos follow as they can."""
import time
from datetime import timedelta

from insurance.clock import today
from tests.support.notebook import PHOTOS, Notebook, arrived
from tests.support.phone import SOPHIE

YESTERDAY = (today() - timedelta(days=1)).isoformat()
BITS, ROUND_TRIP = 50_000, 0.5
WORDS_SAFE_WITHIN = 5  # seconds


def test_the_words_of_a_declaration_are_safe_within_five_seconds_and_its_photos_follow(phone, demo, road):
    phone.keep(SOPHIE)
    phone.go("/carnet")
    phone.wait_until(lambda: phone.page.evaluate("caches.match('/carnet').then(Boolean)"))
    link = road.slow(BITS, ROUND_TRIP)
    notebook = Notebook(phone)
    began = time.monotonic()
    reference = notebook.begin()
    opened = time.monotonic() - began
    notebook.write_a_collision(YESTERDAY, until="pieces")
    notebook.photograph(*PHOTOS)
    notebook.finish_writing()
    assert "received" not in notebook.states  # the photos are still on their way
    began = time.monotonic()
    notebook.declare()
    phone.wait_until(lambda: arrived(demo, reference)["claims"] == 1)
    safe = time.monotonic() - began
    print(f"\nopened in {opened:.1f} s, words safe in {safe:.1f} s, {link.up.carried:,} bytes had left")
    assert safe <= WORDS_SAFE_WITHIN
    assert arrived(demo, reference)["answers"]["contact"]["phone"] == "06 39 98 01 18"
    phone.page.locator("[data-state=going]:visible").first.wait_for()
    notebook.hold_photos()  # also the one that is on its way
    notebook.wait_until_only_photos_wait(3)
    assert notebook.states == ["kept"] * 3
    road.open()
    notebook.hold_photos(False)
    notebook.wait_for_receipts(3)
    assert arrived(demo, reference)["received"] == ["plates", "overview", "damage"]
