"""Facts of papers: what is stored today is what is read in five years."""
import json
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.documents.facts import (
    AttestationFacts,
    UnknownKind,
    UnreadableFacts,
    UnregisteredAttestationFacts,
    end_on_memo,
    facts_from_dict,
    facts_to_dict,
    paper_kind,
)

MEMO_STORED_IN_2026 = {
    "kind": "attestation", "number": "MVA-2026-000123", "code": "K7F3M9X2Q4AB", "issued_on": "2026-12-01",
    "insurer_name": "Active Assurances", "insurer_address": ["12 rue de la Prévoyance", "75009 Paris"],
    "insurer_phone": "01 86 76 70 00", "assistance_phone": "01 86 76 70 99",
    "holder_name": "Mme Sophie Marchand", "holder_address": ["14 rue des Lilas", "59000 Lille"],
    "contract_number": "AA7204118", "effective_on": "2026-12-01", "covered_until": None,
    "plate": "GH-482-KT", "make": "Peugeot", "model": "208", "trailers": "", "has_paid_transport": False,
    "verify_url": "https://mon-compte.example/verifier",
}
ATTESTATION_STORED_IN_2026 = {
    "kind": "unregistered_attestation", "number": "ATT-2026-000045", "code": "K7F3M9X2Q4AB", "issued_on": "2026-12-01",
    "insurer_name": "Active Assurances", "insurer_address": ["12 rue de la Prévoyance", "75009 Paris"],
    "holder_name": "M. Karim Benali", "holder_address": ["3 quai du Port", "13002 Marseille"],
    "contract_number": "AA7204119", "valid_from": "2026-12-01", "valid_until": "2027-11-30",
    "make": "Xiaomi", "model": "Scooter 4", "serial_number": "26354/00K123456789", "vehicle_type": "",
}
BOTH = pytest.mark.parametrize("stored", [MEMO_STORED_IN_2026, ATTESTATION_STORED_IN_2026], ids=["memo", "attestation"])


@dataclass(frozen=True)
class Due:
    due_on: date
    amount_cents: int


@paper_kind("a_paper_of_this_test")
@dataclass(frozen=True)
class ScheduleFacts:
    dues: tuple[Due, ...]
    first: Due | None = None


@BOTH
def test_what_was_stored_is_still_read_and_stored_the_same(stored):
    assert facts_to_dict(facts_from_dict(stored)) == stored


def test_the_kind_says_which_facts_they_are():
    assert type(facts_from_dict(MEMO_STORED_IN_2026)) is AttestationFacts
    assert type(facts_from_dict(ATTESTATION_STORED_IN_2026)) is UnregisteredAttestationFacts


@given(name=st.text(min_size=1).filter(str.strip), address=st.lists(st.text(), min_size=1, max_size=5),
       days=st.tuples(st.dates(), st.dates()))
def test_any_facts_come_back_equal_from_json(name, address, days):
    facts = replace(facts_from_dict(ATTESTATION_STORED_IN_2026), holder_name=name, holder_address=tuple(address),
                    valid_from=min(days), valid_until=max(days))
    assert facts_from_dict(json.loads(json.dumps(facts_to_dict(facts)))) == facts


def test_facts_may_hold_lines_of_facts():
    facts = ScheduleFacts((Due(date(2026, 12, 5), 41_80), Due(date(2027, 1, 5), 41_80)), Due(date(2026, 12, 5), 0))
    stored = json.loads(json.dumps(facts_to_dict(facts)))
    assert stored["dues"][1] == {"due_on": "2027-01-05", "amount_cents": 41_80}
    assert facts_from_dict(stored) == facts


def test_a_field_that_older_facts_lack_takes_its_default():
    older = {name: value for name, value in MEMO_STORED_IN_2026.items() if name != "trailers"}
    assert facts_from_dict(older).trailers == ""


@pytest.mark.parametrize("kind", ["bus_ticket", "", None, 3, ["attestation"]])
def test_an_unknown_kind_is_refused(kind):
    with pytest.raises(UnknownKind):
        facts_from_dict(MEMO_STORED_IN_2026 | {"kind": kind})


