"""What every paper about a contract promises: what is stored today is what is read in five years, and no hole in it."""
import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.documents.facts import UnreadableFacts, facts_from_dict, facts_to_dict
from insurance.documents.facts_paper import VehicleFacts
from tests.support import papers

ALL = (*papers.PLAIN, *papers.CROWDED)
every_paper = pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
plain_papers = pytest.mark.parametrize("make", papers.PLAIN, ids=lambda make: make.__name__)
RECEIPT_STORED_IN_2026 = {
    "kind": "payment_receipt", "number": "QUI-2026-001204", "code": "K7F3M9X2Q4AB", "issued_on": "2026-11-24",
    "insurer_name": "Active Assurances", "insurer_address": ["12 rue de la Prévoyance", "75009 Paris"],
    "insurer_phone": "01 86 76 70 00", "holder_name": "Mme Sophie Marchand",
    "holder_address": ["14 rue des Bouchers", "59800 Lille"], "contract_number": "AA-7204-118",
    "vehicle": {"plate": "GH-482-KT", "serial_number": "VF3UPHNKUN6048217", "make": "Peugeot", "model": "208 Style"},
    "verify_url": "https://mon-compte.example/verifier", "amount_cents": 3580, "due_on": "2026-11-08",
    "paid_on": "2026-11-09", "method": "par prélèvement", "period_from": "2026-11-08", "period_until": "2026-12-07",
    "payment_reference": "AA7204118M1-2026-11",
}


def test_what_was_stored_is_still_read_and_stored_the_same():
    assert facts_to_dict(facts_from_dict(RECEIPT_STORED_IN_2026)) == RECEIPT_STORED_IN_2026
    assert facts_from_dict(RECEIPT_STORED_IN_2026) == papers.payment_receipt()


@every_paper
def test_facts_come_back_equal_from_json(make):
    facts = make()
    assert facts_from_dict(json.loads(json.dumps(facts_to_dict(facts)))) == facts


@given(name=st.text(min_size=1).filter(str.strip), address=st.lists(st.text(), min_size=1, max_size=5))
def test_any_name_comes_back_equal(name, address):
    facts = replace(papers.endorsement(), holder_name=name, holder_address=tuple(address))
    assert facts_from_dict(json.loads(json.dumps(facts_to_dict(facts)))) == facts


@plain_papers
def test_a_paper_with_a_hole_is_refused(make):
    facts = make()
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, str) and value and field.name not in facts.may_be_blank | {"number", "insurer_phone"}:
            with pytest.raises(ValueError, match=rf"{field.name} is empty|is not a category"):
                replace(facts, **{field.name: " " if field.name != "code" else ""})


@plain_papers
def test_what_may_be_left_out_may_be_left_out(make):
    facts = make()
    blank = {name: type(getattr(facts, name))() for name in facts.may_be_blank | {"number", "insurer_phone"}}
    if "reductions" in blank:  # whose sum is checked
        blank |= {"total_cents": facts.net_premium_cents + facts.natural_disaster_cents + facts.taxes_cents}
    assert replace(facts, **blank) != facts


@plain_papers
@pytest.mark.parametrize("code", ["K7F3-M9X2-Q4AB", "k7f3m9x2q4ab", "O7F3M9X2Q4AB", "K7F3M9X2Q4A"])
def test_a_code_that_cannot_be_typed_back_is_refused(make, code):
    with pytest.raises(ValueError, match="code"):
        replace(make(), code=code)


@plain_papers
def test_an_amount_below_zero_is_refused(make):
    facts = make()
    for field in fields(facts):
        if field.name.endswith("_cents"):
            with pytest.raises(ValueError, match="below zero"):
                replace(facts, **{field.name: -1})


@pytest.mark.parametrize("change", [
    {"vehicle": None}, {"vehicle": {"plate": "GH-482-KT"}}, {"vehicle": "GH-482-KT"}, {"amount_cents": "3580"},
    {"amount_cents": -1}, {"due_on": "8 novembre"}, {"period_until": "2026-11-07"}, {"colour": "green"},
    {"vehicle": RECEIPT_STORED_IN_2026["vehicle"] | {"plate": "", "serial_number": ""}},
])
def test_stored_facts_that_were_tampered_with_are_refused(change):
    with pytest.raises(UnreadableFacts):
        facts_from_dict(RECEIPT_STORED_IN_2026 | change)


def test_a_vehicle_is_told_from_another_by_its_plate_or_its_serial_number():
    for mark in ({"plate": "GH-482-KT", "serial_number": ""}, {"plate": "", "serial_number": "26354"}):
        assert VehicleFacts(**mark, make="Peugeot", model="208").name == "Peugeot 208"
    with pytest.raises(ValueError, match="plate or a serial number"):
        VehicleFacts(plate=" ", serial_number="", make="Peugeot", model="208")
    with pytest.raises(ValueError, match="model is empty"):
        VehicleFacts(plate="GH-482-KT", serial_number="", make="Peugeot", model="")


@pytest.mark.parametrize(("plate", "is_european"), [
    ("GH-482-KT", True), ("WW-123-AB", True), ("1234 ABC 75", False), ("M AB 1234", False), ("", False)])
def test_only_a_plate_of_the_present_series_is_drawn_with_the_european_band(plate, is_european):
    assert replace(papers.PEUGEOT, plate=plate).has_european_plate is is_european


def test_the_code_is_read_aloud_in_groups_of_four():
    assert papers.payment_receipt().spaced_code == "K7F3-M9X2-Q4AB"
