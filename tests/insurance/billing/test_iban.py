"""IBANs: check digits, lengths, and the key of a French account."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.billing.iban import LENGTHS, IbanFlaw, fault_in, flaw_in, has_valid_check_digits, is_valid, masked, normalise, rib_key

FRENCH = "FR1420041010050500013M02606"


@pytest.mark.parametrize("iban", [
    FRENCH, "FR7630006000011234567890189", "DE89370400440532013000", "BE68539007547034", "GB29NWBK60161331926819",
    "MC5811222000010123456789030", "NO9386011117947", "MT84MALT011000012345MTLCAST001S",
    "BR1800360305000010009795493C1",
])
def test_published_examples_are_valid(iban):
    assert is_valid(iban)


def test_what_is_shown_of_an_account_is_its_country_and_its_end():
    assert masked("fr14 2004 1010 0505 0001 3m02 606") == "FR•• •••• •••• 2606"


@pytest.mark.parametrize(("written", "flaw"), [
    (FRENCH, None), ("FR76 3000", IbanFlaw.SHAPE), (FRENCH + "1", IbanFlaw.LENGTH),
    (FRENCH.replace("50500", "50501"), IbanFlaw.CHECK_DIGITS),
    ("US64SVBKUS6S3300958879", IbanFlaw.NOT_SEPA),
])
def test_what_is_wrong_with_an_account_to_be_paid_has_a_name(written, flaw):
    assert flaw_in(written) == flaw


def test_spaces_and_small_letters_are_forgiven():
    assert is_valid(" fr14 2004 1010 0505 0001 3m02 606 ")
    assert normalise("fr14 2004") == "FR142004"


def test_a_wrong_character_is_told():
    wrong = FRENCH.replace("50500", "50501")
    assert fault_in(wrong) == "The check digits do not match: a character of the IBAN is wrong."


def test_a_wrong_length_is_told_with_the_right_one():
    assert fault_in(FRENCH[:-1]) == "An IBAN of FR has 27 characters; this one has 26."


@pytest.mark.parametrize("text", [
    "", "FR", "1234", "FR76 3000 6000", "FR14-2004-1010", "FR1420041010050500013Ｍ02606", "FR٣",
])
def test_what_is_not_an_iban_at_all_is_told(text):
    assert not is_valid(text)


def test_a_french_account_with_a_wrong_rib_key_is_refused_though_modulo_97_agrees():
    account = "20041010050500013M026"
    wrong = f"{rib_key(account) % 97 + 1:02d}"
    iban = with_check_digits("FR", account + wrong)
    assert has_valid_check_digits(iban)
    assert fault_in(iban) == "The RIB key (the last two digits) does not match the account."


@given(st.text("0123456789", min_size=10, max_size=10),
       st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=11, max_size=11))
def test_an_account_made_by_the_rules_is_valid_and_a_changed_digit_is_not(bank_and_branch, account):
    iban = with_check_digits("FR", f"{bank_and_branch}{account}{rib_key(bank_and_branch + account):02d}")
    assert is_valid(iban)
    other = iban[:5] + str((int(iban[5]) + 1) % 10) + iban[6:]
    assert not is_valid(other)


@given(st.text(max_size=60))
def test_any_text_can_be_asked_about(text):
    assert is_valid(text) == (fault_in(text) is None)


def test_lengths_are_those_of_accounts():
    assert all(15 <= length <= 31 for length in LENGTHS.values())


def with_check_digits(country: str, bban: str) -> str:
    turned = "".join(str(int(character, 36)) for character in f"{bban}{country}00")
    return f"{country}{98 - int(turned) % 97:02d}{bban}"
