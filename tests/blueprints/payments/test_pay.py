"""Paying by card: what is chosen, the bank's page, and what each answer of the bank says."""
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from gateways.payments.signing import signature_of
from insurance.billing.models import Instalment
from insurance.clock import held_at, now, today
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.outbox import MailKind, OutgoingMail
from insurance.payments.links import new_link
from insurance.payments.models import Payment
from tests.support.browser import HX, Browser
from wording import REFUSALS


def start(browser, contract):
    """Touch the button that pays what is late; return the bank's page."""
    page = f"/paiements/contrats/{contract.public_id}"
    browser.visit(page)
    browser.send(f"{page}/carte")
    assert browser.page.all("h1")[0].text == "Vers la page de paiement"
    href = browser.page.all("meta", **{"http-equiv": "refresh"})[0].attrs["content"].partition("url=")[2]
    assert browser.page.all("a", href=href), "without a refresh, the button leads there"
    return href.partition("http://localhost:8000")[2]


def at_the_bank(browser, bank_page, card):
    """Play an answer of the bank, then come back."""
    browser.visit(bank_page)
    browser.post(bank_page, {"carte": card})
    answer = browser.post(bank_page, {"carte": "revenir"})
    return browser.visit(answer.location.partition("http://localhost:8000")[2])


def mails(kind):
    return list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind)))


def states(contract):
    db.session.expire_all()
    return [one.state for one in db.session.scalars(
        select(Instalment).where(Instalment.contract_id == contract.id).order_by(Instalment.position))]


def test_coming_back_from_the_bank_proves_nothing_and_the_signed_message_does(browser, contract, follow):
    text = at_the_bank(browser, start(browser, contract), "acceptee").text
    assert "Nous attendons la réponse de la banque" in text
    assert states(contract)[1] == "unpaid"
    follow()
    assert states(contract)[1] == "paid"
    assert "Paiement reçu" in browser.visit(browser.url).text
    assert mails(MailKind.PAYMENT_RECEIVED)[0].details["amount_cents"] == 51_00
    assert mails(MailKind.PAYMENT_HANDED_OVER)[0].details["event"] == "payment.received"
    assert "Payée" in browser.visit(f"/paiements/contrats/{contract.public_id}").text


def test_what_a_swap_shows_of_a_payment_is_what_a_reload_shows(browser, contract, follow):
    at_the_bank(browser, start(browser, contract), "acceptee")
    path = browser.url
    assert browser.page.by_id("payment").attrs["data-hx-trigger"] == "every 3s"
    follow()
    swapped = browser.swap(path, into="payment")
    assert swapped == browser.visit(path)
    assert "data-hx-trigger" not in browser.page.by_id("payment").attrs


def test_whoever_waits_may_have_the_bank_asked_at_once(browser, contract):
    at_the_bank(browser, start(browser, contract), "perdu")
    path = browser.url
    browser.send(f"{path}/verification")
    assert browser.url == path
    assert "Paiement reçu" in browser.page.text
    assert states(contract)[1] == "paid"


@pytest.mark.parametrize(("card", "refusal", "way_out"), [
    ("refus", "not-honoured", "Payer avec une autre carte"), ("solde", "insufficient-funds", "En 2 fois"),
    ("plafond", "limit-reached", "En 2 fois"), ("expiree", "expired-card", "Payer avec une autre carte"),
    ("numero", "wrong-number", "Recommencer"), ("codes", "too-many-codes", "Payer avec une autre carte"),
    ("authentification", "confirmation-needed", "Recommencer"), ("service", "bank-unavailable", "Recommencer"),
    ("volee", "blocked", "Payer avec une autre carte"),
])
def test_a_refusal_says_why_what_to_do_and_that_nothing_was_taken(browser, contract, follow, card, refusal, way_out):
    at_the_bank(browser, start(browser, contract), card)
    follow()
    text = browser.visit(browser.url).text
    for words in (*REFUSALS[refusal], "Rien n’a été pris", way_out, "Appeler le", "ne plus me le rappeler"):
        assert words in text, words
    assert states(contract)[1] == "unpaid"


def test_a_lost_or_stolen_card_reads_as_any_other_refusal():
    assert REFUSALS["blocked"] == REFUSALS["not-honoured"]


