"""One clock: it says UTC, it knows what day it is in Paris, and a test may hold it."""
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from insurance.clock import held_at, now, paris_midnight, today


def test_the_present_is_aware_and_in_utc():
    assert now().utcoffset() == timedelta(0)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(("moment", "day"), [
    (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)), (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    (datetime(2026, 7, 31, 21, 59, 59, tzinfo=UTC), date(2026, 7, 31)), (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), date(2026, 8, 1)),
])
def test_the_day_changes_when_it_changes_in_paris(moment, day):
    with held_at(moment):
        assert today() == day


@pytest.mark.parametrize(("day", "midnight"), [
    (date(2026, 3, 29), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)), (date(2026, 3, 30), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)), (date(2026, 10, 26), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
])
def test_midnight_follows_summer_time(day, midnight):
    assert paris_midnight(day) == midnight


def test_a_held_clock_moves_for_nobody_else_and_starts_again():
    moment, seen = datetime(2026, 3, 29, 1, 30, tzinfo=UTC), []
    with held_at(moment):
        thread = threading.Thread(target=lambda: seen.append(now()))
        thread.start()
        thread.join()
        with held_at(moment + timedelta(days=1)):
            assert now() == moment + timedelta(days=1)
        assert now() == moment
    assert now() > moment
    assert seen[0] != moment


def test_a_clock_held_elsewhere_still_says_utc():
    with held_at(datetime(2026, 7, 1, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))):
        assert now() == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
        assert now().tzinfo is UTC
    with held_at(datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=-4)))):
        assert now().hour == 16
