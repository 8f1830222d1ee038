"""The model of the international card: which boxes, which crosses, which paper."""
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.documents import green_card
from insurance.documents.green_card import (
    CAR,
    UnreadableModel,
    is_printing_advised,
    parse,
    present_model,
    read,
    validity,
)

MODEL = present_model()
MODEL_FILE = Path(green_card.__file__).with_name("green_card.json")


def codes(countries):
    return {country.code for country in countries}


def test_the_eight_countries_that_may_ask_for_paper_are_named():
    assert [country.name for country in MODEL.printing_advised] == [
        "Albanie", "Azerbaïdjan", "Maroc", "Moldavie", "Macédoine du Nord", "Tunisie", "Turquie", "Ukraine"]


def test_countries_without_cover_are_crossed_out_and_the_others_are_not():
    assert codes(MODEL.excluded) == {"BY", "IR", "RUS"}
    assert len(MODEL.covered) + len(MODEL.excluded) == len(MODEL.countries) == 47
    assert codes(MODEL.covered).isdisjoint(codes(MODEL.excluded))


def test_a_french_plate_is_enough_in_the_european_union():
    union = {"A", "B", "BG", "CY", "CZ", "D", "DK", "E", "EST", "F", "FIN", "GR", "H", "HR", "I", "IRL", "L", "LT",
             "LV", "M", "NL", "P", "PL", "RO", "S", "SK", "SLO"}
    assert len(union) == 27
    assert all(MODEL.country(code).is_plate_enough for code in union)
    assert not any(country.is_plate_enough for country in MODEL.printing_advised)


def test_a_box_is_found_by_its_letters():
    assert MODEL.country("CH").name == "Suisse"
    with pytest.raises(KeyError):
        MODEL.country("XX")


def test_a_journey_through_one_of_the_eight_is_a_reason_to_print():
    assert is_printing_advised(["E", "MA"], MODEL)
    assert not is_printing_advised(["E", "P"], MODEL)
    assert not is_printing_advised([], MODEL)
    with pytest.raises(KeyError):
        is_printing_advised(["MA", "XX"], MODEL)


def test_a_car_is_in_the_first_of_the_seven_categories():
    assert list(MODEL.categories) == list("ABCDEFG")
    assert MODEL.categories[CAR] == "automobile"


@pytest.mark.parametrize(("last", "shown"), [(date(2026, 7, 15), True), (date(2026, 7, 14), False)])
def test_a_card_is_valid_for_fifteen_days_at_least_both_ends_included(last, shown):
    assert validity(date(2026, 7, 1), last, MODEL) == ((date(2026, 7, 1), last) if shown else None)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 800))
def test_a_card_never_promises_a_day_that_is_not_covered(first_day, days):
    covered_until = first_day + timedelta(days=days)
    shown = validity(first_day, covered_until, MODEL)
    assert (shown is not None) == (days >= 14)
    assert shown is None or shown == (first_day, covered_until)


def broken(**changes):
    return json.loads(MODEL_FILE.read_text(encoding="utf-8")) | changes


BOX = {"code": "A", "name": "Autriche", "is_plate_enough": True, "is_excluded": False, "is_printing_advised": False}


@pytest.mark.parametrize(("changes", "part"), [
    ({"categories": {"A": "automobile"}}, "categories"), ({"countries": []}, "countries"),
    ({"countries": [BOX, BOX]}, "countries"),
    ({"countries": [BOX | {"is_excluded": True}, BOX | {"code": "B"}]}, "cover"),
    ({"countries": [{"code": "A"}]}, "malformed"), ({"countries": None}, "malformed"),
    ({"shortest_days": 0}, "shortest_days"), ({"shortest_days": "15"}, "shortest_days"),
])
def test_a_model_that_cannot_be_printed_is_refused_and_says_where(changes, part):
    with pytest.raises(UnreadableModel, match=part):
        parse(broken(**changes))


def test_a_model_that_is_not_json_is_refused(tmp_path):
    (tmp_path / "card.json").write_text("nothing")
    with pytest.raises(UnreadableModel, match="not JSON"):
        read(tmp_path / "card.json")
