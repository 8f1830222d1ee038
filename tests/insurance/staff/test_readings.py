"""Who read a file is written down and stays written for a year, in the database itself."""
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from insurance.clock import held_at, now
from insurance.database import db
from insurance.staff import readings
from insurance.staff.models import FileReading, ReadingReason
from tests.support.factories import make_adviser, make_customer


@pytest.fixture(params=["app", "postgres_app"])
def nadia(request):
    """An adviser, on each kind of database."""
    return make_adviser(request.getfixturevalue(request.param))


def lines(**whose):
    return [(one.part, one.subject, one.reason, one.note, one.adviser_name, customer and customer.last_name)
            for one, customer in readings.readings(**whose)]


def test_a_reading_says_who_what_and_why(nadia):
    sophie, karim = make_customer("Sophie", "Marchand"), make_customer("Karim", "Benali")
    readings.note(nadia, sophie, "file", reason=ReadingReason.CALL)
    readings.note(nadia, karim, "claim", "SIN-2026-000001", ReadingReason.WORK, "SIN-2026-000001")
    readings.note(nadia, None, "search", "marchand" + "x" * 200)
    assert lines(customer=sophie) == [("file", "", "call", "", "Nadia Cherif", "Marchand")]
    assert [part for part, *_ in lines(adviser=nadia)] == ["search", "claim", "file"]
    assert len(lines()[0][1]) == 120


def test_the_journal_is_read_page_by_page(nadia):
    for number in range(5):
        readings.note(nadia, None, "search", f"n{number}")
    first = readings.readings(size=2)
    rest = readings.readings(before=first[-1][0].id, size=10)
    assert [one.subject for one, _ in first + rest] == ["n4", "n3", "n2", "n1", "n0"]


@pytest.mark.parametrize("statement", ["UPDATE file_reading SET note = 'x'", "DELETE FROM file_reading"])
def test_a_line_can_be_neither_changed_nor_forgotten_before_a_year(nadia, statement):
    readings.note(nadia, None, "search", "marchand")
    with held_at(now() - timedelta(days=363)):
        readings.note(nadia, None, "search", "old but kept")
    with pytest.raises(DBAPIError, match="kept for a year"), db.engine.begin() as connection:
        connection.execute(text(statement))
    assert db.session.query(FileReading).count() == 2


def test_after_a_year_it_is_forgotten_and_nothing_else_is(nadia):
    for days in (0, 364, 366, 800):
        with held_at(now() - timedelta(days=days)):
            readings.note(nadia, None, "search", str(days))
    readings.purge()
    assert {one.subject for one, _ in readings.readings()} == {"0", "364"}
