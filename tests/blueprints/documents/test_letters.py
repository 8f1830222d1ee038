"""« Recevoir sur papier »: chosen, promised, followed, taken back; and the desk that posts it."""
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from insurance.clock import today
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.letters.models import Letter
from tests.support.browser import Browser
from tests.support.factories import PASSWORD


@pytest.fixture
def attestation(sophie):
    return db.session.scalar(select(Document).where(Document.kind == "attestation", Document.customer_id == sophie.id))


@pytest.fixture
def asked(browser, attestation):
    """A letter that Sophie has asked for; its reference."""
    browser.post("/documents/papier", {"documents": attestation.public_id})
    return db.session.scalar(select(Letter.reference))


def test_the_page_of_a_document_leads_to_the_form_where_it_is_chosen_already(browser, attestation):
    page = browser.visit(f"/documents/{attestation.public_id}")
    link, = [node.attrs["href"] for node in page.all("a") if urlsplit(node.attrs["href"]).path == "/documents/papier"]
    ticks = browser.visit(link).all("input", type="checkbox")
    assert [(tick.attrs["value"], "checked" in tick.attrs) for tick in ticks] == [(attestation.public_id, True)]


def test_a_letter_is_asked_for_and_followed(browser, attestation):
    browser.visit("/documents/papier")
    page = browser.send("/documents/papier", documents=attestation.public_id)
    words = page.text.replace("\u00a0", " ")
    for one in ("C’est demandé", "COU-", "Demandé", "au plus tard le", "rue", "Attestation d’assurance, Peugeot 208"):
        assert one in words, one
    assert "courrier demandé" in browser.visit("/documents/").text


def test_nothing_chosen_is_said_next_to_the_field(browser, attestation):
    browser.visit("/documents/papier")
    page = browser.send("/documents/papier", status=422)
    assert "Choisissez un document" in page.by_id("documents-error").text
    assert db.session.scalar(select(Letter)) is None


def test_a_letter_is_taken_back(browser, asked):
    browser.visit("/documents/papier")
    page = browser.send(f"/documents/papier/{asked}/annulation")
    assert "annulée" in page.text
    assert asked not in page.by_id("main").text.replace("annulée", "")


def test_a_document_of_somebody_else_cannot_be_chosen(app, karim, attestation):
    other = Browser(app.test_client())
    other.sign_in(karim.email, PASSWORD)
    assert other.post("/documents/papier", {"documents": attestation.public_id}).status_code == 422
    assert db.session.scalar(select(Letter)) is None


def test_a_letter_of_somebody_else_cannot_be_taken_back(app, karim, asked):
    other = Browser(app.test_client())
    other.sign_in(karim.email, PASSWORD)
    assert other.post(f"/documents/papier/{asked}/annulation").status_code == 404


def test_a_proof_that_would_lie_cannot_be_chosen(browser, attestation):
    with transaction() as session:
        session.get(Contract, attestation.contract_id).state = "suspended"
    assert "Aucun document à envoyer" in browser.visit("/documents/papier").text


def test_the_desk_prints_a_letter_and_says_that_it_is_gone(browser, at_desk, adviser, asked, attestation, sophie):
    desk = at_desk(adviser)
    assert "Courriers à poster" in desk.page.text
    row, = desk.visit("/conseil/files/courriers").all("tr", class_="desk-row")
    assert "Sophie Marchand" in row.text
    page = desk.visit(f"/conseil/courriers/{asked}")
    assert "59000 Lille" in page.text
    link, = [node.attrs["href"] for node in page.all("a") if node.attrs["href"].endswith(attestation.public_id)]
    assert desk.ask(link).data.startswith(b"%PDF-")
    assert "En préparation" in desk.send(f"/conseil/courriers/{asked}/preparation").text
    assert "annuler" not in browser.visit("/documents/papier").by_id("main").text.lower()
    page = desk.send(f"/conseil/courriers/{asked}/envoi")
    assert page.all("form", action=f"/conseil/courriers/{asked}/envoi") == []
    words = browser.visit("/documents/papier").text.replace("\u00a0", " ")
    assert "Posté" in words
    assert f"courrier posté · {today()}" not in words
    assert "courrier posté" in browser.visit("/documents/").text


def test_the_desk_reads_only_the_documents_of_the_letter(at_desk, adviser, asked, karim):
    other = db.session.scalar(select(Document.public_id).where(Document.customer_id == karim.id))
    assert at_desk(adviser).ask(f"/conseil/courriers/{asked}/documents/{other}").status_code == 404
