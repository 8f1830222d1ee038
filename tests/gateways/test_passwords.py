"""Passwords are kept as argon2id and compared exactly."""
import re
import threading

import pytest

from gateways.passwords import HASHES_AT_ONCE, Passwords


@pytest.mark.parametrize("password", ["Chene-vert-82!", "", " ", "é" * 200, "\u00e9", "🚗" * 50, "a\x00b", "x" * 1000])
def test_a_password_opens_what_it_closed_and_nothing_else(passwords, password):
    hashed = passwords.hash(password)
    assert passwords.verify(hashed, password)
    assert not passwords.verify(hashed, password + " ")
    assert not passwords.verify(hashed, password[:-1] if password else "x")


def test_nothing_is_cut_off(passwords):
    hashed = passwords.hash("x" * 100 + "a")
    assert not passwords.verify(hashed, "x" * 100 + "b")
    assert not passwords.verify(passwords.hash("a\x00b"), "a\x00c")


def test_a_letter_written_in_two_ways_is_two_passwords(passwords):
    assert not passwords.verify(passwords.hash("\u00e9"), "e\u0301")


def test_the_same_password_is_never_hashed_the_same(passwords):
    assert passwords.hash("Chene-vert-82!") != passwords.hash("Chene-vert-82!")


def test_in_production_a_hash_costs_46_mebibytes_and_one_pass():
    hashed = Passwords().hash("Chene-vert-82!")
    assert re.match(r"\$argon2id\$v=19\$m=47104,t=1,p=1\$", hashed)


@pytest.mark.parametrize("hashed", ["", "plain", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA"])
def test_a_hash_that_means_nothing_opens_for_nobody(passwords, hashed):
    assert not passwords.verify(hashed, "")
    assert not passwords.verify(hashed, "plain")


def test_a_weaker_hash_is_seen(passwords):
    assert passwords.is_outdated(Passwords(memory_kib=64).hash("x"))
    assert not passwords.is_outdated(passwords.hash("x"))


def test_the_hash_that_stands_for_nobody_costs_as_much_as_any_other(passwords):
    parameters = passwords.dummy.rpartition("$")[0].rpartition("$")[0]
    assert passwords.hash("x").startswith(parameters)


def test_a_rush_of_sign_ins_takes_a_bounded_amount_of_memory(passwords):
    at_once, most, lock = 0, 0, threading.Lock()

    class Watched(Passwords):
        """The real thing, whose hasher says how many hashes are made at once."""

        def __init__(self):
            super().__init__(memory_kib=1024)
            inner = self._hasher

            class Counting:
                def verify(self, hashed, password):
                    nonlocal at_once, most
                    with lock:
                        at_once += 1
                        most = max(most, at_once)
                    try:
                        return inner.verify(hashed, password)
                    finally:
                        with lock:
                            at_once -= 1

            self._hasher = Counting()

    hashed, watched = passwords.hash("x"), Watched()
    threads = [threading.Thread(target=watched.verify, args=(hashed, "x")) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= most <= HASHES_AT_ONCE
