"""The notebook of an accident: everything is on the phone before anything else, and reaches the insurer once."""
import os
import signal
from datetime import timedelta

import pytest

from insurance.clock import now, today
from tests.support.notebook import STORY, Notebook, arrived
from tests.support.phone import ARGUMENTS, CAMILLE, KARIM, SETTINGS, SOPHIE, Phone

YESTERDAY = (today() - timedelta(days=1)).isoformat()
PIECE = b"POST /sinistres/carnets/"
KEPT = "caches.match('/carnet').then(Boolean)"


@pytest.fixture
def notebook(phone):
    return Notebook(phone)


def ready(phone, number=SOPHIE):
    """Sign in, and wait until the phone keeps the proof and the pages of an accident."""
    phone.keep(number)
    phone.go("/carnet")
    phone.wait_until(lambda: phone.page.evaluate(KEPT))


def test_a_claim_with_three_photos_written_with_no_network_survives_a_killed_browser_and_arrives_once(
        playwright, browser_type_launch_args, demo, road, tmp_path):
    launched = []

    def launch():
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", **browser_type_launch_args | {"args": ARGUMENTS}, **SETTINGS)
        launched.append(context)
        return Notebook(Phone(context, demo, road))

    notebook = launch()
    ready(notebook.phone)
    notebook.phone.lose_network()
    reference = notebook.begin()
    notebook.write_a_collision(YESTERDAY, until="pieces")
    notebook.photograph("damage", "plates")
    _kill(tmp_path / "profile")

    notebook = launch()
    notebook.phone.lose_network()
    notebook.open()
    notebook.page.get_by_role("link", name=reference).click()
    notebook.at("pieces")
    assert notebook.states == ["kept", "kept"]
    notebook.photograph("overview")
    notebook.finish_writing()
    assert STORY in notebook.phone.text
    notebook.declare()
    assert "Pas de réseau" in notebook.phone.text
    assert arrived(demo, reference)["claims"] == 0

    notebook.phone.find_network()
    notebook.page.get_by_role("link", name="connectez-vous").click()  # a killed browser forgets who was signed in
    notebook.phone.sign_in(SOPHIE, at=notebook.page.url.removeprefix(demo.address))
    notebook.page.get_by_role("link", name="SIN-").click()
    notebook.wait_for_receipts(3)
    there = arrived(demo, reference)
    assert there["claims"] == 1
    assert there["received"] == ["plates", "overview", "damage"]
    assert there["answers"]["circumstances"]["story"] == STORY
    assert "Déclaration reçue" in notebook.phone.text
    assert "SIN-" in notebook.phone.text
    launched[-1].close()


def _kill(profile) -> None:
    """End the browser of a profile as a phone without memory does: no page hears of it."""
    pid = int(os.readlink(profile / "SingletonLock").rpartition("-")[2])
    os.kill(pid, signal.SIGKILL)


def test_a_photo_cut_in_the_middle_and_an_answer_that_is_lost_come_again_and_count_once(phone, notebook, demo, road):
    ready(phone)
    reference = notebook.begin()
    notebook.write_a_collision(YESTERDAY, until="pieces")
    notebook.photograph("plates")
    notebook.wait_for_receipts(1)

    road.cut_inside(PIECE, 40_000)
    notebook.photograph("overview")
    phone.wait_until(lambda: "missing" in str(arrived(demo, reference)) and road.is_cut)
    assert arrived(demo, reference)["received"] == ["plates"]
    road.open()
    notebook.wait_for_receipts(2)  # by itself

    road.cut_inside(PIECE)
    notebook.photograph("damage")
    phone.wait_until(lambda: len(arrived(demo, reference)["received"]) == 3)
    assert notebook.states.count("received") == 2
    road.open()
    phone.page.get_by_role("button", name="Envoyer maintenant").click()
    notebook.wait_for_receipts(3)
    assert arrived(demo, reference)["received"] == ["plates", "overview", "damage"]
    assert arrived(demo, reference)["missing"] == []


