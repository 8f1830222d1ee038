"""The files that customers send, received one by one from a phone, and given back to their owner."""
from flask import Blueprint

bp = Blueprint("attachments", __name__, url_prefix="/pieces-jointes")

from blueprints.attachments import routes
