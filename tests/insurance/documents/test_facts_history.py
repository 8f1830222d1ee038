"""A claims history holds what the law wants, and nothing that contradicts itself."""
from dataclasses import replace
from datetime import date

import pytest

from insurance.documents.facts_history import HistoryClaim
from tests.support import papers


@pytest.mark.parametrize("change", [
    {"coefficient_from": None}, {"coefficient_until": None}, {"coefficient_hundredths": None},
])
def test_a_coefficient_and_its_period_go_together(change):
    with pytest.raises(ValueError, match="the period that it applies to"):
        replace(papers.claims_history(), **change)


def test_a_vehicle_that_the_bonus_malus_leaves_out_has_neither():
    facts = replace(papers.claims_history(), coefficient_hundredths=None, coefficient_from=None, coefficient_until=None)
    assert facts.coefficient_hundredths is None


@pytest.mark.parametrize("change", [
    {"ended_on": date(2024, 1, 1)}, {"coefficient_until": date(2026, 1, 1)},
])
def test_a_period_that_ends_before_it_begins_is_refused(change):
    with pytest.raises(ValueError, match="before it begins"):
        replace(papers.claims_history(), **change)


@pytest.mark.parametrize("occurred_on", [date(2021, 11, 23), date(2026, 11, 25)])
def test_a_claim_outside_of_the_five_years_is_refused(occurred_on):
    claim = replace(papers.claims_history().claims[0], occurred_on=occurred_on)
    with pytest.raises(ValueError, match="five annual periods"):
        replace(papers.claims_history(), claims=(claim,))


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_share_of_liability_is_a_percentage(percent):
    with pytest.raises(ValueError, match="between 0 and 100"):
        HistoryClaim(occurred_on=date(2026, 1, 1), nature="Accident", has_injury=False, liability_percent=percent,
                     responsible_driver="", is_settled=True)


def test_a_claim_has_a_nature_and_a_driver_a_name():
    facts = papers.claims_history()
    with pytest.raises(ValueError, match="nature is empty"):
        replace(facts.claims[0], nature="")
    with pytest.raises(ValueError, match="name is empty"):
        replace(facts.drivers[0], name="")
    assert replace(facts.drivers[0], licence_number="", licensed_on=None).licence_number == ""
