"""An international card holds what its form wants."""
from dataclasses import replace
from datetime import date

import pytest

from tests.support import papers


def test_a_card_is_valid_for_fifteen_days_at_least_both_ends_included():
    assert replace(papers.green_card(), valid_until=date(2026, 12, 15)).valid_until == date(2026, 12, 15)
    with pytest.raises(ValueError, match="fifteen days"):
        replace(papers.green_card(), valid_until=date(2026, 12, 14))
    with pytest.raises(ValueError, match="before it begins"):
        replace(papers.green_card(), valid_until=date(2026, 11, 30))


@pytest.mark.parametrize("category", ["H", "a", "AB"])
def test_a_category_is_one_of_the_seven_letters(category):
    with pytest.raises(ValueError, match="category"):
        replace(papers.green_card(), category=category)


def test_a_country_is_on_the_card_once_and_has_a_name():
    facts = papers.green_card()
    with pytest.raises(ValueError, match="twice"):
        replace(facts, countries=(*facts.countries, facts.countries[0]))
    with pytest.raises(ValueError, match="countries is empty"):
        replace(facts, countries=())
    with pytest.raises(ValueError, match="name is empty"):
        replace(facts.countries[0], name="")


def test_where_paper_may_be_asked_for_is_where_the_card_covers():
    facts = papers.green_card()
    assert [country.code for country in facts.paper_countries] == ["AL", "AZ", "MA", "MD", "MK", "TN", "TR", "UA"]
    shut = tuple(replace(one, is_excluded=one.is_excluded or one.code == "UA") for one in facts.countries)
    assert "UA" not in {country.code for country in replace(facts, countries=shut).paper_countries}
