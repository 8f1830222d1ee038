"""The queues of the desk: what waits for somebody, whose work it is, and what is due first.

A subject that has work for the desk gives it a module in this folder: its pages, and its queue, registered there.

    register(Queue("pieces", "Pièces à vérifier", (Role.ADVISER,), look=…, lines=…, find=…))

The list, its filters, the counts of the menu, and taking, giving and putting back are then the same for all.
"""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import g, url_for

from insurance.errors import NotFound
from insurance.staff.models import Adviser, Role
from insurance.staff.work import Glance, Whose, Work


@dataclass(frozen=True)
class Line:
    """One thing of a queue, as the list shows it. `reference` names it in addresses, `href` leads to its page.

    `state` is the kind and the label of a state_tag. `due_on` is the first legal or promised day, `due_for` what is due
    that day; `since` is the day since which it waits.
    """

    reference: str
    customer: str
    about: str
    href: str
    state: tuple[str, str]
    since: date
    due_on: date | None = None
    due_for: str = ""
    holder: Adviser | None = None


@dataclass(frozen=True)
class Queue:
    """A queue. `roles` are those whose work it is; a supervisor sees them all.

    `look(adviser)` is a glance; `lines(adviser, whose)` what waits, the first to be due first, `AT_MOST` + 1 at most;
    `find(reference)` one thing to take or give, whether or not it waits still. It raises `NotFound`.
    """

    name: str
    label: str
    roles: tuple[Role, ...]
    look: Callable[[Adviser], Glance]
    lines: Callable[[Adviser, Whose], list[Line]]
    find: Callable[[str], Work]
    href_of: Callable[[str], str]

    @property
    def href(self) -> str:
        """The address of its list."""
        return url_for("desk.queue", queue=self.name)


AT_MOST = 100
_queues: dict[str, Queue] = {}


def register(queue: Queue) -> None:
    """Show a queue from now on to those whose work it is."""
    _queues[queue.name] = queue


def find_queue(adviser: Adviser, name: str) -> Queue:
    """Return a queue by its name. Raises `NotFound`, also for one that is not this adviser's work."""
    queue = _queues.get(name)
    if queue is None or not adviser.may(*queue.roles):
        raise NotFound(name)
    return queue


def queues_of(adviser: Adviser) -> list[tuple[Queue, Glance]]:
    """Return the queues of an adviser's roles with what waits in each, the first to be due first, the empty ones last.

    They are looked at once a request: the page and its menu say the same.
    """
    if "desk_queues" not in g:
        seen = [(queue, queue.look(adviser)) for queue in _queues.values() if adviser.may(*queue.roles)]
        g.desk_queues = sorted(seen, key=lambda one: (one[1].waiting == 0, one[1].due_on or date.max, one[0].label))
    return g.desk_queues


def page_of(reference: str) -> str | None:
    """Return the address of the page of a thing that is known by its reference in any queue, None when none knows it."""
    for queue in _queues.values():
        try:
            return queue.href_of(queue.find(reference).reference)
        except NotFound:
            continue
    return None
