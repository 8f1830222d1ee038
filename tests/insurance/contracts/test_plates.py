"""Plates: one vehicle, one key, however it was typed."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.contracts.plates import PlateFamily, display_form, family_of, is_plausible, normalise


@pytest.mark.parametrize("typed", ["GH-482-KT", "gh482kt", " GH 482 KT ", "gh.482.kt", "GH–482–KT", "ＧＨ４８２ＫＴ"])
def test_every_way_of_typing_a_plate_is_the_same_plate(typed):
    assert normalise(typed) == "GH482KT"
    assert display_form(typed) == "GH-482-KT"


@pytest.mark.parametrize(("plate", "family"), [
    ("AA-001-AA", PlateFamily.SIV), ("ZZ-999-ZZ", PlateFamily.SIV), ("WW-418-HK", PlateFamily.WW),
    ("1 A 01", PlateFamily.FNI), ("4826 XS 29", PlateFamily.FNI), ("9999 ZZZ 95", PlateFamily.FNI),
    ("12 IOU 2A", PlateFamily.FNI), ("345 AB 2B", PlateFamily.FNI), ("77 QR 974", PlateFamily.FNI),
])
def test_the_three_french_series_are_recognised(plate, family):
    assert family_of(plate) is family


@pytest.mark.parametrize("plate", [
    "AI-123-BC", "AB-123-OC", "AU-123-BC", "SS-123-AB", "AB-123-SS", "AB-000-CD", "WW-000-AB", "AB-12-CD", "AB-1234-CD",
    "1234 AB 00", "1234 AB 96", "1234 AB 970", "1234 AB 977", "0 AB 75", "12345 AB 75", "123 ABCD 75", "", "—",
    "B-XY 1234", "GH-482-KT-1", "GH٤٨٢KT",
])
def test_what_no_french_series_ever_held_is_not_plausible(plate):
    assert not is_plausible(plate)


def test_an_old_plate_is_never_doubted_for_its_letters():
    assert is_plausible("1234 OI 75")


def test_an_old_plate_is_displayed_with_spaces():
    assert display_form("4826xs29") == "4826 XS 29"
    assert display_form("123AB2A") == "123 AB 2A"


def test_a_foreign_plate_is_kept_as_it_was_written():
    assert display_form("  b-xy   1234 ") == "B-XY 1234"


@given(st.text(max_size=30))
def test_any_text_can_be_asked_about_and_the_display_form_is_stable(text):
    once = display_form(text)
    assert display_form(once) == once
    assert normalise(once) == normalise(text) or not is_plausible(text)
