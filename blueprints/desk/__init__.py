"""The desk: where the insurer's own people work. Its pages are under one path, with a session of their own."""
from flask import Blueprint

import wording
from web.access import current_adviser

PATH = "/conseil"
bp = Blueprint("desk", __name__, url_prefix=PATH)

from blueprints.desk import (
    awaited,
    checks,
    claim_moves,
    claims,
    corrections,
    customers,
    endorsements,
    letters,
    notices,
    payments,
    pieces,
    queues,
    reading,
    routes,
    sections,
    signin,
    team,
    terminations,
    work,
)


@bp.app_context_processor
def menu():
    """Give the pages of the desk what its menu and its files show."""
    return {"desk_queues": lambda: queues.queues_of(current_adviser), "desk_sections": sections.sections_of,
            "desk_author": wording.desk_author}
