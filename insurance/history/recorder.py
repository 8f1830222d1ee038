"""Writing a line of history, and letting what follows from it happen."""
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from insurance.database import at_end, db
from insurance.history.models import Actor, Event, EventKind

Reaction = Callable[[Event], None]
_reactions: Mapping[EventKind, Sequence[Reaction]] = {}


def record(kind: EventKind, by: Actor, customer=None, contract=None, **details) -> Event:
    """Add one line to the history, inside the caller's transaction; the reactions to it run at its end.

    `details` are JSON values without secrets; what they mean to the customer is said in `wording.EVENTS`.
    """
    event = Event(
        kind=kind,
        actor=by,
        customer_id=customer.id if customer is not None else None,
        contract_id=contract.id if contract is not None else None,
        details=details,
    )
    db.session.add(event)
    for react in _reactions.get(kind, ()):
        at_end(partial(_react, react, event))
    return event


def _react(react: Reaction, event: Event) -> None:
    """Run a reaction, unless a savepoint has undone its event meanwhile."""
    if event in db.session:
        react(event)


def install_reactions(table: Mapping[EventKind, Sequence[Reaction]]) -> None:
    """Run these reactions from now on, each in the transaction that records its event."""
    global _reactions
    _reactions = table
