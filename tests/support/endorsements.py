"""The answers of each kind of change, as the forms give them, for the contract of tests/support/portfolio.py."""
from insurance.endorsements.models import EndorsementKind as Kind

SOPHIE = "marchand|sophie|1989-04-17"
ANTOINE = {"title": "M.", "first_name": "Antoine", "last_name": "Marchand", "birth_date": "1987-11-30", "link": "spouse"}
LICENCE = {"licence_date": "2006-06-14", "licence_number": "060612345678", "origin": "france"}
WHEN = {"on": "2026-11-23"}
CAR = {"plate": "AB-123-CD", "make": "Renault", "model": "Clio", "first_registration": "2022-03-01", "fiscal_power": 5,
       "energy": "petrol"}
USE = {"usage": "private_commute", "parking": "street", "mileage_limit_km": None}
HOME = {"line1": "3 rue Oberkampf", "line2": "", "postcode": "75011", "city": "Paris", "country": "FR"}
DRIVER = {"identity": ANTOINE, "licence": LICENCE, "experience": {"insured": True}, "role": {"role": "secondary"}}

ANSWERS = {
    Kind.ADD_DRIVER: DRIVER | {"history": {"has_history": False, "claims": False, "sanctions": False}, "when": WHEN},
    Kind.CHANGE_DRIVER: {"who": {"driver": SOPHIE}} | DRIVER | {
        "identity": ANTOINE | {"title": "Mme", "first_name": "Sophie", "birth_date": "1989-04-17"},
        "role": {"role": "main"}, "when": WHEN},
    Kind.REMOVE_DRIVER: {"who": {"driver": "marchand|antoine|1987-11-30"}, "when": WHEN},
    Kind.VEHICLE: {"what": {"what": "other_vehicle"}, "vehicle": CAR, "use": USE, "former": {"fate": "sold"},
                   "when": WHEN},
    Kind.ADDRESS: {"address": HOME, "garage": {"is_home": True, "line1": "", "postcode": "", "city": "",
                                               "parking": "private_garage"}, "when": WHEN},
    Kind.USAGE: {"usage": {"usage": "private"}, "when": WHEN},
    Kind.PARKING: {"parking": {"parking": "private_garage"}, "when": WHEN},
    Kind.MILEAGE: {"mileage": {"mileage_limit_km": 8000}, "when": WHEN},
    Kind.PLAN: {"plan": {"product": "third_party_plus"}, "when": WHEN},
    Kind.OPTIONS: {"options": {"options": ["personal_effects"]}, "when": WHEN},
    Kind.PAYMENT: {"payment": {"frequency": "yearly"}},
    Kind.COLLECTION_DAY: {"collection_day": {"day": 15}},
}
