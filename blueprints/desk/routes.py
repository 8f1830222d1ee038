"""The first page of the desk: what waits, and what is due first."""
from blueprints.desk import bp
from blueprints.desk.queues import queues_of
from web.access import adviser_only, current_adviser
from web.pages import show


@bp.get("/")
@adviser_only()
def index():
    """The queues of the adviser's roles."""
    return show("desk/index.html", fragment="desk/_queues.html", queues=queues_of(current_adviser))
