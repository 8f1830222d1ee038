"""What the bonus-malus was and may become: told as far as it can be derived, and never further."""
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insurance.contracts.bonus_malus_outlook import Certainty, explain_back, what_if
from insurance.contracts.bonus_malus_years import Policy, Standing, history


@dataclass(frozen=True)
class Happened:
    occurred_on: date
    kind: str = "accident"
    at_fault_percent: int = 100


def explained(coefficient, since, claims=(), as_of=date(2026, 3, 1), usage="private", **more):
    return explain_back(coefficient, as_of, "03-01", usage, claims, since, **more)


def told(explanation):
    return [(year.hundredths, str(year.certainty)) for year in explanation.years]


def test_a_coefficient_that_has_one_possible_past_is_derived():
    explanation = explained(80, date(2023, 3, 1))
    assert told(explanation) == [(95, "derived"), (90, "derived"), (85, "derived"), (80, "given")]
    assert [year.applied_on for year in explanation.years] == [
        date(2023, 3, 1), date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1)]


def test_several_pasts_are_told_as_the_ordinary_one_with_its_bounds():
    year, present = explained(76, date(2025, 3, 1)).years
    assert (year.hundredths, year.certainty, year.lowest, year.highest) == (80, Certainty.LIKELY, 80, 81)
    assert (present.hundredths, present.certainty) == (76, Certainty.GIVEN)


def test_what_came_before_0_50_is_not_invented():
    explanation = explained(50, date(2024, 3, 1))
    assert told(explanation) == [(None, "unknown"), (None, "unknown"), (50, "given")]
    assert [(year.lowest, year.highest) for year in explanation.years] == [(50, 56), (50, 53), (50, 50)]


def test_a_claim_tells_what_the_coefficient_was_before_it():
    year, _ = explained(62, date(2025, 3, 1), [Happened(date(2025, 6, 1))]).years
    assert (year.hundredths, year.certainty) == (50, Certainty.DERIVED)
    (_, _), (hundredths, certainty), _ = told(explained(106, date(2024, 3, 1), [
        Happened(date(2025, 4, 1)), Happened(date(2025, 6, 1))]))
    assert (hundredths, certainty) == (68, "derived")


def test_a_claim_at_fault_that_cost_nothing_says_that_the_free_one_is_used():
    explanation = explained(50, date(2024, 3, 1), [Happened(date(2025, 6, 1))])
    assert told(explanation) == [(50, "derived"), (50, "derived"), (50, "given")]
    assert all(standing.has_used_free_claim for standing in explanation.standings)


def test_a_past_that_the_rules_do_not_explain_is_unknown():
    explanation = explained(300, date(2022, 3, 1))
    assert told(explanation) == [(None, "unknown")] * 4 + [(300, "given")]
    assert [year.lowest for year in explanation.years[:-1]] == [None] * 4
    assert {standing.hundredths for standing in explanation.standings} == {300}


def test_five_echeances_are_told_at_most():
    assert [year.applied_on.year for year in explained(57, date(2005, 3, 1)).years] == list(range(2021, 2027))


@pytest.mark.parametrize("since", [date(2026, 3, 1), date(2026, 1, 10), date(2026, 3, 13)])
def test_a_contract_without_an_echeance_has_only_its_present(since):
    explanation = explained(90, since, as_of=date(2026, 3, 1) if since >= date(2026, 3, 1) else since)
    assert told(explanation) == [(90, "given")]


def test_a_day_between_two_echeances_speaks_of_the_last_one():
    assert explained(80, date(2023, 3, 1), as_of=date(2026, 8, 5)).years[-1].applied_on == date(2026, 3, 1)


def test_the_usage_changes_what_can_be_derived():
    assert told(explained(79, date(2024, 3, 1), usage="professional_rounds")) == [
        (93, "likely"), (86, "likely"), (79, "given")]


PASTS = st.tuples(
    st.integers(50, 350), st.sampled_from(["private", "professional_rounds"]),
    st.lists(st.builds(Happened, st.dates(date(2021, 3, 1), date(2025, 12, 31)), st.just("accident"),
                       st.sampled_from([0, 50, 100])), max_size=4))


