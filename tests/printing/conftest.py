"""Papers to print: an ordinary memo, one where everything is long, an attestation."""
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdf
import pytest

from insurance.documents.facts import AttestationFacts, UnregisteredAttestationFacts

LONG_NAME = "Mme Marie-Antoinette Éléonore de La Rochefoucauld-Montmorency d'Aubigné"


@pytest.fixture
def memo():
    return AttestationFacts(
        number="MVA-2026-000123", code="K7F3M9X2Q4AB", issued_on=date(2026, 12, 1),
        insurer_name="Active Assurances", insurer_address=("12 rue de la Prévoyance", "75009 Paris"),
        insurer_phone="01 86 76 70 00", assistance_phone="01 86 76 70 99",
        holder_name="Mme Sophie Marchand", holder_address=("14 rue des Lilas", "59000 Lille"),
        contract_number="AA7204118", effective_on=date(2026, 11, 28), plate="GH-482-KT", make="Peugeot",
        model="208 Style", verify_url="https://mon-compte.example/verifier")


@pytest.fixture
def crowded_memo(memo):
    """Everything that the law may ask for, all of it long: a short policy, trailers, passengers who pay."""
    return replace(
        memo, holder_name=LONG_NAME, covered_until=date(2026, 12, 9), has_paid_transport=True, plate="1234 ABC 75",
        holder_address=("Résidence des Trois Fontaines, bâtiment C, escalier 4, appartement 112",
                        "1247 bis avenue du Général-Leclerc-de-Hauteclocque prolongée",
                        "97410 Saint-Pierre-de-la-Réunion Cedex 09"),
        make="Mercedes-Benz", model="Classe E 300 de Break AMG Line Limousine",
        trailers="Remorque de moins de 750 kg, semi-remorque bétaillère à deux essieux")


@pytest.fixture
def attestation():
    return UnregisteredAttestationFacts(
        number="ATT-2026-000045", code="K7F3M9X2Q4AB", issued_on=date(2026, 11, 30),
        insurer_name="Active Assurances", insurer_address=("12 rue de la Prévoyance", "75009 Paris"),
        holder_name="M. Karim Benali", holder_address=("3 quai du Port", "13002 Marseille"),
        contract_number="AA7204119", valid_from=date(2026, 12, 1), valid_until=date(2027, 11, 29),
        make="Xiaomi", model="Scooter 4 Pro", serial_number="26354/00K123456789", vehicle_type="Trottinette électrique")


@pytest.fixture
def read():
    """Read the words of a PDF as one line, spaces of all widths made plain."""
    def words(pdf: bytes) -> str:
        return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())
    return words
