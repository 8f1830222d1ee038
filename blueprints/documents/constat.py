"""What the phone keeps beside the proof, for an accident: who insures which vehicle, who drives it, and the code to show."""
from flask import current_app, jsonify
from flask_login import current_user

from blueprints.documents import bp
from insurance.clock import now
from insurance.contracts.queries import contracts_of, find_contract
from insurance.contracts.rules import Cover, cover_at, cover_dates
from web.access import customer_only
from web.filters import iso, phone
from web.qr import text_qr
from wording import exchange_text


@bp.get("/attestation/constat.json")
@customer_only
def constat():
    """The customer's vehicles, with the dates by which each judges itself without network. Kept with the proof."""
    moment = now()
    kept = [find_contract(current_user, one.public_id) for one in contracts_of(current_user)
            if cover_at(cover_dates(one), moment) is not Cover.ENDED]
    return jsonify(madeAt=iso(moment), contracts=[_facts(contract) for contract in kept])


def _facts(contract) -> dict:
    number = contract.customer.phone
    text = exchange_text(contract, current_app.extensions["insurer"], phone(number) if number else "")
    side, path = text_qr(text)
    dates, vehicle = cover_dates(contract), contract.vehicle
    return {"id": contract.public_id, "number": contract.number, "plate": vehicle.plate or vehicle.serial_number or "",
            "vehicle": vehicle.name, "holder": contract.customer.full_name, "phone": number or "",
            "drivers": [{"id": str(one.id), "name": one.full_name} for one in contract.drivers],
            "beginsAt": iso(dates.begins_at), "endsAt": iso(dates.ends_at), "suspendedFrom": iso(dates.suspended_from),
            "resumesAt": iso(dates.resumes_at), "text": text, "code": {"side": side, "path": path}}
