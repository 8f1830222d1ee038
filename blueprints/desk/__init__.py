"""The desk: where the insurer's own people work. Its pages are under one path, with a session of their own."""
from flask import Blueprint

from web.access import current_adviser

PATH = "/conseil"
bp = Blueprint("desk", __name__, url_prefix=PATH)

from blueprints.desk import queues, routes, signin, team


@bp.app_context_processor
def menu():
    """Give the layout of the desk what its menu shows."""
    return {"desk_queues": lambda: queues.queues_of(current_adviser)}
