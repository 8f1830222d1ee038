"""What waits for somebody at the desk."""
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Glance:
    """A queue at a glance: how many things wait, how many of them are this adviser's, and the first legal deadline.

    `late` counts those whose deadline has passed; `due_on` is None when nothing waits that has a deadline.
    """

    waiting: int
    mine: int = 0
    late: int = 0
    due_on: date | None = None
