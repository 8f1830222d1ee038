"""The attestation that the phone keeps: nothing that goes wrong elsewhere hides it, overwrites it or breaks it."""
import pytest

from tests.support.phone import CAMILLE, DRISS, KARIM, SOPHIE, Phone
from tests.support.portal import Portal, copy_of_the_tree

NO_NETWORK = "Pas de réseau pour l’instant"


def test_what_the_app_and_its_shortcut_open_is_there_without_network(phone):
    phone.keep(SOPHIE)
    manifest = phone.page.evaluate("fetch('/manifest.webmanifest').then((answer) => answer.json())")
    phone.lose_network()
    shortcut = next(one["url"] for one in manifest["shortcuts"] if one["name"] == "Mon attestation")
    for address in (manifest["start_url"], shortcut):
        phone.go(address)
        assert phone.states() == ["valid"]
        assert "GH-482-KT" in phone.text
        assert "Hors connexion" in phone.text
    assert len(phone.codes()) == 1


def test_the_pdf_opens_without_network(phone):
    phone.keep(SOPHIE)
    phone.lose_network()
    phone.go("/attestation")
    address = phone.page.get_by_role("link", name="Ouvrir le PDF").get_attribute("href")
    first_bytes = "async (url) => [...new Uint8Array(await (await fetch(url)).arrayBuffer()).slice(0, 5)]"
    assert bytes(phone.page.evaluate(first_bytes, address)) == b"%PDF-"


def test_a_direct_visit_keeps_a_copy_too(phone):
    phone.sign_in(SOPHIE, at="/connexion?suite=/attestation")
    phone.wait_for_copy()


KEEP_TWICE = """async () => {
  const told = [];
  navigator.serviceWorker.addEventListener("message", ({ data }) => told.push(data.type));
  const { customerKey, proofVersion } = document.querySelector("[data-proof-version]").dataset;
  const { active } = await navigator.serviceWorker.ready;
  for (let i = 0; i < 2; i += 1) active.postMessage({ type: "keep", key: customerKey, version: proofVersion });
  await new Promise((done) => setTimeout(done, 1500));
  return told;
}"""


def test_a_copy_that_two_pages_ask_for_at_once_is_kept_once_and_nothing_is_said_to_have_changed(phone):
    phone.keep(SOPHIE)
    phone.go("/")
    phone.page.evaluate("async () => { for (const name of await caches.keys()) await caches.delete(name); }")
    assert phone.page.evaluate(KEEP_TWICE) == ["kept"]
    assert phone.has_copy()


def test_the_sign_in_page_of_a_lapsed_session_never_takes_the_place_of_the_copy(phone, demo):
    phone.keep(SOPHIE)
    demo.let_sessions_lapse()
    with phone.until_the_worker_asked("/attestation"):
        phone.go("/attestation")
    phone.page.wait_for_timeout(300)
    phone.go("/attestation")
    assert phone.states() == ["valid"]
    assert "Mot de passe" not in phone.kept_text()


def test_the_sign_in_page_leads_to_the_copy_when_the_session_has_lapsed(phone, demo):
    phone.keep(SOPHIE)
    demo.let_sessions_lapse()
    phone.go("/")
    assert "/connexion" in phone.page.url
    phone.page.get_by_role("link", name="Mon attestation").click()
    phone.page.wait_for_url("**/attestation")
    assert phone.states() == ["valid"]


def test_without_network_the_sign_in_page_still_leads_to_the_copy(phone, demo):
    phone.keep(SOPHIE)
    demo.let_sessions_lapse()
    phone.lose_network()
    phone.go("/connexion")
    assert NO_NETWORK in phone.text
    phone.page.get_by_role("link", name="Mon attestation").click()
    phone.page.wait_for_url("**/attestation")
    assert phone.states() == ["valid"]


def test_a_visitor_is_not_offered_a_copy(phone):
    phone.go("/connexion")
    assert not phone.page.get_by_role("link", name="Mon attestation").is_visible()


@pytest.mark.parametrize("status", ["500 Internal Server Error", "502 Bad Gateway", "403 Forbidden", "200 OK"])
def test_a_server_that_answers_anything_else_never_hides_the_copy(phone, road, status):
    phone.keep(SOPHIE)
    road.answer(status)
    is_down = status.startswith("5")
    for address in ("/attestation", "/?app=1" if is_down else "/attestation", "/attestation"):
        phone.go(address)
        assert phone.states() == ["valid"], address
        phone.page.wait_for_timeout(200)
    assert "Rien ici" not in phone.kept_text()


def test_a_server_that_never_answers_never_hides_the_copy(phone, road):
    phone.keep(SOPHIE)
    road.fall_silent()
    phone.go("/attestation")
    assert phone.states() == ["valid"]
    phone.go("/?app=1")
    assert phone.page.url.endswith("/attestation")
    assert phone.states() == ["valid"]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_an_attestation_that_no_longer_exists_is_erased(phone, road, status):
    phone.keep(SOPHIE)
    road.answer(status)
    phone.go("/attestation")
    phone.wait_for_copy(False)
    phone.page.get_by_text("Rien ici").wait_for()
    assert "Marchand" not in phone.kept_text()


def test_a_page_that_the_phone_does_not_keep_says_so_without_network(phone):
    phone.keep(SOPHIE)
    phone.lose_network()
    for address in ("/documents/", "/contrats/", "/profil/", "/nulle-part"):
        phone.go(address)
        assert phone.page.get_by_role("heading", level=1).inner_text() == NO_NETWORK
        assert "Marchand" not in phone.text


