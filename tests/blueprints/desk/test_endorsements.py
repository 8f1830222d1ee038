"""A change that an adviser must look at, from its queue to the decision."""
import pytest

import wording
from insurance.database import db
from insurance.endorsements import signing
from insurance.endorsements.models import Endorsement
from insurance.staff.models import Role
from tests.support.factories import make_adviser, make_quote
from tests.support.mailbox import code_sent, deliver, words


@pytest.fixture
def asked(app, sophie):
    """A change of Sophie's that is signed, and that the rule does not accept by itself."""
    quote = make_quote(app, sophie, "usage", usage={"usage": "professional_rounds"})
    extensions = app.extensions
    signing.ask_code(sophie, quote.public_id, extensions["offer"], extensions["passwords"])
    signed = signing.sign(sophie, quote.public_id, code_sent(), "iPhone", "0" * 64, extensions["passwords"],
                          extensions["offer"], extensions["insurer"], wording)
    assert signed.state == "under_review"
    return signed.reference


@pytest.fixture
def desk(at_desk, adviser):
    return at_desk(adviser)


def state():
    db.session.expire_all()
    return db.session.query(Endorsement).one().state


def test_what_waits_is_in_its_queue_with_why(desk, asked):
    assert asked in desk.visit("/conseil/files/modifications").text
    page = desk.visit(f"/conseil/modifications/{asked}")
    assert "Les tournées professionnelles changent les règles du bonus-malus." in page.text
    assert "Tournées professionnelles" in page.text


def test_an_agreement_schedules_what_was_signed(desk, asked):
    desk.visit(f"/conseil/modifications/{asked}")
    page = desk.send(f"/conseil/modifications/{asked}/accord")
    assert f"{asked} est acceptée." in page.text
    assert state() == "scheduled"
    assert "Décider" not in page.text
    assert asked not in desk.visit("/conseil/files/modifications").text


def test_a_refusal_needs_its_reason_and_sends_it(app, desk, asked):
    desk.visit(f"/conseil/modifications/{asked}")
    page = desk.send(f"/conseil/modifications/{asked}/refus", 422)
    assert "Écrivez ce que le client lira." in page.text
    desk.send(f"/conseil/modifications/{asked}/refus", note="Ce contrat ne couvre pas les tournées.")
    assert state() == "refused"
    assert any("> Ce contrat ne couvre pas les tournées." in words(mail) for mail in deliver(app))


def test_a_question_leaves_the_queue_until_the_customer_answers(app, desk, browser, asked):
    desk.visit(f"/conseil/modifications/{asked}")
    token = desk.form(f"/conseil/modifications/{asked}/refus").all("input", name="csrf_token")[0].attrs["value"]
    desk.ask(f"/conseil/modifications/{asked}/question", "POST", data={"csrf_token": token, "note": "Combien de visites par jour ?"})
    assert state() == "answer_awaited"
    public_id = db.session.query(Endorsement).one().public_id
    page = browser.visit(f"/modifications/{public_id}")
    assert "Combien de visites par jour" in page.text
    browser.send(f"/modifications/{public_id}/reponse", text="Deux ou trois.")
    assert state() == "under_review"
    assert "Deux ou trois." in desk.visit(f"/conseil/modifications/{asked}").text


def test_it_is_the_work_of_advisers_only(app, at_desk, asked):
    desk = at_desk(make_adviser(app, "Julien Faure", [Role.CLAIMS]))
    assert desk.ask(f"/conseil/modifications/{asked}").status_code == 403
