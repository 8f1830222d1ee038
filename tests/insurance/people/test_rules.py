"""What is forgiven when people write their own details, and what is not."""
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.people.rules import (
    AddressFlaw,
    EmailFlaw,
    PhoneFlaw,
    PostalAddress,
    address_flaws,
    email_flaw,
    normal_address,
    normal_email,
    normal_phone,
    phone_flaw,
)

LILLE = PostalAddress("14 rue des Bouchers", "", "59800", "Lille", "FR")


@pytest.mark.parametrize("typed", [
    "06 12 34 56 78", "0612345678", "06.12.34.56.78", "06-12-34-56-78", "06/12/34/56/78", "+33 6 12 34 56 78",
    "+33612345678", "0033 6 12 34 56 78", "+33 (0)6 12 34 56 78", "+33 06 12 34 56 78", "(06) 12 34 56 78",
    "06\u00a012\u202f34 56 78", "  06 12 34 56 78  ", "06‑12–34—56 78", "０６１２３４５６７８",
])
def test_a_mobile_is_understood_however_it_is_typed(typed):
    assert normal_phone(typed) == "+33612345678"
    assert phone_flaw("+33612345678") is None


@pytest.mark.parametrize(("typed", "number"), [
    ("01 86 76 70 00", "+33186767000"), ("09 50 12 34 56", "+33950123456"), ("07 00 00 00 01", "+33700000001"),
    ("+32 470 12 34 56", "+32470123456"), ("0032 470 12 34 56", "+32470123456"),
    ("+44 (0)20 7946 0018", "+442079460018"),
    ("0692 12 34 56", "+262692123456"), ("0690 12 34 56", "+590690123456"), ("+33 696 12 34 56", "+596696123456"),
    ("0594 12 34 56", "+594594123456"), ("+377 93 15 00 00", "+37793150000"),
])
def test_fixed_lines_other_countries_and_overseas_numbers_are_good(typed, number):
    assert (normal_phone(typed), phone_flaw(normal_phone(typed))) == (number, None)


@pytest.mark.parametrize(("typed", "flaw"), [
    ("06 12 34 56 7", PhoneFlaw.TOO_SHORT), ("06 12 34 56 78 9", PhoneFlaw.TOO_LONG), ("0", PhoneFlaw.TOO_SHORT),
    ("08 99 12 34 56", PhoneFlaw.SPECIAL_RATE), ("36 39", PhoneFlaw.NOT_A_NUMBER), ("douze", PhoneFlaw.NOT_A_NUMBER),
    ("06 12 34 56 7O", PhoneFlaw.NOT_A_NUMBER), ("612345678", PhoneFlaw.NOT_A_NUMBER), ("+", PhoneFlaw.NOT_A_NUMBER),
    ("+1234567890123456", PhoneFlaw.NOT_ABROAD), ("+32", PhoneFlaw.NOT_ABROAD), ("+0612345678", PhoneFlaw.NOT_ABROAD),
    ("+33 0 0 612345678", PhoneFlaw.TOO_LONG), ("٠٦١٢٣٤٥٦٧٨", PhoneFlaw.NOT_A_NUMBER),
    ("0612345678; rm", PhoneFlaw.NOT_A_NUMBER),
])
def test_a_number_that_nobody_answers_is_refused_with_what_is_wrong(typed, flaw):
    assert phone_flaw(normal_phone(typed)) is flaw


@given(st.text(alphabet=string.digits + " +.-()/" + string.ascii_letters, max_size=40))
def test_a_number_that_is_kept_is_e164_fits_its_column_and_is_its_own_normal_form(typed):
    number = normal_phone(typed)
    if phone_flaw(number) is None:
        assert number[0] == "+"
        assert number[1:].isdigit()
        assert len(number) <= 16
        assert normal_phone(number) == number


@pytest.mark.parametrize("typed", ["59800", "59 800", "F-59800", "f-59 800", "59\u00a0800"])
def test_a_postcode_is_understood_however_it_is_typed(typed):
    address = normal_address(PostalAddress("14 rue des Bouchers", "", typed, "Lille", "FR"))
    assert (address, address_flaws(address)) == (LILLE, {})


@pytest.mark.parametrize("postcode", ["", "5980", "598000", "5980O", "٥٩٨٠٠"])
def test_a_french_postcode_has_five_figures(postcode):
    assert "postcode" in address_flaws(normal_address(PostalAddress("1 rue", "", postcode, "Lille", "FR")))


