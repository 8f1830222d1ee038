"""« Pièces à fournir »: the list for a contract, and each piece, sent from the phone."""
from flask import Blueprint

bp = Blueprint("pieces", __name__)

from blueprints.pieces import routes
