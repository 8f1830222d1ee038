"""A customer is found however their name, number or plate is said, on both databases."""
import pytest

from insurance.errors import NotFound
from insurance.staff.search import AT_MOST, FoundBy, find_customer, search
from tests.support.factories import make_contract, make_customer


@pytest.fixture(params=["app", "postgres_app"])
def people(request):
    """A few customers whose names are hard."""
    request.getfixturevalue(request.param)
    names = [("Sophie", "Marchand", "AA-7204-118", "GH-482-KT"), ("Hélène", "Lefèvre", "AA-7204-119", "GH-483-AA"),
             ("Marie-Charlotte", "de La Rochefoucauld", "BB-1000-001", "4826 XS 29"), ("Jean", "L’Hôte", "BB-1000-002", "WW-001-AA"),
             ("Ángel", "Muñoz Œil", "BB-1000-003", "AB-123-CD"), ("Sophie", "Martin", "BB-1000-004", "AB-124-CD")]
    made = {}
    for first, last, number, plate in names:
        email = f"p{len(made)}@example.org"
        made[last] = make_customer(first, last, email=email, phone=f"+3363998010{len(made)}")
        make_contract(made[last], number, plate)
    return made


def found(typed):
    return [(one.customer.last_name, one.by) for one in search(typed)]


NAMES = [
    ("marchand", "Marchand"), ("  MARCHAND  sophie ", "Marchand"), ("Sophie Marchand", "Marchand"), ("lefevre", "Lefèvre"),
    ("Helene Lefevre", "Lefèvre"), ("LEFÈVRE HÉLÈNE", "Lefèvre"), ("de la rochefoucauld", "de La Rochefoucauld"),
    ("Rochefoucauld", "de La Rochefoucauld"), ("marie charlotte de la roche", "de La Rochefoucauld"),
    ("l'hote", "L’Hôte"), ("lhote", "L’Hôte"), ("munoz oeil", "Muñoz Œil"), ("Muñoz", "Muñoz Œil"), ("angel munoz", "Muñoz Œil"),
]


SAID = [
    ("AA-7204-118", [("Marchand", FoundBy.NUMBER)]), ("aa7204118", [("Marchand", FoundBy.NUMBER)]),
    ("aa 7204", [("Marchand", FoundBy.NUMBER), ("Lefèvre", FoundBy.NUMBER)]), ("GH 482 KT", [("Marchand", FoundBy.PLATE)]),
    ("gh48", [("Marchand", FoundBy.PLATE), ("Lefèvre", FoundBy.PLATE)]), ("4826xs29", [("de La Rochefoucauld", FoundBy.PLATE)]),
    ("P2@Example.ORG ", [("de La Rochefoucauld", FoundBy.EMAIL)]), ("06 39 98 01 03", [("L’Hôte", FoundBy.PHONE)]),
    ("+33639980103", [("L’Hôte", FoundBy.PHONE)]),
]


NOBODY = ["", "  ", "ab", "a-", "zzzzzz", "99-9999-999", "nobody@example.org", "%", "___", "100%_x", "' OR 1=1 --",
          "é" * 500, "\\", "AA%"]


def test_a_name_is_found_without_its_accents_its_hyphens_or_its_order(people):
    assert {typed: found(typed) for typed, _ in NAMES} == {typed: [(name, FoundBy.NAME)] for typed, name in NAMES}


def test_a_number_a_plate_an_email_or_a_telephone_is_found_as_it_is_said(people):
    assert {typed: found(typed) for typed, _ in SAID} == dict(SAID)


def test_what_designates_nobody_finds_nobody(people):
    assert {typed: found(typed) for typed in NOBODY} == {typed: [] for typed in NOBODY}


def test_whoever_matches_twice_is_there_once_with_a_contract(people):
    make_contract(people["Marchand"], "AA-7204-777", "ZZ-001-ZZ")
    assert [one.customer.last_name for one in search("AA-7204")].count("Marchand") == 1
    assert search("marchand")[0].contract.number in ("AA-7204-118", "AA-7204-777")


def test_too_many_are_said_to_be_many(people):
    for number in range(AT_MOST + 5):
        make_customer("Paul", f"Durand{chr(97 + number)}", email=f"d{number}@example.org")
    assert len(search("durand")) == AT_MOST + 1


def test_a_customer_without_a_contract_is_found_too(people):
    make_customer("Paul", "Durand")
    assert [(one.customer.last_name, one.contract) for one in search("durand")] == [("Durand", None)]


def test_a_key_finds_its_customer_and_nothing_else(people):
    assert find_customer(people["Marchand"].phone_key).last_name == "Marchand"
    with pytest.raises(NotFound):
        find_customer("nobody")