def test_the_page_without_network_tries_again_when_there_is_one(phone):
    phone.keep(SOPHIE)
    phone.lose_network()
    phone.go("/documents/")
    assert NO_NETWORK in phone.text
    phone.find_network()
    phone.page.get_by_role("heading", name="Mes documents").wait_for()


def test_the_page_without_network_shows_nobodys_notices(phone):
    """It is fetched with the cookies of the moment, and kept for everybody."""
    phone.keep(SOPHIE)
    phone.go("/profil/")
    phone.page.get_by_role("button", name="Oublier ce téléphone").click()
    phone.page.get_by_text("ne garde plus de copie").wait_for()
    kept = phone.page.evaluate("fetch('/hors-ligne').then((answer) => answer.text())")
    assert 'role="status"></div>' in kept


def test_back_without_network_shows_the_page_that_says_so(phone):
    """HTMX asks for the page itself, without saying that it navigates: the old one must not stay at a new address."""
    phone.keep(DRISS)
    phone.page.evaluate("""async () => { for (let n = 0; n < 20; n += 1) await fetch("/contrats/inconnu0000x"); }""")
    phone.go("/historique")
    phone.page.get_by_role("link", name="Plus ancien").click()
    phone.page.wait_for_url("**/historique?avant=*")
    phone.lose_network()
    phone.page.evaluate("history.back()")
    phone.page.get_by_role("heading", name=NO_NETWORK).wait_for()


def test_two_contracts_are_on_one_page(phone):
    phone.keep(CAMILLE)
    phone.lose_network()
    phone.go("/attestation")
    assert sorted(phone.states()) == ["provisional", "valid"]
    assert "HB-907-LC" in phone.text
    assert "DW-351-RF" in phone.text
    assert len(set(phone.codes())) == 2


def test_the_customer_can_try_without_losing_the_network(phone):
    phone.keep(SOPHIE)
    phone.go("/profil/")
    phone.page.get_by_text("Enregistrée sur ce téléphone, vérifiée le").wait_for()
    phone.page.get_by_role("button", name="Tester sans réseau").click()
    phone.page.get_by_text("Réussi : l’attestation s’ouvre sans réseau sur ce téléphone.").wait_for()


def test_the_try_says_when_a_file_of_the_copy_is_missing(phone):
    phone.keep(SOPHIE)
    phone.go("/profil/")
    phone.page.evaluate("""async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const one of await cache.keys()) if (one.url.endsWith("cover.js")) await cache.delete(one);
      }
    }""")
    phone.page.get_by_role("button", name="Tester sans réseau").click()
    phone.page.get_by_text("La copie n’est pas encore complète").wait_for()


def test_a_copy_that_was_cut_short_is_made_again(phone):
    """A worker can be stopped at any line: what it left half done neither shows nor stays."""
    phone.keep(SOPHIE)
    phone.page.evaluate("""async () => {
      const [name] = (await caches.keys()).filter((one) => one.startsWith("proof-"));
      const whole = await caches.open(name);
      const page = await whole.match("/attestation");
      await (await caches.open(name.replace(/-[^-]+$/, "-older"))).put("/attestation", page.clone());
      await whole.delete("/attestation");
    }""")
    phone.go("/")
    phone.wait_until(lambda: len(_proofs(phone)) == 1 and not _proofs(phone)[0].endswith("-older"))
    assert phone.has_copy()


def test_the_copy_outlives_a_new_build_with_its_own_files(context, demo, road, tmp_path):
    phone = Phone(context, demo, road)
    phone.keep(KARIM)
    other = _another_build(demo, tmp_path)
    try:
        road.target = other.port
        phone.go("/contrats/")
        phone.wait_until(lambda: _shells(phone) == [f"shell-{_build(phone)}"])
        _opens_whole_without_network(phone)

        code = _code(phone)
        phone.find_network()
        other.import_contract(KARIM, bonus_malus={"coefficient": 0.61, "as_of": "2026-01-02"})
        phone.go("/attestation")
        phone.wait_until(lambda: _code(phone) != code)  # the page takes its new version by itself
        _opens_whole_without_network(phone)
    finally:
        road.target = demo.port
        other.kill()


def _another_build(demo, folder) -> Portal:
    """Serve the same books by a program whose static files are not the same."""
    tree = copy_of_the_tree(folder / "tree")
    with (tree / "static" / "js" / "cover.js").open("a") as script:
        script.write("\n// another build\n")
    other = Portal(demo.instance, demo.address, tree)
    other.start()
    return other


def _opens_whole_without_network(phone):
    phone.lose_network()
    missing = []
    # What the page asks for: the worker may have been cut while it fetched the copy of the other build.
    phone.context.on("requestfailed",
                     lambda one: missing.append(one.url) if "/static/" in one.url and not one.service_worker else None)
    phone.go("/attestation")
    assert phone.states() == ["valid"]
    ground = phone.page.evaluate("getComputedStyle(document.querySelector('.proof-card')).backgroundColor")
    assert ground == "rgb(8, 58, 43)"
    phone.page.wait_for_timeout(200)
    assert missing == []


def _code(phone):
    return phone.page.evaluate("document.querySelector('.proof-age strong').innerText")


def _build(phone):
    return phone.page.evaluate("document.querySelector('script').src.split('/static/')[1].split('/')[0]")


def _shells(phone):
    return phone.page.evaluate("caches.keys().then((all) => all.filter((name) => name.startsWith('shell-')))")


def _proofs(phone):
    return phone.page.evaluate("caches.keys().then((all) => all.filter((name) => name.startsWith('proof-')))")
