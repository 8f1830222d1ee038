"""Formal notices at the desk: the letters to send, the day on which each leaves, the calendar of all."""
from datetime import timedelta

import pytest
from sqlalchemy import select

import wording
from insurance.arrears import services
from insurance.arrears.models import FormalNotice, NoticeMode
from insurance.billing.models import Instalment
from insurance.clock import today
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.outbox import MailKind, OutgoingMail


@pytest.fixture
def notice(app, sophie):
    """A letter that Sophie's unpaid instalment calls for."""
    contract = db.session.query(Contract).filter_by(customer_id=sophie.id).one()
    with transaction() as session:
        session.add(Instalment(contract_id=contract.id, position=0, due_on=today() - timedelta(days=20), amount_cents=51_00,
                               state="unpaid"))
    services.follow(NoticeMode.INSURER, app.extensions["insurer"], wording)
    return db.session.scalar(select(FormalNotice))


@pytest.fixture
def desk(at_desk, adviser):
    return at_desk(adviser)


def test_a_letter_to_send_waits_in_its_queue_and_in_the_customers_file(desk, notice):
    assert "Mises en demeure à envoyer" in desk.visit("/conseil/").text
    text = desk.visit("/conseil/files/mises-en-demeure").text
    assert notice.reference in text
    assert "51,00" in text


def test_recording_that_it_was_posted_dates_the_letter_and_lets_the_delays_run(desk, notice):
    path = f"/conseil/mises-en-demeure/{notice.reference}"
    desk.visit(path)
    desk.send(path, sent_on=(today() - timedelta(days=1)).isoformat(), tracking="2C 123 456 7890 1")
    assert "Envoyée" in desk.page.text
    assert "2C 123 456 7890 1" in desk.page.text
    contract = db.session.scalar(select(Contract))
    assert contract.formal_notice_on == today() - timedelta(days=1)
    answer = desk.ask(f"{path}/lettre")
    assert answer.mimetype == "application/pdf"
    assert db.session.scalar(select(OutgoingMail.kind).where(OutgoingMail.kind == MailKind.FORMAL_NOTICE))
    assert notice.reference not in desk.visit("/conseil/files/mises-en-demeure").text
    assert notice.reference in desk.visit("/conseil/mises-en-demeure/").text


@pytest.mark.parametrize("offset", [1, -10])
def test_a_letter_is_not_dated_of_a_day_on_which_it_cannot_have_left(desk, notice, offset):
    path = f"/conseil/mises-en-demeure/{notice.reference}"
    desk.visit(path)
    desk.send(path, status=422, sent_on=(today() + timedelta(days=offset)).isoformat())
    assert "La lettre part entre" in desk.page.text


def test_a_letter_that_will_not_be_sent_is_dropped_and_has_no_pdf(desk, notice):
    path = f"/conseil/mises-en-demeure/{notice.reference}"
    assert desk.ask(f"{path}/lettre").status_code == 404
    desk.visit(path)
    desk.send(f"{path}/abandon")
    assert "Aucune mise en demeure en cours" in desk.page.text


def test_a_recent_unpaid_instalment_is_announced_in_the_calendar(desk, sophie):
    contract = db.session.query(Contract).filter_by(customer_id=sophie.id).one()
    with transaction() as session:
        session.add(Instalment(contract_id=contract.id, position=0, due_on=today() - timedelta(days=4), amount_cents=51_00,
                               state="unpaid"))
    assert contract.number in desk.visit("/conseil/mises-en-demeure/").text


def test_claims_people_have_no_business_there(at_desk, handler, notice):
    assert at_desk(handler).ask("/conseil/mises-en-demeure/").status_code == 403
