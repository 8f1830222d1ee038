"""What came is told once, by one mail for all of it, and to nobody who was not there when it came."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from commands.sending import message_of
from insurance.clock import held_at
from insurance.database import db, transaction
from insurance.documents import news
from insurance.documents.models import Document
from insurance.documents.services import open_document
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind, OutgoingMail
from tests.support.books import NOON, TODAY, the_contract
from tests.support.factories import make_contract, make_customer, open_account
from tests.support.portfolio import LINE, changed

LATER = NOON + timedelta(hours=3)


@pytest.fixture
def camille(app, noon):
    """A customer whose account was opened before anything came."""
    customer = make_customer()
    make_contract(customer)
    return open_account(app, customer)


def told():
    return [mail for mail in db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
            if mail.kind == MailKind.DOCUMENTS_READY]


def arrive(customer, *kinds, **values):
    """Let documents come, as the insurer's systems bring them."""
    contract_id = db.session.scalar(select(Document.contract_id).where(Document.customer_id == customer.id))
    with transaction() as session:
        session.add_all(Document(**{
            "customer_id": customer.id, "contract_id": contract_id, "kind": kind, "title": "", "issued_on": TODAY,
            "file_key": "0" * 64, "is_news": True} | values) for kind in kinds)


def test_what_came_before_the_account_is_marked_and_not_told(camille):
    news.tell_of_documents()
    assert told() == []


def test_all_that_came_is_told_by_one_mail_and_only_once(camille):
    with held_at(LATER):
        arrive(camille, *["endorsement"] * 11)
        news.tell_of_documents()
        news.tell_of_documents()
    mail, = told()
    assert (mail.recipient, mail.details["count"], len(mail.details["documents"])) == (camille.email, 11, news.MOST_TOLD)
    with held_at(LATER + timedelta(days=1)):
        arrive(camille, "renewal_notice")
        news.tell_of_documents()
    assert [one["kind"] for one in told()[1].details["documents"]] == ["renewal_notice"]


def test_the_mail_names_the_documents_and_the_vehicle(app, camille):
    with held_at(LATER):
        arrive(camille, "endorsement")
        arrive(camille, "other", title="Courrier du 3 mai")
        news.tell_of_documents()
    message = message_of(told()[0])
    words = message.get_body(("plain",)).get_content()
    assert message["Subject"] == "2 nouveaux documents vous attendent"
    assert "- Avenant, Peugeot 208, 23\u00a0novembre 2026" in words
    assert "- Courrier du 3 mai, Peugeot 208" in words
    assert "/documents/" in words


def test_what_was_opened_meanwhile_is_not_told(camille):
    with held_at(LATER):
        arrive(camille, "endorsement")
        open_document(camille, db.session.scalar(select(Document.public_id).where(Document.kind == "endorsement")))
        news.tell_of_documents()
    assert told() == []


def test_what_no_longer_stands_is_not_told(camille):
    with held_at(LATER):
        arrive(camille, "endorsement", replaced_at=LATER)
        news.tell_of_documents()
    assert told() == []


def test_a_receipt_waits_for_something_worth_a_mail(camille):
    with held_at(LATER):
        arrive(camille, "payment_receipt")
        news.tell_of_documents()
        assert told() == []
        arrive(camille, "endorsement")
        news.tell_of_documents()
    assert {one["kind"] for one in told()[0].details["documents"]} == {"payment_receipt", "endorsement"}


def test_nobody_without_an_account_is_written_to(app, noon):
    customer = make_customer("Karim", "Benali")
    make_contract(customer)
    with held_at(LATER):
        arrive(customer, "endorsement")
        news.tell_of_documents()
    assert told() == []


def test_the_archives_of_the_insurer_are_no_news(app, bring_in):
    bring_in(LINE)
    open_account(app, the_contract().customer)
    archives = [{"kind": "other", "title": f"Courrier {number}", "issued_on": (TODAY - timedelta(days=days)).isoformat(),
                 "file": f"files/{name}.pdf"} for number, (days, name) in enumerate([(32, "general"), (31, "own")])]
    with held_at(LATER):
        bring_in(changed("documents", [*LINE["documents"], *archives]))
        news.tell_of_documents()
    assert [[one["title"] for one in mail.details["documents"]] for mail in told()] == [["Courrier 1"]]


def test_an_account_that_opens_finds_new_only_what_is_recent(app, noon):
    customer = make_customer()
    make_contract(customer)
    arrive(customer, "endorsement", recorded_at=NOON - timedelta(days=32))
    open_account(app, customer)
    with transaction():
        record(EventKind.ACCOUNT_OPENED, Actor.CUSTOMER, customer)
    assert [one.kind for one in db.session.scalars(select(Document)) if news.is_new(one)] == ["attestation"]


@pytest.mark.parametrize(("issued_on", "expected"), [
    (date(2026, 11, 23), True), (date(2026, 10, 23), True), (date(2026, 10, 22), False), (date(2026, 12, 1), True)])
def test_a_document_is_recent_for_a_month(issued_on, expected):
    assert news.is_recent(issued_on, TODAY) is expected
