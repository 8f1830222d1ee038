"""The signed proof: made only while the vehicle is covered, never believed longer, and compared with what stands now."""
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from insurance.clock import PARIS, held_at
from insurance.contracts.models import ContractVersion
from insurance.contracts.queries import contracts_of
from insurance.contracts.rules import Cover
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.proofs.facts import Standing, Verdict
from insurance.proofs.queries import standing_of
from insurance.proofs.services import proof_of, proofs_version, states_ahead, trusted_until
from insurance.proofs.signing import verify
from tests.support.factories import make_contract, make_customer
from tests.support.proofs import KEY, PUBLISHED

NOON = datetime(2026, 11, 23, 11, 25, 40, tzinfo=UTC)
HOUR = NOON.replace(minute=0, second=0)
TODAY = date(2026, 11, 23)


def day(offset):
    return TODAY + timedelta(days=offset)


def midnight(offset):
    on = day(offset)
    return datetime(on.year, on.month, on.day, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def noon():
    """All this happens at noon on one day."""
    with held_at(NOON):
        yield


@pytest.fixture
def contract_with(app):
    """Make a contract, as its holder reads it."""
    def contract_with(**values):
        camille = make_customer()
        make_contract(camille, **values)
        return contracts_of(camille)[0]
    return contract_with


@pytest.mark.parametrize(("values", "cover"), [
    ({}, Cover.VALID), ({"effective_on": day(-3)}, Cover.PROVISIONAL), ({"effective_on": day(1)}, Cover.NOT_YET),
    ({"suspended_on": day(0)}, Cover.SUSPENDED), ({"formal_notice_on": day(-30)}, Cover.SUSPENDED), ({"ends_on": day(-1)}, Cover.ENDED),
])
def test_a_proof_is_signed_only_while_the_vehicle_is_covered(contract_with, values, cover):
    proof = proof_of(contract_with(**values), NOON, KEY, 15)
    assert proof.cover is cover
    assert (proof.token is not None) is cover.is_in_force
    assert (proof.facts is not None) is cover.is_in_force


def test_what_is_signed_is_what_the_contract_says(contract_with):
    contract = contract_with(plate="GH-482-KT")
    proof = proof_of(contract, NOON, KEY, 15)
    read = verify(proof.token, PUBLISHED, NOON)
    assert read.verdict is Verdict.VALID
    assert read.facts == proof.facts
    assert (read.facts.plate, read.facts.contract_number, read.facts.holder_name) == ("GH-482-KT", "AA-1000-001", "Camille Durand")
    assert read.facts.code == contract.versions[0].proof_code


@pytest.mark.parametrize(("values", "expires_at"), [
    ({}, HOUR + timedelta(days=15)), ({"ends_on": day(400)}, HOUR + timedelta(days=15)),
    ({"ends_on": day(3)}, midnight(4)), ({"suspended_on": day(2)}, midnight(2)), ({"formal_notice_on": day(-28)}, midnight(2)),
    ({"ends_on": day(1), "suspended_on": day(5)}, midnight(2)), ({"ends_on": day(5), "suspended_on": day(1)}, midnight(1)),
])
def test_a_proof_is_never_believed_longer_than_the_cover_nor_than_fifteen_days(contract_with, values, expires_at):
    assert proof_of(contract_with(**values), NOON, KEY, 15).facts.expires_at == expires_at.astimezone(UTC)


def test_a_page_asked_twice_within_the_hour_carries_the_same_proof(contract_with):
    contract = contract_with()
    facts = [proof_of(contract, moment, KEY, 15).facts for moment in (HOUR, NOON, HOUR + timedelta(minutes=59))]
    assert facts[0] == facts[1] == facts[2]
    assert proof_of(contract, HOUR + timedelta(hours=1), KEY, 15).facts != facts[0]


def test_a_proof_is_not_older_than_the_cover(contract_with):
    contract = contract_with(effective_on=day(1))
    moment = midnight(1) + timedelta(minutes=10)
    facts = proof_of(contract, moment, KEY, 15).facts
    assert facts.issued_at == midnight(1).astimezone(UTC)
    assert verify(proof_of(contract, moment, KEY, 15).token, PUBLISHED, moment).verdict is Verdict.VALID


def test_the_presumption_is_signed_while_it_lasts(contract_with):
    assert proof_of(contract_with(effective_on=day(-3)), NOON, KEY, 15).facts.provisional_until == day(12)


def test_after_the_presumption_the_proof_no_longer_speaks_of_it(contract_with):
    assert proof_of(contract_with(effective_on=day(-16)), NOON, KEY, 15).facts.provisional_until is None


@pytest.mark.parametrize("vehicle", [{"serial_number": "XK-7"}, {"vin": "VF3UPHNKUN6048217"}, {}])
def test_a_vehicle_without_a_plate_is_named_by_its_number(contract_with, vehicle):
    contract = contract_with(plate="", vehicle={"plate": "", "is_registered": False} | vehicle)
    facts = proof_of(contract, NOON, KEY, 15).facts
    assert facts.plate == next(iter(vehicle.values()), "—")
    assert not facts.is_registered


@pytest.mark.parametrize(("values", "states"), [
    ({}, ["old", "clock"]), ({"effective_on": day(-3)}, ["valid", "old", "clock"]), ({"ends_on": day(3)}, ["ended", "old", "clock"]),
    ({"effective_on": day(2), "ends_on": day(90), "suspended_on": day(50)},
     ["ended", "provisional", "suspended", "valid", "old", "clock"]),
    ({"suspended_on": day(-1)}, ["old", "clock"]), ({"suspended_on": day(-1), "ends_on": day(9)}, ["ended", "old", "clock"]),
])
def test_a_copy_knows_every_state_to_which_its_dates_can_still_lead(contract_with, values, states):
    assert states_ahead(proof_of(contract_with(**values), NOON, KEY, 15)) == states


def test_a_copy_may_be_believed_for_fifteen_days():
    assert trusted_until(NOON, 15) == NOON + timedelta(days=15)


def test_a_phone_needs_no_new_copy_until_something_changes(contract_with):
    contract = contract_with(suspended_on=day(3))
    first = proofs_version([contract], HOUR, "fr")
    assert proofs_version([contract], NOON, "fr") == first
    assert proofs_version([contract], HOUR + timedelta(hours=12), "fr") != first
    assert proofs_version([contract], midnight(3), "fr") != proofs_version([contract], midnight(3) - timedelta(seconds=1), "fr")
    with transaction():
        contract.versions.insert(0, ContractVersion(number=2))
    db.session.expire_all()
    assert proofs_version(contracts_of(db.session.query(type(contract.customer)).first()), NOON, "fr") != first
    assert proofs_version([contract], HOUR, "de") != first
    assert proofs_version([], NOON, "fr") != first


@pytest.mark.parametrize(("values", "standing"), [
    ({}, Standing.CURRENT), ({"effective_on": day(-3)}, Standing.CURRENT), ({"effective_on": day(1)}, Standing.NOT_YET),
    ({"suspended_on": day(0)}, Standing.SUSPENDED), ({"ends_on": day(-1)}, Standing.ENDED),
])
def test_a_code_says_where_the_contract_stands(contract_with, values, standing):
    contract = contract_with(**values)
    assert standing_of(contract.versions[0].proof_code, NOON).standing is standing


def test_an_older_code_says_that_the_contract_changed_but_first_that_it_is_off(contract_with):
    contract = contract_with()
    old = contract.versions[0].proof_code
    with transaction():
        contract.versions.insert(0, ContractVersion(number=2))
    assert standing_of(old, NOON).standing is Standing.CHANGED
    assert standing_of(contract.versions[0].proof_code, NOON).standing is Standing.CURRENT
    with transaction():
        contract.ends_on = day(-1)
    assert standing_of(old, NOON).standing is Standing.ENDED


def test_the_code_of_a_printed_paper_is_checked_too(contract_with):
    contract_with()
    paper = db.session.scalar(select(Document))
    assert standing_of(paper.code, NOON).standing is Standing.CURRENT
    with transaction():
        paper.replaced_at = NOON
    assert standing_of(paper.code, NOON).standing is Standing.CHANGED


def test_a_code_that_was_never_given_is_unknown_and_names_no_vehicle(contract_with):
    contract_with()
    found = standing_of("000000000000", NOON)
    assert (found.standing, found.vehicle) == (Standing.UNKNOWN, None)
