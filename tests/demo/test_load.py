"""The demonstration stays true whatever the day."""
import json
from datetime import date

import pytest

from demo import FEATURED
from demo.load import FILES, TEMPLATE, resolved, write_portfolio
from insurance.portfolio.reader import read
from insurance.portfolio.records import Record

DAYS = [date(2026, 11, 23), date(2027, 1, 1), date(2027, 3, 31), date(2028, 2, 29), date(2033, 12, 31)]


@pytest.mark.parametrize("today", DAYS)
def test_every_line_is_accepted_by_the_real_import_whatever_the_day(tmp_path, today):
    outcomes = list(read(write_portfolio(tmp_path, today), today=today))
    assert [type(outcome) for outcome in outcomes] == [Record] * 14


@pytest.mark.parametrize("today", DAYS)
def test_what_is_paid_is_past_and_what_is_upcoming_is_not(tmp_path, today):
    for record in read(write_portfolio(tmp_path, today), today=today):
        for instalment in record.instalments:
            assert (instalment.state == "upcoming") == (instalment.due_on >= today)


@pytest.mark.parametrize("today", DAYS)
def test_every_state_is_shown(tmp_path, today):
    records = {record.number: record for record in read(write_portfolio(tmp_path, today), today=today)}
    assert {record.state for record in records.values()} == {"provisional", "active", "suspended", "terminated"}
    assert (today - records["AA-7311-640"].effective_on).days == 9
    assert records["AA-7311-640"].fva_transmitted_on is None
    assert (today - records["AA-7188-052"].formal_notice_on).days == 12
    assert records["AA-7325-008"].effective_on > today
    assert (today - records["AA-5120-033"].ends_on).days > 5 * 366
    assert 300 < (today - records["AA-6588-904"].ends_on).days < 400
    assert not records["AA-7290-126"].vehicle.is_registered


def test_the_featured_people_are_in_the_portfolio_as_they_would_sign_up():
    lines = map(json.loads, TEMPLATE.read_text("utf-8").splitlines())
    holders = {line["contract_number"]: line["holder"] for line in lines}
    for featured in FEATURED:
        holder = holders[featured.contract_number]
        assert (holder["last_name"], holder["first_name"], holder["email"]) == (
            featured.last_name, featured.first_name, featured.email)


def test_every_file_is_named_by_a_contract():
    lines = map(json.loads, TEMPLATE.read_text("utf-8").splitlines())
    named = {document["file"] for line in lines for document in line["documents"]}
    assert named == {f"files/{file.name}" for file in FILES.iterdir()}


@pytest.mark.parametrize(("text", "day"), [
    ("@today", "2028-02-29"), ("@today-1y", "2027-02-28"), ("@today+1m", "2028-03-29"), ("@today-1m-1d", "2028-01-28"),
    ("@today-3y+40d", "2025-04-09"), ("@MM-DD today-3y+40d", "04-09"), ("@today-14m", "2026-12-29"),
])
def test_a_relative_day_is_counted_step_by_step(text, day):
    assert resolved({"when": [text]}, date(2028, 2, 29)) == {"when": [day]}


@pytest.mark.parametrize("text", ["@tomorrow", "@today-9", "@today-9w", "@today 9d"])
def test_a_relative_day_that_cannot_be_read_is_an_error(text):
    with pytest.raises(ValueError, match="is not a relative day"):
        resolved(text, date(2026, 11, 23))
