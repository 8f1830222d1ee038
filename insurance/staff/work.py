"""What waits for somebody at the desk: a queue at a glance, and the name of one thing in it."""
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from insurance.staff.models import Role


class Whose(StrEnum):
    """Which part of a queue is looked at."""

    ALL = "all"
    MINE = "mine"
    FREE = "free"


@dataclass(frozen=True)
class Glance:
    """A queue at a glance: how many things wait, how many of them are this adviser's, and the first legal deadline.

    `late` counts those whose deadline has passed; `due_on` is None when nothing waits that has a deadline.
    """

    waiting: int
    mine: int = 0
    late: int = 0
    due_on: date | None = None


@dataclass(frozen=True)
class Work:
    """One thing to be done at the desk: what it is, whose, and the roles whose work it is.

    `lock` names it where its subject changes it too, so that both wait for one another.
    """

    kind: str
    id: UUID
    reference: str
    customer_id: UUID | None
    roles: tuple[Role, ...] = ()
    lock: str = ""
