"""What is new is marked until it is opened; opening is an act, reading is not."""
import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from insurance.database import db, transaction
from insurance.documents.models import Document
from tests.support.browser import HX, Browser
from tests.support.factories import PASSWORD, license_drivers


@pytest.fixture
def attestation(sophie):
    return db.session.scalar(select(Document).where(Document.kind == "attestation", Document.customer_id == sophie.id)
                             .options(joinedload(Document.contract)))


def marks(page):
    return [node.text for node in page.all("span") if "state-tag" in node.attrs.get("class", "") and "nouveau" in node.text.lower()]


@pytest.mark.parametrize(("asked", "place"), [("pdf", "/pdf"), ("page", ""), ("", "/pdf"), ("nonsense", "/pdf")])
def test_opening_a_new_document_leads_to_it_and_takes_the_mark_away(browser, attestation, asked, place):
    assert marks(browser.visit("/documents/")) == ["Nouveau"]
    assert marks(browser.visit("/")) == ["1 nouveau"]
    path = f"/documents/{attestation.public_id}"
    answer = browser.post(path + "/ouverture", {"vers": asked})
    assert (answer.status_code, answer.location) == (303, path + place)
    assert marks(browser.visit("/documents/")) == marks(browser.visit("/")) == []
    assert {path, path + "/pdf"} <= {node.attrs.get("href") for node in browser.visit("/documents/").all("a")}


def test_the_dashboard_names_the_newest_one(browser, attestation):
    row, = [node for node in browser.visit("/").all("li") if "Mes documents" in node.text]
    assert "Attestation d’assurance" in row.text


def test_the_first_opening_is_the_one_that_counts(browser, attestation):
    for _ in range(2):
        browser.post(f"/documents/{attestation.public_id}/ouverture")
    first = db.session.get(Document, attestation.id).opened_at
    browser.post(f"/documents/{attestation.public_id}/ouverture")
    assert db.session.get(Document, attestation.id).opened_at == first


def test_only_reading_a_document_leaves_it_new(browser, attestation):
    for path in ("", "/pdf"):
        for headers in ({}, HX):
            browser.ask(f"/documents/{attestation.public_id}{path}", headers=headers)
    assert db.session.get(Document, attestation.id).opened_at is None


def test_the_page_of_a_new_document_says_by_itself_that_it_is_read(browser, attestation):
    path = f"/documents/{attestation.public_id}"
    page = browser.visit(path)
    mark = page.by_id("mark").all("form")[0]
    assert (mark.attrs["data-hx-trigger"], mark.attrs["data-hx-post"]) == ("load", path + "/ouverture")
    fields = {node.attrs["name"]: node.attrs["value"] for node in mark.all("input")}
    answer = browser.ask(path + "/ouverture", "POST", data=fields, headers=HX, follow_redirects=True)
    assert '<form' not in answer.text
    assert browser.swap(path, into="mark").by_id("mark") == browser.visit(path).by_id("mark")


def test_a_proof_that_would_lie_is_not_opened(browser, attestation):
    with transaction():
        attestation.contract.state = "suspended"
    assert browser.post(f"/documents/{attestation.public_id}/ouverture").status_code == 409
    assert db.session.get(Document, attestation.id).opened_at is None


def test_what_the_customer_has_just_asked_for_is_not_new(browser, sophie, attestation):
    browser.post(f"/documents/{attestation.public_id}/ouverture")
    license_drivers(attestation.contract)
    browser.post("/documents/demande", {"contrat": attestation.contract.public_id, "nature": "claims_history"})
    page = browser.visit("/documents/")
    assert "Relevé d’information" in page.text
    assert marks(page) == []


def test_somebody_elses_news_stays_theirs(app, karim, attestation):
    other = Browser(app.test_client())
    other.sign_in(karim.email, PASSWORD)
    assert other.post(f"/documents/{attestation.public_id}/ouverture").status_code == 404
    assert db.session.get(Document, attestation.id).opened_at is None
