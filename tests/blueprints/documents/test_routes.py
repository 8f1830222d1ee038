"""Documents: what is listed opens, as a page and as a file, and nothing else does."""
from datetime import timedelta

import pytest

from insurance.clock import today
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.documents.models import Document
from tests.support.factories import make_contract
from tests.support.routes import things_of


@pytest.fixture
def imported(app, sophie):
    """A file that the insurer gave."""
    content = b"%PDF-1.4 the insurer's own bytes"
    with transaction() as session:
        session.add(Document(
            customer_id=sophie.id, contract_id=db.session.query(Contract.id).filter_by(customer_id=sophie.id).scalar(),
            kind="general_conditions", title="Conditions générales « Auto » 2026", issued_on=today() - timedelta(days=9),
            file_key=app.extensions["storage"].keep(content), size_bytes=len(content)))
    return db.session.query(Document).filter_by(kind="general_conditions").one()


@pytest.fixture
def attestation(sophie):
    return db.session.query(Document).filter_by(kind="attestation", customer_id=sophie.id).one()


def test_every_document_of_the_list_opens(browser, imported):
    page = browser.visit("/documents/")
    links = {node.attrs["href"] for node in page.all("a") if node.attrs["href"].startswith("/documents/")}
    forms = {node.attrs["action"] for node in page.all("form") if node.attrs["action"].endswith("/ouverture")}
    assert (len([link for link in links if link.endswith("/pdf")]), len(forms)) == (1, 1)
    for link in links:
        assert browser.ask(link).status_code == 200, link
    for form in forms:
        assert browser.post(form).location == form.replace("/ouverture", "/pdf")


def test_a_file_is_given_as_it_came(browser, imported):
    answer = browser.ask(f"/documents/{imported.public_id}/pdf")
    assert answer.data == b"%PDF-1.4 the insurer's own bytes"
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_has_a_name_that_no_browser_misreads(browser, imported):
    answer = browser.ask(f"/documents/{imported.public_id}/pdf")
    assert answer.headers["Content-Disposition"] == (
        "inline; filename*=UTF-8''Conditions%20g%C3%A9n%C3%A9rales%20%C2%AB%20Auto%20%C2%BB%202026.pdf")


@pytest.mark.parametrize("title", ['a"; filename=b.exe', "a\r\nSet-Cookie: x=1", "../../etc/passwd", "'", "é" * 200])
def test_the_title_of_a_file_cannot_become_a_header(browser, imported, title):
    with transaction():
        imported.title = title
    answer = browser.ask(f"/documents/{imported.public_id}/pdf")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    name = answer.headers["Content-Disposition"].removeprefix("inline; filename*=UTF-8''")
    assert not set(name) & set('"; \r\n')


def test_an_attestation_is_the_same_as_a_page_and_as_a_file(browser, attestation):
    page = browser.visit(f"/documents/{attestation.public_id}")
    for words in (attestation.number, "GH-482-KT", "AA-7204-118", "Sophie Marchand"):
        assert words in page.text, words
    answer = browser.ask(f"/documents/{attestation.public_id}/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.data == browser.ask(f"/documents/{attestation.public_id}/pdf").data


def test_a_file_whose_bytes_are_lost_is_an_error_and_not_an_empty_file(app, portal, browser, imported, sophie):
    with transaction():
        imported.file_key = "0" * 64
    with pytest.raises(FileNotFoundError):
        browser.ask(f"/documents/{imported.public_id}/pdf")


def test_a_proof_is_not_given_while_the_cover_is_off(browser, attestation, sophie):
    with transaction() as session:
        session.query(Contract).filter_by(customer_id=sophie.id).update({"state": "suspended"})
    for path in (f"/documents/{attestation.public_id}", f"/documents/{attestation.public_id}/pdf",
                 f"/attestation/{things_of(sophie)[Contract]}.pdf"):
        answer = browser.ask(path)
        assert answer.status_code == 409, path
        assert not answer.data.startswith(b"%PDF-")


def test_documents_are_sorted_by_contract(browser, sophie):
    make_contract(sophie, "AA-0000-002", plate="ZZ-999-ZZ", vehicle={"make": "Renault", "model": "Zoe"})
    titles = [node.text for node in browser.visit("/documents/").all("h2")]
    assert {"Peugeot 208", "Renault Zoe"} <= set(titles)


def test_filtering_swaps_what_a_reload_would_show(browser, imported):
    browser.visit("/documents/")
    url = "/documents/?nature=general_conditions&annee="
    swapped = browser.swap(url, into="documents").by_id("documents")
    assert swapped == browser.visit(url).by_id("documents")
    assert "Conditions générales" in swapped.text
    assert "Attestation" not in swapped.text


@pytest.mark.parametrize("query", ["nature=nothing", "annee=abc", "annee=99999999999", "nature=&annee=", "nature[]=x", "annee=-1"])
def test_a_filter_that_means_nothing_shows_everything(browser, imported, query):
    page = browser.visit("/documents/?" + query)
    assert "Conditions générales" in page.text
