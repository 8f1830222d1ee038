"""A claim that is filed, on its pages: adding to it, writing, contesting, taking back, opening again, saying where to pay."""
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from insurance.claims import handling
from insurance.claims.accounts import transfers
from insurance.claims.models import ClaimState
from insurance.claims.queries import account_for, find_claim
from insurance.claims.queue import work_of
from insurance.clock import today
from insurance.contracts.queries import contracts_of
from insurance.database import db
from insurance.outbox import MailKind, OutgoingMail
from insurance.staff import assignments
from insurance.staff.models import Role
from tests.support.browser import HX
from tests.support.claims import filed
from tests.support.factories import PASSWORD, make_adviser
from tests.support.files import form_of, paper, photo

IBAN, OTHER = "FR14 2004 1010 0505 0001 3M02 606", "DE89 3704 0044 0532 0130 00"


@pytest.fixture
def claim(sophie):
    return filed(sophie, contracts_of(sophie)[0])


@pytest.fixture
def nadia(app):
    return make_adviser(app, "Nadia Cherif", roles=[Role.CLAIMS])


@pytest.fixture
def decided(claim, nadia):
    """A claim that Nadia has decided: half of it is Sophie's fault."""
    assignments.take(work_of(claim), nadia)
    handling.decide(claim.public_id, nadia, 50, 390_00, "Les deux véhicules ont leur part.")
    return claim


@pytest.fixture
def settled(decided, nadia):
    handling.settle(decided.public_id, nadia, 1_240_50, today() + timedelta(days=5))
    return decided


def again(customer, claim):
    db.session.expire_all()
    return find_claim(customer, claim.public_id)


def at(claim, place=""):
    return f"/sinistres/{claim.public_id}{place}"


def test_photos_and_papers_are_added_at_any_time_the_good_ones_kept_and_the_others_named(browser, sophie, claim):
    assert "Encore attendu" not in browser.visit(at(claim, "/pieces?nature=quote")).text
    sent = form_of({"csrf_token": browser.token, "kind": "quote"}, ("devis.pdf", paper()), ("faux.pdf", b"MZ not a paper"))
    answer = browser.ask(at(claim, "/pieces"), "POST", **sent)
    assert (answer.status_code, "faux.pdf" in answer.text) == (422, True)
    assert [one.kind for one in again(sophie, claim).pieces] == ["quote"]
    twice = form_of({"csrf_token": browser.token, "kind": "damage"}, ("avant.jpg", photo()), ("avant.jpg", photo()))
    page = browser._look(browser.ask(at(claim, "/pieces"), "POST", follow_redirects=True, **twice), 200)
    assert sorted(one.kind for one in again(sophie, claim).pieces) == ["damage", "quote"]
    assert page.text.count("Reçu le") >= 2


def test_a_message_is_sent_once_answered_and_shown_without_asking_the_whole_page(browser, sophie, claim, nadia):
    page = browser.visit(at(claim))
    shows = page.by_id("claim").attrs["data-hx-get"]
    assert browser.ask(shows, headers=HX).status_code == 204
    assert "Écrivez votre message." in browser.send(at(claim, "/messages"), 422, words=" ").text
    browser.visit(at(claim))
    for _ in range(2):
        browser.post(at(claim, "/messages"), {"words": "Ma voiture est au garage Armor."})
    handling.answer(claim.public_id, nadia, "Bien noté, l’expert y passera.")
    answer = browser.ask(shows, headers=HX)
    assert (answer.status_code, answer.text.count("Ma voiture est au garage Armor.")) == (200, 1)
    assert "Bien noté, l’expert y passera." in answer.text


