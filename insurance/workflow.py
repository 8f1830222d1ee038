"""State machines: a table of moves, and one function that performs them."""
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from insurance.errors import Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.history.recorder import Author, actor_of, record


@dataclass(frozen=True)
class Move:
    """A change of state: from which ones, to which one, which actors may make it, and the event that tells it."""

    sources: frozenset[StrEnum]
    to: StrEnum
    event: EventKind
    by: frozenset[Actor]


def move(*sources: StrEnum, to: StrEnum, event: EventKind, by: Actor | Collection[Actor]) -> Move:
    """Return a move, written as it reads: from these states, to that one, by somebody (or by any of several)."""
    return Move(frozenset(sources), to, event, frozenset([by] if isinstance(by, Actor) else by))


class Workflow:
    """The moves of a kind of thing, by name. A thing has a `state`, a `customer` and a `contract`, both loaded."""

    def __init__(self, moves: dict[str, Move]):
        self.moves = moves

    def allowed(self, subject, by: Author) -> list[str]:
        """Return the names of the moves that this author may make now: the buttons to show."""
        return [name for name, one in self.moves.items() if subject.state in one.sources and actor_of(by) in one.by]

    def perform(self, name: str, subject, by: Author, **details) -> Event:
        """Move a thing and write it in the history, inside the caller's transaction: nobody else assigns a state.

        Raises `Refused(MOVE_NOT_ALLOWED)` from another state, or by somebody else.
        """
        if name not in self.allowed(subject, by):
            raise Refused(Reason.MOVE_NOT_ALLOWED)
        subject.state = self.moves[name].to
        return record(self.moves[name].event, by, subject.customer, subject.contract, **details)
