"""« Mes paiements »: what is due, what was paid by what, paying by card, the calendar of due dates."""
from flask import Blueprint

bp = Blueprint("payments", __name__)

from blueprints.payments import calendar, card, link, mandate, messages, routes
