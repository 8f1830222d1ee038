"""The jobs of the calendar: each is done once a day, by one worker, whatever fails."""
from datetime import UTC, date, datetime, timedelta

import pytest

from insurance import schedule
from insurance.clock import held_at, now
from insurance.database import db, transaction

NOON = datetime(2026, 12, 5, 11, tzinfo=UTC)


@pytest.fixture
def done(app):
    return []


def test_a_job_is_done_once_a_day(done):
    with held_at(NOON):
        assert schedule.run("count", lambda: done.append(1)) is True
        assert schedule.run("count", lambda: done.append(2)) is False
    assert done == [1]


def test_a_job_is_done_again_the_next_day_in_paris(done):
    with held_at(datetime(2026, 12, 5, 22, 59, tzinfo=UTC)):
        schedule.run("count", lambda: done.append("the 5th"))
    with held_at(datetime(2026, 12, 5, 23, 1, tzinfo=UTC)):  # after midnight in Paris
        assert schedule.undone({"count": None}) == ["count"]
        schedule.run("count", lambda: done.append("the 6th"))
    assert done == ["the 5th", "the 6th"]


def test_a_job_that_fails_is_not_done_and_can_be_tried_again_at_once(done):
    with held_at(NOON):
        with pytest.raises(ZeroDivisionError):
            schedule.run("count", lambda: 1 / 0)
        assert schedule.undone({"count": None}) == ["count"]
        assert schedule.run("count", lambda: done.append(1)) is True
    assert done == [1]


def test_a_job_that_another_worker_is_at_is_left_alone(done):
    with held_at(NOON):
        def job():
            assert schedule.run("count", lambda: done.append("again")) is False
            done.append("once")
        schedule.run("count", job)
    assert done == ["once"]


def test_a_job_whose_worker_died_is_free_again_after_its_lease(done):
    with held_at(NOON), transaction():
        db.session.add(schedule.DailyRun(job="count", leased_until=now() + schedule.LEASE))
    with held_at(NOON + schedule.LEASE - timedelta(seconds=1)):
        assert schedule.run("count", lambda: done.append("early")) is False
    with held_at(NOON + schedule.LEASE + timedelta(seconds=1)):
        assert schedule.run("count", lambda: done.append("late")) is True
    assert done == ["late"]


def test_the_day_that_is_noted_is_the_day_on_which_the_job_began(done):
    with held_at(datetime(2026, 12, 5, 22, 59, tzinfo=UTC)):
        def past_midnight():
            done.append(now())
        schedule.run("count", past_midnight)
    assert db.session.get(schedule.DailyRun, "count").done_on == date(2026, 12, 5)


@pytest.mark.parametrize(("moment", "is_due"), [
    (datetime(2026, 12, 5, 4, 59, tzinfo=UTC), False), (datetime(2026, 12, 5, 5, 0, tzinfo=UTC), True),
    (datetime(2026, 7, 5, 3, 59, tzinfo=UTC), False), (datetime(2026, 7, 5, 4, 0, tzinfo=UTC), True)])
def test_no_job_runs_before_six_in_paris(moment, is_due):
    with held_at(moment):
        assert schedule.is_due() is is_due


def test_the_command_does_each_job_of_the_house_once(app):
    with held_at(NOON):
        assert app.test_cli_runner().invoke(args=["daily"]).exit_code == 0
        assert schedule.undone(app.extensions["daily"]) == []
        assert app.test_cli_runner().invoke(args=["daily"]).exit_code == 0


def test_a_job_may_run_as_soon_as_its_day_begins(done):
    at_once = schedule.from_midnight(lambda: done.append(1))
    with held_at(datetime(2026, 12, 4, 23, 1, tzinfo=UTC)):  # one minute past midnight in Paris
        assert (schedule.is_due(), schedule.is_due(at_once)) == (False, True)
        assert schedule.run("count", at_once) is True
    assert done == [1]
