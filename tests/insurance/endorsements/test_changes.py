"""What the answers make of a contract, which steps they lead through, and who must agree."""
from dataclasses import replace
from datetime import date

import pytest

from gateways.pricing import TableTariff
from insurance.contracts import tariff_table
from insurance.endorsements import conditions_table, journey
from insurance.endorsements.acceptance import ReviewReason, Standing, reasons
from insurance.endorsements.changes import antecedents_in, driver_key, patch_of
from insurance.endorsements.models import EndorsementKind as Kind
from insurance.endorsements.pricing import Books, quoted
from insurance.errors import Reason, Refused
from insurance.versions.rules import patched
from tests.support.endorsements import ANSWERS, ANTOINE, CAR, HOME, LICENCE, SOPHIE, USE
from tests.support.portfolio import LINE, changed

TODAY = date(2026, 11, 23)
CONDITIONS = conditions_table.demonstration()
TARIFF = TableTariff(tariff_table.demonstration())
SOMETHING = {"has_history": True, "claims": True, "sanctions": True}
WITH_ANTOINE = changed("drivers", [*LINE["drivers"], {
    "role": "secondary", "first_name": "Antoine", "last_name": "Marchand", "birth_date": "1987-11-30"}])


def patch(kind, facts=LINE, **answers):
    return patch_of(kind, ANSWERS[kind] | answers, facts, TODAY, CONDITIONS)


def why(kind, facts=LINE, standing=None, **answers):
    """Return why an adviser looks at a change."""
    said = ANSWERS[kind] | answers
    books = Books(facts, 1, (), (), TODAY)
    return reasons(kind, said, quoted(books, patch_of(kind, said, facts, TODAY, CONDITIONS), TODAY, TARIFF),
                   standing or Standing(), CONDITIONS)


def test_a_driver_is_added_with_what_is_declared_and_nothing_that_is_not():
    added = patch(Kind.ADD_DRIVER)["drivers"]
    assert added[0] == LINE["drivers"][0]
    assert added[1] == {"role": "secondary", "title": "M.", "first_name": "Antoine", "last_name": "Marchand",
                        "birth_date": "1987-11-30", "licence_number": "060612345678", "licence_date": "2006-06-14"}


def test_experience_and_antecedents_are_those_of_the_driver():
    sanction = {"kind": "suspended", "date": "2025-03-01"}
    claim = {"date": "2025-06-01", "at_fault_percent": 100}
    said = patch(Kind.ADD_DRIVER, experience={"insured": False}, history=SOMETHING,
                 claims={"claims": [claim], "has_more": False}, sanctions={"sanctions": [sanction]})["drivers"][1]
    assert (said["insured_since"], said["antecedents"]) == ("2026-11-23", [{"kind": "claim", **claim}, sanction])
    assert patch(Kind.ADD_DRIVER, experience={"accompanied": True})["drivers"][1]["accompanied"] is True
    learner = patch(Kind.ADD_DRIVER, licence={"licence_date": None, "licence_number": "", "origin": "france"})
    assert {"licence_date", "licence_number"}.isdisjoint(learner["drivers"][1])


def test_answers_about_antecedents_that_were_then_denied_do_not_count():
    answers = {"history": {"has_history": False, "claims": True, "sanctions": True}, "claims": {"claims": [{"date": "x"}]}}
    assert antecedents_in(answers) == []


def test_a_driver_is_changed_in_place_and_keeps_what_was_not_asked():
    facts = changed("drivers.0.antecedents", [{"kind": "claim", "date": "2025-01-01"}])
    drivers = patch(Kind.CHANGE_DRIVER, facts, licence=LICENCE | {"licence_number": "081212345678"})["drivers"]
    assert drivers[0]["licence_number"] == "081212345678"
    assert drivers[0]["antecedents"] == [{"kind": "claim", "date": "2025-01-01"}]


def test_a_driver_is_taken_away_and_one_who_is_no_longer_there_changes_nothing():
    assert patch(Kind.REMOVE_DRIVER, WITH_ANTOINE) == {"drivers": LINE["drivers"]}
    assert patch(Kind.REMOVE_DRIVER, LINE) == {}
    assert driver_key(LINE["drivers"][0]) == SOPHIE


def test_another_vehicle_takes_nothing_from_the_former_one_and_loses_the_options_it_is_too_old_for():
    facts = changed("options", ["assistance_0km", "new_for_old_24m"], changed("vehicle.trailers", "750 kg"))
    after = patched(facts, patch(Kind.VEHICLE, facts, vehicle=CAR | {"plate": "ab123cd"}))
    assert after["vehicle"] == {
        "registration": "AB-123-CD", "make": "Renault", "model": "Clio", "first_registration": "2022-03-01",
        "fiscal_power": 5, "energy": "petrol", "usage": "private_commute", "parking": "street"}
    assert after["options"] == ["assistance_0km"]


