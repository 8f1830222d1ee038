"""The devices on which somebody is signed in: what is listed is what still opens."""
from datetime import UTC, datetime, timedelta

import pytest

from insurance.accounts import services
from insurance.accounts.devices import SignedInDevices
from insurance.clock import held_at

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DEVICES = SignedInDevices(idle=timedelta(minutes=30), longest=timedelta(hours=12))


def begin(customer, token, label="phone"):
    return DEVICES.begin(str(customer.id), token, {}, label)


def test_the_last_seen_comes_first(sophie):
    for minutes, token in enumerate("abc"):
        with held_at(START + timedelta(minutes=minutes)):
            begin(sophie, token, token)
    with held_at(START + timedelta(minutes=5)):
        DEVICES.find("a")
        assert [device.label for device in DEVICES.of(sophie)] == ["a", "c", "b"]


def test_nobody_elses_device_is_listed(sophie, karim):
    begin(karim, "k")
    assert DEVICES.of(sophie) == []


@pytest.mark.parametrize(("after", "is_alive"), [
    (timedelta(minutes=29, seconds=59), True), (timedelta(minutes=30), False), (timedelta(days=300), False)])
def test_a_session_left_for_half_an_hour_opens_nothing_and_is_not_listed(sophie, after, is_alive):
    with held_at(START):
        begin(sophie, "a")
    with held_at(START + after):
        assert bool(DEVICES.of(sophie)) is is_alive
        assert bool(DEVICES.find("a")) is is_alive


def test_a_session_that_ended_opens_nothing_and_is_not_listed(sophie):
    device = begin(sophie, "a")
    DEVICES.end(device)
    assert DEVICES.find("a") is None
    assert DEVICES.of(sophie) == []


def test_ending_all_but_one_leaves_that_one(sophie, karim):
    kept = begin(sophie, "a")
    begin(sophie, "b")
    begin(karim, "k")
    services.end_devices(sophie, keep=kept.id)
    assert [DEVICES.find(token) is not None for token in "abk"] == [True, False, True]
    services.end_devices(sophie)
    assert DEVICES.of(sophie) == []
    assert DEVICES.find("k") is not None


def test_a_token_is_compared_whole(sophie):
    begin(sophie, "abcdef")
    assert DEVICES.find("abcde") is None
    assert DEVICES.find("") is None


def test_a_label_that_is_too_long_is_cut(sophie):
    assert begin(sophie, "a", "x" * 500).label == "x" * 60
