"""A declaration written online, step by step: the page of each, what it refuses, what it keeps; sent once."""
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from blueprints.claims.declare import SLUGS
from insurance.claims import journey, services
from insurance.claims.models import Claim, ClaimDraft, ClaimKind
from insurance.claims.queries import drafts_of, find_draft
from insurance.clock import today
from insurance.contracts.queries import contracts_of
from insurance.database import db
from tests.support.browser import HX, Browser
from tests.support.claims import answers_of
from tests.support.factories import PASSWORD, make_contract
from tests.support.files import form_of, photo

YESTERDAY = (today() - timedelta(days=1)).isoformat()


@pytest.fixture
def contract(sophie):
    return contracts_of(sophie)[0]


@pytest.fixture
def begun(browser):
    """The addresses of a declaration that has just been begun, by step."""
    browser.visit("/sinistres/declarer")
    browser.send("/sinistres/declarer")
    base = browser.url.rpartition("/")[0]
    return {step: f"{base}/{slug}" for step, slug in SLUGS.items()}


@pytest.fixture
def ready(sophie, contract):
    """The addresses of a declaration that only waits to be sent, by step."""
    return addresses(answered(sophie, contract))


def answered(customer, contract, kind="collision", **changed):
    draft = services.begin(customer)
    for step, given in answers_of(contract, kind, **changed).items():
        draft = services.answer(customer, draft.public_id, step, given)
    return draft


def addresses(draft):
    return {step: f"/sinistres/declarer/{draft.public_id}/{slug}" for step, slug in SLUGS.items()}


def as_form(given):
    """Return the answers to a step as a browser writes its form."""
    fields = {}
    for name, value in given.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            fields |= {f"{name}-{place}-{part}": text for place, one in enumerate(value) for part, text in one.items()}
        elif value not in ("", []):
            fields[name] = value
    return fields


@pytest.mark.parametrize("kind", ClaimKind)
def test_each_kind_of_claim_is_declared_from_the_first_step_to_the_last(browser, sophie, contract, kind):
    browser.visit("/sinistres/declarer")
    browser.send("/sinistres/declarer")
    answers, passed = answers_of(contract, kind), []
    while (slug := browser.url.rpartition("/")[2]) != SLUGS[journey.REVIEW]:
        step = next(name for name, one in SLUGS.items() if one == slug)
        passed.append(step)
        assert f"étape {len(passed)} sur" in browser.page.text
        browser.send(browser.url, **{}) if step == "pieces" else browser._look(browser.ask(
            browser.url, "POST", data={"csrf_token": browser.token} | as_form(answers[step]), follow_redirects=True), 200)
    assert [*passed, "review"] == journey.path(answers)
    browser.send(browser.url)
    assert "Votre déclaration est enregistrée" in browser.page.text
    assert "L211-5-1" in browser.page.text
    claim = db.session.scalar(select(Claim))
    assert (claim.kind, claim.contract_id) == (kind, contract.id)
    assert claim.reference in browser.page.text
    assert browser.ask(f"/sinistres/{claim.public_id}/declaration").data.startswith(b"%PDF")
    paper = browser.visit(next(link.attrs["href"] for link in browser.page.all("a")
                               if link.attrs["href"].startswith("/documents/") and not link.attrs["href"].endswith(("/", "/pdf"))))
    assert "Déclaration de sinistre" in paper.all("h1")[0].text
    assert claim.reference in paper.by_id("main").text


def test_a_step_that_is_not_open_yet_leads_to_the_one_that_is(browser, begun):
    assert browser.ask(begun["damage"]).location == begun["kind"]
    browser.post(begun["kind"], {"kind": "glass"})
    assert browser.ask(begun["review"]).location == begun["contract"]
    assert browser.ask(begun["injuries"]).location == begun["contract"]


def test_a_swap_shows_what_a_reload_shows_at_every_step(browser, ready):
    for step in ("kind", "contract", "when", "injuries", "circumstances", "people", "damage", "pieces", "contact", "review"):
        browser.visit(ready[step])
        swapped = browser.swap(ready[step], into="step").by_id("step").text
        assert swapped == browser.visit(ready[step]).by_id("step").text, step


