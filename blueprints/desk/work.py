"""The list of a queue; taking something in hand, giving it to a colleague, putting it back."""
from flask import flash, redirect, request, url_for

from blueprints.desk import bp
from blueprints.desk.queues import AT_MOST, find_queue
from insurance.staff import assignments
from insurance.staff.queries import find_adviser, staff
from insurance.staff.work import Whose
from web.access import adviser_only, current_adviser, safe_next
from web.pages import show


@bp.get("/files/<queue>")
@adviser_only()
def queue(queue):
    """What waits in a queue: everything, what is mine, or what is nobody's."""
    shown = find_queue(current_adviser, queue)
    whose = {"moi": Whose.MINE, "personne": Whose.FREE}.get(request.args.get("a", ""), Whose.ALL)
    lines = shown.lines(current_adviser, whose)
    return show("desk/queue.html", fragment="desk/_queue.html", queue=shown, whose=whose, lines=lines[:AT_MOST],
                has_more=len(lines) > AT_MOST)


@bp.get("/mes-dossiers")
@adviser_only()
def mine():
    """All that the adviser has in hand, whatever the queue."""
    return show("desk/mine.html", held=assignments.in_hand_of(current_adviser))


@bp.post("/files/<queue>/<reference>/prise")
@adviser_only()
def take(queue, reference):
    """Take something in hand, and go to its page."""
    shown = find_queue(current_adviser, queue)
    assignments.take(shown.find(reference), by=current_adviser)
    flash(f"{reference} est à vous.")
    return redirect(_next(shown.href_of(reference)), 303)


@bp.post("/files/<queue>/<reference>/don")
@adviser_only()
def give(queue, reference):
    """Give something to a colleague."""
    shown = find_queue(current_adviser, queue)
    colleague = find_adviser(request.form.get("conseiller", ""))
    assignments.give(shown.find(reference), colleague, by=current_adviser)
    flash(f"{reference} est confié à {colleague.name}.")
    return redirect(_next(shown.href_of(reference)), 303)


@bp.post("/files/<queue>/<reference>/retour")
@adviser_only()
def release(queue, reference):
    """Put something back in its queue."""
    shown = find_queue(current_adviser, queue)
    assignments.release(shown.find(reference), by=current_adviser)
    flash(f"{reference} est remis dans la file.")
    return redirect(_next(url_for("desk.queue", queue=queue)), 303)


def holding(queue: str, work) -> dict:
    """Return what the panel of a thing says of who has it in hand: the context of `desk/_holder.html`."""
    shown = find_queue(current_adviser, queue)
    colleagues = [one for one in staff(*shown.roles) if one.is_active and one.id != current_adviser.id]
    return {"holder": assignments.holder_of(work), "holding": shown, "work": work, "colleagues": colleagues}


def _next(default: str) -> str:
    wanted = safe_next(request.form.get("suite"))
    return wanted if wanted and wanted.startswith(bp.url_prefix + "/") else default