def test_facts_without_a_kind_are_not_stored():
    with pytest.raises(UnknownKind, match="Due"):
        facts_to_dict(Due(date(2026, 12, 5), 1))


def test_two_kinds_cannot_have_one_name():
    with pytest.raises(ValueError, match="attestation"):
        paper_kind("attestation")(Due)


@pytest.mark.parametrize("change", [
    {"holder_name": None}, {"holder_name": 7}, {"has_paid_transport": "false"}, {"has_paid_transport": 0},
    {"issued_on": "1er décembre"}, {"issued_on": "2026-13-01"}, {"issued_on": 20261201}, {"covered_until": ""},
    {"holder_address": "14 rue des Lilas"}, {"holder_address": [3]}, {"colour": "green"}, {"code": "short"},
    {"holder_name": "  "}, {"holder_address": []}, {"covered_until": "2027-12-01"},
])
def test_stored_facts_that_were_tampered_with_are_refused(change):
    with pytest.raises(UnreadableFacts):
        facts_from_dict(MEMO_STORED_IN_2026 | change)


def test_stored_facts_with_a_missing_field_are_refused():
    with pytest.raises(UnreadableFacts, match="AttestationFacts"):
        facts_from_dict({name: value for name, value in MEMO_STORED_IN_2026.items() if name != "plate"})


def test_the_error_names_the_place():
    with pytest.raises(UnreadableFacts, match=r"a_paper_of_this_test\.dues\.amount_cents"):
        facts_from_dict({"kind": "a_paper_of_this_test", "dues": [{"due_on": "2026-12-05", "amount_cents": 1.5}]})


def test_a_value_that_facts_do_not_hold_is_not_stored():
    with pytest.raises(TypeError, match="list"):
        facts_to_dict(replace(facts_from_dict(MEMO_STORED_IN_2026), holder_address=["14 rue des Lilas"]))


@BOTH
def test_a_paper_with_a_hole_is_refused(stored):
    facts = facts_from_dict(stored)
    for field in ("holder_name", "insurer_name", "contract_number", "make"):
        with pytest.raises(ValueError, match=f"{field} is empty"):
            replace(facts, **{field: " "})


@BOTH
@pytest.mark.parametrize("code", ["", "K7F3-M9X2-Q4AB", "k7f3m9x2q4ab", "O7F3M9X2Q4AB", "K7F3M9X2Q4A"])
def test_a_code_that_cannot_be_typed_back_is_refused(stored, code):
    with pytest.raises(ValueError, match="code"):
        replace(facts_from_dict(stored), code=code)


def test_the_code_is_read_aloud_in_groups_of_four():
    assert facts_from_dict(MEMO_STORED_IN_2026).spaced_code == "K7F3-M9X2-Q4AB"


@pytest.mark.parametrize(("ends_on", "printed"), [
    (None, None), (date(2026, 12, 1), date(2026, 12, 1)), (date(2026, 12, 12), date(2026, 12, 12)),
    (date(2026, 12, 16), None), (date(2027, 11, 30), None),
])
def test_only_a_policy_shorter_than_fifteen_days_says_when_it_ends(ends_on, printed):
    assert end_on_memo(date(2026, 12, 1), ends_on) == printed
    assert replace(facts_from_dict(MEMO_STORED_IN_2026), covered_until=printed).covered_until == printed


def test_an_end_date_on_the_memo_of_a_longer_policy_is_refused():
    with pytest.raises(ValueError, match="no end date"):
        replace(facts_from_dict(MEMO_STORED_IN_2026), covered_until=date(2026, 12, 16))


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        replace(facts_from_dict(MEMO_STORED_IN_2026), covered_until=date(2026, 11, 30))
    with pytest.raises(ValueError, match="before it begins"):
        replace(facts_from_dict(ATTESTATION_STORED_IN_2026), valid_until=date(2026, 11, 30))


@pytest.mark.parametrize(("plate", "is_european"), [
    ("GH-482-KT", True), ("WW-123-AB", True), ("1234 ABC 75", False), ("M AB 1234", False)])
def test_only_a_plate_of_the_present_series_is_drawn_with_the_european_band(plate, is_european):
    assert replace(facts_from_dict(MEMO_STORED_IN_2026), plate=plate).has_european_plate is is_european
