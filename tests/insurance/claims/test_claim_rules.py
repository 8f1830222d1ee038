"""The delays of a claim: the customer's, the law's, and the dates that the insurer promises."""
import json
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from insurance.claims import rules
from insurance.claims.models import ClaimKind, PromiseKind
from insurance.claims.rules import LegalClock, UnreadableDelays, read_delays

DELAYS = read_delays()
TABLE = json.loads(Path(rules.__file__).with_name("delays.json").read_text("utf-8"))


@pytest.mark.parametrize(("kind", "noticed_on", "deadline"), [
    (ClaimKind.COLLISION, date(2026, 7, 10), date(2026, 7, 20)),   # 14 July
    (ClaimKind.GLASS, date(2026, 4, 30), date(2026, 5, 11)),       # 1 and 8 May
    (ClaimKind.THEFT, date(2026, 5, 13), date(2026, 5, 18)),       # Ascension Day
    (ClaimKind.ATTEMPTED_THEFT, date(2026, 5, 13), date(2026, 5, 18)),
    (ClaimKind.STORM, date(2026, 12, 23), date(2026, 12, 31)),     # Christmas; hail has no shorter delay
    (ClaimKind.VANDALISM, date(2026, 11, 21), date(2026, 11, 27)),  # noticed on a Saturday
])
def test_a_claim_is_declared_in_time_until_so_many_working_days_after_it_was_known(kind, noticed_on, deadline):
    assert DELAYS.declaration_deadline(kind, noticed_on) == deadline


def test_alsace_and_moselle_have_two_holidays_more():
    good_friday = date(2026, 4, 3)
    assert DELAYS.declaration_deadline(ClaimKind.THEFT, date(2026, 4, 1)) == good_friday
    assert DELAYS.declaration_deadline(ClaimKind.THEFT, date(2026, 4, 1), alsace_moselle=True) == date(2026, 4, 7)
    assert rules.has_local_holidays("67000")
    assert not rules.has_local_holidays("59000")


def test_a_natural_disaster_is_declared_within_thirty_days_of_its_decree_and_without_one_no_delay_runs():
    assert DELAYS.declaration_deadline(ClaimKind.NATURAL_DISASTER, date(2026, 3, 1)) is None
    assert DELAYS.declaration_deadline(ClaimKind.NATURAL_DISASTER, date(2026, 3, 1), decree_on=date(2026, 4, 2)) == date(
        2026, 5, 2)


def test_what_the_law_asks_of_the_insurer_has_its_dates():
    claim = SimpleNamespace(filed_at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC), has_injury=True,
                            occurred_on=date(2026, 11, 29), kind=ClaimKind.NATURAL_DISASTER, reported_on=date(2026, 12, 10))
    assert rules.legal_deadlines(claim) == {
        LegalClock.OFFER: date(2027, 3, 1), LegalClock.INJURY_OFFER: date(2027, 7, 29),
        LegalClock.DISASTER_ANSWER: date(2027, 1, 1), LegalClock.TOTAL_LOSS_OFFER: date(2026, 12, 25)}


def test_nothing_can_be_asked_two_years_later():
    assert rules.prescribed_on(date(2024, 2, 29)) == date(2026, 2, 28)


def test_a_claim_is_taken_in_charge_within_seventy_two_hours_to_the_minute():
    filed_at = datetime(2026, 3, 27, 17, 5, tzinfo=UTC)  # summer time begins in between
    assert DELAYS.promised_at(PromiseKind.TAKE_IN_CHARGE, filed_at) == datetime(2026, 3, 30, 17, 5, tzinfo=UTC)


def test_a_promise_in_working_days_lasts_to_the_end_of_the_last_one_in_paris():
    made_at = datetime(2026, 7, 10, 22, 30, tzinfo=UTC)  # half past midnight, on Saturday 11 July, in Paris
    assert DELAYS.promised_at(PromiseKind.CHECK_PIECES, made_at) == datetime(2026, 7, 15, 21, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(("due_at", "alert_at"), [
    (datetime(2026, 11, 25, 22, 59, 59, tzinfo=UTC), datetime(2026, 11, 23, 23, 0, tzinfo=UTC)),
    (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), datetime(2026, 11, 19, 23, 0, tzinfo=UTC)),  # a Monday: on Friday
    (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), datetime(2026, 11, 19, 23, 0, tzinfo=UTC)),  # a Sunday: on Friday
])
def test_the_desk_is_warned_on_a_working_day_before_the_date(due_at, alert_at):
    assert DELAYS.alert_at(due_at) == alert_at


@pytest.mark.parametrize("changes", [
    {"declare_working_days": {"theft": 1, "other": 5}}, {"declare_working_days": {"theft": 2, "other": 4}},
    {"declare_working_days": {"theft": 2}}, {"declare_days_after_decree": 10}, {"promises": {}},
    {"promises": TABLE["promises"] | {"pay": {"days": 0}}}, {"promises": TABLE["promises"] | {"pay": {"weeks": 1}}},
    {"promises": TABLE["promises"] | {"someday": {"days": 1}}}, {"alert_working_days": "soon"},
])
def test_a_table_that_gives_less_than_the_law_or_makes_no_sense_is_refused(tmp_path, changes):
    file = tmp_path / "delays.json"
    file.write_text(json.dumps(TABLE | changes), "utf-8")
    with pytest.raises(UnreadableDelays):
        read_delays(str(file))


def test_the_insurer_s_own_table_may_give_more(tmp_path):
    file = tmp_path / "delays.json"
    file.write_text(json.dumps(TABLE | {"declare_working_days": {"theft": 3, "other": 10}}), "utf-8")
    assert read_delays(str(file)).declaration_deadline(ClaimKind.THEFT, date(2026, 11, 23)) == date(2026, 11, 26)
