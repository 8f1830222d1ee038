"""« Mes contrats »: the list, and each contract in plain words."""
from flask import Blueprint

bp = Blueprint("contracts", __name__, url_prefix="/contrats")

from blueprints.contracts import bonus_malus, routes
