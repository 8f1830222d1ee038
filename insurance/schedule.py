"""Jobs that the calendar asks for: each runs once a French day, and a day that was missed is made up by the next run."""
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from insurance.clock import PARIS, now, today
from insurance.database import db, one_at_a_time, transaction

Job = Callable[[], None]
FIRST_HOUR = 6  # Paris time: a mail of the night would be read as an alarm
LEASE = timedelta(minutes=30)


class DailyRun(db.Model):
    """The last French day on which a job was done to its end, and until when a worker that began it has it for itself."""

    __tablename__ = "daily_run"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    done_on: Mapped[date | None]
    leased_until: Mapped[datetime | None]


def from_midnight(job: Job) -> Job:
    """Return a job that runs as soon as its day begins: what was promised for that day is true from 0:00."""
    def at_once() -> None:
        job()
    at_once.first_hour = 0
    return at_once


def is_due(job: Job | None = None) -> bool:
    """Return whether a job of this day may run: not before six in the morning, Paris time, unless it says otherwise."""
    return now().astimezone(PARIS).hour >= getattr(job, "first_hour", FIRST_HOUR)


def undone(jobs: Mapping[str, Job]) -> list[str]:
    """Return the names of the jobs that were not yet done today, in the order of the table."""
    done = set(db.session.scalars(select(DailyRun.job).where(DailyRun.done_on >= today())))
    return [name for name in jobs if name not in done]


def run(name: str, job: Job) -> bool:
    """Do a job and write that it was done today; return False when it was done, or another worker is at it.

    A job makes its own transactions, short ones. It decides from dates and from what is written, never from how often
    it runs: days without a worker are made up, one that was cut short goes on, and doing it twice changes nothing.
    """
    day = today()
    if not _take(name, day):
        return False
    try:
        job()
    except BaseException:
        _write(name, leased_until=None)
        raise
    _write(name, done_on=day, leased_until=None)
    return True


def _take(name: str, day: date) -> bool:
    with transaction():
        one_at_a_time(f"daily:{name}")
        line = db.session.get(DailyRun, name)
        if line is None:
            line = DailyRun(job=name)
            db.session.add(line)
        is_free = line.leased_until is None or line.leased_until < now()
        if (line.done_on is not None and line.done_on >= day) or not is_free:
            return False
        line.leased_until = now() + LEASE
    return True


def _write(name: str, **values) -> None:
    with transaction():
        line = db.session.get(DailyRun, name)
        for column, value in values.items():
            setattr(line, column, value)