def test_an_answer_sent_by_a_fragment_brings_the_next_step_and_a_refusal_the_same_one(browser, begun):
    refused = browser.post(begun["kind"], headers=HX)
    assert (refused.status_code, refused.headers["HX-Push-Url"]) == (422, "false")
    assert "<html" not in refused.text
    assert "Choisissez ce qui s’est passé." in refused.text
    brought = browser.post(begun["kind"], {"kind": "theft"}, headers=HX, follow_redirects=True)
    assert 'id="step"' in brought.text
    assert "Quel véhicule" in brought.text


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(browser, begun, contract):
    browser.post(begun["kind"], {"kind": "theft"})
    browser.post(begun["contract"], {"contract": contract.public_id})
    browser.visit(begun["when"])
    tomorrow = (today() + timedelta(days=1)).isoformat()
    page = browser.send(begun["when"], 422, occurred_on=tomorrow, occurred_at="18:05", noticed_on="32/12/2026")
    assert "n’est pas encore passée" in page.by_id("occurred_on-error").text
    assert page.by_id("noticed_on-error").text.strip()
    assert page.by_id("place-error").text.strip() == "Indiquez le lieu."
    assert page.by_id("occurred_at").attrs["value"] == "18:05"
    assert page.by_id("noticed_on").attrs["value"] == "32/12/2026"


def test_a_declaration_is_gone_on_with_on_another_device(app, browser, sophie, begun, contract):
    browser.post(begun["kind"], {"kind": "glass"})
    other = Browser(app.test_client())
    other.sign_in(sophie.email, PASSWORD)
    page = other.visit("/sinistres/")
    assert "Bris de glace" in page.text
    assert begun["contract"] in [link.attrs["href"] for link in page.all("a")]
    other.visit(begun["contract"])
    other.send(begun["contract"], contract=contract.public_id)
    assert browser.ask(begun["contact"]).location == begun["when"]


def test_changing_the_first_answer_recomputes_the_path_and_the_correction_returns_to_what_is_missing(browser, sophie, ready):
    public_id = ready["kind"].split("/")[3]
    assert browser.ask(ready["review"]).status_code == 200
    answer = browser.post(ready["kind"], {"kind": "theft"})
    assert answer.location == ready["circumstances"], "a theft asks for the keys"
    assert browser.post(ready["circumstances"], {"story": "Volée", "keys": "all"}).location == ready["review"]
    assert find_draft(sophie, public_id).answers["damage"]["drivable"] == "yes", "kept, in case it was a slip"


def test_two_taps_on_the_last_button_file_one_claim(browser, ready):
    browser.visit(ready["review"])
    fields = {node.attrs["name"]: node.attrs["value"] for node in browser.form(ready["review"]).all("input")}
    first, second = (browser.ask(ready["review"], "POST", data=fields) for _ in range(2))
    assert first.location.endswith("/enregistre")
    assert second.location == first.location.removesuffix("/enregistre")
    assert db.session.scalar(select(func.count()).select_from(Claim)) == 1


def test_what_changed_in_another_tab_is_read_again_before_it_is_sent(browser, ready):
    browser.visit(ready["review"])
    answers = {"phone": "06 12 34 56 78"}
    browser.post(ready["contact"], answers)
    page = browser.send(ready["review"], 422)
    assert "Une réponse a changé" in page.text
    assert "06 12 34 56 78" in page.text
    browser.send(ready["review"])
    assert "enregistrée" in browser.page.text


def test_photos_are_received_with_their_receipt_and_may_be_taken_back_before_sending(browser, sophie, ready):
    sent = browser.ask(ready["pieces"].replace("/photos", "/fichiers"), "POST", **form_of(
        {"csrf_token": browser.token, "kind": "plates"}, ("avant.jpg", photo()), field="plates-file"))
    assert sent.location == ready["pieces"] + "#plates"
    page = browser.visit(ready["pieces"])
    assert re.search(r"Reçu à \d+\sh\s\d\d", page.text)
    assert "empreinte" in page.text
    piece = drafts_of(sophie)[0].pieces[0]
    assert (piece.kind, piece.state) == ("plates", "received")
    browser.send(ready["pieces"].replace("/photos", f"/fichiers/{piece.public_id}/retrait"))
    assert drafts_of(sophie)[0].pieces == []