@pytest.mark.parametrize(("postcode", "country"), [("SW1A 1AA", "GB"), ("1000", "BE"), ("", "AE"), ("98000", "MC")])
def test_the_postcode_of_another_country_is_its_own_business(postcode, country):
    assert address_flaws(normal_address(PostalAddress("1 High Street", "", postcode, "City", country))) == {}


def test_spaces_are_put_in_order():
    typed = PostalAddress("  14   rue des\u00a0Bouchers ", " ", "59800", " Lille  ", "FR")
    assert normal_address(typed) == LILLE


@pytest.mark.parametrize(("name", "value", "flaw"), [
    ("line1", "", AddressFlaw.NO_STREET), ("line1", "...", AddressFlaw.NO_STREET), ("city", "", AddressFlaw.NO_CITY),
    ("city", "59800", AddressFlaw.NO_CITY), ("city", "Αθήνα", AddressFlaw.NOT_LATIN),
    ("line1", "улица 5", AddressFlaw.NOT_LATIN), ("line2", "chez moi 🏠", AddressFlaw.NOT_LATIN),
    ("line1", "14 rue \u202ebus", AddressFlaw.NOT_LATIN), ("line2", "a\x00b", AddressFlaw.NOT_LATIN),
])
def test_an_envelope_that_no_postman_could_read_is_refused(name, value, flaw):
    assert address_flaws(PostalAddress(**vars(LILLE) | {name: value})) == {name: flaw}


@pytest.mark.parametrize("line", ["12 bis, impasse de l’Œuvre (bât. n° 3)", "Lieu-dit « Kerguélen »", "Straße 7",
                                  "5ª escalier/B & C", "ul. Łódzka 3"])
def test_an_envelope_may_hold_what_envelopes_hold(line):
    assert address_flaws(PostalAddress(line, line, "59800", "L’Haÿ-les-Roses CEDEX 9", "FR")) == {}


@pytest.mark.parametrize("email", ["sophie@example.org", "a.b+c@mail.exemple.fr", "o'neil@example.ie", "x@a-b.co.uk"])
def test_an_address_that_could_receive_a_mail_is_good(email):
    assert email_flaw(normal_email(email)) is None


@pytest.mark.parametrize(("email", "flaw"), [
    ("sophie", EmailFlaw.NOT_AN_EMAIL), ("sophie@", EmailFlaw.NOT_AN_EMAIL), ("@example.org", EmailFlaw.NOT_AN_EMAIL),
    ("sophie@example", EmailFlaw.NOT_AN_EMAIL), ("sophie@@example.org", EmailFlaw.NOT_AN_EMAIL),
    ("so phie@example.org", EmailFlaw.NOT_AN_EMAIL), ("sophie@example..org", EmailFlaw.NOT_AN_EMAIL),
    (".sophie@example.org", EmailFlaw.NOT_AN_EMAIL), ("sophie.@example.org", EmailFlaw.NOT_AN_EMAIL),
    ("sophie@-example.org", EmailFlaw.NOT_AN_EMAIL), ("sophie@example.org.", EmailFlaw.NOT_AN_EMAIL),
    ("sophie@example.123", EmailFlaw.NOT_AN_EMAIL), ("a@b.fr, c@d.fr", EmailFlaw.NOT_AN_EMAIL),
    ("Sophie <sophie@example.org>", EmailFlaw.NOT_AN_EMAIL), ("s@example.org\nBcc: x@y.fr", EmailFlaw.NOT_AN_EMAIL),
    ("a" * 65 + "@example.org", EmailFlaw.NOT_AN_EMAIL), ("a@" + "b" * 63 + ".c" * 100 + ".fr", EmailFlaw.NOT_AN_EMAIL),
    ("rené@example.org", EmailFlaw.HAS_ACCENT), ("sophie@société.fr", EmailFlaw.HAS_ACCENT),
    ("日本@example.org", EmailFlaw.NOT_AN_EMAIL), ("sophie@gmial.com", EmailFlaw.MISTYPED_DOMAIN),
    ("sophie@hotmail.con", EmailFlaw.MISTYPED_DOMAIN),
])
def test_an_address_that_is_obviously_wrong_is_refused(email, flaw):
    assert email_flaw(normal_email(email)) is flaw


@given(st.text(max_size=300))
def test_no_text_makes_the_rules_fail(text):
    email_flaw(normal_email(text))
    phone_flaw(normal_phone(text))
    address_flaws(normal_address(PostalAddress(text, text, text, text, "FR")))
