"""Changing a contract: a price computed, an answer kept and its quote written, a page of questions shown.

A price stands against its record turned into JSON and back, a quote against one line of history committed to the same
database, a page against a trivial Flask route.
"""
import json
from itertools import cycle

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from bench.dashboard_page import trivial_app
from bench.portal import demonstration
from bench.rounds import Row, compare
from demo import FEATURED
from insurance.clock import today
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.endorsements import pricing, services
from insurance.endorsements.changes import patch_of
from insurance.endorsements.queries import books_of
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record

CAR = {"what": {"what": "other_vehicle"}, "former": {"fate": "sold"},
       "vehicle": {"plate": "AB-123-CD", "make": "Renault", "model": "Clio", "first_registration": "2022-03-01",
                   "fiscal_power": 5, "energy": "petrol"},
       "use": {"usage": "private", "parking": "street", "mileage_limit_km": None}}
DRIVER = {"identity": {"title": "M.", "first_name": "Paul", "last_name": "Marchand", "birth_date": "1987-11-30"},
          "licence": {"licence_date": "2006-06-14", "licence_number": "060612345678", "origin": "france"},
          "experience": {"insured": True}, "role": {"role": "occasional"},
          "history": {"has_history": False, "claims": False, "sanctions": False}}


def report() -> list[Row]:
    """Measure, and return the rows to print."""
    trivial = trivial_app().test_client()
    with demonstration() as (app, client):
        with app.app_context():
            contract = db.session.scalar(select(Contract).where(Contract.number == FEATURED[0].contract_number).options(
                joinedload(Contract.customer), joinedload(Contract.vehicle)))
            offer = app.extensions["offer"]
            rows = [_priced(name, kind, answers, books_of(contract), offer) for name, kind, answers in (
                ("pricing a driver", "add_driver", DRIVER), ("pricing a vehicle", "vehicle", CAR))]
            rows.append(_quoted(contract, offer))
            step = f"/contrats/{contract.public_id}/modifications/vehicule/quoi"
        cost = compare(lambda: client.get(step), lambda: trivial.get("/"))
    return [*rows, Row("a step, shown", f"{1 / cost.ours:,.0f} requests/s", f"{cost.ratio:.0f}",
                       f"a route that answers ok: {1 / cost.yardstick:,.0f} requests/s")]


def _priced(name: str, kind: str, answers: dict, books: pricing.Books, offer) -> Row:
    """Compute a whole quote from the answers, again and again."""
    def ours():
        patch = patch_of(kind, answers, books.facts, books.today, offer.conditions)
        return pricing.quoted(books, patch, books.today, offer.tariff).stored()

    cost = compare(ours, lambda: json.loads(json.dumps(books.facts)))
    return Row(name, f"{1 / cost.ours:,.0f} quotes/s", f"{cost.ratio:.1f}",
               f"its record to JSON and back: {1 / cost.yardstick:,.0f}/s")


def _quoted(contract: Contract, offer) -> Row:
    """Answer a question and quote the change, each time otherwise, so that each time there is another quote."""
    others = cycle([{"parking": "private_garage"}, {"parking": "collective_garage"}])
    kept = services.keep_answer(contract.customer, contract, "parking", "when", {"on": today().isoformat()})

    def ours():
        services.keep_answer(contract.customer, contract, "parking", "parking", next(others))
        services.make_quote(contract.customer, contract.public_id, "parking", offer)

    def yardstick():
        with transaction():
            record(EventKind.ENDORSEMENT_QUOTED, Actor.CUSTOMER, contract.customer, contract, number=contract.number, **kept["when"])

    cost = compare(ours, yardstick)
    return Row("an answer kept, a quote written", f"{1 / cost.ours:,.0f}/s", f"{cost.ratio:.1f}",
               f"one line of history, committed: {1 / cost.yardstick:,.0f}/s")
