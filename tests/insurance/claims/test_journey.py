"""The path of a declaration follows from what was answered, and the phone can walk the same one."""
import json
from datetime import date, timedelta

import pytest

from insurance.claims import journey
from insurance.claims.journey import Fault
from insurance.claims.models import ClaimKind
from insurance.claims.questions import STEPS

TODAY = date(2026, 11, 23)
PATHS = {
    "collision": "kind contract when injuries circumstances people damage pieces contact review",
    "alone": "kind contract when injuries circumstances people damage pieces contact review",
    "parked": "kind contract when injuries circumstances people damage pieces contact review",
    "theft": "kind contract when circumstances pieces contact review",
    "attempted-theft": "kind contract when circumstances damage pieces contact review",
    "vandalism": "kind contract when circumstances damage pieces contact review",
    "glass": "kind contract when circumstances pieces contact review",
    "fire": "kind contract when injuries circumstances damage pieces contact review",
    "storm": "kind contract when circumstances damage pieces contact review",
    "natural-disaster": "kind contract when circumstances damage pieces contact review",
    "other": "kind contract when injuries circumstances people damage pieces contact review",
}


def what_happened(kind, **steps):
    return {"kind": {"kind": kind}} | steps


def asked(step, answers):
    return [field.name for field in journey.asked(journey.BY_NAME[step], answers)]


@pytest.mark.parametrize("kind", ClaimKind)
def test_each_kind_is_asked_only_what_it_needs(kind):
    assert journey.path(what_happened(kind)) == PATHS[kind].split()


def test_a_collision_is_asked_for_the_constat_and_a_theft_for_the_keys():
    assert "boxes_a" in asked("circumstances", what_happened("collision"))
    assert "keys" not in asked("circumstances", what_happened("collision"))
    assert asked("circumstances", what_happened("theft")) == ["story", "keys", "tracker", "mileage", "financing", "police"]
    assert "driver" not in asked("contract", what_happened("theft"))


def test_boxes_one_and_two_of_the_constat_ask_which_of_the_two_it_was():
    answers = what_happened("collision", circumstances={"report": "none", "story": "x", "boxes_a": ["1", "8"], "boxes_b": ["2"]})
    assert journey.faults("circumstances", answers, TODAY) == {"box_1_a": Fault.REQUIRED, "box_2_b": Fault.REQUIRED}
    answers["circumstances"] |= {"box_1_a": "stopped", "box_2_b": "door"}
    assert journey.faults("circumstances", answers, TODAY) == {}


def test_another_driver_is_named_and_a_driver_of_the_contract_is_not():
    answers = what_happened("alone", contract={"contract": "0" * 13, "driver": "other"})
    assert journey.faults("contract", answers, TODAY) == {"driver_name": Fault.REQUIRED}
    answers["contract"]["driver"] = "Sophie Marchand"
    assert journey.faults("contract", answers, TODAY) == {}


def test_changing_what_happened_changes_the_path_and_keeps_what_was_written():
    answers = what_happened("collision", contract={"contract": "0" * 13, "driver": "Sophie Marchand"},
                            when={"occurred_on": "2026-11-20", "place": "Lille"}, injuries={"injured": "no"})
    assert journey.next_to_answer(answers, TODAY) == "circumstances"
    assert not journey.may_visit(answers, "damage", TODAY)
    answers["kind"]["kind"] = "glass"
    assert "injuries" not in journey.on_path(answers)
    assert answers["injuries"] == {"injured": "no"}
    assert not journey.may_visit(answers, "injuries", TODAY)


def test_answers_that_no_longer_count_are_not_declared():
    answers = what_happened("theft", circumstances={"keys": "all", "boxes_a": ["1"], "story": "Volée", "mileage": ""})
    assert journey.on_path(answers)["circumstances"] == {"keys": "all", "story": "Volée"}


