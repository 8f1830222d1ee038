"""Papers made at once: claims history, payment schedule, international card."""
from datetime import timedelta

import pytest

from insurance.clock import today
from insurance.contracts.models import PastClaim
from insurance.contracts.queries import contracts_of, find_contract
from insurance.database import db, transaction
from insurance.documents.facts import facts_from_dict
from insurance.documents.models import Document, DocumentKind
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, license_drivers, make_contract, make_customer, open_account

YEAR = timedelta(days=365)


@pytest.fixture
def camille(app):
    """A customer whose contract has a schedule and two claims, one of them older than five annual periods."""
    customer = make_customer("Camille", "Lefèvre", email="camille@example.org")
    contract = make_contract(customer, "AA-7311-640", effective_on=today() - 7 * YEAR, instalments=[
        (today() - timedelta(days=30), 3580, "paid"), (today() + timedelta(days=20), 3580, "upcoming")])
    with transaction() as session:
        for reference, days in (("S1", 200), ("S2", 2200)):
            session.add(PastClaim(contract_id=contract.id, reference=reference, kind="accident", at_fault_percent=100,
                                  occurred_on=today() - timedelta(days=days)))
    license_drivers(contract)
    return open_account(app, customer)


@pytest.fixture
def camilles_phone(server, camille):
    browser = Browser(server.test_client())
    browser.sign_in(camille.email, PASSWORD)
    return browser


def contract_of(customer):
    return contracts_of(customer)[0]


def ask(browser, customer, kind):
    """Press the button of a paper under « Mes documents »."""
    browser.visit("/documents/")
    return browser.post("/documents/demande", {"contrat": contract_of(customer).public_id, "nature": kind},
                        follow_redirects=True)


def issued(kind):
    db.session.rollback()
    return db.session.query(Document).filter_by(kind=kind).filter(Document.number.is_not(None)).all()


@pytest.mark.parametrize("kind", ["claims_history", "payment_schedule", "green_card"])
def test_a_paper_is_two_taps_away_as_a_page_and_as_a_pdf(camilles_phone, camille, kind):
    answer = ask(camilles_phone, camille, kind)
    assert answer.status_code == 200
    camilles_phone.visit(answer.request.path)
    assert camilles_phone.client.get(answer.request.path + "/pdf").data.startswith(b"%PDF")


def test_asking_twice_on_the_same_day_gives_the_same_paper(camilles_phone, camille):
    first, second = (ask(camilles_phone, camille, "claims_history").request.path for _ in range(2))
    assert first == second
    assert len(issued("claims_history")) == 1


def test_a_paper_that_says_something_new_takes_the_place_of_the_older_one(camilles_phone, camille):
    first = ask(camilles_phone, camille, "claims_history").request.path
    with transaction():
        contract_of(camille).bonus_malus_hundredths = 80
    assert ask(camilles_phone, camille, "claims_history").request.path != first
    assert sorted(paper.replaced_at is not None for paper in issued("claims_history")) == [False, True]


def test_the_claims_history_tells_five_annual_periods_and_no_more(camilles_phone, camille):
    ask(camilles_phone, camille, "claims_history")
    facts = facts_from_dict(issued("claims_history")[0].facts)
    assert [claim.occurred_on for claim in facts.claims] == [today() - timedelta(days=200)]


def test_the_schedule_announces_a_debit_only_fourteen_days_ahead(camilles_phone, camille):
    ask(camilles_phone, camille, "payment_schedule")
    facts = facts_from_dict(issued("payment_schedule")[0].facts)
    assert facts.announced_from is None  # no mandate: nothing is debited
    assert facts.total_cents == 7160


def test_an_ended_contract_still_gives_its_claims_history_and_nothing_that_proves_cover(app, server):
    customer = make_customer("Hélène", "Moreau", email="helene@example.org")
    make_contract(customer, "AA-6588-904", state="terminated", effective_on=today() - 4 * YEAR,
                  ends_on=today() - YEAR, termination_reason="Vente du véhicule")
    license_drivers(contract_of(customer))
    browser = Browser(server.test_client())
    browser.sign_in(open_account(app, customer).email, PASSWORD)
    assert ask(browser, customer, "claims_history").status_code == 200
    facts = facts_from_dict(issued("claims_history")[0].facts)
    assert (facts.ended_on, facts.termination_reason) == (today() - YEAR, "Vente du véhicule")
    assert ask(browser, customer, "green_card").status_code == 409
    assert not issued("green_card")


