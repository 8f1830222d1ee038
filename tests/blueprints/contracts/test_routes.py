"""Contracts in plain words, each in the state it is in."""
from datetime import timedelta

import pytest

from insurance.billing.models import SepaMandate
from insurance.clock import today
from insurance.contracts.models import ContractVersion, Driver, PastClaim
from insurance.database import transaction
from tests.support.factories import make_contract


@pytest.fixture
def page_of(browser):
    """Open the page of a contract."""
    return lambda contract: browser.visit(f"/contrats/{contract.public_id}")


def test_the_list_shows_every_contract_and_those_that_ended_last(browser, sophie):
    make_contract(sophie, "AA-0000-009", plate="ZZ-999-ZZ", state="terminated", ends_on=today() - timedelta(days=9))
    text = browser.visit("/contrats/").text
    assert text.index("GH-482-KT") < text.index("ZZ-999-ZZ")
    assert "Terminé le" in text


def test_a_row_leads_to_its_contract(browser, sophie):
    contract = make_contract(sophie, "AA-0000-002", plate="ZZ-999-ZZ")
    assert browser.visit("/contrats/").all("a", href=f"/contrats/{contract.public_id}")


def test_a_contract_says_what_it_covers_whom_and_for_how_much(page_of, sophie):
    contract = make_contract(sophie, "AA-0000-002", options=["assistance_0km"],
                             instalments=[(today() + timedelta(days=3), 3580, "upcoming")])
    text = page_of(contract).text
    for words in ("AA-0000-002", "Tous risques", "Responsabilité civile", "Bris de glace", "75 €", "Sophie Marchand",
                  "Conducteur principal", "429,60 €", "35,80 €", "0,76", "Assistance 0 km"):
        assert words in text, words


def test_an_account_is_shown_masked(page_of, sophie):
    contract = make_contract(sophie, "AA-0000-002")
    with transaction() as session:
        session.add(SepaMandate(contract_id=contract.id, iban="FR1420041010050500013M02606"))
    text = page_of(contract).text
    assert "FR•• •••• •••• 2606" in text
    assert "20041010050500013" not in text


@pytest.mark.parametrize(("values", "words"), [
    ({"state": "suspended", "suspended_on": today() - timedelta(days=3)},
     ["Suspendue", "Garanties suspendues depuis le", "Vous n’êtes pas couvert"]),
    ({"formal_notice_on": today() - timedelta(days=12)}, ["Assurée", "Garanties suspendues le", "Mise en demeure envoyée"]),
    ({"effective_on": today() + timedelta(days=4)}, ["Pas encore en vigueur"]),
    ({"state": "terminated", "ends_on": today() - timedelta(days=4), "termination_reason": "Vente du véhicule"},
     ["Terminée", "Ce contrat a pris fin le", "Vente du véhicule"]),
    ({"state": "provisional", "documents_due_on": today() + timedelta(days=20)}, ["9 pièces à envoyer"]),
])
def test_a_contract_in_each_state_says_what_it_means(page_of, sophie, values, words):
    text = page_of(make_contract(sophie, "AA-0000-002", **values)).text
    for one in words:
        assert one in text, one


@pytest.mark.parametrize(("values", "is_offered"), [
    ({}, True), ({"state": "suspended"}, False), ({"ends_on": today() - timedelta(days=1)}, False),
    ({"effective_on": today() + timedelta(days=1)}, False),
])
def test_the_proof_is_offered_only_while_there_is_one(page_of, sophie, values, is_offered):
    contract = make_contract(sophie, "AA-0000-002", **values)
    assert bool(page_of(contract).all("a", href=f"/attestation#{contract.public_id}")) is is_offered


def test_what_changed_since_is_told_in_words(page_of, sophie):
    contract = make_contract(sophie, "AA-0000-002")
    with transaction() as session:
        session.add(ContractVersion(contract_id=contract.id, number=2, changes=["holder", "coverages", "something-new"]))
    assert "Vos coordonnées, les garanties, une autre information" in page_of(contract).text


@pytest.mark.parametrize("percent", [0, 50, 100])
def test_a_past_claim_is_shown_with_its_share_of_fault(page_of, sophie, percent):
    contract = make_contract(sophie, "AA-0000-002")
    with transaction() as session:
        session.add(PastClaim(contract_id=contract.id, reference="S-77", occurred_on=today(), kind="glass",
                              at_fault_percent=percent))
    text = page_of(contract).text
    assert "Bris de glace" in text
    assert "S-77" in text


CANARY = '"><svg onload=alert(1)>{{7*7}}'


def test_nothing_that_an_import_wrote_is_ever_a_tag(browser, page_of, sophie):
    contract = make_contract(sophie, "AA-0000-002", termination_reason=CANARY, state="terminated", ends_on=today() - timedelta(days=1),
                             vehicle={"make": CANARY, "model": CANARY, "trailers": CANARY})
    with transaction() as session:
        sophie.address_line1 = sophie.city = CANARY
        session.query(Driver).update({"first_name": CANARY})
    page_of(contract)
    for path in (f"/contrats/{contract.public_id}", "/contrats/", "/", "/documents/", "/attestation", "/profil/", "/historique"):
        html = browser.ask(path).text
        assert "<svg onload" not in html, path