@pytest.mark.parametrize(("step", "given", "faults"), [
    ("when", {"occurred_on": "2026-11-24", "place": "Lille"}, {"occurred_on": Fault.NOT_YET}),
    ("when", {"occurred_on": "24/11/2026", "place": "Lille"}, {"occurred_on": Fault.NOT_A_DAY}),
    ("when", {"occurred_on": "1998-01-01", "place": "Lille"}, {}),
    ("when", {"occurred_on": "2026-11-20", "occurred_at": "25:00", "place": "x" * 201},
     {"occurred_at": Fault.NOT_A_TIME, "place": Fault.TOO_LONG}),
    ("kind", {"kind": "flood"}, {"kind": Fault.NOT_A_CHOICE}),
    ("damage", {"impacts": ["front", "moon"], "drivable": "no", "whereabouts": ""},
     {"impacts": Fault.NOT_A_CHOICE, "whereabouts": Fault.REQUIRED}),
    ("people", {"witnesses": [{"name": "x"}] * 5, "parties": [{"plate": "x" * 21}]},
     {"witnesses": Fault.TOO_MANY, "parties": Fault.TOO_LONG}),
    ("contact", {"phone": "06 39"}, {"phone": Fault.NOT_A_PHONE}),
    ("contact", {"phone": "06 39 98 01 18"}, {}),
])
def test_what_is_wrong_with_an_answer_is_said_by_field(step, given, faults):
    kind = given.get("kind", "collision")
    assert journey.faults(step, what_happened(kind) | {step: given}, TODAY) == faults


def test_a_step_that_asks_nothing_is_answered_once_it_was_passed():
    answers = what_happened("glass")
    assert not journey.is_answered("pieces", answers, TODAY)
    assert journey.is_answered("pieces", answers | {"pieces": {}}, TODAY)


def test_the_pieces_worth_most_come_first_and_a_claim_is_asked_only_for_its_own():
    wanted = [one.kind for one in journey.wanted(what_happened("collision", circumstances={"report": "paper"}))]
    assert wanted[:2] == ["plates", "overview"]
    assert "report-front" in wanted
    assert "e-report" not in wanted
    assert [one.kind for one in journey.wanted(what_happened("theft")) if one.is_required] == [
        "police-report", "registration", "purchase-invoice"]


def test_two_readings_of_the_same_answers_have_the_same_fingerprint_and_a_change_has_another():
    answers = what_happened("glass", when={"place": "Lille"})
    assert journey.fingerprint(answers) == journey.fingerprint({"when": {"place": "Lille"}, "kind": {"kind": "glass"}})
    assert journey.fingerprint(answers) != journey.fingerprint(what_happened("glass", when={"place": "Lens"}))
    assert journey.fingerprint(answers) == journey.fingerprint(answers | {"damage": {"damage": "off the path"}})


def test_the_whole_journey_is_data_that_a_phone_can_walk():
    data = json.loads(json.dumps(journey.as_data()))
    assert [step["name"] for step in data["steps"]] == [step.name for step in STEPS]
    for kind in ClaimKind:
        answers = what_happened(kind)
        walked = [step["name"] for step in data["steps"] if _holds(step["asked_if"], answers)]
        assert [*walked, "review"] == journey.path(answers)


def test_every_condition_names_a_question_that_comes_before():
    known = set()
    for step in STEPS:
        for field in step.fields:
            for when in (step.asked_if, field.asked_if):
                assert set(when) <= known, (step.name, field.name)
            known.add(f"{step.name}.{field.name}")


def test_a_day_after_today_is_refused_by_the_day_it_is():
    answers = what_happened("glass", when={"occurred_on": TODAY.isoformat(), "place": "Lille"})
    assert journey.faults("when", answers, TODAY) == {}
    assert journey.faults("when", answers, TODAY - timedelta(days=1)) == {"occurred_on": Fault.NOT_YET}


def _holds(when, answers):
    """The same reading of a condition as a script makes."""
    return all(answers.get(path.split(".")[0], {}).get(path.split(".")[1]) in values for path, values in when.items())
