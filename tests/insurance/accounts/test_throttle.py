"""How often one may try: what is free, what waits, what is held, and that nobody gets round it."""
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from insurance.accounts import throttle
from insurance.accounts.models import Attempt
from insurance.clock import held_at, now
from insurance.database import db
from insurance.errors import Reason, Refused

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def enter(account="account", address="address"):
    return throttle.enter(throttle.key_of("account", account), throttle.key_of("address", address))


def refused(**where):
    with pytest.raises(Refused) as caught:
        enter(**where)
    assert caught.value.reason is Reason.TOO_MANY_ATTEMPTS
    return caught.value.until


@pytest.mark.parametrize(("tries", "minutes"), [
    (0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 30), (11, 30), (500, 30)])
def test_the_wait_grows_and_never_passes_half_an_hour(tries, minutes):
    assert throttle.free_again_at(tries, START) == START + timedelta(minutes=minutes)


def test_five_tries_are_free_then_each_one_waits_longer(app):
    moment = START
    for number in range(1, 6):
        with held_at(moment):
            assert enter() == number
    for number, minutes in ((6, 1), (7, 2), (8, 4), (9, 8), (10, 16), (11, 30), (12, 30)):
        with held_at(moment + timedelta(minutes=minutes, seconds=-1)):
            assert refused() == moment + timedelta(minutes=minutes)
        moment += timedelta(minutes=minutes)
        with held_at(moment):
            assert enter() == number


def test_a_try_that_is_refused_does_not_make_the_wait_longer(app):
    with held_at(START):
        for _ in range(5):
            enter()
        for _ in range(20):
            assert refused() == START + timedelta(minutes=1)


def test_another_account_is_not_held(app):
    with held_at(START):
        for _ in range(5):
            enter("one", "here")
        assert enter("other", "there") == 1


def test_tries_are_forgotten_after_a_day(app):
    with held_at(START):
        for _ in range(5):
            enter()
    with held_at(START + timedelta(hours=24, seconds=1)):
        assert enter() == 1


def test_a_success_starts_afresh(app):
    with held_at(START):
        for _ in range(5):
            enter()
        throttle.forget(throttle.key_of("account", "account"))
        assert enter() == 1


def test_an_address_that_tries_everybody_waits_whoever_it_tries(app):
    with held_at(START):
        for number in range(throttle.ADDRESS_TRIES):
            enter(f"account {number}")
        assert refused(account="somebody else") == START + throttle.ADDRESS_WINDOW
        assert enter("somebody else", "elsewhere") == 1
    with held_at(START + throttle.ADDRESS_WINDOW + timedelta(seconds=1)):
        assert enter("yet another") == 1


def test_tries_survive_the_process(app, portal):
    with held_at(now()):
        for _ in range(5):
            enter()
        with portal(app.instance_path).app_context():
            assert refused()


def test_parallel_tries_are_all_counted(app):
    assert burst(app) == 5


def test_parallel_tries_are_all_counted_on_postgresql(postgres_app):
    assert burst(postgres_app) == 5


def burst(app, threads=12):
    """Try at the same instant from many threads, and return how many were let through."""
    passed, together = [], threading.Barrier(threads)

    def attempt():
        with app.app_context():
            together.wait()
            with suppress(Refused):
                passed.append(enter())

    pool = [threading.Thread(target=attempt) for _ in range(threads)]
    for thread in pool:
        thread.start()
    for thread in pool:
        thread.join()
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 2 * len(passed)
    return len(passed)


def test_a_limit_without_account_counts_and_stops(app):
    key = throttle.key_of("mail", "somebody")
    with held_at(START):
        assert [throttle.allow(key, 3, timedelta(hours=1)) for _ in range(5)] == [True, True, True, False, False]
    with held_at(START + timedelta(hours=1, seconds=1)):
        assert throttle.allow(key, 3, timedelta(hours=1))


def test_the_table_names_nobody(app):
    enter("sophie.marchand@example.org", "192.0.2.1")
    keys = db.session.scalars(select(Attempt.key)).all()
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in keys)


def test_old_tries_are_purged_and_the_others_kept(app):
    with held_at(START):
        enter("old")
    with held_at(START + timedelta(hours=20)):
        enter("young")
    with held_at(START + timedelta(hours=24, minutes=1)):
        assert throttle.purge() == 2
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 2
