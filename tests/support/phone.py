"""A customer's phone: a real Chromium, what it shows, what it keeps, and its network."""
import contextlib
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Error

from tests.support.portal import Portal, Road

PASSWORD = "Chene-vert-82!"
SOPHIE, KARIM, CAMILLE, JULIEN = "AA-7204-118", "AA-7188-052", "AA-7311-640", "AA-7325-008"
THOMAS, LEA, OLIVIER, DRISS = "AA-7150-219", "AA-7266-471", "AA-7099-815", "AA-7133-460"
"""Contracts of the demonstration (demo/README.md): what their holders sign in with."""
SCREEN = {"width": 360, "height": 740}
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--no-first-run",
             "--disable-component-update", "--disable-sync"]
SETTINGS = {"viewport": SCREEN, "device_scale_factor": 2, "is_mobile": True, "has_touch": True, "locale": "fr-FR",
            "timezone_id": "Europe/Paris"}
KEPT_TEXT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) texts.push(name, request.url, await (await cache.match(request)).text());
  }
  return texts.join("\\n");
}"""
AT_WORK = """(name) => import(document.querySelector('script[src*="/app.js"]').src.replace("app.js", `behaviours/${name}.js`))"""
IS_KEPT = """async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("proof-") && await (await caches.open(name)).match("/attestation")) return true;
  }
  return false;
}"""


class Phone:
    """One browser profile and its only tab. `road` is None when the test cuts the network in another way."""

    def __init__(self, context, portal: Portal, road: Road | None):
        self.context, self.portal, self.road = context, portal, road
        self.page = context.pages[0] if context.pages else context.new_page()

    @property
    def text(self) -> str:
        """What can be read on the screen, scrolled from top to bottom."""
        for _ in range(20):
            with contextlib.suppress(Error):  # between two pages
                return self.page.evaluate("document.documentElement.hidden ? '' : document.body.innerText")
            self.page.wait_for_timeout(20)
        raise AssertionError("the page never stays")

    def go(self, path: str):
        """Type an address of the portal; return the answer (None for the same page)."""
        return self.page.goto(self.portal.address + path)

    def sign_in(self, number: str, password: str = PASSWORD, shared: bool = False, at: str = "/connexion") -> None:
        """Sign in through the form."""
        self.portal.forget_attempts()
        self.go(at)
        self.page.get_by_label("E-mail ou numéro de contrat").fill(number)
        self.page.get_by_label("Mot de passe", exact=True).fill(password)
        if shared:
            self.page.get_by_label("Ce téléphone est partagé").check()
        with self.page.expect_navigation(url=lambda url: "/connexion" not in url):
            self.page.get_by_role("button", name="Me connecter").click()

    def keep(self, number: str) -> None:
        """Sign in, and wait until the phone keeps the attestation."""
        self.sign_in(number)
        self.wait_for_copy()

    def wait_for_copy(self, kept: bool = True) -> None:
        """Wait until the phone keeps an attestation, or none."""
        self.wait_until(lambda: self.has_copy() is kept)

    def wait_until(self, is_so) -> None:
        """Look until something is so: the worker does most of its work behind the page."""
        for _ in range(200):
            with contextlib.suppress(Error):  # the page may leave while it is asked
                if is_so():
                    return
            self.page.wait_for_timeout(50)
        raise AssertionError("it never came")

    def wait_for_behaviour(self, name: str) -> None:
        """Wait until a behaviour of the page is at work: what is cut before that never is, and the page does without."""
        self.page.wait_for_load_state()
        self.page.evaluate(AT_WORK, name)

    def lose_network(self) -> None:
        """Go where there is none: the phone knows it, and nothing passes even if it did not."""
        if self.road is not None:
            self.road.cut()
        self.forget_http_cache()  # before the next line: it makes the browser forget that it plays at being offline
        self.context.set_offline(True)

    def find_network(self) -> None:
        """Come back where there is one."""
        if self.road is not None:
            self.road.open()
        self.context.set_offline(False)

    def forget_http_cache(self) -> None:
        """Drop what the browser keeps by itself: what is still shown then comes from the worker."""
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("Network.clearBrowserCache")
        devtools.detach()

    def until_the_worker_asked(self, path: str):
        """Wait, at the end of the block, until the worker has asked for something behind the page."""
        return self.context.expect_event("requestfinished", lambda one: one.service_worker and one.url.endswith(path))

    def at(self, moment) -> None:
        """Set the clock of the phone."""
        self.context.clock.set_fixed_time(moment)

    def codes(self) -> list[str]:
        """Return what another program reads in a picture of the whole page."""
        picture = Image.open(BytesIO(self.page.screenshot(full_page=True)))
        return [one.text for one in zxingcpp.read_barcodes(picture)]

    def has_copy(self) -> bool:
        """Return whether an attestation is kept."""
        return self.page.evaluate(IS_KEPT)

    def kept_text(self) -> str:
        """Return everything that the caches of the phone say."""
        return self.page.evaluate(KEPT_TEXT)

    def states(self) -> list[str]:
        """Return the states of the proofs on the screen, in order."""
        return self.page.eval_on_selector_all("[data-begins-at]", "all => all.map((one) => one.dataset.state)")

    def looks_green(self) -> bool:
        """Return whether anything on the screen says that a vehicle is covered: the colours, or a code to scan."""
        return self.page.locator(".proof-card--valid, .proof-card--provisional, .proof-card svg[role=img]").count() > 0