def test_a_new_plate_changes_the_plate_and_the_register_does_not_know_it():
    facts = LINE | {"fva_transmitted_on": "2024-01-03"}
    answers = {"what": {"what": "new_plate"}, "plate": {"plate": "ab 123 cd"}}
    after = patched(facts, patch(Kind.VEHICLE, facts, **answers))
    assert (after["vehicle"]["registration"], after["vehicle"]["make"]) == ("AB-123-CD", "Peugeot")
    assert "fva_transmitted_on" not in after


def test_a_move_says_where_the_vehicle_sleeps_from_now_on():
    home = {"line1": "3 rue Oberkampf", "postcode": "75011", "city": "Paris"}
    assert patch(Kind.ADDRESS) == {"vehicle": {"garage": home, "parking": "private_garage"}, "holder": {"address": home}}
    elsewhere = {"is_home": False, "line1": "", "postcode": "93100", "city": "Montreuil", "parking": "street"}
    assert patch(Kind.ADDRESS, garage=elsewhere)["vehicle"] == {"garage": {"postcode": "93100", "city": "Montreuil"}}


def test_a_plan_brings_its_coverages_and_keeps_a_deductible_of_the_contracts_own():
    facts = changed("coverages", [*LINE["coverages"], {"code": "vandalism", "deductible_cents": 1}])
    after = patched(facts, patch(Kind.PLAN, facts))
    assert after["coverages"][0] == LINE["coverages"][0]
    assert [one["code"] for one in after["coverages"]] == [one["code"] for one in CONDITIONS.plans["third_party_plus"]]
    assert patch(Kind.PLAN, plan={"product": "comprehensive"}) == {}
    poorer = patch(Kind.PLAN, changed("options", ["personal_effects"]), plan={"product": "third_party"})
    assert poorer["options"] == []


@pytest.mark.parametrize(("kind", "answers", "expected"), [
    (Kind.USAGE, {"usage": {"usage": "private"}}, {"vehicle": {"usage": "private"}}),
    (Kind.USAGE, {"usage": {"usage": "private_commute"}}, {}),
    (Kind.PARKING, {}, {"vehicle": {"parking": "private_garage"}}),
    (Kind.MILEAGE, {}, {"vehicle": {"mileage_limit_km": 8000}}),
    (Kind.MILEAGE, {"mileage": {"mileage_limit_km": None}}, {}),
    (Kind.OPTIONS, {}, {"options": ["personal_effects"]}),
    (Kind.PAYMENT, {}, {"premium": {"frequency": "yearly"}}),
    (Kind.PAYMENT, {"payment": {"frequency": "monthly"}}, {}),
])
def test_a_simple_change_changes_one_thing_or_nothing(kind, answers, expected):
    assert patch(kind, **answers) == expected


# Who must agree

@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.REMOVE_DRIVER])
def test_an_ordinary_change_is_accepted_by_the_rule(kind):
    assert why(kind) == []


@pytest.mark.parametrize(("answers", "reason"), [
    ({"licence": {"licence_date": None, "licence_number": "", "origin": "france"}}, ReviewReason.NO_LICENCE),
    ({"licence": LICENCE | {"origin": "elsewhere"}}, ReviewReason.FOREIGN_LICENCE),
    ({"history": SOMETHING, "claims": {"claims": [{"date": "2025-06-01", "at_fault_percent": 50}] * 2, "has_more": False},
      "sanctions": {"sanctions": []}}, ReviewReason.SEVERAL_CLAIMS),
    ({"history": SOMETHING, "claims": {"claims": [{"date": "2025-06-01", "at_fault_percent": 0}], "has_more": True},
      "sanctions": {"sanctions": []}}, ReviewReason.SEVERAL_CLAIMS),
    ({"history": SOMETHING, "claims": {"claims": [], "has_more": False},
      "sanctions": {"sanctions": [{"kind": "ended_by_insurer", "date": "2025-06-01"}]}}, ReviewReason.ENDED_BY_INSURER),
])
def test_an_unusual_driver_is_looked_at_by_an_adviser(answers, reason):
    assert why(Kind.ADD_DRIVER, **answers) == [reason]


def test_a_sanction_is_looked_at_and_makes_the_contract_dearer():
    said = {"history": SOMETHING | {"claims": False}, "sanctions": {"sanctions": [{"kind": "alcohol", "date": "2025-06-01"}]}}
    assert why(Kind.ADD_DRIVER, **said) == [ReviewReason.SANCTION, ReviewReason.MUCH_DEARER]


def test_two_claims_without_fault_and_one_with_are_accepted():
    claims = [{"date": "2025-06-01", "at_fault_percent": percent} for percent in (0, 0, 100)]
    assert why(Kind.ADD_DRIVER, history=SOMETHING | {"sanctions": False}, claims={"claims": claims, "has_more": False}) == []


