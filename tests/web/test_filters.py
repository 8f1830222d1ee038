"""How days, hours, money and names are written in French."""
from datetime import UTC, date, datetime, timedelta

import pytest

from web import filters

NOON = datetime(2026, 11, 23, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(("value", "written"), [
    (date(2026, 12, 5), "5 décembre 2026"), (date(2026, 5, 1), "1er mai 2026"), (date(2024, 2, 29), "29 février 2024"),
    (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1er janvier 2027"),
    (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), "1er août 2026"), (datetime(2026, 7, 31, 21, 59, tzinfo=UTC), "31 juillet 2026"),
])
def test_a_day_is_the_day_it_is_in_paris(value, written):
    first, _, rest = written.partition(" ")
    assert filters.day(value) == f"{first}\u00a0{rest}"


def test_a_day_of_the_week_says_its_name():
    assert filters.weekday(date(2026, 11, 23)) == "lundi 23\u00a0novembre"
    assert filters.weekday(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == "mardi 1er\u00a0décembre"


@pytest.mark.parametrize(("value", "written"), [
    (datetime(2026, 11, 23, 13, 2, tzinfo=UTC), "14 h 02"), (datetime(2026, 7, 14, 22, 0, tzinfo=UTC), "0 h 00"),
    (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "1 h 59"), (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "3 h 00"),
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2 h 30"), (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2 h 30"),
])
def test_an_hour_is_the_hour_it_is_in_paris_summer_and_winter(value, written):
    assert filters.hour(value) == written.replace(" ", "\u00a0")


def test_an_instant_is_a_day_and_an_hour():
    assert filters.moment(NOON) == "23\u00a0novembre 2026 à 12\u00a0h\u00a005"


def test_an_instant_that_a_rule_sets_is_said_without_its_minutes_when_there_are_none():
    assert filters.at_hour(datetime(2026, 4, 16, 10, 0, tzinfo=UTC)) == "16\u00a0avril 2026 à 12\u00a0h"
    assert filters.at_hour(NOON) == filters.moment(NOON)


@pytest.mark.parametrize(("cents", "written"), [
    (0, "0,00_€"), (5, "0,05_€"), (-5, "-0,05_€"), (123450, "1~234,50_€"), (100000000, "1~000~000,00_€"), (99, "0,99_€"),
    (-123456789, "-1~234~567,89_€"),
])
def test_money_is_never_rounded_and_never_broken_at_the_end_of_a_line(cents, written):
    assert filters.money(cents) == written.replace("_", "\u00a0").replace("~", "\u202f")


@pytest.mark.parametrize(("cents", "written"), [(38000, "380_€"), (38050, "380,50_€"), (10000000000, "100~000~000_€")])
def test_a_round_amount_is_said_without_its_zeros(cents, written):
    assert filters.euros(cents) == written.replace("_", "\u00a0").replace("~", "\u202f")


@pytest.mark.parametrize(("hundredths", "written"), [(50, "0,50"), (100, "1,00"), (350, "3,50"), (76, "0,76"), (105, "1,05")])
def test_a_bonus_malus_has_two_decimals(hundredths, written):
    assert filters.coefficient(hundredths) == written


@pytest.mark.parametrize(("size", "written"), [
    (0, "0_octets"), (999, "999_octets"), (1000, "1_Ko"), (28_400, "28_Ko"), (999_499, "999_Ko"), (1_400_000, "1,4_Mo"),
])
def test_a_size_is_said_as_people_read_it(size, written):
    assert filters.weight(size) == written.replace("_", "\u00a0")


@pytest.mark.parametrize(("past", "words"), [
    (timedelta(), "à l’instant"), (timedelta(seconds=59), "à l’instant"), (timedelta(minutes=1), "il y a 1_minute"),
    (timedelta(minutes=59), "il y a 59_minutes"), (timedelta(hours=1), "il y a 1_heure"), (timedelta(hours=23), "il y a 23_heures"),
    (timedelta(days=1), "il y a 1_jour"), (timedelta(days=400), "il y a 400_jours"), (timedelta(seconds=-30), "à l’instant"),
])
def test_how_long_ago_is_said_in_one_unit(past, words):
    assert filters.ago(NOON - past, NOON) == words.replace("_", "\u00a0")


@pytest.mark.parametrize(("days", "words"), [
    (0, "aujourd’hui"), (1, "demain"), (2, "dans 2_jours"), (30, "dans 30_jours"), (-1, "depuis 1_jour"), (-9, "depuis 9_jours"),
])
def test_how_far_a_day_is(days, words):
    today = date(2026, 2, 27)
    assert filters.countdown(today + timedelta(days=days), today) == words.replace("_", "\u00a0")


@pytest.mark.parametrize(("month_and_day", "written"), [
    ("06-28", "28 juin"), ("01-01", "1er janvier"), ("02-29", "29 février"), ("12-31", "31 décembre")])
def test_a_yearly_date_has_no_year(month_and_day, written):
    assert filters.anniversary(month_and_day) == written.replace(" ", "\u00a0")


def test_a_telephone_number_can_be_called_from_abroad():
    assert filters.telephone("01 86 76 70 00") == "tel:+33186767000"
    assert filters.telephone("+32 2 123 45 67") == "tel:+3221234567"


def test_a_capital_changes_nothing_else():
    assert filters.capitalize_first("le motif de fin, CRM") == "Le motif de fin, CRM"
    assert filters.capitalize_first("") == ""


def test_an_instant_for_a_program_is_in_utc_to_the_second():
    assert filters.iso(NOON) == "2026-11-23T11:05:00Z"
    assert filters.iso(None) == ""