def test_a_decision_is_contested_once_with_its_reason_and_a_date_to_answer(browser, sophie, decided):
    page = browser.visit(at(decided))
    assert "50 %" in page.text
    assert at(decided, "/contestation") in [link.attrs["href"] for link in page.all("a")]
    browser.visit(at(decided, "/contestation"))
    assert "Écrivez votre message." in browser.send(at(decided, "/contestation"), 422, words="").text
    page = browser.send(at(decided, "/contestation"), words="Le feu était vert pour moi.")
    assert "Nous avons relu votre dossier et vous répondons" in page.text
    assert "Contestée le" in page.text
    assert at(decided, "/contestation") not in [link.attrs["href"] for link in page.all("a")]
    assert browser.post(at(decided, "/contestation"), {"words": "Encore."}).status_code == 303
    assert [one.words for one in again(sophie, decided).messages] == ["Le feu était vert pour moi."]


def test_a_claim_is_taken_back_then_opened_again_and_what_is_decided_is_not_taken_back(browser, sophie, claim, nadia):
    browser.visit(at(claim, "/retrait"))
    page = browser.send(at(claim, "/retrait"))
    assert "Sans suite, à votre demande" in page.text
    assert browser.post(at(claim, "/retrait")).status_code == 303
    browser.visit(at(claim, "/reouverture"))
    assert browser.send(at(claim, "/reouverture"), 422, words="").by_id("words-error").text
    page = browser.send(at(claim, "/reouverture"), words="J’ai trouvé une autre trace.")
    assert "Rouvert" in page.text
    assert again(sophie, claim).state == ClaimState.REOPENED
    handling.decide(claim.public_id, nadia, 0, 0)
    assert browser.post(at(claim, "/retrait")).status_code == 409
    assert again(sophie, claim).state == ClaimState.DECISION


def test_the_account_to_be_paid_is_checked_given_with_the_password_masked_and_told_by_mail(app, browser, sophie, settled):
    assert "À vous : sur quel compte vous payer" in browser.visit(at(settled)).text
    assert "sur quel compte vous verser" in browser.visit("/").text
    browser.visit(at(settled, "/compte"))
    wrong = browser.send(at(settled, "/compte"), 422, iban=IBAN[:-1] + "7", holder="Sophie Marchand", current=PASSWORD)
    assert "Un caractère de cet IBAN est faux" in wrong.by_id("iban-error").text
    stranger = browser.send(at(settled, "/compte"), 422, iban=IBAN, holder="Sophie Marchand", current="un autre")
    assert "mot de passe est incorrect" in stranger.by_id("current-error").text
    assert account_for(settled) is None
    for written, shown in ((IBAN, "FR•• •••• •••• 2606"), (OTHER, "DE•• •••• •••• 3000")):
        browser.visit(at(settled, "/compte"))
        page = browser.send(at(settled, "/compte"), iban=written.lower(), holder="Sophie Marchand", current=PASSWORD)
        assert shown in page.text
        assert written[-9:] not in page.text + browser.visit(at(settled, "/compte")).text + browser.visit("/historique").text
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == MailKind.CLAIM_ACCOUNT).order_by(OutgoingMail.id))
    assert [mail.details["account"] for mail in mails] == ["FR•• •••• •••• 2606", "DE•• •••• •••• 3000"]
    due = app.test_cli_runner().invoke(args=["claims", "transfers", "--until", (today() + timedelta(days=5)).isoformat()])
    assert due.output.splitlines()[1:] == [
        f"{settled.reference};{settled.payment_on};124050;Sophie Marchand;{OTHER.replace(' ', '')}"]
    assert transfers(today()) == []
    stored = db.session.execute(text("SELECT iban FROM claim_account")).scalar()
    assert "DE89" not in stored


def test_no_account_is_asked_for_when_the_repairer_is_paid(browser, decided, nadia):
    handling.settle(decided.public_id, nadia, 400_00, today() + timedelta(days=5), is_paid_to_repairer=True)
    assert "sur quel compte" not in browser.visit(at(decided)).text
    assert "Aucun virement" in browser.visit(at(decided, "/compte")).text
    refused = browser.post(at(decided, "/compte"), {"iban": IBAN, "holder": "Sophie", "current": PASSWORD})
    assert refused.status_code == 409
    assert account_for(decided) is None
