"""« Attendu, pas arrivé »: what a phone announced for a declaration and has not sent."""
from flask import url_for

from blueprints.desk import bp, reading
from blueprints.desk.queues import AT_MOST, Line, Queue, register
from blueprints.desk.work import holding
from insurance.claims import queue
from insurance.clock import PARIS
from insurance.staff.models import Role
from web.access import adviser_only
from web.pages import show

QUEUE = "attendus"


@bp.get("/attendus/<reference>")
@adviser_only(Role.CLAIMS)
def awaited(reference):
    """What of a declaration has not come, and how to reach whoever announced it."""
    draft, customer, pieces = queue.draft_known_as(reference)
    called = queue.reference_of(draft)
    reading.note(customer, "claim", called, about=called)
    return show("desk/awaited.html", draft=draft, customer=customer, pieces=pieces, called=called,
                **holding(QUEUE, queue.awaited_work_of(draft)))


def _lines(adviser, whose):
    return [Line(reference=queue.reference_of(one.draft), customer=one.customer.full_name,
                 href=_href(queue.reference_of(one.draft)),
                 about="1 fichier annoncé" if one.count == 1 else f"{one.count}\u00a0fichiers annoncés",
                 state=("info", "Déclaré") if one.draft.claim else ("warning", "Pas encore envoyé"),
                 since=one.since.astimezone(PARIS).date(), holder=one.holder)
            for one in queue.awaited(adviser, whose, AT_MOST + 1)]


def _href(reference):
    return url_for("desk.awaited", reference=reference)


register(Queue(QUEUE, "Attendu, pas arrivé", (Role.CLAIMS,), look=queue.glance_at_awaited, lines=_lines,
               find=lambda reference: queue.awaited_work_of(queue.draft_known_as(reference)[0]), href_of=_href))
