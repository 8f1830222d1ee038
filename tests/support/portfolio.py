"""One good line of a portfolio, and ways to spoil it."""
import copy
import json

IBAN = "FR1420041010050500013M02606"
LINE = {
    "contract_number": "AA-7204-118", "status": "active", "product": "comprehensive", "effective_date": "2024-01-02",
    "end_date": None, "anniversary": "01-02",
    "holder": {
        "title": "Mme", "first_name": "Sophie", "last_name": "Marchand", "birth_date": "1989-04-17",
        "email": "sophie.marchand@example.org", "phone": "+33639980118",
        "address": {"line1": "14 rue des Bouchers", "line2": None, "postcode": "59800", "city": "Lille",
                    "country": "FR"},
    },
    "vehicle": {
        "registration": "gh482kt", "make": "Peugeot", "model": "208", "vin": "VF3UPHNKUN6048217", "energy": "petrol",
        "fiscal_power": 5, "first_registration": "2023-12-29", "usage": "private_commute", "parking": "street",
        "mileage_limit_km": None,
    },
    "bonus_malus": {"coefficient": 0.57, "as_of": "2026-01-02"},
    "drivers": [{"role": "main", "title": "Mme", "first_name": "Sophie", "last_name": "Marchand",
                 "birth_date": "1989-04-17", "licence_number": "08AX41207", "licence_date": "2008-09-02"}],
    "coverages": [{"code": "civil_liability", "limit_cents": 10_000_000_000},
                  {"code": "glass", "deductible_cents": 7500}],
    "options": ["assistance_0km", "assistance_0km"],
    "premium": {"annual_cents": 42960, "frequency": "monthly", "method": "direct_debit", "iban": IBAN,
                "mandate_reference": "M1", "mandate_signed_on": "2024-01-02"},
    "instalments": [{"due_date": "2026-11-02", "amount_cents": 3580, "status": "paid", "paid_on": "2026-11-03"},
                    {"due_date": "2026-12-02", "amount_cents": 3580, "status": "upcoming"}],
    "claims": [{"reference": "S-1", "date": "2026-03-01", "kind": "glass", "at_fault_percent": 0, "status": "closed"}],
    "documents": [{"kind": "general_conditions", "title": "Conditions générales", "issued_on": "2024-01-02",
                   "file": "files/general.pdf"}],
}


def as_bytes(line):
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)).encode() + b"\n"


def changed(path, value, line=None):
    """Return the line with one value changed; "drivers.0.role" is a path; `...` takes the field away."""
    line = copy.deepcopy(line or LINE)
    *parents, last = (int(part) if part.isdigit() else part for part in path.split("."))
    place = line
    for part in parents:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return line


def numbered(number):
    return changed("contract_number", number)
