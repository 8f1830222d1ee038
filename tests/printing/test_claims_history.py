"""What the law wants on a claims history is on it: annexe à l'article A121-1 du code des assurances, art. 12."""
from dataclasses import replace
from datetime import date

import pytest

import printing
from insurance.documents.facts_history import HistoryClaim
from tests.support import papers

MENTIONS = [
    "A. Entreprise d’assurance Insurance undertaking", "Active Assurances", "12 rue de la Prévoyance", "FR 4021167",
    "B. Souscripteur Policyholder", "Mme Sophie Marchand", "14 rue des Bouchers", "17 avril 1989",
    "C. Véhicule Vehicle", "GH-482-KT", "VF3UPHNKUN6048217", "Peugeot 208 Style",
    "Trajets privés et trajet domicile-travail",
    "D. Contrat Insurance contract", "AA-7204-118", "20 décembre 2023", "depuis le 2 janvier 2024, en cours",
    "E. Sinistres des cinq dernières années Claims, last five years",
    "2 sinistres du 24 novembre 2021 au 24 novembre 2026",
    "21 avril 2026 Choc en stationnement, matériel 50 % Antoine Marchand Réglé",
    "24 juillet 2024 Bris de glace, matériel 0 % Néant Réglé",
    "F. Coefficient de réduction-majoration Bonus-malus", "0,76", "du 2 janvier 2026 au 1er janvier 2027",
    "Années à 0,50 · Years at 0.50 0 an", "Dernière échéance · Last renewal 2 janvier 2026",
    "2 janvier 2025 0,80", "2 janvier 2024 0,85",
    "G. Conducteurs désignés Named drivers",
    "Sophie Marchand Conducteur principal 17 avril 1989 08AX41207 2 septembre 2008",
    "Antoine Marchand Conducteur secondaire 30 novembre 1987 06BC90334 14 juin 2006",
    "H. Résiliation et établissement Termination and issue", "Motif de résiliation · Reason Néant",
    "Relevé établi le · Date of issue 24 novembre 2026",
]


@pytest.fixture
def words(read):
    return lambda **changes: read(printing.render(replace(papers.claims_history(), **changes)))


def test_a_claims_history_bears_every_mention_of_the_law(words):
    said = words()
    assert [mention for mention in MENTIONS if mention not in said] == []


def test_the_sections_are_those_of_the_european_model_in_their_order():
    titles = [section.title for section in printing.transcript(papers.claims_history()).sections]
    assert [title[:3] for title in titles[:-1]] == [f"{letter}. " for letter in "ABCDEFGH"]


def test_a_history_without_a_claim_says_so(words):
    assert "Aucun sinistre du 24 novembre 2021 au 24 novembre 2026." in words(claims=())
    assert "Aucun sinistre à ce jour." in words(claims=(), claims_since=date(2027, 1, 2))


def test_an_injury_an_unsettled_claim_and_an_unknown_driver_are_told(words):
    claim = HistoryClaim(occurred_on=date(2025, 5, 1), nature="Accident", has_injury=True, liability_percent=100,
                         responsible_driver="", is_settled=False)
    assert "1 sinistre du 24" in words(claims=(claim,))
    assert "1er mai 2025 Accident, corporel 100 % Non communiqué Non réglé" in words(claims=(claim,))


def test_an_ended_contract_gives_its_period_and_its_reason(words):
    ended = words(ended_on=date(2026, 11, 30), termination_reason="Vente du véhicule")
    assert "du 2 janvier 2024 au 30 novembre 2026" in ended
    assert "Reason Vente du véhicule" in ended
    assert "en cours" not in ended


def test_a_vehicle_without_bonus_malus_has_no_coefficient(words):
    scooter = words(coefficient_hundredths=None, coefficient_from=None, coefficient_until=None, coefficient_history=())
    assert "Ce véhicule n’est pas soumis au coefficient de réduction-majoration (article A121-1" in scooter
    assert "0,76" not in scooter


def test_the_years_at_the_floor_are_counted(words):
    assert "Years at 0.50 3 ans" in words(years_at_floor=3, coefficient_hundredths=50)
    assert "Years at 0.50 1 an " in words(years_at_floor=1, coefficient_hundredths=50)


def test_a_first_year_has_no_renewal_behind_it(words):
    assert "Last renewal Néant" in words(last_renewal_on=None)


def test_when_a_driver_was_declared_is_told_when_it_is_known(words):
    one, other = papers.claims_history().drivers
    since = replace(one, declared_from=date(2024, 1, 2))
    between = replace(other, declared_from=date(2024, 1, 2), declared_until=date(2025, 6, 1))
    told = words(drivers=(since, between, other))
    assert "Période déclarée" in told
    assert "depuis le 2 janvier 2024" in told
    assert "du 2 janvier 2024 au 1er juin 2025" in told
    assert "Période déclarée" not in words()


def test_a_licence_that_the_insurer_was_not_told_is_said_to_be_so(words):
    learner = replace(papers.claims_history().drivers[0], licence_number="", licensed_on=None)
    assert "Non communiqué Non communiqué" in words(drivers=(learner,))
