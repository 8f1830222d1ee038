"""Identifiers: in order, opaque, and typed without mistake."""
import time
import uuid

import pytest

from insurance.references import CROCKFORD, new_code, new_id, new_public_id, read_code, spaced_code


def test_an_id_is_a_version_7_uuid_of_this_instant():
    before = time.time_ns() // 1_000_000
    made = new_id()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_made_one_after_another_come_in_that_order():
    made = [new_id() for _ in range(200)]
    assert made == sorted(made)


def test_no_two_are_the_same():
    assert len({new_id() for _ in range(5000)}) == 5000
    assert len({new_public_id() for _ in range(5000)}) == 5000
    assert len({new_code() for _ in range(5000)}) == 5000


def test_a_public_id_is_an_address_that_tells_nothing():
    made = new_public_id()
    assert len(made) == 13
    assert made == made.lower()
    assert set(made.upper()) <= set(CROCKFORD)


def test_a_code_has_no_letter_that_looks_like_another():
    assert not set("ILOU") & set("".join(new_code() for _ in range(200)))


@pytest.mark.parametrize("typed", ["K7F3M9X2Q4AB", "k7f3-m9x2-q4ab", " K7F3 M9X2 Q4AB ", "k7f3m9x2q4ab", "K7F3–M9X2–Q4AB"])
def test_a_code_is_understood_however_it_is_typed(typed):
    assert read_code(typed) == "K7F3M9X2Q4AB"


def test_letters_that_look_alike_are_understood():
    assert read_code("OIL0-1VUV-0000") == "01101VVV0000"


@pytest.mark.parametrize("typed", [
    "", "K7F3", "K7F3M9X2Q4ABC", "K7F3M9X2Q4A", "K7F3M9X2Q4AÉ", "K7F3M9X2Q4A٣", "------------", "K7F3M9X2Q4Aß"])
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) is None


def test_a_code_is_printed_in_groups_that_are_read_back():
    code = new_code()
    assert read_code(spaced_code(code)) == code
    assert [len(part) for part in spaced_code(code).split("-")] == [4, 4, 4]
