"""What belongs to no subject: the « Plus » page, contact, legal pages, history, health."""
from flask import Blueprint

bp = Blueprint("site", __name__)

from blueprints.site import contact, routes
