"""A day is understood however it is typed, and what cannot be one is said in words that help."""
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form as PlainForm

from web.days import MONTHS, NoSuchDay, read_day
from web.forms import DateField, required

DAY = date(2026, 12, 5)


class OneDay(PlainForm):
    on = DateField("Date", [required("Indiquez la date.")])


@pytest.mark.parametrize("typed", [
    "5/12/2026", "05.12.26", "5 décembre 2026", "2026-12-05", "05/12/2026", "5-12-2026", "5 12 2026", "05122026",
    "051226", " 5 / 12 / 2026 ", "5 DÉCEMBRE 2026", "5 decembre 26", "5 déc. 2026", "samedi 5 décembre 2026",
    "Samedi, 5 décembre 2026", "5\u00a0décembre\u202f2026", "5 de\u0301cembre 2026", "2026/12/5", "５/12/2026",
])
def test_a_day_is_read_however_the_french_write_it(typed):
    assert read_day(typed) == DAY


@pytest.mark.parametrize(("typed", "day"), [
    ("1er mai 2026", date(2026, 5, 1)), ("3 août 2026", date(2026, 8, 3)), ("29 février 2028", date(2028, 2, 29)),
    ("1/2/69", date(2069, 2, 1)), ("1/2/70", date(1970, 2, 1)), ("4 juin 2026", date(2026, 6, 4)),
])
def test_months_and_short_years_are_the_ones_meant(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize("typed", [
    "", "hier", "12/2026", "5 jui 2026", "5 ma 2026", "5/12", "5/12/126", "5/12/2026/1", "2026", "le 5 peut-être",
    "5 brumaire 2026", "--", "5//2026x",
])
def test_what_cannot_be_read_is_no_day(typed):
    assert read_day(typed) is None


@pytest.mark.parametrize("typed", ["31/2/2026", "29 février 2026", "32/1/2026", "2026-13-01", "0/1/2026", "1/1/0000"])
def test_a_day_that_no_calendar_has_is_told_apart(typed):
    with pytest.raises(NoSuchDay):
        read_day(typed)


@given(st.dates(date(2000, 1, 1), date(2069, 12, 31)))
def test_every_day_comes_back_from_each_way_of_writing_it(day):
    written = [f"{day:%d/%m/%Y}", f"{day:%d.%m.%y}", day.isoformat(), f"{day:%d%m%Y}",
               f"{day.day} {MONTHS[day.month - 1]} {day.year}"]
    assert {read_day(one) for one in written} == {day}


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reading(typed):
    with suppress(NoSuchDay):
        assert isinstance(read_day(typed), date | None)


@pytest.mark.parametrize(("typed", "words"), [
    ("", "Indiquez la date."), ("   ", "Indiquez la date."), ("bientôt", "Écrivez la date ainsi\u00a0: 5/12/2026."),
    ("31/02/2026", "Cette date n’existe pas\u00a0: vérifiez le jour et le mois."),
])
def test_the_field_says_what_to_write_and_keeps_what_was_typed(typed, words):
    form = OneDay(MultiDict({"on": typed}))
    assert not form.validate()
    assert form.on.errors == [words]
    assert form.on.data is None
    assert f'value="{typed}"' in form.on()


def test_the_field_opens_the_calendar_of_the_phone_on_the_day_kept():
    form = OneDay(MultiDict({"on": "5 décembre 2026"}))
    assert form.validate()
    assert form.on.data == DAY
    assert 'type="date"' in form.on()
    assert 'value="2026-12-05"' in form.on()
    assert 'value="2026-12-05"' in OneDay(data={"on": DAY}).on()
