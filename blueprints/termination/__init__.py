"""« Résilier votre contrat »: the online termination, signed in or not (art. L113-14 and D113-7)."""
from flask import Blueprint

bp = Blueprint("termination", __name__)

from blueprints.termination import customer, routes, visitor