def test_what_waits_leaves_when_the_browser_says_so_with_no_page_open(phone, notebook, demo):
    ready(phone)
    postman = the_worker_that_sends(phone)
    phone.lose_network()
    reference = notebook.begin()
    notebook.write_a_collision(YESTERDAY, until="pieces")
    notebook.photograph("plates")
    notebook.finish_writing()
    notebook.declare()
    phone.page.goto("about:blank")
    phone.find_network()
    assert arrived(demo, reference)["claims"] == 0
    postman("dispatchSyncEvent", tag="carnet", lastChance=False)
    phone.wait_until(lambda: arrived(demo, reference)["received"] == ["plates"])
    assert arrived(demo, reference)["claims"] == 1


def the_worker_that_sends(phone):
    """Wait until it is there; return how to tell it something, as the browser does."""
    devtools, found = phone.context.new_cdp_session(phone.page), []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(
        one["registrationId"] for one in said["registrations"] if one["scopeURL"].endswith("/carnet/")))
    devtools.send("ServiceWorker.enable")
    phone.wait_until(lambda: found)
    phone.wait_until(lambda: phone.page.evaluate("navigator.serviceWorker.getRegistration('/carnet/').then((one) => Boolean(one.active))"))
    return lambda order, **values: devtools.send(
        f"ServiceWorker.{order}", {"origin": phone.portal.address, "registrationId": found[-1]} | values)


def test_two_tabs_write_the_same_notebook_and_nothing_is_lost_or_sent_twice(phone, notebook, demo):
    ready(phone)
    phone.lose_network()
    reference = notebook.begin()
    notebook.write_a_collision(YESTERDAY, until="pieces")
    other = Notebook(Phone(phone.context, demo, phone.road))
    other.phone.page = other.page = phone.context.new_page()
    identifier = phone.page.url.partition("#")[2].partition("/")[0]
    other.open(f"/carnet#{identifier}/when")
    other.at("when")
    other.choose("when", place="3 place du Théâtre, Lille")
    notebook.photograph("plates")
    other.go_on("pieces")
    other.photograph("damage")
    assert other.states == ["kept", "kept"]
    phone.find_network()
    notebook.wait_for_receipts(2)
    there = arrived(demo, reference)
    assert there["answers"]["when"]["place"] == "3 place du Théâtre, Lille"
    assert there["answers"]["circumstances"]["story"] == STORY
    assert sorted(there["received"]) == ["damage", "plates"]


def begin_with_a_photo_that_waits(notebook):
    """Begin a notebook that holds one photo, which waits for a Wi-Fi; return its reference."""
    reference = notebook.begin()
    notebook.choose("kind", kind="glass")
    notebook.go_on("contract")
    notebook.page.goto(notebook.page.url.rpartition("/")[0] + "/pieces")
    notebook.at("pieces")
    notebook.photograph("damage")
    return reference


def leave(phone, choice):
    """Sign out, and say what becomes of the notebook."""
    phone.go("/plus")
    phone.wait_for_behaviour("forget-copy")
    phone.page.get_by_role("button", name="Me déconnecter").click()
    if choice:
        phone.page.get_by_role("dialog").get_by_text("1 élément").wait_for()
        phone.page.get_by_role("button", name=choice).click()
    phone.page.wait_for_url("**/connexion*")


def test_leaving_with_something_unsent_closes_it_for_its_owner_and_hides_it_from_everybody_else(phone, notebook, demo):
    ready(phone, CAMILLE)
    phone.lose_network()
    reference = begin_with_a_photo_that_waits(notebook)
    notebook.hold_photos()
    phone.find_network()
    notebook.wait_until_only_photos_wait()
    assert arrived(demo, reference)["missing"] == ["damage"]
    leave(phone, "Tout garder ici, chiffré")
    assert "reste chiffré" in phone.text

    notebook.open()
    phone.page.get_by_text("Un carnet est fermé sur ce téléphone").wait_for()
    assert reference not in phone.page.content()
    phone.sign_in(KARIM)
    notebook.open()
    phone.page.wait_for_timeout(500)
    assert reference not in phone.page.content()
    leave(phone, None)

    phone.sign_in(CAMILLE, at="/connexion?suite=/carnet")
    notebook.page.get_by_role("link", name=reference).click()
    notebook.at("contract")
    notebook.page.goto(notebook.page.url.rpartition("/")[0] + "/pieces")
    notebook.hold_photos(False)
    notebook.wait_for_receipts(1)
    assert arrived(demo, reference)["received"] == ["damage"]


