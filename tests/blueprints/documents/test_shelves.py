"""« Mes documents »: what was replaced, what would lie, what is to be removed, and all of it at once."""
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from insurance.clock import now, today
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.documents.models import Document
from tests.support.browser import Browser
from tests.support.factories import PASSWORD


@pytest.fixture
def contract(sophie):
    return db.session.scalar(select(Contract).where(Contract.customer_id == sophie.id))


@pytest.fixture
def add(app, contract):
    """Put a file of the insurer on the shelf."""
    def add(title, kind="other", content=b"%PDF-1.4 x", **values):
        with transaction() as session:
            session.add(Document(**{
                "customer_id": contract.customer_id, "contract_id": contract.id, "kind": kind, "title": title,
                "issued_on": today() - timedelta(days=40), "file_key": app.extensions["storage"].keep(content),
                "size_bytes": len(content)} | values))
    return add


def archive_of(browser, contract):
    answer = browser.ask(f"/documents/contrats/{contract.public_id}/tout.zip")
    assert answer.mimetype == "application/zip"
    return zipfile.ZipFile(BytesIO(answer.data))


def test_all_the_documents_of_a_contract_are_one_file(browser, contract, add):
    add("Conditions générales")
    files = archive_of(browser, contract)
    first, second = files.namelist()
    assert first == f"{today() - timedelta(days=40)} Conditions générales.pdf"
    assert second.startswith(f"{today()} Attestation d’assurance MVA-")
    assert files.read(first) == b"%PDF-1.4 x"
    assert files.read(second).startswith(b"%PDF-")


def test_its_weight_is_said_before_the_touch(browser, contract, add):
    add("Conditions générales", content=b"%PDF" + b"x" * 1_500_000)
    page = browser.visit("/documents/")
    link, = page.all("a", href=f"/documents/contrats/{contract.public_id}/tout.zip")
    assert link.text.replace("\u00a0", " ") == "Tout télécharger (moins de 1,5 Mo)"


def test_every_row_says_its_weight(browser, contract, add):
    add("Conditions générales")
    rows = [node.text for node in browser.visit("/documents/").all("li") if node.attrs.get("class") == "file-row"]
    assert len(rows) == 2
    assert all("Ko" in row or "octets" in row for row in rows)


def test_older_terms_stay_under_the_newer_ones(browser, contract, add):
    add("Conditions particulières", "special_conditions", replaced_at=now())
    page = browser.visit("/documents/")
    details, = page.all("details")
    assert "Versions précédentes (1)" in details.text
    link, = [node.attrs["href"] for node in details.all("a")]
    assert browser.ask(link).status_code == 200
    assert len(archive_of(browser, contract).namelist()) == 2


def test_an_attestation_that_was_replaced_is_shown_nowhere(browser, contract, add):
    with transaction():
        db.session.query(Document).filter_by(kind="attestation", contract_id=contract.id).update({"replaced_at": now()})
    assert browser.visit("/documents/").all("details") == []
    assert archive_of(browser, contract).namelist() == []


def test_a_proof_that_would_lie_is_named_and_does_not_open(browser, contract, add):
    add("Conditions générales")
    with transaction():
        contract.state = "suspended"
    page = browser.visit("/documents/")
    row, = [node for node in page.by_id("documents").all("li") if "Attestation" in node.text]
    assert "pas disponible" in row.text
    assert row.all("a") == row.all("form") == []
    assert [name for name in archive_of(browser, contract).namelist() if "Attestation" in name] == []


def test_an_announced_removal_is_said_with_its_day_above_the_documents(browser, contract, add):
    add("Conditions générales", removal_on=date(2027, 1, 23))
    words = browser.visit("/documents/").text.replace("\u00a0", " ")
    assert "Documents supprimés le 23 janvier 2027" in words


def test_a_search_offers_nothing_and_leaves_out_what_it_does_not_find(browser, contract, add):
    add("Conditions générales", "general_conditions")
    page = browser.visit("/documents/?nature=general_conditions")
    assert page.all("button", name="nature") == []
    assert not [node for node in page.all("a") if node.attrs["href"].endswith("tout.zip")]
    assert "Attestation d’assurance" not in page.by_id("documents").text


def test_the_documents_of_somebody_else_are_not_to_be_downloaded(app, karim, contract):
    other = Browser(app.test_client())
    other.sign_in(karim.email, PASSWORD)
    assert other.ask(f"/documents/contrats/{contract.public_id}/tout.zip").status_code == 404
