"""What stands when the insurer's file, its last words and a change made here do not agree."""
import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.billing.models import InstalmentState
from insurance.contracts.terms import to_day
from insurance.portfolio.records import Instalment
from insurance.versions.rules import changed_units, is_heard_of, merged, patched, schedule_that_stands, units_of
from tests.support.portfolio import LINE, changed

ANTOINE = {"role": "secondary", "first_name": "Antoine", "last_name": "Marchand", "birth_date": "1987-11-30"}
WITH_ANTOINE = changed("drivers", [*LINE["drivers"], ANTOINE])


def names_of(record):
    return [driver["first_name"] for driver in record["drivers"]]


def test_a_patch_changes_what_it_names_and_takes_away_what_it_says_null():
    facts = {"status": "provisional", "documents_due_on": "2026-12-01", "vehicle": {"make": "Peugeot", "model": "208"}}
    assert patched(facts, {"status": "active", "documents_due_on": None, "vehicle": {"model": "308"}}) == {
        "status": "active", "vehicle": {"make": "Peugeot", "model": "308"}}
    assert facts["vehicle"]["model"] == "208"
    assert patched({}, {"vehicle": {"make": "Peugeot", "vin": None}}) == {"vehicle": {"make": "Peugeot"}}


def test_a_file_that_repeats_itself_leaves_what_was_changed_here():
    ours = changed("vehicle.parking", "private_garage", changed("premium.annual_cents", 45000, WITH_ANTOINE))
    stands = merged(LINE, ours, copy.deepcopy(LINE))
    assert names_of(stands) == ["Sophie", "Antoine"]
    assert (stands["vehicle"]["parking"], stands["premium"]["annual_cents"]) == ("private_garage", 45000)
    assert units_of(stands) == units_of(ours)


def test_a_file_that_says_something_else_wins_and_only_there():
    ours = changed("vehicle.parking", "private_garage", WITH_ANTOINE)
    says = changed("vehicle.parking", "collective_garage", changed("bonus_malus.coefficient", 0.54))
    stands = merged(LINE, ours, says)
    assert (stands["vehicle"]["parking"], stands["bonus_malus"]["coefficient"]) == ("collective_garage", 0.54)
    assert names_of(stands) == ["Sophie", "Antoine"]


def test_a_driver_is_the_same_in_another_spelling_and_the_correction_of_one_does_not_lose_another():
    says = changed("drivers.0.licence_number", "08AX41208")
    stands = merged(LINE, WITH_ANTOINE, says)
    assert [driver.get("licence_number") for driver in stands["drivers"]] == ["08AX41208", None]
    brought = changed("drivers", [*LINE["drivers"], ANTOINE | {"last_name": "MARCHAND", "licence_number": "X1"}])
    assert merged(LINE, WITH_ANTOINE, brought)["drivers"] == brought["drivers"]


def test_what_was_taken_away_here_does_not_come_back_and_what_the_file_takes_away_goes():
    ours = changed("options", [])
    assert merged(LINE, ours, LINE)["options"] == []
    gone = changed("options", ...)
    assert "options" not in merged(LINE, LINE, gone)
    assert merged(WITH_ANTOINE, LINE, WITH_ANTOINE)["drivers"] == LINE["drivers"]


def test_the_holder_and_what_runs_beside_the_terms_are_those_of_the_file():
    ours = changed("holder.phone", "+33600000000", changed("claims", []))
    stands = merged(LINE, ours, LINE)
    assert (stands["holder"], stands["claims"]) == (LINE["holder"], LINE["claims"])


def test_a_version_is_heard_of_once_the_file_speaks_of_all_that_it_changed():
    ours = changed("vehicle.parking", "private_garage", WITH_ANTOINE)
    half = changed("vehicle.parking", "private_garage")
    assert not is_heard_of(ours, LINE, merged(LINE, ours, LINE), LINE)
    assert not is_heard_of(ours, LINE, merged(LINE, ours, half), half)
    assert is_heard_of(ours, LINE, merged(LINE, ours, ours), ours)
    otherwise = changed("vehicle.parking", "collective_garage", WITH_ANTOINE)
    assert is_heard_of(ours, LINE, merged(LINE, ours, otherwise), otherwise)


LINES = st.builds(
    lambda parking, premium, options, drivers: LINE | {
        "vehicle": LINE["vehicle"] | {"parking": parking}, "premium": LINE["premium"] | {"annual_cents": premium},
        "options": options, "drivers": LINE["drivers"] + drivers},
    st.sampled_from(["street", "private_garage", "collective_garage"]), st.integers(1, 9),
    st.lists(st.sampled_from(["assistance_0km", "personal_effects"]), unique=True),
    st.sampled_from([[], [ANTOINE], [ANTOINE | {"role": "occasional"}], [ANTOINE | {"first_name": "Jeanne"}]]))


@given(LINES, LINES)
def test_without_news_what_was_changed_here_stands_whole(said, ours):
    assert units_of(merged(said, ours, said)) == units_of(ours)


@given(LINES, LINES, LINES)
def test_each_unit_is_the_files_news_or_ours(said, ours, says):
    stands = units_of(merged(said, ours, says))
    news = changed_units(said, says)
    for unit in units_of(said).keys() | units_of(ours).keys() | units_of(says).keys():
        assert stands.get(unit) == (units_of(says) if unit in news else units_of(ours)).get(unit)


@given(LINES, LINES)
def test_once_the_file_says_what_was_changed_here_nothing_is_left_to_hear(said, ours):
    assert units_of(merged(said, ours, ours)) == units_of(ours)
    assert changed_units(ours, ours) == set()


def instalment(day, cents, state=InstalmentState.UPCOMING):
    return Instalment(to_day(day), cents, state, None)


@pytest.mark.parametrize(("says", "stands"), [
    ([("2026-12-02", 3580), ("2027-01-02", 3580)], [("2026-12-02", 3900), ("2027-01-02", 3900), ("2027-01-20", 100)]),
    ([("2026-12-02", 3580, "paid"), ("2027-01-02", 3580)],
     [("2026-12-02", 3580, "paid"), ("2027-01-02", 3900), ("2027-01-20", 100)]),
    ([("2027-01-02", 3580), ("2027-02-02", 3580)], [("2027-01-02", 3900), ("2027-01-20", 100), ("2027-02-02", 3580)]),
])
def test_a_schedule_computed_here_stands_but_for_what_the_file_says_anew(says, stands):
    said = [instalment("2026-12-02", 3580), instalment("2027-01-02", 3580)]
    ours = [instalment("2026-12-02", 3900), instalment("2027-01-02", 3900), instalment("2027-01-20", 100)]
    assert schedule_that_stands(said, ours, [instalment(*one) for one in says]) == tuple(instalment(*one) for one in stands)
