"""« Mes documents », and the proof of insurance."""
from flask import Blueprint

bp = Blueprint("documents", __name__)

from blueprints.documents import abroad, constat, letters, proof, routes
