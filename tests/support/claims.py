"""Declarations for tests, as a customer writes them."""
from datetime import timedelta

from insurance.claims import services
from insurance.claims.models import Claim
from insurance.clock import today

PHONE_TIMES = {"begun_at": "2026-11-14T17:22:00+00:00", "saved_at": "2026-11-14T17:30:00+00:00"}
CIRCUMSTANCES = {
    "collision": {"report": "none", "boxes_a": ["1", "12"], "box_1_a": "stopped", "boxes_b": ["8"]},
    "theft": {"keys": "all"}, "glass": {"glass": ["windscreen"]}, "storm": {"weather": "hail"},
    "natural-disaster": {"disaster": "flood"},
}


def answers_of(insured, kind="collision", **changed) -> dict:
    """Return all the answers of a declaration; `changed` replaces answers, by step."""
    day = (today() - timedelta(days=1)).isoformat()
    answers = {
        "kind": {"kind": kind}, "contract": {"contract": insured.public_id, "driver": "Sophie Marchand"},
        "when": {"occurred_on": day, "occurred_at": "18:05", "place": "12 rue de la Gare, Lille"},
        "injuries": {"injured": "no"},
        "circumstances": CIRCUMSTANCES.get(kind, {}) | {"story": "J’étais à l’arrêt au feu."},
        "people": {"parties": [{"name": "Paul Petit", "plate": "BX-111-YZ", "insurer": "Mutuelle du Nord"}],
                   "witnesses": []},
        "damage": {"impacts": ["rear"], "drivable": "yes"}, "pieces": {}, "contact": {"phone": "06 39 98 01 18"},
    }
    return {step: given | changed.get(step, {}) for step, given in answers.items()}


def filed(customer, contract, kind="storm", **changed) -> Claim:
    """Return a claim that a customer has filed; a storm needs no piece."""
    draft = services.keep_notebook(customer, f"{contract.number}-{kind}", answers_of(contract, kind, **changed), {}, [],
                                   sequence=1)
    return services.file(customer, draft)
