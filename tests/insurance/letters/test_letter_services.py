"""Documents by post: asked once, promised, followed until they are gone; and sent by themselves to those who want paper."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from insurance.clock import held_at
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.documents.queries import documents_of
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Event, EventKind
from insurance.letters import services
from insurance.letters.models import Letter, LetterCause, LetterState
from insurance.letters.queries import letter_for_desk, letters_of, newest_letters, waiting, work_of
from insurance.outbox import MailKind, OutgoingMail
from insurance.people.services import BackOffice, choose_paper
from insurance.staff import assignments
from insurance.staff.work import Whose
from tests.support.books import NOON, TODAY
from tests.support.factories import make_contract, make_customer, open_account

OFFICE = BackOffice("i@example.org", ())


@pytest.fixture(autouse=True)
def at_noon():
    with held_at(NOON):
        yield


@pytest.fixture
def camille(app):
    """A customer with an account and three documents."""
    customer = open_account(app, make_customer())
    contract = make_contract(customer)
    with transaction() as session:
        session.add_all(Document(customer_id=customer.id, contract_id=contract.id, kind="other", title=title, issued_on=TODAY,
                                 file_key="0" * 64) for title in ("Courrier", "Avenant"))
    return customer


def keys(customer, *titles):
    return [one.public_id for one in documents_of(customer) if one.title in titles]


def letters():
    db.session.expire_all()
    return db.session.scalars(select(Letter).order_by(Letter.id)).all()


def mails():
    return [one for one in db.session.scalars(select(OutgoingMail)) if one.kind == MailKind.LETTER_SENT]


def test_a_letter_remembers_where_it_goes_and_when_it_is_promised(camille):
    letter = services.ask(camille, keys(camille, "Courrier", "Avenant"))
    assert (letter.reference, letter.state, letter.cause) == ("COU-2026-000001", LetterState.ASKED, LetterCause.REQUEST)
    assert letter.address == ["Mme Camille Durand", "7 rue des Tilleuls", "59000 Lille"]
    assert letter.due_on == date(2026, 11, 30)  # five working days after a Monday
    with transaction():
        camille.city = "Brest"
    assert letter_for_desk(letter.reference).address[-1] == "59000 Lille"
    assert len(letters_of(camille)[0].documents) == 2


def test_a_document_that_waits_is_not_posted_twice(camille):
    first = services.ask(camille, keys(camille, "Courrier"))
    assert services.ask(camille, keys(camille, "Courrier")).id == first.id
    second = services.ask(camille, keys(camille, "Courrier", "Avenant"))
    assert [one.title for one in letter_for_desk(second.reference).documents] == ["Avenant"]
    assert len(letters()) == 2


def test_a_document_that_was_posted_may_be_asked_again(camille, adviser):
    services.send(services.ask(camille, keys(camille, "Courrier")).reference, adviser)
    assert len({services.ask(camille, keys(camille, "Courrier")).id, letters()[0].id}) == 2


def test_what_is_somebody_elses_or_would_lie_is_not_posted(camille, sophie):
    with pytest.raises(NotFound):
        services.ask(camille, [documents_of(sophie)[0].public_id])
    attestation = next(one for one in documents_of(camille) if one.kind == "attestation")
    with transaction() as session:
        session.get(Contract, attestation.contract_id).state = "suspended"
    with pytest.raises(Refused) as caught:
        services.ask(camille, [attestation.public_id])
    assert caught.value.reason is Reason.COVER_OFF
    with pytest.raises(ValueError, match="holds a document"):
        services.ask(camille, [])
    assert letters() == []


def test_a_letter_is_taken_back_until_somebody_prepares_it(camille, adviser):
    letter = services.ask(camille, keys(camille, "Courrier"))
    for _ in range(2):
        services.withdraw(camille, letter.reference)
    assert letters()[0].state == LetterState.WITHDRAWN
    assert letters_of(camille) == []
    other = services.ask(camille, keys(camille, "Courrier"))
    services.prepare(other.reference, adviser)
    with pytest.raises(Refused) as caught:
        services.withdraw(camille, other.reference)
    assert caught.value.reason is Reason.MOVE_NOT_ALLOWED


def test_somebody_elses_letter_does_not_exist(camille, sophie):
    reference = services.ask(camille, keys(camille, "Courrier")).reference
    with pytest.raises(NotFound):
        services.withdraw(sophie, reference)


def test_a_letter_that_is_posted_is_told_once_and_leaves_the_queue(camille, adviser):
    letter = services.ask(camille, keys(camille, "Courrier"))
    assignments.take(work_of(letter), by=adviser)
    services.prepare(letter.reference, adviser)
    for _ in range(2):
        services.send(letter.reference, adviser)
    mail, = mails()
    assert (mail.recipient, mail.details["reference"]) == (camille.email, letter.reference)
    assert waiting(adviser, Whose.ALL, 10) == []
    assert assignments.in_hand_of(adviser) == []
    kinds = [one.kind for one in db.session.scalars(select(Event).where(Event.customer_id == camille.id).order_by(Event.id))]
    assert [kind for kind in kinds if kind.startswith("letter.")] == [
        EventKind.LETTER_ASKED, EventKind.LETTER_PREPARED, EventKind.LETTER_SENT]


def test_a_document_says_where_its_newest_letter_stands(camille, adviser):
    services.send(services.ask(camille, keys(camille, "Courrier")).reference, adviser)
    services.ask(camille, keys(camille, "Courrier"))
    services.withdraw(camille, services.ask(camille, keys(camille, "Avenant")).reference)
    states = {db.session.get(Document, key).title: letter.state for key, letter in newest_letters(camille).items()}
    assert states == {"Courrier": LetterState.ASKED}


def arrive(customer, kind="endorsement", **values):
    with transaction() as session:
        contract_id = session.scalar(select(Document.contract_id).where(Document.customer_id == customer.id))
        session.add(Document(**{"customer_id": customer.id, "contract_id": contract_id, "kind": kind, "title": "", "facts": {},
                                "issued_on": TODAY, "is_news": True} | values))


def test_who_wants_paper_gets_what_is_new_since_then_in_one_letter(camille):
    services.write_letters()
    assert letters() == []
    choose_paper(camille, True, OFFICE)
    with held_at(NOON + timedelta(days=1)):
        arrive(camille)
        arrive(camille, "renewal_notice")
        for _ in range(2):
            services.write_letters()
    letter, = letters()
    assert (letter.cause, len(letter_for_desk(letter.reference).documents)) == (LetterCause.PREFERENCE, 2)
    assert mails() == []


def test_who_stops_the_paper_gets_no_more_letters(camille):
    choose_paper(camille, True, OFFICE)
    choose_paper(camille, False, OFFICE)
    with held_at(NOON + timedelta(days=1)):
        arrive(camille)
        services.write_letters()
    assert letters() == []


def test_the_renewal_notice_of_somebody_without_an_account_leaves_by_post_and_nothing_else_does(app):
    customer = make_customer("Karim", "Benali")
    make_contract(customer)
    arrive(customer)
    arrive(customer, "renewal_notice")
    for _ in range(2):
        services.write_letters()
    letter, = letters()
    assert letter.cause == LetterCause.NO_ACCOUNT
    assert [one.kind for one in letter_for_desk(letter.reference).documents] == ["renewal_notice"]


def test_what_was_replaced_meanwhile_is_not_posted_by_itself(camille):
    choose_paper(camille, True, OFFICE)
    with held_at(NOON + timedelta(days=1)):
        arrive(camille, replaced_at=NOON)
        services.write_letters()
    assert letters() == []
