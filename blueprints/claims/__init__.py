"""« Mes sinistres »: declaring one, step by step or in a phone's notebook, and following it."""
from flask import Blueprint

bp = Blueprint("claims", __name__, url_prefix="/sinistres")

from blueprints.claims import declare, routes, sync