def test_leaving_may_erase_what_was_not_sent(phone, notebook, demo):
    ready(phone)
    phone.lose_network()
    reference = begin_with_a_photo_that_waits(notebook)
    notebook.hold_photos()
    phone.find_network()
    notebook.wait_until_only_photos_wait()
    assert arrived(demo, reference)["missing"] == ["damage"]
    leave(phone, "Tout effacer")
    assert phone.page.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))") == []
    phone.sign_in(SOPHIE, at="/connexion?suite=/carnet")
    notebook.page.get_by_text("Écrivez et photographiez maintenant").wait_for()

    notebook.begin()  # by mistake
    phone.page.get_by_role("button", name="Effacer ce carnet").click()
    phone.page.get_by_role("dialog").get_by_role("button", name="Effacer").click()
    notebook.page.get_by_text("Écrivez et photographiez maintenant").wait_for()
    notebook.open()
    assert "P-" not in phone.text


def test_a_notebook_begun_before_signing_in_waits_for_its_owner_to_say_so(phone, notebook, demo):
    phone.go("/accident")
    phone.page.get_by_role("link", name="Déclarer le sinistre").click()
    reference = begin_with_a_photo_that_waits(notebook)
    phone.page.get_by_text("connectez-vous").wait_for()
    phone.sign_in(SOPHIE, at="/connexion?suite=/carnet")
    phone.page.get_by_text("Commencé avant votre connexion").wait_for()
    assert arrived(demo, reference)["missing"] == []
    phone.page.get_by_role("button", name="C’est le mien").click()
    phone.wait_until(lambda: arrived(demo, reference)["received"] == ["damage"])


def test_a_first_visit_that_is_cut_keeps_what_was_begun_and_opens_by_itself(new_context, demo, road):
    phone = Phone(new_context(service_workers="block"), demo, road)  # nothing is kept yet
    phone.context.route("**/carnet/etapes", lambda route: route.abort())
    phone.go("/carnet")
    phone.page.get_by_role("button", name="Commencer un carnet").click()
    phone.page.get_by_text("n’est pas encore arrivé en entier").wait_for()
    phone.context.unroute_all()
    phone.context.set_offline(True)
    phone.find_network()
    Notebook(phone).at("kind")


def test_what_the_browser_erases_is_said_and_what_the_page_holds_is_written_again(phone, notebook, demo):
    ready(phone)
    reference = notebook.begin()
    notebook.write_a_collision(YESTERDAY, until="pieces")
    notebook.photograph("plates")
    notebook.wait_for_receipts(1)
    phone.lose_network()
    notebook.photograph("damage")
    notebook.hold_photos()
    phone.find_network()
    notebook.wait_until_only_photos_wait()
    assert arrived(demo, reference)["missing"] == ["damage"]
    notebook.go_on("contact")
    gone = phone.page.url.partition("#")[2].partition("/")[0]
    devtools = phone.context.new_cdp_session(phone.page)
    devtools.send("Storage.clearDataForOrigin", {"origin": demo.address, "storageTypes": "indexeddb"})
    notebook.choose("contact", phone="06 39 98 01 18")
    phone.wait_until(lambda: phone.page.locator("[data-place] [data-slot=reference]").inner_text() != reference)
    again = phone.page.locator("[data-place] [data-slot=reference]").inner_text()
    phone.wait_until(lambda: arrived(demo, again)["answers"].get("contact", {}).get("phone") == "06 39 98 01 18")
    assert arrived(demo, again)["answers"]["circumstances"]["story"] == STORY

    phone.go("/accident")
    phone.go(f"/carnet#{gone}")
    phone.page.get_by_text("Ce carnet n’est plus sur ce téléphone").wait_for()
    phone.page.get_by_role("link", name="Mes sinistres").click()
    phone.page.get_by_text(f"carnet {reference}").wait_for()


def test_a_phone_whose_clock_is_two_days_wrong_loses_nothing_and_misleads_nobody(phone, notebook, demo):
    ready(phone)
    phone.at(now() + timedelta(days=2))
    reference = notebook.begin()
    notebook.write_a_collision(YESTERDAY)
    notebook.declare()
    phone.page.get_by_text("Déclaration reçue").wait_for()
    times = arrived(demo, reference)["times"]
    assert times["begun_at"][:10] == times["saved_at"][:10] == (now() + timedelta(days=2)).date().isoformat()
    assert times["heard_at"][:10] == now().date().isoformat()
