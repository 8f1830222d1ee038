"""One tap gives, one tap takes back; what cannot be refused says why; nothing is ticked beforehand."""
import re

import pytest
from sqlalchemy import select

import wording
from insurance import outbox
from insurance.database import db, transaction
from insurance.history.models import Event, EventKind
from insurance.notices import Channel, NoticeKind, NoticeRefusal, refused_by
from insurance.outbox import MailKind, OutgoingMail
from insurance.people.models import Consent, ConsentPurpose
from tests.support.browser import HX
from tests.support.dom import parse

PARTS = {"paper": "/profil/preferences/courrier", "kinds-of-notices": "/profil/preferences/notifications",
         "consents": "/profil/preferences/accords", "proof-language": "/profil/preferences/langue"}


def press(browser, label, within):
    """Touch the button that says so, in a part of the page that is open; return the page that follows."""
    for form in browser.page.by_id(within).all("form"):
        if label in form.text:
            values = {node.attrs["name"]: node.attrs["value"] for node in form.all("input")}
            return browser._look(browser.ask(form.attrs["action"], "POST", data=values, follow_redirects=True), 200)
    raise AssertionError(f"no button says {label}")


def mails(kind):
    return list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind)))


def lines(kind):
    return [event.details for event in db.session.scalars(select(Event).where(Event.kind == kind))]


@pytest.mark.parametrize(("part", "address"), PARTS.items())
def test_each_part_that_is_swapped_is_what_a_reload_shows(browser, part, address):
    browser.visit("/profil/preferences")
    assert browser.swap(address, into=part) == browser.visit(address)


def test_the_profile_leads_to_the_preferences(browser):
    assert browser.visit("/profil/").all("a", href="/profil/preferences")


def test_paper_is_asked_for_and_stopped_with_one_tap(browser, sophie):
    browser.visit("/profil/preferences")
    assert "Oui, depuis le" in press(browser, "Recevoir aussi par courrier", "paper").by_id("paper").text
    assert sophie.paper_asked_at is not None
    assert [mail.details["part"] for mail in mails("profile-handed-over")] == ["paper"]
    assert "vous les recevez ici" in press(browser, "Arrêter le courrier", "paper").by_id("paper").text
    assert sophie.paper_asked_at is None


# Notices

def test_a_notice_that_can_be_refused_is_and_comes_back(browser, sophie):
    browser.visit("/profil/preferences")
    part = press(browser, "Ne plus recevoir par e-mail", "kinds-of-notices").by_id("kinds-of-notices")
    assert "Arrêtés le" in part.text
    assert set(refused_by(sophie)) == {("reminders", "mail")}
    part = press(browser, "Recevoir de nouveau par e-mail", "kinds-of-notices").by_id("kinds-of-notices")
    assert "Arrêtés le" not in part.text
    assert refused_by(sophie) == {}
    assert lines(EventKind.NOTICE_REFUSED) == lines(EventKind.NOTICE_WANTED) == [{"notice": "Rappels"}]


def test_what_the_law_asks_for_or_protects_is_shown_as_such_and_has_no_button(browser):
    part = browser.visit("/profil/preferences").by_id("kinds-of-notices")
    assert len(part.all("form")) == 1
    for title, _, why in wording.NOTICES.values():
        assert title in part.text
        assert " ".join(why.split()) in part.text


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind is not NoticeKind.REMINDERS])
def test_what_cannot_be_refused_is_not_even_by_who_writes_to_the_address(browser, sophie, kind):
    answer = browser.post(PARTS["kinds-of-notices"], {"nature": kind, "canal": "mail", "choix": "non"})
    assert answer.status_code == 404
    assert refused_by(sophie) == {}


@pytest.mark.parametrize("sent", [{"nature": "gossip"}, {"canal": "pigeon"}, {"choix": ""}, {"nature": ""}])
def test_what_no_button_says_is_refused(browser, sent):
    good = {"nature": "reminders", "canal": "mail", "choix": "non"}
    answer = browser.post(PARTS["kinds-of-notices"], good | sent)
    assert answer.status_code == (303 if sent == {"choix": ""} else 400)