@settings(max_examples=40, deadline=None)
@given(PASTS, st.booleans())
def test_the_true_past_is_always_among_the_possible_ones(past, is_reusable):
    start, usage, claims = past
    policy = Policy(has_reusable_free_claim=is_reusable)
    years = history(Standing(start), effective_on=date(2021, 3, 1), anniversary="03-01", usage=usage, claims=claims,
                    until=date(2026, 3, 1), policy=policy)
    truth = [start, *(year.after.hundredths for year in years)]
    explanation = explained(truth[-1], date(2021, 3, 1), claims, usage=usage, policy=policy)
    assert len(explanation.years) == len(truth)
    assert explanation.years[-1].hundredths == truth[-1]
    for value, year in zip(truth, explanation.years, strict=True):
        assert year.lowest <= value <= year.highest
        if year.certainty in (Certainty.DERIVED, Certainty.GIVEN):
            assert year.hundredths == value
    assert years[-1].after.has_used_free_claim in {standing.has_used_free_claim for standing in explanation.standings}


def outlook(standings, on, claims=(), as_of=date(2026, 3, 1), usage="private", effective_on=date(2020, 3, 1)):
    return what_if(standings, as_of, effective_on=effective_on, anniversary="03-01", usage=usage, claims=claims, on=on)


def test_what_a_claim_free_year_and_a_claim_would_do():
    seen = outlook([Standing(80)], date(2026, 6, 1))
    assert seen.renewal_on == date(2027, 3, 1)
    assert (seen.claim_free, seen.partly_at_fault, seen.at_fault) == ((76,), (90,), (100,))


def test_a_claim_already_known_this_year_counts_in_all_the_answers():
    seen = outlook([Standing(80)], date(2026, 9, 1), claims=[Happened(date(2026, 5, 1))])
    assert (seen.claim_free, seen.at_fault) == ((100,), (125,))


def test_in_the_two_months_before_an_echeance_the_answer_is_for_the_next_one():
    assert outlook([Standing(80)], date(2026, 12, 31)).renewal_on == date(2027, 3, 1)
    seen = outlook([Standing(80)], date(2027, 1, 1))
    assert seen.renewal_on == date(2028, 3, 1)
    assert (seen.claim_free, seen.at_fault) == ((72,), (95,))


def test_a_doubt_about_the_past_is_a_doubt_about_the_future():
    standings = [Standing(50, date(2026, 3, 1)), Standing(50, date(2022, 3, 1))]
    seen = outlook(standings, date(2026, 6, 1))
    assert (seen.claim_free, seen.partly_at_fault, seen.at_fault) == ((50,), (50, 56), (50, 62))


def test_five_known_years_and_a_claim_tell_the_next_one_for_sure():
    explanation = explained(76, date(2022, 3, 1))
    seen = outlook(explanation.standings, date(2026, 6, 1), effective_on=date(2022, 3, 1))
    assert (seen.claim_free, seen.at_fault) == ((72,), (95,))


def test_one_never_looks_forward_from_nothing():
    with pytest.raises(ValueError, match="nothing"):
        outlook([], date(2026, 6, 1))


@pytest.mark.parametrize(("on", "effective_on", "renewal_on"), [
    pytest.param(date(2025, 6, 1), date(2020, 3, 1), date(2027, 3, 1), id="a day already looked at"),
    pytest.param(date(2026, 2, 1), date(2026, 4, 1), date(2027, 3, 1), id="before the contract"),
    pytest.param(date(2026, 2, 1), date(2029, 3, 1), date(2030, 3, 1), id="long before the contract"),
])
def test_a_day_that_is_not_open_stands_for_the_first_one_that_is(on, effective_on, renewal_on):
    seen = outlook([Standing(80)], on, effective_on=effective_on)
    assert seen.at_fault == (100,)
    assert seen.renewal_on == renewal_on


@settings(max_examples=50)
@given(st.integers(50, 350), st.dates(date(2026, 3, 1), date(2027, 2, 28)))
def test_a_claim_never_pays(hundredths, on):
    seen = outlook([Standing(hundredths)], on)
    assert seen.claim_free <= seen.partly_at_fault <= seen.at_fault