def test_another_card_pays_on_the_same_page(browser, contract, follow, bank):
    bank_page = start(browser, contract)
    at_the_bank(browser, bank_page, "solde")
    follow()
    assert start(browser, contract) == bank_page
    at_the_bank(browser, bank_page, "acceptee")
    follow()
    assert list(bank.taken_cents().values()) == [51_00]


def test_a_sum_may_be_paid_in_parts_after_a_refusal(browser, contract, follow, bank):
    at_the_bank(browser, start(browser, contract), "plafond")
    follow()
    browser.visit(browser.url)
    form = next(one for one in browser.page.all("form") if one.all("input", name="montant"))
    answer = browser.post(form.attrs["action"], {node.attrs["name"]: node.attrs["value"] for node in form.all("input")})
    leave = browser.visit(answer.location)
    bank_page = leave.all("meta", **{"http-equiv": "refresh"})[0].attrs["content"].partition("localhost:8000")[2]
    at_the_bank(browser, bank_page, "acceptee")
    follow()
    assert list(bank.taken_cents().values()) == [25_50]
    assert "Il reste 25,50" in browser.visit(browser.url).text
    at_the_bank(browser, start(browser, contract), "acceptee")
    follow()
    assert states(contract)[1] == "paid"


def test_a_challenge_that_expires_takes_nothing_and_may_be_tried_again(browser, contract, follow):
    bank_page = start(browser, contract)
    browser.post(bank_page, {"carte": "confirmation"})
    at_the_bank(browser, bank_page, "laisser-expirer")
    follow()
    assert "La confirmation a expiré." in browser.visit(browser.url).text
    browser.post(bank_page, {"carte": "confirmation"})
    at_the_bank(browser, bank_page, "confirmer")
    follow()
    assert states(contract)[1] == "paid"


@pytest.mark.parametrize("card", ["tard", "double", "desordre", "perdu", "montant", "faux"])
def test_whatever_happens_to_the_banks_messages_the_payment_is_found(browser, contract, follow, card):
    at_the_bank(browser, start(browser, contract), card)
    for minutes in (0, 1, 3):
        with held_at(now() + timedelta(minutes=minutes)):
            follow()
    assert states(contract)[1] == "paid"
    assert len(mails(MailKind.PAYMENT_RECEIVED)) == 1


def test_two_taps_make_one_payment(browser, contract):
    start(browser, contract)
    start(browser, contract)
    assert db.session.query(Payment).count() == 1


def test_several_instalments_may_be_chosen_and_what_is_late_is_ticked(browser, contract, follow, bank):
    path = f"/paiements/contrats/{contract.public_id}/choix"
    ticks = browser.visit(path).all("input", type="checkbox")
    assert ["checked" in one.attrs for one in ticks] == [True, False, False]
    answer = browser.post(path, {"days": [one.attrs["value"] for one in ticks]})
    leave = browser.visit(answer.location)
    assert "153,00" in leave.text
    assert browser.post(path).status_code == 422
    assert browser.post(path, {"days": ["2020-01-01"]}).status_code == 422


def test_days_that_are_not_to_be_paid_are_refused_in_words(browser, contract):
    for days in (["2020-01-01"], ["nothing"], []):
        answer = browser.post(f"/paiements/contrats/{contract.public_id}/carte", {"echeance": days})
        assert answer.status_code == 409
        assert "n’est plus à payer" in answer.text


def test_a_message_that_the_bank_did_not_sign_is_answered_400_and_believed_by_nobody(shop, browser, contract, bank):
    at_the_bank(browser, start(browser, contract), "perdu")
    body = b'{"kind": "captured", "key": "capture"}'
    for signature in ("", "t=1,v1=0", signature_of(body, "guess", now())):
        answer = shop.test_client().post("/paiements/messages/sandbox", data=body, headers={"Sandbox-Signature": signature})
        assert answer.status_code == 400
    assert shop.test_client().post("/paiements/messages/nobody", data=body).status_code == 404
    assert states(contract)[1] == "unpaid"


def test_where_no_card_is_taken_the_page_says_whom_to_call(app, sophie, contract):
    browser = Browser(app.test_client())
    browser.sign_in(sophie.email, "Chene-vert-82!")
    text = browser.visit(f"/paiements/contrats/{contract.public_id}").text
    assert "Pour régler, appelez-nous" in text
    assert "Payer 51" not in text
    answer = browser.post(f"/paiements/contrats/{contract.public_id}/carte", {"echeance": [str(today() - timedelta(days=20))]})
    assert answer.status_code == 409


