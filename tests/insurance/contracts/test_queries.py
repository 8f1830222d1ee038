"""Reading contracts: only one's own, and whole."""
from datetime import date

import pytest

from insurance.contracts.queries import contracts_of, find_contract
from insurance.database import db
from insurance.errors import NotFound
from tests.support.factories import make_contract, make_customer


def test_a_customer_has_their_own_contracts_and_nobody_elses(sophie, karim):
    assert [one.number for one in contracts_of(sophie)] == ["AA-7204-118"]
    assert [one.number for one in contracts_of(karim)] == ["AA-7188-052"]
    assert contracts_of(make_customer()) == []


def test_those_that_ended_come_last_and_the_newest_first(app):
    camille = make_customer()
    for number, state, year in (("AA-1", "terminated", 2025), ("AA-2", "active", 2020), ("AA-3", "suspended", 2024),
                                ("AA-4", "terminated", 2019), ("AA-5", "provisional", 2022)):
        make_contract(camille, number, state=state, effective_on=date(year, 1, 1))
    assert [one.number for one in contracts_of(camille)] == ["AA-3", "AA-5", "AA-2", "AA-1", "AA-4"]


def test_a_contract_of_somebody_else_does_not_exist(sophie, karim):
    theirs = contracts_of(karim)[0]
    with pytest.raises(NotFound):
        find_contract(sophie, theirs.public_id)
    assert find_contract(karim, theirs.public_id) is theirs


@pytest.mark.parametrize("public_id", ["", "nothing", "0" * 13, "AA-7204-118"])
def test_what_is_no_contract_is_not_found(sophie, public_id):
    with pytest.raises(NotFound):
        find_contract(sophie, public_id)


def test_a_contract_comes_with_all_that_its_page_shows(sophie):
    public_id = contracts_of(sophie)[0].public_id
    db.session.expunge_all()
    contract = find_contract(sophie, public_id)
    db.session.expunge_all()  # nothing more can be read
    assert contract.vehicle.name == "Peugeot 208"
    assert contract.customer.full_name == "Sophie Marchand"
    assert [one.full_name for one in contract.drivers] == ["Sophie Marchand"]
    assert [one.code for one in contract.coverages] == ["civil_liability", "glass"]
    assert [one.number for one in contract.versions] == [1]
    assert contract.past_claims == []


def test_a_list_of_contracts_comes_with_all_that_its_rows_show(sophie):
    db.session.refresh(sophie)
    db.session.expunge_all()
    contract, = contracts_of(sophie)
    db.session.expunge_all()
    assert contract.vehicle.plate == "GH-482-KT"
    assert len(contract.coverages) == 2
    assert contract.versions[0].proof_code
