"""Checking a proof of insurance: open to anybody, with or without a network."""
from flask import Blueprint

bp = Blueprint("verifier", __name__)

from blueprints.verifier import routes
