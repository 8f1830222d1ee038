"""What an identity may be."""
from dataclasses import replace
from datetime import date

import pytest

from insurance.corrections.rules import Identity, IdentityFlaw, changes_between, identity_flaws, normal_identity

TODAY = date(2026, 11, 28)
SOPHIE = Identity("Mme", "Sophie", "Marchand", "", date(1988, 4, 18), "")


@pytest.mark.parametrize("name", ["Anne-Marie", "Dos Santos", "L’Hôte", "D'Angelo", "Nuñez y Pérez", "Élise Zoé", "Jr."])
def test_a_name_is_written_as_people_are_called(name):
    assert identity_flaws(replace(SOPHIE, last_name=name, first_name=name, birth_name=name), TODAY) == {}


@pytest.mark.parametrize(("changes", "flaws"), [
    ({"first_name": ""}, {"first_name": IdentityFlaw.NO_NAME}),
    ({"last_name": "M4rchand"}, {"last_name": IdentityFlaw.NOT_A_NAME}),
    ({"birth_name": "<b>"}, {"birth_name": IdentityFlaw.NOT_A_NAME}),
    ({"born_on": date(2010, 11, 28)}, {}),
    ({"born_on": date(2010, 11, 29)}, {"born_on": IdentityFlaw.NOT_A_BIRTH_DATE}),
    ({"born_on": date(1906, 11, 27)}, {"born_on": IdentityFlaw.NOT_A_BIRTH_DATE})])
def test_what_cannot_be_an_identity_says_which_part_is_wrong(changes, flaws):
    assert identity_flaws(replace(SOPHIE, **changes), TODAY) == flaws


def test_spaces_are_forgiven_and_only_what_differs_is_asked():
    asked = normal_identity(replace(SOPHIE, last_name="  Marchand   Duval ", born_on=date(1989, 4, 18)))
    assert changes_between(SOPHIE, asked) == {"last_name": ["Marchand", "Marchand Duval"],
                                              "born_on": ["1988-04-18", "1989-04-18"]}
    assert changes_between(SOPHIE, normal_identity(SOPHIE)) == {}
