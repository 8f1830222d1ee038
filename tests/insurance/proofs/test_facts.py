"""What a proof says, and until when."""
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.proofs.facts import HOLDER_BYTES, expiry, shortened
from tests.support.proofs import EXPIRES_AT, ISSUED_AT, proof_facts

PARIS_IN_WINTER = timezone(timedelta(hours=1))


def test_a_name_that_fits_is_kept_whole():
    assert proof_facts(holder_name="Marie-Claude Martin-Lefebvre").holder_name == "Marie-Claude Martin-Lefebvre"


def test_a_long_name_is_cut_after_a_whole_word_and_says_so():
    facts = proof_facts(holder_name="Marie-Charlotte Anne de la Rochefoucauld d'Estissac")
    assert facts.holder_name == "Marie-Charlotte Anne de la…"


def test_a_name_cut_exactly_between_two_words_keeps_the_last_one():
    assert shortened("Anne-Lise Bertrand Dupont", 21) == "Anne-Lise Bertrand…"


def test_a_single_long_word_is_cut_inside():
    assert shortened("Wolfeschlegelsteinhausenbergerdorff", 12) == "Wolfeschl…"


def test_accents_count_for_the_bytes_they_take():
    assert shortened("é" * 10, 20) == "é" * 10
    assert shortened("é" * 11, 20) == "é" * 8 + "…"


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.integers(3, 60))
def test_a_shortened_text_fits_and_does_not_change_when_shortened_again(text, limit):
    once = shortened(text, limit)
    assert len(once.encode()) <= limit
    assert shortened(once, limit) == once


def test_spaces_and_accents_are_written_one_way():
    assert proof_facts(holder_name="  E\u0301le\u0301onore \t Gauthier ").holder_name == "Éléonore Gauthier"


@pytest.mark.parametrize("changes", [
    {"plate": "V" * 41}, {"contract_number": "A" * 21}, {"plate": " "}, {"holder_name": ""}, {"vehicle": ""},
    {"contract_number": ""}, {"code": "K7F3-M9X2-Q4AB"}, {"code": "k7f3m9x2q4ab"}, {"code": "K7F3M9X2Q4A"},
    {"code": "O7F3M9X2Q4AB"}, {"issued_at": EXPIRES_AT}, {"expires_at": datetime(2027, 1, 1)},
    {"effective_on": date(1969, 12, 31)}, {"provisional_until": date(2026, 3, 31)},
], ids=str)
def test_a_value_that_a_proof_cannot_carry_is_refused(changes):
    with pytest.raises(ValueError, match=r"a proof|at most|time zone|presumption|bytes"):
        proof_facts(**changes)


def test_instants_are_kept_in_utc_to_the_second():
    facts = proof_facts(issued_at=datetime(2026, 11, 23, 8, 41, 0, 999_999, tzinfo=PARIS_IN_WINTER))
    assert facts.issued_at == ISSUED_AT
    assert facts.issued_at.tzinfo is UTC


def test_the_longest_holder_is_forty_bytes():
    assert len(proof_facts(holder_name="Jean " * 30).holder_name.encode()) <= HOLDER_BYTES == 40


def test_a_proof_lives_its_days():
    assert expiry(ISSUED_AT, days=15) == EXPIRES_AT
    assert expiry(ISSUED_AT, days=15, cover_ends_at=EXPIRES_AT + timedelta(days=90)) == EXPIRES_AT


def test_a_proof_does_not_outlive_the_cover():
    tomorrow = ISSUED_AT + timedelta(days=1)
    assert expiry(ISSUED_AT, days=15, cover_ends_at=tomorrow) == tomorrow
