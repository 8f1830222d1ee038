"""The checking page in a real browser: what a person reads, for every answer, with and without a network."""
import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import expect

from insurance.clock import now
from insurance.proofs import signing
from insurance.proofs.facts import Standing
from tests.support.proofs import proof_facts

SITE = "https://portal.example"  # a secure origin, where WebCrypto exists; no request leaves the machine
STRANGER = ec.derive_private_key(12345, ec.SECP256R1())
GREEN = re.compile("proof-card--(valid|provisional)")
RED = re.compile("proof-card--(ended|suspended)")
GREY = re.compile("proof-card--not_yet")


class Checker:
    """A phone on the checking page. `standing` is what the portal answers; `network` can be taken away."""

    def __init__(self, page, app):
        self.page, self.client, self.key = page, app.test_client(), app.extensions["keyring"].current(now())
        self.network, self.standing, self.errors = True, Standing.CURRENT, []
        page.on("pageerror", lambda error: self.errors.append(error))
        page.route(f"{SITE}/**", self._answer)

    def _answer(self, route):
        path = route.request.url.removeprefix(SITE).partition("#")[0]
        if not self.network:
            route.abort()
        elif path.startswith("/verifier/etat/"):
            answer = {"state": self.standing, "as_of": now().isoformat(timespec="seconds")}
            route.fulfill(json=answer) if self.standing else route.fulfill(status=500)
        else:
            sent = {"data": route.request.post_data, "content_type": route.request.headers.get("content-type")}
            answer = self.client.open(path, method=route.request.method, base_url=SITE, **sent)
            route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)

    def proof(self, key=None, **changes) -> str:
        """Return the digits of a proof made three days ago."""
        life = {"issued_at": now() - timedelta(days=3), "expires_at": now() + timedelta(days=12)}
        key = key or self.key
        return signing.to_digits(signing.sign(proof_facts(**life | changes), key))

    def scan(self, digits: str):
        """Open the address of a code that was scanned, and return the card once the answer is there."""
        self.page.goto("about:blank")
        self.page.goto(f"{SITE}/V#{digits}")
        return self.answer()

    def open_fragment(self, digits: str):
        """Check another proof without loading the page again."""
        self.page.evaluate("digits => { location.hash = digits; }", digits)

    def answer(self):
        """Return the card, once it is no longer being asked for."""
        card = self.page.locator("#result .proof-card")
        card.wait_for()
        expect(self.page.locator("#result")).not_to_contain_text("Contrôle en cours")  # a script of ours would break the policy
        return card


@pytest.fixture
def checker(phone, app):
    checker = Checker(phone, app)
    yield checker
    assert checker.errors == []


def words(card) -> str:
    return " ".join(card.inner_text().split())


def is_coloured(card, colour) -> bool:
    return bool(colour.search(card.get_attribute("class")))


def test_a_genuine_proof_is_green_and_says_what_is_proven(checker):
    card = checker.scan(checker.proof())
    said = words(card)
    assert is_coloured(card, GREEN)
    for expected in ("Ces données viennent bien d’Active Assurances", "En vigueur", "GH-482-KT", "Peugeot 208",
                     "Sophie Marchand", "AA7204118", "1er avril 2026", "il y a 3 jours",
                     "Le contrat n’a pas changé depuis"):
        assert expected in said
    assert "ne remplace pas le fichier des véhicules assurés (FVA)" in words(checker.page.locator("#result"))
    assert checker.page.evaluate("document.activeElement.dataset.slot") == "title"
    assert checker.page.evaluate("location.pathname") == "/verifier"


@pytest.mark.parametrize(("standing", "colour", "expected"), [
    (Standing.CHANGED, GREEN, "Modifié depuis"), (Standing.SUSPENDED, RED, "Garanties suspendues"),
    (Standing.ENDED, RED, "Contrat terminé"), (Standing.NOT_YET, GREY, "Contrat pas encore en vigueur"),
    (Standing.UNKNOWN, GREY, "Contrat introuvable"), ("something new", GREEN, "n’a pas pu être lu"),
    (None, GREEN, "n’a pas pu être lu"),
])
def test_where_the_contract_stands_changes_the_answer(checker, standing, colour, expected):
    checker.standing = standing
    card = checker.scan(checker.proof())
    assert expected in words(card)
    assert is_coloured(card, colour)


def test_without_a_network_a_second_check_works_and_says_what_it_cannot_know(checker):
    checker.scan(checker.proof())
    checker.network = False
    checker.open_fragment(checker.proof(plate="AA-111-AA"))
    checker.page.get_by_text("AA-111-AA").wait_for()
    card = checker.answer()
    assert is_coloured(card, GREEN)
    assert "Sans réseau : impossible de savoir si le contrat a changé depuis." in words(card)


def test_without_a_network_nor_keys_nothing_is_pretended(checker):
    checker.page.goto(f"{SITE}/verifier")
    checker.network = False
    checker.open_fragment(checker.proof())
    card = checker.answer()
    assert is_coloured(card, GREY)
    assert "Le premier contrôle demande du réseau" in words(card)


