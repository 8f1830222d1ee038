"""Writing to the insurer: nothing typed is lost, and the form carries nobody's words to a stranger."""
import re

import pytest
from sqlalchemy import select

from insurance.database import db
from insurance.history.models import Event, EventKind
from insurance.outbox import MailKind, OutgoingMail
from tests.support.mailbox import deliver, words

QUESTION = {"email": "anais@example.org", "contract_number": "AA-7204-118", "subject": "Ma carte grise",
            "text": "Bonjour,\nOù l’envoyer ?\n\nMerci."}


def test_a_question_leaves_for_the_insurer_and_an_acknowledgement_for_its_writer(app, visitor):
    visitor.visit("/contact")
    page = visitor.send("/contact", **QUESTION)
    assert visitor.url == "/contact/envoye"
    reference = re.search(r"Q-[0-9A-Z]{8}", page.text)[0]
    mails = {mail["To"]: mail for mail in deliver(app)}
    assert set(mails) == {"contact@activeassurances.example", "anais@example.org"}
    question = mails["contact@activeassurances.example"]
    assert question["Reply-To"] == "anais@example.org"
    assert reference in question["Subject"]
    for line in ("AA-7204-118", "Ma carte grise", "> Bonjour,", "> Où l’envoyer ?", "> Merci."):
        assert line in words(question), line
    assert reference in words(mails["anais@example.org"])
    assert "carte grise" not in words(mails["anais@example.org"])


@pytest.mark.parametrize(("field", "typed"), [("email", "anais"), ("email", ""), ("subject", " "), ("text", ""), ("subject", "x" * 121)])
def test_a_question_with_something_missing_keeps_all_that_was_typed(visitor, field, typed):
    visitor.visit("/contact")
    page = visitor.send("/contact", 422, **QUESTION | {field: typed})
    assert page.by_id(f"{field}-error")
    for name in ("email", "contract_number", "subject"):
        if name != field:
            assert page.all("input", name=name)[0].attrs["value"] == QUESTION[name]
    if field != "text":
        assert "Où l’envoyer" in page.all("textarea", name="text")[0].text
    assert page.all("div", class_="error-summary")
    assert db.session.scalar(select(OutgoingMail)) is None


def test_an_error_page_comes_along_with_the_question(app, visitor):
    visitor.visit("/contact?incident=R2345678&etape=/contrats")
    visitor.send("/contact", **QUESTION)
    question = next(mail for mail in deliver(app) if mail["To"] == "contact@activeassurances.example")
    assert "R2345678" in words(question)
    assert "/contrats" in words(question)


def test_a_customer_finds_their_address_written_and_the_question_in_their_history(browser, sophie):
    page = browser.visit("/contact")
    assert page.all("input", name="email")[0].attrs["value"] == sophie.email
    browser.send("/contact", **QUESTION | {"email": sophie.email})
    event = db.session.scalar(select(Event).where(Event.kind == EventKind.QUESTION_SENT))
    assert event.customer_id == sophie.id
    assert "Message envoyé : Ma carte grise" in browser.visit("/historique").text


def test_the_last_page_without_a_question_leads_back_to_the_form(visitor):
    visitor.visit("/contact/envoye")
    assert visitor.url == "/contact"
    assert "n’a pas été retrouvé" in visitor.page.by_id("notices").text


def test_reloading_the_last_page_sends_nothing_again(visitor):
    visitor.visit("/contact")
    visitor.send("/contact", **QUESTION)
    visitor.visit("/contact/envoye")
    visitor.visit("/contact/envoye")
    assert len(list(db.session.scalars(select(OutgoingMail)))) == 2


def test_a_question_is_never_lost_when_two_leave_at_once(visitor):
    visitor.visit("/contact")
    references = set()
    for _ in range(3):
        visitor.visit("/contact")
        references.add(re.search(r"Q-[0-9A-Z]{8}", visitor.send("/contact", **QUESTION).text)[0])
    assert len(references) == 3
    kinds = list(db.session.scalars(select(OutgoingMail.kind)))
    assert kinds.count(MailKind.QUESTION) == kinds.count(MailKind.QUESTION_RECEIVED) == 3
