"""A small portfolio of invented people, one for every state that the portal can show.

The dates of portfolio.jsonl are relative (`"@today-9d"`): whenever the demonstration runs, the contract that is nine
days old is nine days old. `demo.load` turns them into a normal portfolio, which then enters through the real import.
"""
from dataclasses import dataclass


@dataclass(frozen=True)
class Featured:
    """Somebody to sign up as: what the form asks for, and what their account shows."""

    contract_number: str
    last_name: str
    first_name: str
    email: str
    shows: str


@dataclass(frozen=True)
class Colleague:
    """One of the insurer's people to sign in as: the password is this one, the code is on /demo/conseil."""

    name: str
    email: str
    roles: tuple[str, ...]
    does: str


STAFF_PASSWORD = "Poste-demo-2026!"
STAFF = (
    Colleague("Nadia Cherif", "nadia.cherif@assureur.example", ("adviser", "claims", "complaints"),
              "contracts, claims, complaints"),
    Colleague("Paule Renard", "paule.renard@assureur.example", ("supervisor",), "everything, and the team"),
)
FEATURED = (
    Featured("AA-7204-118", "Marchand", "Sophie", "sophie.marchand@example.org",
             "all is well: a Peugeot 208, a valid memo, a renewal notice that has just come"),
    Featured("AA-7188-052", "Benali", "Karim", "karim.benali@example.org",
             "an unpaid instalment and a formal notice: the cover stops in 18 days"),
    Featured("AA-7311-640", "Lefèvre", "Camille", "camille.lefevre@example.org",
             "two contracts, one of them provisional since 9 days, with papers to send; a claim to be paid"),
)
