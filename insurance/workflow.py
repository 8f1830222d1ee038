"""State machines: a table of moves, and one function that performs them."""
from dataclasses import dataclass
from enum import StrEnum

from insurance.errors import Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.history.recorder import record


@dataclass(frozen=True)
class Move:
    """A change of state: from which ones, to which one, who may make it, and the event that tells it."""

    sources: frozenset[StrEnum]
    to: StrEnum
    event: EventKind
    by: Actor


def move(*sources: StrEnum, to: StrEnum, event: EventKind, by: Actor) -> Move:
    """Return a move, written as it reads: from these states, to that one, by somebody."""
    return Move(frozenset(sources), to, event, by)


class Workflow:
    """The moves of a kind of thing, by name. A thing has a `state`, a `customer` and a `contract`, both loaded."""

    def __init__(self, moves: dict[str, Move]):
        self.moves = moves

    def allowed(self, subject, actor: Actor) -> list[str]:
        """Return the names of the moves that this actor may make now: the buttons to show."""
        return [name for name, one in self.moves.items() if subject.state in one.sources and actor is one.by]

    def perform(self, name: str, subject, by: Actor, **details) -> Event:
        """Move a thing and write it in the history, inside the caller's transaction: nobody else assigns a state.

        Raises `Refused(MOVE_NOT_ALLOWED)` from another state, or by somebody else.
        """
        if name not in self.allowed(subject, by):
            raise Refused(Reason.MOVE_NOT_ALLOWED)
        subject.state = self.moves[name].to
        return record(self.moves[name].event, by, subject.customer, subject.contract, **details)
