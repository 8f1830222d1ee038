"""« Mon profil »: who you are, your password, your devices, this phone."""
from flask import Blueprint

bp = Blueprint("profile", __name__, url_prefix="/profil")

from blueprints.profile import correction, edit, links, preferences, routes  # they register their handlers on bp
