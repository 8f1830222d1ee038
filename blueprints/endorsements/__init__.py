"""Changing a contract: what can be changed, the steps, the price, the signature, and what became of it."""
from flask import Blueprint

bp = Blueprint("endorsements", __name__)

from blueprints.endorsements import accept, routes, steps
