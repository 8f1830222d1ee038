"""The queues of the desk: what waits for somebody, whose role it is, and what is due first.

A subject that has work for the desk writes its pages in a module of this folder and registers its queue:

    register(Queue("pieces", "Pièces à vérifier", "desk.pieces", (Role.ADVISER,), queries.glance))

`look(adviser)` tells at a glance what waits: the home page and the menu of every page ask it.
"""
from collections.abc import Callable
from dataclasses import dataclass

from flask import g, url_for

from insurance.staff.models import Adviser, Role
from insurance.staff.work import Glance


@dataclass(frozen=True)
class Queue:
    """A queue: its name in addresses, its French name, its page, the roles whose work it is, and how to look at it."""

    name: str
    label: str
    endpoint: str
    roles: tuple[Role, ...]
    look: Callable[[Adviser], Glance]

    @property
    def href(self) -> str:
        """The address of its page."""
        return url_for(self.endpoint)


_queues: dict[str, Queue] = {}


def register(queue: Queue) -> None:
    """Show a queue from now on to those whose work it is."""
    _queues[queue.name] = queue


def queues_of(adviser: Adviser) -> list[tuple[Queue, Glance]]:
    """Return the queues of an adviser's roles with what waits in each, the first to be due first, the empty ones last.

    They are looked at once a request: the page and its menu say the same.
    """
    if "desk_queues" not in g:
        g.desk_queues = _looked_at(adviser)
    return g.desk_queues


def _looked_at(adviser: Adviser) -> list[tuple[Queue, Glance]]:
    seen = [(queue, queue.look(adviser)) for queue in _queues.values() if adviser.may(*queue.roles)]
    return sorted(seen, key=lambda one: (one[1].due_on is None, one[1].due_on or 0, one[1].waiting == 0, one[0].label))
