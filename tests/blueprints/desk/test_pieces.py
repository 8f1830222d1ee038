"""An adviser looks at what customers sent, and each decision reaches the customer in words."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from insurance.clock import today
from insurance.database import db
from insurance.outbox import MailKind, OutgoingMail
from insurance.pieces import desk, queries, services
from insurance.pieces.table import read
from insurance.staff.models import FileReading
from insurance.staff.work import Whose
from tests.support.factories import make_adviser, make_attachment, make_contract, make_customer
from wording import CONTRACT_STATES

PAGE = "/conseil/pieces/PIE-AA-2000-002"


@pytest.fixture
def contract(sophie):
    """Sophie's provisional contract, third party, paid by card: three pieces."""
    return make_contract(sophie, "AA-2000-002", plate="HB-907-LC", state="provisional", product="third_party",
                         payment_method="card", documents_due_on=today() + timedelta(days=2))


@pytest.fixture
def sent(app, sophie, contract):
    """The three pieces, sent by Sophie."""
    pieces = queries.pieces_of(contract)
    for place, piece in enumerate(pieces):
        file = make_attachment(app, sophie, b"\xff\xd8\xff" + bytes([place]), name=f"photo-{place}.jpg")
        services.send(sophie, piece.public_id, [file])
    return pieces


@pytest.fixture
def nadia(at_desk, adviser):
    """Nadia's desk."""
    return at_desk(adviser)


def decision(piece):
    return f"{PAGE}/{piece.public_id}"


def states(contract):
    return [piece.state for piece in queries.pieces_of(contract)]


def test_the_queue_shows_what_is_due_first_and_leads_to_the_pictures(app, nadia, sent, contract, karim):
    later = make_contract(karim, "AA-3000-003", plate="AA-111-BB", state="provisional")
    services.send(karim, queries.pieces_of(later)[0].public_id, [make_attachment(app, karim, b"\xff\xd8\xffk")])
    rows = [node.text for node in nadia.visit("/conseil/files/pieces").all("tr", class_="desk-row")]
    assert [("PIE-AA-2000-002" in row, "3 à vérifier" in row) for row in rows] == [(True, True), (False, False)]
    page = nadia.visit(PAGE)
    assert "Permis de conduire, Sophie Marchand" in page.text
    for picture in page.all("img"):
        answer = nadia.ask(picture.attrs["src"])
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert db.session.scalars(select(FileReading.note).where(FileReading.part == "pieces")).all()[0] == "PIE-AA-2000-002"


def test_accepting_them_all_makes_the_contract_definitive_and_empties_the_queue(nadia, sent, contract):
    nadia.visit(PAGE)
    nadia.send("/conseil/files/pieces/PIE-AA-2000-002/prise")
    for piece in sent:
        nadia.visit(PAGE)
        nadia.send(decision(piece), decision="accept")
    assert "acceptée." in nadia.page.text
    assert "État " + CONTRACT_STATES["active"] in nadia.page.text
    db.session.refresh(contract)
    assert contract.state == "active"
    assert "Rien n’attend" in nadia.visit("/conseil/files/pieces").text
    assert "PIE-AA-2000-002" not in nadia.visit("/conseil/mes-dossiers").text


def test_a_refusal_needs_a_reason_keeps_what_was_typed_and_reaches_the_customer(nadia, sent, contract):
    nadia.visit(PAGE)
    page = nadia.send(decision(sent[0]), 422, decision="refuse", note="Le verso aussi")
    assert "Choisissez pourquoi la pièce ne convient pas." in page.text
    assert "Le verso aussi" in page.text
    assert states(contract) == ["received"] * 3
    nadia.visit(PAGE)
    nadia.send(decision(sent[0]), decision="refuse", refusal="one_side", note="Le verso aussi")
    assert "Le client est prévenu." in nadia.page.text
    assert states(contract) == ["refused", "received", "received"]
    mail = db.session.scalar(select(OutgoingMail).where(OutgoingMail.kind == MailKind.PIECE_REFUSED))
    assert (mail.details["why"], mail.details["note"]) == ("one_side", "Le verso aussi")


def test_what_the_customer_changed_meanwhile_is_looked_at_again(app, nadia, sent, sophie, contract):
    nadia.visit(PAGE)
    services.send(sophie, sent[0].public_id, [make_attachment(app, sophie, b"\xff\xd8\xffnew")])
    assert "a changé entre-temps" in nadia.send(decision(sent[0]), 409, decision="accept").text
    assert states(contract)[0] == "received"


def test_a_file_or_a_piece_of_somebody_else_is_not_under_this_reference(app, nadia, sent, karim):
    other = make_contract(karim, "AA-3000-003", plate="AA-111-BB", state="provisional")
    theirs = make_attachment(app, karim, b"\xff\xd8\xffk")
    assert nadia.ask(f"{PAGE}/fichiers/{theirs.public_id}").status_code == 404
    foreign = queries.pieces_of(other)[0].public_id
    assert nadia.post(f"{PAGE}/{foreign}", {"seen": "1", "decision": "accept"}).status_code == 404
    for reference in ("PIE-AA-9", "AA-2000-002", "PIE-AA-7204-118"):
        assert nadia.ask(f"/conseil/pieces/{reference}").status_code == 404


def test_it_is_not_the_work_of_whoever_handles_claims(at_desk, handler, sent):
    assert at_desk(handler).ask(PAGE).status_code == 403


def test_the_queue_is_read_the_same_way_on_postgresql(postgres_app):
    sophie, nadia = make_customer("Sophie", "Marchand"), make_adviser(postgres_app)
    contract = make_contract(sophie, state="provisional", product="third_party", payment_method="card")
    photo = make_attachment(postgres_app, sophie)
    for piece in queries.pieces_of(contract):
        services.send(sophie, piece.public_id, [photo])
    (found, count, due_on, _since, held), = desk.waiting(nadia, Whose.ALL, 10)
    assert (found.id, count, due_on, held) == (contract.id, 3, today() + timedelta(days=30), None)
    glance = desk.glance(nadia)
    assert (glance.waiting, glance.late, glance.due_on) == (1, 0, due_on)
    for piece in queries.pieces_of(contract):
        services.accept(piece.public_id, desk.piece_for_desk(piece.public_id).revision, nadia, "i@example.org")
    assert desk.waiting(nadia, Whose.ALL, 10) == []
    services.follow_forgotten(read())
    services.remind(read())
