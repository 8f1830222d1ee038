"""What may be declared: forgiving to type, strict in meaning."""
import json
from datetime import date
from pathlib import Path

import pytest

from insurance.endorsements import conditions_table
from insurance.endorsements.rules import (
    Flaw,
    Window,
    antecedent_flaw,
    day_flaw,
    identity_flaws,
    licence_flaws,
    normal_licence,
    options_of_plan,
    plate_flaw,
    registration_flaw,
    window,
)

TODAY = date(2026, 11, 23)
CONDITIONS = conditions_table.demonstration()


@pytest.mark.parametrize(("effective_on", "ends_on", "renewal_on", "expected"), [
    (date(2024, 1, 2), None, date(2027, 6, 1), Window(TODAY, date(2027, 1, 22), Flaw.TOO_FAR)),
    (date(2024, 1, 2), None, date(2027, 1, 2), Window(TODAY, date(2027, 1, 1), Flaw.AFTER_RENEWAL)),
    (date(2024, 1, 2), date(2026, 12, 1), date(2027, 1, 2), Window(TODAY, date(2026, 12, 1), Flaw.AFTER_END)),
    (date(2026, 12, 5), None, date(2027, 12, 5), Window(date(2026, 12, 5), date(2027, 2, 3), Flaw.TOO_FAR)),
])
def test_a_change_holds_from_today_at_the_earliest_and_within_the_year_of_the_contract(
        effective_on, ends_on, renewal_on, expected):
    assert window(TODAY, effective_on, ends_on, renewal_on, CONDITIONS) == expected


def test_a_day_outside_the_window_says_why():
    days = Window(date(2026, 12, 5), date(2027, 1, 1), Flaw.AFTER_RENEWAL)
    assert [day_flaw(on, days, TODAY) for on in (
        date(2026, 11, 22), date(2026, 12, 4), date(2026, 12, 5), date(2027, 1, 1), date(2027, 1, 2))] == [
        Flaw.IN_THE_PAST, Flaw.BEFORE_CONTRACT, None, None, Flaw.AFTER_RENEWAL]


@pytest.mark.parametrize(("first", "last", "born", "expected"), [
    ("Antoine", "Marchand", date(1987, 11, 30), {}), ("Jean-Noël", "d’Arc de l'Île", date(1987, 11, 30), {}),
    ("Zoé", "Ó Súilleabháin", date(1987, 11, 30), {}),
    ("A1", "Marchand", date(1987, 11, 30), {"first_name": Flaw.NOT_A_NAME}),
    ("--", "<b>", date(1987, 11, 30), {"first_name": Flaw.NOT_A_NAME, "last_name": Flaw.NOT_A_NAME}),
    ("Léo", "Marchand", date(2011, 11, 24), {"born_on": Flaw.TOO_YOUNG}),
    ("Léo", "Marchand", date(2011, 11, 23), {}), ("Léo", "Marchand", date(1900, 1, 1), {"born_on": Flaw.TOO_OLD}),
    ("Léo", "Marchand", date(2027, 1, 1), {"born_on": Flaw.IN_THE_FUTURE}),
    ("SOPHIE", "marchand", date(1989, 4, 17), {"last_name": Flaw.ALREADY_NAMED}),
])
def test_a_driver_has_a_name_an_age_and_is_not_named_twice(first, last, born, expected):
    assert identity_flaws(first, last, born, {("marchand", "sophie", "1989-04-17")}, TODAY) == expected


@pytest.mark.parametrize(("typed", "licensed_on", "origin", "expected"), [
    ("12 34 56 78 90 12", date(2020, 1, 1), "france", {}), ("08ax41207", date(2020, 1, 1), "france", {}),
    ("", date(2020, 1, 1), "france", {"licence_number": Flaw.NO_LICENCE_NUMBER}),
    ("", date(2020, 1, 1), "europe", {}), ("ABCDEFGH", date(2020, 1, 1), "france", {"licence_number": Flaw.NOT_A_LICENCE}),
    ("1234567890123456", date(2020, 1, 1), "france", {"licence_number": Flaw.NOT_A_LICENCE}),
    ("123456789012", None, "france", {"licensed_on": Flaw.NO_LICENCE_DAY}),
    ("123456789012", date(2026, 11, 24), "france", {"licensed_on": Flaw.IN_THE_FUTURE}),
    ("123456789012", date(2003, 11, 29), "france", {"licensed_on": Flaw.LICENSED_TOO_YOUNG}),
    ("123456789012", date(2003, 11, 30), "france", {}),
    ("123456789012", date(1970, 1, 1), "france", {"licensed_on": Flaw.LICENSED_TOO_YOUNG}),
])
def test_a_licence_has_a_day_and_a_number_as_it_is_written_on_it(typed, licensed_on, origin, expected):
    assert licence_flaws(licensed_on, normal_licence(typed), origin, date(1987, 11, 30), TODAY) == expected


def test_antecedents_are_those_of_thirty_six_months():
    assert [antecedent_flaw(on, TODAY) for on in (
        date(2023, 11, 22), date(2023, 11, 23), TODAY, date(2026, 11, 24))] == [
        Flaw.TOO_LONG_AGO, None, None, Flaw.IN_THE_FUTURE]


def test_a_plate_is_french_and_another_one():
    assert [plate_flaw(typed, "GH-482-KT") for typed in (
        "ab 123 cd", "WW123AB", "1234 ab 75", "gh482kt", "1-ABC-234", "SS-123-AB", "")] == [
        None, None, None, Flaw.SAME_PLATE, Flaw.NOT_A_PLATE, Flaw.NOT_A_PLATE, Flaw.NOT_A_PLATE]


def test_a_vehicle_was_registered_in_the_past():
    assert [registration_flaw(on, TODAY) for on in (TODAY, date(2026, 11, 24), date(1899, 12, 31))] == [
        None, Flaw.IN_THE_FUTURE, Flaw.TOO_OLD_A_VEHICLE]


def test_an_option_goes_with_its_plans_and_with_the_age_of_the_vehicle():
    young, old = date(2025, 1, 1), date(2024, 11, 1)
    assert "new_for_old_24m" in options_of_plan("comprehensive", young, TODAY, CONDITIONS)
    assert "new_for_old_24m" not in options_of_plan("comprehensive", old, TODAY, CONDITIONS)
    assert options_of_plan("third_party", young, TODAY, CONDITIONS) == ("assistance_0km", "legal_protection_plus")


@pytest.mark.parametrize(("part", "value", "named"), [
    ("quote_days", 0, "quote_days"), ("plans", {}, "plans"), ("options", {}, "options"), ("mileages", [8000, 5000], "mileages"),
    ("frequencies", {"card": ["yearly"]}, "frequencies"), ("lending", {}, "malformed"),
    ("review", {"fiscal_power_above": 1}, "malformed"),
])
def test_conditions_that_do_not_cover_every_contract_are_refused_and_say_where(tmp_path, part, value, named):
    table = Path(conditions_table.__file__).with_name("conditions.json")
    file = tmp_path / "conditions.json"
    file.write_text(json.dumps(json.loads(table.read_text()) | {part: value}))
    with pytest.raises(conditions_table.UnreadableConditions, match=named):
        conditions_table.read(file)
    file.write_text("{")
    with pytest.raises(conditions_table.UnreadableConditions, match="not JSON"):
        conditions_table.read(file)