def test_without_a_network_an_unknown_key_may_only_be_newer(checker):
    checker.scan(checker.proof())
    checker.network = False
    checker.open_fragment(checker.proof(STRANGER))
    checker.page.get_by_text("Contrôle impossible sans réseau").wait_for()
    assert is_coloured(checker.answer(), GREY)


def test_a_proof_signed_after_a_rotation_is_known_at_once(checker, app):
    checker.scan(checker.proof())
    keyring = app.extensions["keyring"]
    keyring.rotate(now())
    assert is_coloured(checker.scan(checker.proof(keyring.current(now()))), GREEN)


def test_a_forged_proof_is_red_and_shows_none_of_its_words(checker):
    token = signing.from_digits(checker.proof()).replace(b"GH-482-KT", b"GH-482-KU")
    card = checker.scan(signing.to_digits(token))
    assert is_coloured(card, RED)
    assert "Ne vous fiez pas à cette preuve" in words(card)
    assert "GH-482" not in words(checker.page.locator("#result"))


def test_a_proof_signed_by_a_stranger_is_red(checker):
    card = checker.scan(checker.proof(STRANGER))
    assert is_coloured(card, RED)
    assert "Cette preuve n’est pas reconnue" in words(card)


@pytest.mark.parametrize("spoil", [lambda digits: digits[:-4], lambda digits: "12345", lambda digits: digits + "<b>"])
def test_a_link_that_was_cut_is_red_and_says_what_to_do(checker, spoil):
    card = checker.scan(spoil(checker.proof()))
    assert is_coloured(card, RED)
    assert "Ce lien n’est pas complet" in words(card)
    assert "Scannez le code à nouveau" in words(card)


def test_an_expired_proof_is_red_and_still_says_whose_it_was(checker):
    card = checker.scan(checker.proof(expires_at=now() - timedelta(minutes=1)))
    assert is_coloured(card, RED)
    assert "Cette preuve a expiré" in words(card)
    assert "GH-482-KT" in words(card)


def test_a_recent_contract_says_until_when_the_memo_is_a_presumption(checker):
    today = now().date()
    checker.scan(checker.proof(effective_on=today - timedelta(days=2), provisional_until=today + timedelta(days=13)))
    assert "Présomption d’assurance jusqu’au" in checker.page.locator("#result").inner_text()
    checker.scan(checker.proof(effective_on=today - timedelta(days=20), provisional_until=today - timedelta(days=2)))
    assert "Présomption" not in checker.page.locator("#result").inner_text()


def test_a_vehicle_without_plate_is_told_by_its_serial_number(checker):
    checker.scan(checker.proof(is_registered=False, plate="SN0042-7781"))
    said = words(checker.page.locator("#result"))
    assert "SN0042-7781" in said
    assert "Comparez le numéro de série" in said
    assert "FVA" not in said


def test_a_phone_whose_clock_is_late_is_warned(checker):
    checker.scan(checker.proof(issued_at=now() + timedelta(hours=2)))
    assert "L’heure de ce téléphone semble fausse" in checker.page.locator("#result").inner_text()


def test_words_of_a_proof_are_never_markup(checker):
    card = checker.scan(checker.proof(holder_name="<img src=x onerror=alert(1)>", vehicle="<b>208</b>"))
    assert "<img src=x onerror=alert(1)>" in words(card)
    assert card.locator("img, b").count() == 0


def test_a_pasted_link_is_checked_on_the_spot(checker):
    checker.page.goto(f"{SITE}/verifier")
    checker.page.get_by_label("Lien ou code court").fill(f"HTTPS://PORTAL.EXAMPLE/V#{checker.proof()} ")
    checker.page.keyboard.press("Enter")
    assert is_coloured(checker.answer(), GREEN)


def test_what_is_neither_a_link_nor_a_code_is_explained(checker):
    checker.page.goto(f"{SITE}/verifier")
    field = checker.page.get_by_label("Lien ou code court")
    field.fill("bonjour")
    checker.page.keyboard.press("Enter")
    assert checker.page.get_by_text("Ce n’est ni un lien").is_visible()
    assert field.get_attribute("aria-invalid") == "true"


def test_a_short_code_typed_on_the_page_is_answered_by_the_portal(checker):
    checker.page.goto(f"{SITE}/verifier")
    checker.page.get_by_label("Lien ou code court").fill("zzzz zzzz zzzz")
    checker.page.keyboard.press("Enter")
    checker.page.get_by_text("Code inconnu").wait_for()
    assert checker.page.url == f"{SITE}/verifier/code"


@pytest.mark.parametrize("standing", [Standing.CURRENT, Standing.ENDED, Standing.NOT_YET])
def test_the_answer_is_accessible(checker, standing):
    checker.standing = standing
    checker.scan(checker.proof())
    assert Axe().run(checker.page).response["violations"] == []


@pytest.mark.parametrize("width", [320, 360, 1200])
def test_the_answer_fits_the_screen(checker, width):
    checker.page.set_viewport_size({"width": width, "height": 700})
    checker.scan(checker.proof(holder_name="Marie-Charlotte Anne de la Rochefoucauld d'Estissac"))
    assert checker.page.evaluate("document.documentElement.scrollWidth") <= width