def test_a_novice_is_accepted_in_an_ordinary_vehicle_and_looked_at_in_a_powerful_one():
    young = {"identity": ANTOINE | {"birth_date": "2004-01-01"}, "licence": LICENCE | {"licence_date": "2026-01-01"},
             "experience": {"accompanied": False}}
    assert why(Kind.ADD_DRIVER, **young) == []
    assert why(Kind.ADD_DRIVER, changed("vehicle.fiscal_power", 9), **young) == [
        ReviewReason.NOVICE_IN_A_POWERFUL_VEHICLE]


@pytest.mark.parametrize(("kind", "facts", "answers", "reason"), [
    (Kind.CHANGE_DRIVER, LINE, {"role": {"role": "secondary"}}, ReviewReason.NEW_MAIN_DRIVER),
    (Kind.VEHICLE, LINE, {"vehicle": CAR | {"fiscal_power": 13}}, ReviewReason.POWERFUL_VEHICLE),
    (Kind.VEHICLE, LINE, {"vehicle": CAR | {"first_registration": "1995-01-01"}}, ReviewReason.OLD_VEHICLE),
    (Kind.VEHICLE, changed("vehicle.registered", False), {}, ReviewReason.UNREGISTERED_VEHICLE),
    (Kind.VEHICLE, changed("vehicle.paid_transport", True), {}, ReviewReason.PAID_TRANSPORT),
    (Kind.VEHICLE, LINE, {"use": USE | {"usage": "professional_rounds"}}, ReviewReason.ROUNDS),
    (Kind.ADDRESS, LINE, {"address": HOME | {"country": "BE", "postcode": "1000"}}, ReviewReason.ABROAD),
    (Kind.PLAN, changed("product", "third_party"), {}, ReviewReason.RICHER_PLAN),
    (Kind.USAGE, LINE, {"usage": {"usage": "professional_rounds"}}, ReviewReason.ROUNDS),
])
def test_an_unusual_change_is_looked_at_by_an_adviser(kind, facts, answers, reason):
    assert reason in why(kind, facts, **answers)


def test_a_contract_in_trouble_is_looked_at_whatever_changes():
    assert why(Kind.PARKING, standing=Standing(has_unpaid=True, is_ending=True)) == [
        ReviewReason.UNPAID_PREMIUM, ReviewReason.TERMINATION_ASKED]


def test_limits_belong_to_the_product():
    strict = replace(CONDITIONS, review=replace(CONDITIONS.review, fiscal_power_above=4))
    said = ANSWERS[Kind.VEHICLE]
    quote = quoted(Books(LINE, 1, (), (), TODAY), patch_of(Kind.VEHICLE, said, LINE, TODAY, strict), TODAY, TARIFF)
    assert reasons(Kind.VEHICLE, said, quote, Standing(), strict) == [ReviewReason.POWERFUL_VEHICLE]


# The path

def test_the_path_of_a_driver_follows_the_answers():
    answers = dict(ANSWERS[Kind.ADD_DRIVER])
    assert journey.path(Kind.ADD_DRIVER, answers) == [
        "identity", "licence", "experience", "role", "history", "when", "quote"]
    answers |= {"licence": {"licence_date": None}, "history": SOMETHING | {"claims": False}}
    assert journey.path(Kind.ADD_DRIVER, answers) == [
        "identity", "licence", "role", "history", "sanctions", "when", "quote"]


def test_the_next_step_is_the_first_without_an_answer_and_no_later_one_may_be_opened():
    answers = {"identity": ANTOINE}
    assert journey.next_to_answer(Kind.ADD_DRIVER, answers) == "licence"
    assert [journey.may_visit(Kind.ADD_DRIVER, answers, step) for step in ("identity", "licence", "role", "plate")] == [
        True, True, False, False]
    with pytest.raises(Refused) as refusal:
        journey.complete(Kind.ADD_DRIVER, answers)
    assert refusal.value.reason is Reason.DRAFT_INCOMPLETE


def test_an_answer_off_the_path_is_kept_and_does_not_count():
    answers = ANSWERS[Kind.ADD_DRIVER] | {"claims": {"claims": []}}
    assert "claims" not in journey.complete(Kind.ADD_DRIVER, answers)


def test_the_path_of_a_vehicle_depends_on_what_changes():
    assert journey.path(Kind.VEHICLE, {"what": {"what": "new_plate"}}) == ["what", "plate", "when", "quote"]
    assert journey.path(Kind.VEHICLE, {"what": {"what": "other_vehicle"}}) == [
        "what", "vehicle", "use", "former", "when", "quote"]


def test_choosing_another_driver_forgets_what_was_said_of_the_former_one():
    answers = {"who": {"driver": "a"}, "identity": ANTOINE}
    assert journey.kept_after(Kind.CHANGE_DRIVER, "who", {"driver": "b"}, answers) == {"who": {"driver": "b"}}
    assert journey.kept_after(Kind.CHANGE_DRIVER, "who", {"driver": "a"}, answers) == answers
    assert journey.kept_after(Kind.REMOVE_DRIVER, "who", {"driver": "b"}, answers)["identity"] == ANTOINE