def test_a_suspended_contract_gives_no_international_card_and_hides_the_one_it_gave(camilles_phone, camille):
    card = ask(camilles_phone, camille, "green_card").request.path
    with transaction():
        contract_of(camille).suspended_on = today() - timedelta(days=1)
    assert ask(camilles_phone, camille, "green_card").status_code == 409
    assert camilles_phone.client.get(card + "/pdf").status_code == 409


def test_a_paper_of_somebody_else_cannot_be_asked_for(camilles_phone, sophie):
    assert ask(camilles_phone, sophie, "claims_history").status_code == 404
    assert not issued("claims_history")


@pytest.mark.parametrize("kind", ["attestation", "endorsement", "", "nonsense"])
def test_only_papers_made_on_demand_can_be_asked_for(camilles_phone, camille, kind):
    before = db.session.query(Document).count()
    assert ask(camilles_phone, camille, kind).status_code == 409
    db.session.rollback()
    assert db.session.query(Document).count() == before


def test_the_code_printed_on_a_paper_says_publicly_where_the_contract_stands(camilles_phone, camille):
    ask(camilles_phone, camille, "claims_history")
    code = issued("claims_history")[0].code
    assert camilles_phone.client.get(f"/verifier/etat/{code}").json["state"] == "current"


def test_every_paper_on_demand_has_its_button(camilles_phone, camille):
    page = camilles_phone.visit("/documents/")
    offered = {node.attrs["value"] for node in page.all("button", name="nature")}
    assert offered == {DocumentKind.CLAIMS_HISTORY, DocumentKind.PAYMENT_SCHEDULE, DocumentKind.GREEN_CARD,
                       DocumentKind.SPECIAL_CONDITIONS}
    assert page.all("a", href=f"/documents/contrats/{contract_of(camille).public_id}/quittances")
    assert find_contract(camille, contract_of(camille).public_id).number == "AA-7311-640"


def test_special_conditions_are_made_for_who_has_none_and_not_offered_again(camilles_phone, camille):
    assert ask(camilles_phone, camille, "special_conditions").status_code == 200
    facts = facts_from_dict(issued("special_conditions")[0].facts)
    assert (facts.contract_number, facts.version, facts.acceptance) == ("AA-7311-640", 1, None)
    offered = {node.attrs["value"] for node in camilles_phone.visit("/documents/").all("button", name="nature")}
    assert DocumentKind.SPECIAL_CONDITIONS not in offered
    assert ask(camilles_phone, camille, "special_conditions").status_code == 409


def test_a_payment_of_the_past_gives_its_receipt_when_asked_and_shows_it_from_then_on(camilles_phone, camille):
    address = f"/documents/contrats/{contract_of(camille).public_id}/quittances"
    camilles_phone.visit(address)
    page = camilles_phone.send("/documents/demande")
    assert "35,80 €" in page.text.replace("\u00a0", " ")
    (receipt,) = issued("payment_receipt")
    assert facts_from_dict(receipt.facts).due_on == today() - timedelta(days=30)
    page = camilles_phone.visit(address)
    assert receipt.number in page.text
    assert not [node for node in page.all("form") if node.attrs["action"] == "/documents/demande"]


@pytest.mark.parametrize("values", [{"echeance": "2020-01-01", "montant": "3580"}, {"echeance": "", "montant": ""}, {}])
def test_a_payment_that_was_not_made_has_no_receipt(camilles_phone, camille, values):
    fields = {"contrat": contract_of(camille).public_id, "nature": "payment_receipt"} | values
    assert camilles_phone.post("/documents/demande", fields).status_code == 404
    assert not issued("payment_receipt")


def test_a_contract_without_payments_says_so(browser, sophie):
    address = f"/documents/contrats/{contract_of(sophie).public_id}/quittances"
    assert "Aucun paiement enregistré" in browser.visit(address).text
