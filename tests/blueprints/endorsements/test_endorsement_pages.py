"""Changing a contract through its pages: forgiving, resumable, nothing twice, nothing lost."""
import pytest

from insurance.clock import today
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.documents.models import Document
from insurance.endorsements.models import Endorsement
from tests.support.browser import HX
from tests.support.factories import make_contract
from tests.support.mailbox import code_sent, deliver
from tests.support.mailbox import words as mail_words


@pytest.fixture
def contract(browser):
    return db.session.query(Contract).one().public_id


@pytest.fixture
def step(contract):
    return lambda kind, slug: f"/contrats/{contract}/modifications/{kind}/{slug}"


@pytest.fixture
def driver(browser, step):
    """Answer the steps of a driver up to one of them, through the forms."""
    answers = {
        "identite": {"title": "M.", "first_name": "Antoine", "last_name": "Marchand", "born_on": "30/11/1987", "link": "spouse"},
        "permis": {"has_licence": "oui", "licensed_on": "14.06.06", "licence_number": "06 06 12 34 56 78", "origin": "france"},
        "experience": {"said": "oui"}, "role": {"role": "secondary"}, "antecedents": {"has_history": "non"},
        "date": {"on": today().isoformat()}}

    def driver(until=None):
        browser.visit(step("ajout-conducteur", "identite"))
        for slug, answer in answers.items():
            if slug == until:
                return browser.page
            assert browser.url == step("ajout-conducteur", slug)
            browser.send(browser.url, **answer)
        return browser.page
    return driver


def contract_now():
    db.session.expire_all()
    return db.session.query(Contract).one()


def test_a_page_says_every_change_how_fast_it_goes_and_what_it_needs(browser, contract):
    page = browser.visit(f"/contrats/{contract}")
    assert [link.text for link in page.all("a") if "identite" in link.attrs.get("href", "")] == ["Ajouter un conducteur"]
    page = browser.visit(f"/contrats/{contract}/modifications")
    for words in ("Ajouter un conducteur", "Changer de véhicule ou de plaque", "Immédiat", "Un conseiller regarde",
                  "la carte grise", "2 jours ouvrés"):
        assert words in page.text.replace("\u00a0", " ")


def test_a_driver_is_added_from_the_first_question_to_the_signature(browser, contract, driver):
    page = driver()
    quote = browser.url
    assert "par an" in page.all("h1")[0].text
    assert "Antoine Marchand, né le 30 novembre 1987" in page.text
    assert "Comprendre ce prix, ligne par ligne" in page.text
    assert "Permis de conduire, Antoine Marchand" in page.text
    assert "Vous aurez 30 jours" in page.text
    browser.send(quote + "/code")
    page = browser.send(quote + "/signature", 422, code="12")
    assert "Ce code n’est pas le bon" in page.text
    code = code_sent()
    page = browser.send(quote + "/signature", code=f"{code[:3]} {code[3:]}")
    assert browser.url == quote
    assert page.all("h1")[0].text == "C’est fait"
    contract_now()
    assert db.session.query(Endorsement).one().state == "applied"
    assert "1 pièce à envoyer" in page.text.replace("\u00a0", " ")
    asked = browser.visit(f"/contrats/{contract}/pieces").text
    assert "il vaut tel que vous l’avez changé" in asked
    assert "provisoire" not in asked


def test_answers_are_kept_and_the_next_visit_goes_on_from_them(browser, contract, step, driver):
    driver(until="role")
    assert "Commencé" in browser.visit(f"/contrats/{contract}/modifications").text
    page = browser.visit(step("ajout-conducteur", "identite"))
    assert page.all("input", name="last_name")[0].attrs["value"] == "Marchand"
    browser.visit(step("ajout-conducteur", "date"))
    assert browser.url == step("ajout-conducteur", "role")


def test_a_swapped_step_is_the_step_that_a_reload_shows(browser, step, driver):
    driver(until="permis")
    address = step("ajout-conducteur", "permis")
    swapped = browser.ask(address, headers=HX).text
    assert "<html" not in swapped
    assert 'id="change"' in swapped
    assert "Le permis de Antoine" in swapped


def test_a_change_begun_can_be_abandoned(browser, contract, step, driver):
    page = driver(until="role")
    browser.send(next(form.attrs["action"] for form in page.all("form") if form.attrs["action"].endswith("/abandon")))
    assert browser.url == f"/contrats/{contract}/modifications"
    assert "Commencé" not in browser.page.text


def test_a_kind_or_a_step_that_does_not_exist_is_a_page_that_is_not(browser, step):
    browser.visit(step("nothing", "date"), 404)
    browser.visit(step("usage", "plaque"), 404)
    browser.visit(step("retrait-conducteur", "qui"), 404)


def test_lending_the_wheel_is_said_in_plain_words(browser, contract):
    page = browser.visit(f"/contrats/{contract}/preter-le-volant")
    assert page.all("h1")[0].text == "Prêter le volant"
    assert "De temps en temps" in page.text


def test_a_move_says_which_contracts_keep_their_price_and_begins_there_in_one_tap(browser, sophie, contract, step):
    other = make_contract(sophie, "AA-6902-377", plate="FL-204-RC", vehicle={"make": "Dacia", "model": "Sandero"})
    home = {"line1": "3 rue Oberkampf", "postcode": "75011", "city": "Paris", "country": "FR"}

    def words():
        return browser.page.text.replace("\u00a0", " ")

    def sign():
        quote = browser.url
        browser.send(quote + "/code")
        browser.send(quote + "/signature", code=code_sent())
        return quote

    browser.visit(step("demenagement", "adresse"))
    browser.send(browser.url, **home)
    browser.send(browser.url, is_home="oui", parking="private_garage")
    browser.send(browser.url, on=today().isoformat())
    assert "leur prix n’est pas recalculé" in words()
    assert "Adresse du souscripteur Avant : 7 rue des Tilleuls, 59000 Lille Après : 3 rue Oberkampf, 75011 Paris" in words()
    too = f"{browser.url}/autres-contrats/{other.public_id}"
    assert browser.form(too)
    first = sign()
    assert "Déclarer aussi pour Dacia Sandero" in words()
    mail = next(one for one in deliver(browser.client.application) if "est modifié" in one["Subject"])
    assert "Dacia Sandero" in mail_words(mail)
    browser.send(too)
    assert browser.url.startswith(f"/contrats/{other.public_id}/") and browser.url.endswith("/stationnement")
    browser.send(browser.url, is_home="oui", parking="street")
    assert "Votre autre contrat" in words() and "En vigueur" in words()
    second = sign()
    moves = db.session.query(Endorsement).order_by(Endorsement.id).all()
    assert [(one.state, one.answers["address"]["city"]) for one in moves] == [("applied", "Paris")] * 2
    assert len({one.contract_id for one in moves}) == 2
    assert all(one.version_number == 2 for one in moves)
    assert [paper.facts["changes"][0]["label"] for paper in db.session.query(Document).filter_by(kind="endorsement")] == [
        "Adresse du souscripteur"] * 2
    assert "chaque contrat a son prix" in browser.visit(first).text
    assert moves[1].reference in browser.page.text and "déjà signé" not in words()
    assert first != second
    assert browser.post(too).status_code == 303  # declared again, as often as wanted
    assert browser.post(f"{first}/autres-contrats/{contract}").status_code == 404