def test_a_file_that_will_not_do_is_named_and_the_good_one_is_kept(browser, sophie, ready):
    form = form_of({"csrf_token": browser.token, "kind": "damage"}, ("bon.jpg", photo()), ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(99)),
                   field="damage-file")
    answer = browser.ask(ready["pieces"].replace("/photos", "/fichiers"), "POST", **form)
    assert answer.status_code == 422
    assert "film.mp4" in answer.text
    assert [one.kind for one in drafts_of(sophie)[0].pieces] == ["damage"]


def test_a_list_of_people_grows_by_one_and_keeps_what_was_typed(browser, sophie, ready):
    answer = browser.post(ready["people"], {"witnesses-0-name": "Aline Roy", "more": "witnesses"})
    assert answer.location == ready["people"] + "?plus=witnesses"
    page = browser.visit(answer.location)
    assert page.by_id("witnesses-0-name").attrs["value"] == "Aline Roy"
    assert page.by_id("witnesses-1-name") is not None
    browser.send(ready["people"], **{"witnesses-1-name": "Jean Luc"})
    assert [one["name"] for one in drafts_of(sophie)[0].answers["people"]["witnesses"]] == ["Aline Roy", "Jean Luc"]


@pytest.mark.parametrize(("days", "words"), [
    (900, "plus de deux ans"), (400, "avant le début du contrat"), (30, "délai pour déclarer est passé")])
def test_a_date_that_needs_an_explanation_is_explained_and_stops_nobody(browser, sophie, contract, days, words):
    draft = answered(sophie, contract, when={"occurred_on": (today() - timedelta(days=days)).isoformat()})
    page = browser.visit(addresses(draft)["review"])
    assert words in page.text
    browser.send(addresses(draft)["review"])
    assert "enregistrée" in browser.page.text


def test_the_legal_delay_is_shown_as_a_date_at_every_step_once_the_day_is_known(browser, begun, contract):
    browser.post(begun["kind"], {"kind": "glass"})
    browser.post(begun["contract"], {"contract": contract.public_id})
    assert "Vous avez jusqu’au" not in browser.visit(begun["when"]).text
    browser.post(begun["when"], {"occurred_on": today().isoformat(), "place": "Lille"})
    assert "Vous avez jusqu’au" in browser.visit(begun["circumstances"]).text


def test_a_vehicle_is_chosen_among_all_those_of_the_customer_and_no_other(browser, sophie, karim, begun, contract):
    second = make_contract(sophie, "AA-7204-119", plate="AB-999-CD")
    browser.post(begun["kind"], {"kind": "glass"})
    page = browser.visit(begun["contract"])
    offered = {node.attrs["value"] for node in page.all("input", name="contract")}
    assert offered == {contract.public_id, second.public_id}
    theirs = contracts_of(karim)[0].public_id
    browser.post(begun["contract"], {"contract": theirs})
    for step, given in answers_of(contract, "glass").items():
        if step not in ("kind", "contract"):
            browser.post(begun[step], as_form(given))
    browser.visit(begun["review"])
    fields = {node.attrs["name"]: node.attrs["value"] for node in browser.form(begun["review"]).all("input")}
    assert browser.ask(begun["review"], "POST", data=fields).status_code == 409
    assert db.session.scalar(select(func.count()).select_from(Claim)) == 0


def test_a_declaration_that_was_begun_can_be_forgotten(browser, sophie, ready):
    browser.visit("/sinistres/")
    browser.send(ready["kind"].replace("/nature", "/abandon"))
    assert db.session.scalar(select(func.count()).select_from(ClaimDraft)) == 0


def test_a_declaration_that_was_sent_leads_to_its_claim(browser, ready):
    browser.visit(ready["review"])
    browser.send(ready["review"])
    claim = db.session.scalar(select(Claim))
    assert browser.ask(ready["when"]).location == f"/sinistres/{claim.public_id}"


def test_the_seventeen_boxes_are_asked_for_both_vehicles(browser, ready):
    page = browser.visit(ready["circumstances"])
    for letter in ("a", "b"):
        assert [node.attrs["value"] for node in page.all("input", name=f"boxes_{letter}")] == [str(one) for one in range(1, 18)]
    assert "8. heurtait à l’arrière, en roulant dans le même sens et sur une même file" in page.text
    assert re.search(r"Cases marquées\s: A 2, B 1", page.text)
