"""Writing a line of history, and letting what follows from it happen."""
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from insurance.database import at_end, db
from insurance.history.models import Actor, Event, EventKind

Reaction = Callable[[list[Event]], None]


class Adviser(Protocol):
    """One of the insurer's people (insurance.staff), as far as the history needs to know them."""

    id: uuid.UUID
    name: str


Author = Actor | Adviser
"""Who did something: a kind of author, or the very adviser."""
_reactions: Mapping[EventKind, Sequence[Reaction]] = {}


def actor_of(by: Author) -> Actor:
    """Return what kind of author this is."""
    return by if isinstance(by, Actor) else Actor.ADVISER


def record(kind: EventKind, by: Author, customer=None, contract=None, **details) -> Event:
    """Add one line to the history, inside the caller's transaction; the reactions to it run at its end.

    `by` is an adviser, whose name the line keeps, or the kind of whoever else did it. `details` are JSON values without
    secrets; what they mean to the customer is said in `wording.EVENTS`.
    """
    event = Event(
        kind=kind,
        actor=actor_of(by),
        adviser_id=None if isinstance(by, Actor) else by.id,
        adviser_name=None if isinstance(by, Actor) else by.name,
        customer_id=customer.id if customer is not None else None,
        contract_id=contract.id if contract is not None else None,
        details=details,
    )
    db.session.add(event)
    if kind in _reactions:
        waiting = db.session.info.setdefault("events", [])
        if not waiting:
            at_end(_react)
        waiting.append(event)
    return event


def _react() -> None:
    """Run each reaction once, with all the events of its kind; those that a savepoint has undone are left out."""
    events = [event for event in db.session.info.pop("events", ()) if event in db.session]
    for kind, reactions in _reactions.items():
        of_this_kind = [event for event in events if event.kind == kind]
        for react in reactions if of_this_kind else ():
            react(of_this_kind)


def install_reactions(table: Mapping[EventKind, Sequence[Reaction]]) -> None:
    """Run these reactions from now on, at the end of the transaction that records their events."""
    global _reactions
    _reactions = table
