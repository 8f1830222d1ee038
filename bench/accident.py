"""Declaring an accident with three photos from a phone, against sending the three originals; both through the same poor network."""
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import sync_playwright

from bench.rounds import Row
from gateways.passwords import Passwords
from insurance.clock import today
from tests.support import pictures
from tests.support.notebook import Notebook, arrived
from tests.support.phone import ARGUMENTS, PASSWORD, SETTINGS, SOPHIE, Phone
from tests.support.portal import Portal, Road

BITS, ROUND_TRIP, WORDS_SAFE_WITHIN = 50_000, 0.5, 5  # a second, seconds, seconds
FASTER = 20
"""What takes minutes is measured on a link so many times faster, its delay as many times shorter, and told times as many."""
KINDS = ("plates", "overview", "damage")
KEPT = "caches.match('/carnet').then(Boolean)"
SEND = """async () => {
  const { token } = await (await fetch("/carnet/session")).json();
  const form = new FormData();
  form.append("file", document.getElementById("original").files[0]);
  const began = performance.now();
  const answer = await fetch("/pieces-jointes/", { method: "POST", body: form, headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw new Error(answer.status);
  return (performance.now() - began) / 1000;
}"""


def report() -> list[Row]:
    """Measure, and return the rows to print."""
    if shutil.which("chromium") is None:
        return [Row("not measured", "", "", "needs chromium")]
    originals = {kind: pictures.photo(4032, 3024, seed=seed) for seed, kind in enumerate(KINDS, 1)}
    with _phone() as phone:
        _ready(phone)
        safe = _words_safe(phone, _declared_without_network(phone, {}))
        reference = _declared_without_network(phone, originals)
        seconds, size = _all_received(phone, reference)
        # One of them tells of the three: they weigh the same, and would leave one after the other.
        theirs, their_size = (len(KINDS) * one for one in _sent_as_they_are(phone, originals["plates"]))
    return [Row("words of a declaration, safe", f"{safe:.1f} s", f"{safe / WORDS_SAFE_WITHIN:.2f}",
                f"budget: {WORDS_SAFE_WITHIN} s{', OVER' if safe > WORDS_SAFE_WITHIN else ''}; at 50 kbit/s and 500 ms"),
            Row("the same with three photos", f"{size:,} bytes", f"{size / their_size:.2f}",
                f"the three originals: {their_size:,} bytes"),
            Row("the same, in seconds", f"{seconds:,.0f} s", f"{seconds / theirs:.2f}",
                f"the three originals: {theirs:,.0f} s; a link {FASTER} times faster, times {FASTER}")]


@contextmanager
def _phone() -> Iterator[Phone]:
    """Give a phone, and the portal at the other end of a road that can be made slow."""
    road = Road()
    with TemporaryDirectory(prefix="bench-") as folder, sync_playwright() as playwright:
        portal = Portal(Path(folder) / "instance", road.address)
        try:
            portal.start()
            portal.open_accounts(Passwords().hash(PASSWORD))
            road.target = portal.port
            road.open()
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
            yield Phone(browser.new_context(**SETTINGS), portal, road)
            browser.close()
        finally:
            portal.kill()
            road.close()


def _ready(phone) -> None:
    phone.keep(SOPHIE)
    phone.go("/carnet")
    phone.wait_until(lambda: phone.page.evaluate(KEPT))


def _declared_without_network(phone, originals) -> str:
    """Write a declaration where there is no network; return its reference."""
    phone.lose_network()
    notebook = Notebook(phone)
    reference = notebook.begin()
    notebook.write_a_collision((today() - timedelta(days=1)).isoformat(), until="pieces")
    for kind, original in originals.items():
        count = phone.page.locator("[data-piece]:visible").count()
        phone.page.locator(f"[data-kind={kind}]:visible input").set_input_files(
            {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": original})
        phone.page.locator("[data-piece]:visible").nth(count).wait_for()
    notebook.finish_writing()
    notebook.declare()
    return reference


def _words_safe(phone, reference) -> float:
    """Find a poor network; return the seconds until the claim is filed."""
    phone.road.slow(BITS, ROUND_TRIP)
    began = perf_counter()
    phone.context.set_offline(False)
    phone.wait_until(lambda: arrived(phone.portal, reference)["claims"] == 1)
    return perf_counter() - began


def _all_received(phone, reference) -> tuple[float, int]:
    """Find the faster of the poor networks; return the seconds until all is received, and the bytes both ways."""
    link = phone.road.slow(BITS * FASTER, ROUND_TRIP / FASTER)
    began = perf_counter()
    phone.context.set_offline(False)
    while len(arrived(phone.portal, reference)["received"]) < len(KINDS):
        phone.page.wait_for_timeout(50)
    return (perf_counter() - began) * FASTER, link.up.carried + link.down.carried


def _sent_as_they_are(phone, original) -> tuple[float, int]:
    """Send a photo through the same network as the camera made it; return the seconds, and the bytes both ways."""
    phone.road.open()
    phone.go("/mentions-legales")
    phone.page.evaluate("document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'original' }))")
    phone.page.locator("#original").set_input_files({"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": original})
    link = phone.road.slow(BITS * FASTER, ROUND_TRIP / FASTER)
    return phone.page.evaluate(SEND) * FASTER, link.up.carried + link.down.carried
