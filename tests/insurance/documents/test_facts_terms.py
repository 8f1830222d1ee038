"""Special conditions, endorsements and termination certificates that contradict themselves are refused."""
from dataclasses import replace
from datetime import date

import pytest

from insurance.documents.facts_terms import Change, CoverageLine
from tests.support import papers


def test_a_contract_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        replace(papers.special_conditions(), ends_on=date(2024, 1, 1))
    with pytest.raises(ValueError, match="before it begins"):
        replace(papers.termination_certificate(), ends_on=date(2024, 1, 1))


def test_a_coverage_has_a_name_and_no_amount_below_zero():
    with pytest.raises(ValueError, match="name is empty"):
        CoverageLine(name="", deductible_cents=0, limit_cents=None)
    with pytest.raises(ValueError, match="below zero"):
        CoverageLine(name="Vol", deductible_cents=-1, limit_cents=None)


def test_a_change_changes_something():
    assert Change(label="Conducteur", before="", after="Antoine Marchand").before == ""
    with pytest.raises(ValueError, match="does not change"):
        Change(label="Usage", before="Trajets privés", after="Trajets privés")


def test_an_endorsement_changes_something_and_costs_or_gives_back():
    with pytest.raises(ValueError, match="changes is empty"):
        replace(papers.endorsement(), changes=())
    with pytest.raises(ValueError, match="not both"):
        replace(papers.endorsement(), refund_cents=1)
    with pytest.raises(ValueError, match="before it begins"):
        replace(papers.endorsement(), anniversary_on=date(2026, 11, 30))


def test_the_difference_is_what_the_year_costs_more_or_less():
    assert papers.endorsement().difference_cents == 41_60
    assert replace(papers.endorsement(), premium_after_cents=400_00).difference_cents == -29_60


def test_an_acceptance_has_its_hour():
    with pytest.raises(ValueError, match="accepted_at is empty"):
        replace(papers.endorsement().acceptance, accepted_at="")


def test_at_the_end_a_sum_is_given_back_or_still_due():
    with pytest.raises(ValueError, match="not both"):
        replace(papers.termination_certificate(), still_due_cents=1)


def test_the_cover_does_not_outlast_the_contract():
    sold = replace(papers.termination_certificate(), covered_until=date(2026, 12, 24))
    assert sold.covered_until == sold.ends_on
    with pytest.raises(ValueError, match="before it begins"):
        replace(sold, covered_until=date(2026, 12, 25))
