"""After an accident: what to do, the exchange between drivers, the notebook. Pages that the phone keeps for when there is no network."""
from flask import Blueprint

bp = Blueprint("roadside", __name__)

from blueprints.roadside import notebook, routes
