"""The first page after sign-in: each card is a fragment that loads, refreshes and fails on its own."""
from flask import Blueprint

bp = Blueprint("dashboard", __name__)

from blueprints.dashboard import routes
