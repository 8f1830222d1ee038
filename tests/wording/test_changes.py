"""What differs between two records of a contract, in the words of its papers."""
import pytest

from tests.support.portfolio import LINE, changed
from wording.changes import contract_changes, subject_of

HUGO = {"role": "occasional", "first_name": "Hugo", "last_name": "Marchand", "birth_date": "2008-05-01"}
TWO = changed("drivers", [*LINE["drivers"], HUGO])


def rows(before, after):
    return [(one.label, one.before, one.after) for one in contract_changes(before, after)]


@pytest.mark.parametrize(("path", "value", "row", "subject"), [
    ("product", "third_party", ("Formule", "Tous risques", "Au tiers"), "Changement de garanties"),
    ("vehicle.model", "308", ("Véhicule", "Peugeot 208", "Peugeot 308"), "Changement de véhicule"),
    ("vehicle.registration", "AB-123-CD", ("Immatriculation", "GH-482-KT", "AB-123-CD"), "Changement de véhicule"),
    ("vehicle.vin", None, ("N° d’identification", "VF3UPHNKUN6048217", ""), "Changement de véhicule"),
    ("vehicle.fiscal_power", 7, ("Puissance fiscale", "5\u00a0CV", "7\u00a0CV"), "Changement de véhicule"),
    ("vehicle.first_registration", "2020-01-01",
     ("Première mise en circulation", "29 décembre 2023", "1er janvier 2020"), "Changement de véhicule"),
    ("vehicle.usage", "private", ("Usage", "Trajets privés et trajet domicile-travail", "Trajets privés"),
     "Changement d’usage du véhicule"),
    ("vehicle.parking", None, ("Stationnement habituel", "Dans la rue", ""), "Changement d’usage du véhicule"),
    ("vehicle.mileage_limit_km", 8000, ("Kilométrage annuel", "Sans limite", "8\u202f000\u00a0km au plus"),
     "Changement d’usage du véhicule"),
    ("vehicle.paid_transport", True, ("Transport de personnes", "", "À titre onéreux"), "Changement d’usage du véhicule"),
    ("premium.frequency", "yearly", ("Paiement", "Chaque mois, par prélèvement", "Chaque année, par prélèvement"),
     "Changement de paiement"),
    ("holder.address.line1", "3 quai du Port", ("Adresse du souscripteur", "14 rue des Bouchers, 59800 Lille",
                                                "3 quai du Port, 59800 Lille"), "Changement de coordonnées"),
    ("holder.last_name", "Durand", ("Souscripteur", "Sophie Marchand", "Sophie Durand"), "Changement de coordonnées"),
    ("drivers.0.licence_number", "1", (
        "Sophie Marchand", "Conducteur principal, permis n°\u00a008AX41207, permis obtenu le 2 septembre 2008",
        "Conducteur principal, permis n°\u00a01, permis obtenu le 2 septembre 2008"), "Changement de conducteurs"),
    ("coverages.1.deductible_cents", 0, ("Bris de glace", "Franchise 75,00\u00a0€", "Sans franchise"),
     "Changement de garanties"),
    ("coverages.0.limit_cents", None, ("Responsabilité civile", "Souscrite, jusqu’à 100\u202f000\u202f000,00\u00a0€",
                                       "Souscrite"), "Changement de garanties"),
    ("options", ["personal_effects"], ("Option", "Assistance 0\u00a0km", ""), "Changement de garanties"),
])
def test_a_term_that_changes_is_told_before_and_after(path, value, row, subject):
    found = contract_changes(LINE, changed(path, value))
    assert tuple(part.replace("0 km", "0\u00a0km") for part in found[0][:3]) == row
    assert subject_of(found) == subject


def test_who_comes_and_who_goes_is_named_with_the_day_of_birth():
    assert rows(LINE, TWO) == [("Conducteur occasionnel", "", "Hugo Marchand, né(e) le 1er mai 2008")]
    assert rows(TWO, LINE) == [("Conducteur occasionnel", "Hugo Marchand, né(e) le 1er mai 2008", "")]


def test_drivers_that_change_places_change_nothing():
    assert rows(TWO, changed("drivers", TWO["drivers"][::-1])) == []


def test_a_plate_written_otherwise_is_the_same_plate():
    assert rows(LINE, changed("vehicle.registration", "GH 482 KT")) == []


def test_changes_of_several_sorts_are_a_change_of_the_contract():
    assert subject_of(contract_changes(LINE, changed("product", "third_party", TWO))) == "Modification du contrat"


@pytest.mark.parametrize("path", ["premium.annual_cents", "bonus_malus.coefficient", "anniversary", "end_date"])
def test_the_premium_the_coefficient_and_the_dates_are_no_terms(path):
    assert rows(LINE, changed(path, 1)) == []