def test_a_bank_that_does_not_answer_takes_nothing_and_says_so(browser, contract, bank, monkeypatch):
    monkeypatch.setattr(bank, "_file", "/nowhere/bank.db")
    answer = browser.post(f"/paiements/contrats/{contract.public_id}/carte", {"echeance": [str(today() - timedelta(days=20))]})
    assert answer.status_code == 303
    assert "ne répond pas. Rien n’a été pris" in browser.visit(answer.location).text


def test_somebody_who_asked_for_quiet_is_told_until_when(browser, contract):
    path = f"/paiements/contrats/{contract.public_id}"
    browser.visit(path)
    browser.send(f"{path}/rappels")
    assert "Pas de rappel avant le" in browser.page.text


def test_the_link_of_a_mail_shows_the_amount_and_a_masked_contract_and_nothing_else(visitor, contract, sophie):
    with transaction():
        secret = new_link(contract)
    text = visitor.visit(f"/payer/{secret}").text
    assert "51,00" in text
    assert "AA-••••-118" in text
    for private in (contract.number, sophie.last_name, sophie.email, "Peugeot", "GH-482-KT"):
        assert private not in visitor.response.text, private


def test_the_link_pays_without_an_account_as_often_as_it_is_opened(visitor, contract, follow, bank):
    with transaction():
        secret = new_link(contract)
    for _ in range(2):
        visitor.visit(f"/payer/{secret}")
    visitor.send(f"/payer/{secret}")
    bank_page = visitor.page.all("meta", **{"http-equiv": "refresh"})[0].attrs["content"].partition("localhost:8000")[2]
    text = at_the_bank(visitor, bank_page, "acceptee").text
    assert visitor.url == f"/payer/{secret}/retour"
    assert "Nous attendons" in text
    follow()
    swapped = visitor.swap(visitor.url, into="payment")
    assert swapped == visitor.visit(visitor.url)
    assert "Paiement reçu" in swapped.text
    assert re.search(r"Montant\s*51,00", visitor.visit(f"/payer/{secret}").text)  # the next instalment, of the same amount
    assert visitor.ask(f"/payer/{secret}/banque").location == f"/payer/{secret}/retour"


def test_a_refusal_by_the_link_says_why(visitor, contract, follow):
    with transaction():
        secret = new_link(contract)
    visitor.visit(f"/payer/{secret}")
    visitor.send(f"/payer/{secret}")
    bank_page = visitor.page.all("meta", **{"http-equiv": "refresh"})[0].attrs["content"].partition("localhost:8000")[2]
    at_the_bank(visitor, bank_page, "expiree")
    follow()
    assert "Votre carte est expirée." in visitor.visit(visitor.url).text


def test_a_link_that_is_too_old_or_invented_leads_nowhere(visitor, contract):
    with transaction():
        secret = new_link(contract)
    with held_at(now() + timedelta(days=61)):
        for path in (f"/payer/{secret}", f"/payer/{secret}/retour", f"/payer/{secret}/banque", "/payer/invented"):
            visitor.visit(path, status=410)
        assert visitor.post(f"/payer/{secret}").status_code == 410


def test_the_payments_of_a_former_holder_are_not_shown_to_the_new_one(browser, contract, follow, karim, shop):
    at_the_bank(browser, start(browser, contract), "acceptee")
    follow()
    reference = db.session.scalar(select(Payment.reference))
    with transaction():
        db.session.get(Contract, contract.id).customer_id = karim.id
    other = Browser(shop.test_client())
    other.sign_in(karim.email, "Chene-vert-82!")
    page = other.visit(f"/paiements/contrats/{contract.public_id}")
    assert reference not in other.response.text
    assert "Vos paiements ici" not in page.text
    assert browser.ask(f"/paiements/contrats/{contract.public_id}").status_code == 404


def test_a_payment_that_can_no_longer_be_paid_does_not_lead_to_the_bank(browser, contract, follow):
    at_the_bank(browser, start(browser, contract), "acceptee")
    follow()
    payment = browser.url
    assert browser.ask(f"{payment}/banque").location == payment
    assert browser.ask(payment, headers=HX).status_code == 200