def test_the_outbox_spares_a_customer_what_they_refused_and_nothing_else(sophie, karim):
    with transaction() as session:
        for kind in NoticeKind:  # even a line that should not exist stops nothing that must leave
            session.add(NoticeRefusal(customer_id=sophie.id, notice=kind, channel=Channel.MAIL))
    with transaction():
        for person in (sophie, karim):
            outbox.post(MailKind.PASSWORD_OLD, person.email, person, first_name=person.first_name)
            outbox.post(MailKind.PASSWORD_CHANGED, person.email, person, first_name=person.first_name)
    assert [mail.recipient for mail in mails("password-old")] == [karim.email]
    assert {mail.recipient for mail in mails("password-changed")} == {sophie.email, karim.email}


# Consents

def test_no_consent_is_given_beforehand(browser):
    page = browser.visit("/profil/preferences")
    part = page.by_id("consents")
    assert part.text.count("Non donné") == len(ConsentPurpose)
    assert "Historique de vos accords" not in part.text
    assert not [node for node in page.walk() if "checked" in node.attrs]


def test_a_consent_is_given_and_taken_back_with_its_date_and_its_history(browser, sophie):
    browser.visit("/profil/preferences")
    part = press(browser, "Donner mon accord", "consents").by_id("consents")
    assert re.search(r"Donné le \d", part.text)
    part = press(browser, "Retirer mon accord", "consents").by_id("consents")
    assert re.search(r"Retiré le \d", part.text)
    told = part.all("details")[0].text
    sentence = wording.CONSENTS[ConsentPurpose.OFFERS_BY_MAIL][1]
    assert told.count(sentence) == 2
    assert told.index("accord retiré") < told.index("accord donné")
    assert [(one.is_given, one.words) for one in db.session.scalars(select(Consent).order_by(Consent.id))] == [
        (True, sentence), (False, sentence)]


def test_the_insurer_hears_of_each_decision_at_once(browser):
    browser.visit("/profil/preferences")
    press(browser, "Donner mon accord", "consents")
    press(browser, "Retirer mon accord", "consents")
    assert [(mail.details["part"], mail.secret) for mail in mails("profile-handed-over")] == [
        ("consent", "Offres par e-mail"), ("no-consent", "Offres par e-mail")]


def test_deciding_the_same_twice_is_deciding_once(browser):
    for _ in range(2):
        browser.post(PARTS["consents"], {"finalite": "surveys", "choix": "oui"})
    browser.post(PARTS["consents"], {"finalite": "offers-by-mail", "choix": "non"})
    assert lines(EventKind.CONSENT_GIVEN) == [{"purpose": "Enquêtes de satisfaction"}]
    assert db.session.query(Consent).count() == 1


def test_a_consent_is_its_customers_own(browser, sophie, karim):
    browser.post(PARTS["consents"], {"finalite": "surveys", "choix": "oui"})
    assert {one.customer_id for one in db.session.scalars(select(Consent))} == {sophie.id}


# The language of the proof

def test_the_language_is_chosen_among_five_and_refused_outside(browser, sophie):
    page = browser.visit(PARTS["proof-language"] + "?modifier=1")
    radios = page.all("input", type="radio")
    assert [node.attrs["value"] for node in radios] == ["fr", "en", "de", "es", "it"]
    assert [node.attrs["value"] for node in radios if "checked" in node.attrs] == ["fr"]
    part = browser.send(PARTS["proof-language"], language="de").by_id("proof-language")
    assert "Deutsch" in part.text
    assert sophie.proof_language == "de"
    assert browser.post(PARTS["proof-language"], {"language": "xx"}).status_code == 422
    assert sophie.proof_language == "de"


def test_a_refused_choice_is_said_next_to_its_field_in_the_fragment_too(browser):
    answer = browser.ask(PARTS["proof-language"], "POST", headers=HX, data={"csrf_token": browser.token, "language": ""})
    assert answer.status_code == 422
    assert parse(answer.text).all("p", class_="field__error")
