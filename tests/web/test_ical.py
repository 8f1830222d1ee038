"""A calendar that any program reads."""
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from web.ical import Day, calendar

MADE_AT = datetime(2026, 11, 23, 11, 5, tzinfo=UTC)


def test_a_day_is_whole_and_free():
    written = calendar("Mes cotisations", [Day("a@portal", date(2026, 12, 31), "Cotisation", "À payer; par carte, vite")], MADE_AT)
    lines = written.decode().split("\r\n")
    for line in ("BEGIN:VCALENDAR", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "DTSTAMP:20261123T110500Z",
                 "SUMMARY:Cotisation", "DESCRIPTION:À payer\\; par carte\\, vite", "TRANSP:TRANSPARENT", "UID:a@portal"):
        assert line in lines, line
    assert lines[-2:] == ["END:VCALENDAR", ""]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_a_long_title_is_cut_in_lines_of_75_octets_and_reads_back_whole(title):
    written = calendar("x", [Day("a", date(2026, 1, 1), title)], MADE_AT)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    unfolded = written.decode().replace("\r\n ", "")
    said = next(line for line in unfolded.split("\r\n") if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    for sign in (",", ";", "\\"):
        said = said.replace("\\" + sign, sign)
    assert said == title
