"""« Mon mandat de prélèvement »: read, another account given and signed for, the change undone."""
from datetime import date, timedelta

import pytest

from insurance.billing.models import SepaMandate
from insurance.clock import today
from insurance.database import transaction
from tests.support.factories import PASSWORD, make_mandate
from tests.support.mailbox import code_sent, deliver, words
from web.filters import day

OLD, NEW = "FR1420041010050500013M02606", "fr76 3000 4000 0312 3456 7890 143"


def plain(text):
    """Return a text as pages are read here, without its spaces that do not break."""
    return text.replace("\u00a0", " ")


@pytest.fixture
def debited(contract):
    """Sophie's contract, debited from an account that the files say."""
    with transaction() as session:
        contract.payment_method = "direct_debit"
        session.add(SepaMandate(contract_id=contract.id, iban=OLD, reference="RUM-2024-1", signed_on=date(2024, 1, 2)))
    return contract


@pytest.fixture
def at(debited):
    """The addresses of the pages of this contract."""
    return lambda place="": f"/paiements/contrats/{debited.public_id}{place}"


def test_the_mandate_of_the_files_is_shown_with_the_next_debit_and_the_rights(browser, at):
    assert at("/mandat") in [link.attrs["href"] for link in browser.visit(at()).all("a")]
    page = browser.visit(at("/mandat"))
    for said in ("FR•• •••• •••• 2606", "La Banque Postale", "RUM-2024-1", "2 janvier 2024", "Active Assurances",
                 "51,00 €", plain(day(today() + timedelta(days=9))), "14 jours avant", "huit semaines", "treize"):
        assert said in page.text, said


def test_another_account_is_typed_signed_told_printed_and_gone_back_on(shop, browser, at, debited):
    typed = {"iban": NEW, "holder": "Sophie Marchand", "current": PASSWORD}
    browser.visit(at("/compte"))
    page = browser.send(at("/compte"), 422, **typed | {"iban": NEW[:-1] + "4"})
    assert "Un caractère de cet IBAN est faux" in page.by_id("iban-error").text
    assert page.by_id("iban").attrs["value"] == NEW[:-1] + "4"
    for wrong, field, said in (({"iban": ""}, "iban", "Écrivez votre IBAN."), ({"current": "autre"}, "current", "incorrect"),
                               ({"iban": "BR18 0036 0305 0000 1000 9795 493C 1"}, "iban", "SEPA"),
                               ({"iban": OLD}, "iban", "déjà le compte")):
        assert said in browser.send(at("/compte"), 422, **typed | wrong).by_id(f"{field}-error").text
    page = browser.send(at("/compte"), **typed)
    sign = browser.url
    assert "FR•• •••• •••• 0143" in page.text and "BNP Paribas" in page.text and "7890 143" not in page.text
    assert "Ce code n’est pas le bon" in browser.send(sign, 422, code=f"{(int(code_sent()) + 1) % 10**6:06d}").text
    page = browser.send(sign, code=f" {code_sent()[:3]} {code_sent()[3:]}")
    assert browser.url == at("/mandat")
    first_day = plain(day(today() + timedelta(days=14)))
    assert f"Il sera prélevé à partir du {first_day}" in page.text
    assert "nous prélevons encore le compte FR•• •••• •••• 2606" in page.text
    assert browser.post(sign, {"code": "1"}).status_code == 303
    paper = next(link.attrs["href"] for link in page.all("a") if "mandat signé" in link.text)
    assert "FR76 3000 4000 0312 3456 7890 143" in browser.visit(paper).text
    assert "Nouveau compte à prélever" in browser.visit("/historique").text
    with shop.app_context():
        told = [words(mail) for mail in deliver(shop) if "Nouveau compte" in mail["subject"]]
    assert len(told) == 2
    assert all(first_day in plain(one) and "0143" in one and "7890" not in one for one in told)
    assert "encore prélevée sur l’ancien compte" in told[0] + told[1]
    browser.visit(at("/mandat"))
    undo = next(form.attrs["action"] for form in browser.visit(at("/mandat")).all("form") if "annulation" in form.attrs["action"])
    page = browser.send(undo)
    assert "Il sera prélevé" not in page.text
    assert "Annulé" in page.text
    assert browser.post(undo).status_code == 303


def test_a_contract_paid_by_card_or_ended_has_no_account_to_change_and_an_unknown_one_can_be_given(browser, at, debited):
    with transaction() as session:
        session.delete(session.get(SepaMandate, debited.id))
    assert "Donner mon compte" in browser.visit(at("/mandat")).text
    with transaction():
        debited.ends_on = today() - timedelta(days=1)
    assert "a pris fin" in browser.visit(at("/compte")).text
    assert "Changer de compte" not in browser.visit(at("/mandat")).text
    with transaction():
        debited.payment_method, debited.ends_on = "card", None
    assert "se paie par carte" in browser.visit(at("/compte")).text
    browser.visit(at("/mandat"), 404)
    assert browser.post(at("/compte"), {"iban": NEW, "holder": "Sophie", "current": PASSWORD}).status_code == 409


def test_from_its_first_day_the_new_account_is_the_one_that_is_shown(browser, at, debited):
    make_mandate(debited, used_in=0)
    page = browser.visit(at("/mandat"))
    assert "DE•• •••• •••• 3000" in page.text
    assert "2606" not in page.text
    assert "Annuler ce changement" not in page.text
