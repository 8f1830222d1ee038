"""What a password must be."""
import pytest

from gateways.passwords import Passwords
from insurance.accounts.rules import PasswordFlaw, forbidden_words, password_flaws

WORDS = forbidden_words("Anne-Cécile", "Lefèvre d’Arc", "ac.lefevre+auto@example.org", ["AA7311640"])
F = PasswordFlaw


@pytest.fixture(scope="session")
def is_common():
    return Passwords(memory_kib=1024).is_common


@pytest.mark.parametrize("password", [
    "Chene-vert-82!", "aB3$efgh", "Ab3 efgh ij", "Ünïcodé-7", "été-Ça va 9", "Un long poème de 3 strophes : " * 3, "🚗aB3defgh",
    "Rue des 3 Moulins, Lille",
])
def test_a_password_of_four_classes_that_nobody_would_guess_is_accepted(password, is_common):
    assert password_flaws(password, WORDS, is_common) == []


@pytest.mark.parametrize(("password", "flaws"), [
    ("", [F.TOO_SHORT, F.NO_LOWER_CASE, F.NO_UPPER_CASE, F.NO_DIGIT, F.NO_SYMBOL]),
    ("aB3$efg", [F.TOO_SHORT]), ("AB3$EFGHI", [F.NO_LOWER_CASE]), ("ab3$efghi", [F.NO_UPPER_CASE]),
    ("abC$efghi", [F.NO_DIGIT]), ("abC3efghi", [F.NO_SYMBOL]), ("aB3$" + "x" * 197, [F.TOO_LONG]),
    ("Lefevre-2026!", [F.ABOUT_YOU]), ("LEFÈVRE-2026!a", [F.ABOUT_YOU]), ("xX9-le-fe-vre-dArc!", [F.ABOUT_YOU]),
    ("Cecile-en-4L!", [F.ABOUT_YOU]), ("!aa-7311-640-X", [F.ABOUT_YOU]), ("Ac.lefevre+auto@example.org1", [F.ABOUT_YOU]),
    ("Password1!", [F.COMMON]), ("Azerty123!", [F.COMMON]), ("Motdepasse1!", [F.COMMON]),
    ("Qwerty12345!", [F.COMMON]), ("P@ssw0rd", [F.COMMON]), ("M0tdepasse!", [F.COMMON]), ("Bienvenue1!", [F.COMMON]),
    ("Azertyuiop1*", [F.COMMON]),
])
def test_a_password_that_is_not_accepted_says_everything_that_is_wrong(password, flaws, is_common):
    assert password_flaws(password, WORDS, is_common) == flaws


def test_exactly_two_hundred_characters_are_accepted(is_common):
    password = "aB3$" + "hétérogène " * 17 + "abcdefghi"
    assert len(password) == 200
    assert password_flaws(password, WORDS, is_common) == []
    assert password_flaws(password + "x", WORDS, is_common) == [F.TOO_LONG]


def test_a_very_long_password_costs_nothing(is_common):
    assert password_flaws("aB3$" * 1_000_000, WORDS, is_common) == [F.TOO_LONG]


def test_a_name_of_three_letters_does_not_forbid_every_word_that_holds_it(is_common):
    words = forbidden_words("Léa", "Ba", "lb@example.org", [])
    assert password_flaws("Cerf-volant-bleu-7", words, is_common) == []
    assert password_flaws("Balades-Lea-91!", words, is_common) == []


def test_the_words_of_a_person_are_compared_without_accents_case_or_dashes():
    assert {"annececile", "anne", "cecile", "lefevredarc", "lefevre", "aclefevreauto", "aa7311640"} <= set(WORDS)
    assert all(word == word.lower() and word.isalnum() for word in WORDS)
