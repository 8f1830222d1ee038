"""The file of a customer: found, opened for a reason, and each look at it written down."""
from datetime import timedelta

import pytest

from insurance.clock import held_at, now
from insurance.contracts.queries import contracts_of
from insurance.documents.queries import documents_of
from insurance.history.queries import history_of
from insurance.staff import readings
from tests.support.dom import parse


@pytest.fixture
def nadia(at_desk, adviser):
    """Nadia's desk."""
    return at_desk(adviser)


@pytest.fixture
def file(sophie):
    """The address of Sophie's file."""
    return f"/conseil/clients/{sophie.phone_key}"


def journal():
    return [(one.part, one.subject, one.reason, one.note) for one, _ in readings.readings()][::-1]


def open_file(desk, file, reason="call", note=""):
    desk.visit(file)
    return desk.send(file + "/ouverture", reason=reason, note=note)


def test_a_customer_is_searched_for_and_the_search_is_written_down(nadia, sophie):
    page = nadia.visit("/conseil/recherche?q=Marchand Sophie")
    assert page.all("a", href=f"/conseil/clients/{sophie.phone_key}")[0].text == "Sophie Marchand"
    assert nadia.swap("/conseil/recherche?q=Marchand Sophie", into="found") == nadia.visit("/conseil/recherche?q=Marchand Sophie")
    assert journal()[0] == ("search", "Marchand Sophie", None, "")
    assert "Aucun client" in nadia.visit("/conseil/recherche?q=zzzz").text


def test_nobody_opens_a_file_without_saying_why(nadia, sophie, file):
    documents = documents_of(sophie)
    contract = contracts_of(sophie)[0]
    for path in (file, f"{file}/historique", f"{file}/contrats/{contract.public_id}", f"{file}/documents/{documents[0].public_id}"):
        answer = nadia.ask(path)
        assert answer.status_code == 303 and answer.location.startswith(file + "/ouverture?suite="), path
    assert journal() == []
    nadia.visit(file)
    assert "Choisissez un motif" in nadia.send(file + "/ouverture", 422).text
    assert "Dites en quelques mots" in nadia.send(file + "/ouverture", 422, reason="other").text


def test_the_whole_file_is_on_one_page_and_every_look_is_written_down(nadia, sophie, file):
    page = open_file(nadia, file)
    for words in ("Mme Sophie Marchand", "AA-7204-118", "GH-482-KT", "14 mars 1988", sophie.email, "Attestation d’assurance"):
        assert words in page.text, words
    contract, document = contracts_of(sophie)[0], documents_of(sophie)[0]
    assert "Bris de glace" in nadia.visit(f"{file}/contrats/{contract.public_id}").text
    assert nadia.ask(f"{file}/documents/{document.public_id}").mimetype == "application/pdf"
    nadia.visit(f"{file}/historique")
    assert journal() == [("file", "", "call", ""), ("contract", "AA-7204-118", "call", ""),
                         ("document", document.number, "call", ""), ("history", "", "call", "")]


def test_a_file_stays_open_for_an_hour_in_that_session_only(nadia, at_desk, handler, file):
    open_file(nadia, file, "other", "Appel du garage")
    assert at_desk(handler).ask(file).status_code == 303
    with held_at(now() + timedelta(minutes=14)):
        assert nadia.ask(file).status_code == 200
    assert journal()[-1] == ("file", "", "other", "Appel du garage")
    moment = now()
    for minutes in range(14, 70, 10):
        with held_at(moment + timedelta(minutes=minutes)):
            nadia.ask("/conseil/mes-dossiers")
    with held_at(moment + timedelta(minutes=65)):
        assert nadia.ask(file).status_code == 303


def test_saying_why_leads_back_to_the_page_that_was_asked_for_and_nowhere_else(nadia, sophie, karim, file):
    nadia.visit(f"{file}/historique")
    nadia.send(file + "/ouverture", reason="call")
    assert nadia.url == f"{file}/historique"
    other = f"/conseil/clients/{karim.phone_key}"
    for elsewhere in ("https://evil.example", "/profil/", "/conseil/equipe/"):
        nadia.visit(f"{other}/ouverture?suite={elsewhere}")
        nadia.send(other + "/ouverture", reason="call")
        assert nadia.url == other


def test_a_contract_or_a_document_of_somebody_else_is_not_in_this_file(nadia, karim, file):
    open_file(nadia, file)
    contract, document = contracts_of(karim)[0], documents_of(karim)[0]
    assert nadia.ask(f"{file}/contrats/{contract.public_id}").status_code == 404
    assert nadia.ask(f"{file}/documents/{document.public_id}").status_code == 404
    assert nadia.ask("/conseil/clients/nobody").status_code == 404


def test_the_customer_does_not_see_these_looks_in_the_history_but_supervisors_see_them_all(
        nadia, at_desk, adviser, supervisor, sophie, file):
    before = len(history_of(sophie))
    open_file(nadia, file)
    assert len(history_of(sophie)) == before
    paule = at_desk(supervisor)
    page = paule.visit(f"/conseil/consultations?client={sophie.phone_key}")
    assert [node.text for node in page.all("td")][1:] == ["Nadia Cherif", "Dossier", "Le client m’appelle"]
    assert "Sophie Marchand" in paule.visit(f"/conseil/consultations?conseiller={adviser.public_id}").text
    assert nadia.ask("/conseil/consultations").status_code == 403


def test_the_journal_goes_on_page_after_page(nadia, at_desk, supervisor, adviser):
    for number in range(35):
        readings.note(adviser, None, "search", f"n{number}")
    paule = at_desk(supervisor)
    page = paule.visit("/conseil/consultations")
    older = page.all("a", class_="pagination__link pagination__link--older")[0].attrs["href"]
    assert "n34" in page.text and "n3 " not in page.text
    assert "n3 " in parse(paule.ask(older).text).text + " "
    assert paule.swap(older, into="journal") == paule.visit(older)
