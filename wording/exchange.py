"""What two drivers tell each other: the block of a constat, as a text that any phone can read in a QR code."""
from insurance.insurer import Insurer


def exchange_text(contract, insurer: Insurer, phone: str = "") -> str:
    """Return who insures a vehicle, one line a fact; `phone` is the holder's, as people write it.

    static/js/roadside/reading.js reads these words back.
    """
    holder, vehicle = contract.customer, contract.vehicle
    lines = {
        "Assureur": insurer.name,
        "Contrat": contract.number,
        "Véhicule": vehicle.name,
        "Immatriculation": vehicle.plate or vehicle.serial_number,
        "Assuré": holder.full_name,
        "Adresse": ", ".join(holder.address),
        "Téléphone": phone,
    }
    return "\n".join(["Échange entre conducteurs (pas un constat signé)",
                      *(f"{name}\u00a0: {value}" for name, value in lines.items() if value)])
